//! Links to pay by. Customers pay by them on a page, or as `Emulator::pay_link`.

use craftgate_core::Page;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::{
    CreateProduct, DeleteProduct, Product, RetrieveProduct, SearchProducts, UpdateProduct,
};

use super::copy::copy_fields;
use crate::domain::clock::to_micros;
use crate::domain::context::Context;
use crate::domain::money::positive;
use crate::domain::records::ProductKey;
use crate::error::{ApiError, INVALID_VALUE};
use crate::store::unguessable_token;

/// The default page size. (Source: Craftgate's "Link ve QR Kod İle Ödeme Alma".)
const PAGE_SIZE: u32 = 25;

pub(crate) fn create(context: &mut Context<'_>, request: CreateProduct) -> Result<Product, ApiError> {
    check(&request)?;
    Ok(context.state.products.create(|id| {
        let token = unguessable_token();
        let mut product = Product::new(id, Status::Active);
        product.sold_count = Some(0);
        product.url = Some(context.settings.page_url(&format!("link/{token}")));
        product.qr_code_url = Some(context.settings.page_url(&format!("link/{token}/qr.svg")));
        product.token = Some(token);
        replace_fields(&mut product, request);
        product
    }))
}

fn check(request: &CreateProduct) -> Result<(), ApiError> {
    positive("price", request.price)?;
    if request.name.is_empty() {
        return Err(INVALID_VALUE.field("name"));
    }
    let installments = &request.enabled_installments;
    if installments.is_empty() || !installments.iter().all(|installment| (1..=12).contains(installment)) {
        return Err(INVALID_VALUE.field("enabledInstallments"));
    }
    let is_stock_valid = match request.order_id {
        Some(_) => request.stock == Some(1),
        None => request.stock.is_none_or(|stock| stock >= 0),
    };
    match is_stock_valid {
        true => Ok(()),
        false => Err(INVALID_VALUE.field("stock")),
    }
}

/// Replaces the product's fields: omitted ones are cleared.
fn replace_fields(product: &mut Product, request: CreateProduct) {
    product.name = Some(request.name);
    product.description = Some(request.description);
    product.price = Some(request.price);
    product.currency = Some(request.currency);
    product.expires_at = request.expires_at.map(to_micros);
    product.multi_payment = Some(request.multi_payment.unwrap_or(false));
    copy_fields!(request to product: order_id conversation_id external_id stock channel basket_identifier
        enabled_installments);
}

pub(crate) fn update(context: &mut Context<'_>, request: UpdateProduct) -> Result<Product, ApiError> {
    check(&request.product)?;
    if let Status::Unrecognized(_) = request.status {
        return Err(INVALID_VALUE.field("status"));
    }
    let product = context.state.products.find_mut(request.id)?;
    product.status = request.status;
    replace_fields(product, request.product);
    Ok(product.clone())
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveProduct) -> Result<Product, ApiError> {
    context.state.products.find(request.id).cloned()
}

pub(crate) fn delete(context: &mut Context<'_>, request: DeleteProduct) -> Result<(), ApiError> {
    context.state.products.remove(request.id).map(drop)
}

pub(crate) fn search(context: &mut Context<'_>, request: SearchProducts) -> Result<Page<Product>, ApiError> {
    let search = context.state.products.search().id(request.id);
    search
        .key(request.order_id.map(ProductKey::Order))
        .key(request.conversation_id.map(ProductKey::Conversation))
        .key(request.external_id.map(ProductKey::External))
        .equals(request.name, |product| product.name.as_ref())
        .equals(request.currency, |product| product.currency.as_ref())
        .equals(request.channel, |product| product.channel.as_ref())
        .between(request.min_price, request.max_price, |product| product.price)
        .between(request.min_expires_at, request.max_expires_at, |product| product.expires_at)
        .page(request.page, request.size.or(Some(PAGE_SIZE)), Product::clone)
}

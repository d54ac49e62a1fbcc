//! Links to pay by. Nobody pays by them here: they are made, changed, found and deleted.

use craftgate_core::Page;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::{
    CreateProduct, DeleteProduct, Product, RetrieveProduct, SearchProducts, UpdateProduct,
};

use crate::answer::page;
use crate::context::Context;
use crate::fields::hand_over;
use crate::matching::{is, within};
use crate::money::positive;
use crate::refusal::{self, Refusal};

/// How many a page, unless asked otherwise. (Source: Craftgate's "Link ve QR Kod İle Ödeme Alma".)
const PAGE_SIZE: i32 = 25;

pub(crate) fn create(context: &mut Context<'_>, asked: CreateProduct) -> Result<Product, Refusal> {
    check(&asked)?;
    let product = context.state.products.add(|id| {
        let token = format!("emulator-link-{id}");
        let mut product = Product::new(id, Status::Active);
        product.sold_count = Some(0);
        product.url = Some(format!("https://link.example.com/{token}"));
        product.qr_code_url = Some(format!("https://link.example.com/{token}/qr"));
        product.token = Some(token);
        describe(&mut product, asked);
        product
    });
    Ok(product.clone())
}

fn check(asked: &CreateProduct) -> Result<(), Refusal> {
    positive("price", asked.price)?;
    if asked.name.is_empty() {
        return Err(refusal::INVALID.about("name"));
    }
    let installments = &asked.enabled_installments;
    if installments.is_empty() || !installments.iter().all(|installment| (1..=12).contains(installment)) {
        return Err(refusal::INVALID.about("enabledInstallments"));
    }
    let is_stock_wrong = match asked.order_id {
        Some(_) => asked.stock != Some(1),
        None => asked.stock.is_some_and(|stock| stock < 0),
    };
    if is_stock_wrong {
        return Err(refusal::INVALID.about("stock"));
    }
    Ok(())
}

fn describe(product: &mut Product, asked: CreateProduct) {
    product.name = Some(asked.name);
    product.description = Some(asked.description);
    product.price = Some(asked.price);
    product.currency = Some(asked.currency);
    product.multi_payment = Some(asked.multi_payment.unwrap_or(false));
    hand_over!(asked to product: order_id conversation_id external_id stock channel expires_at basket_identifier
        enabled_installments);
}

pub(crate) fn update(context: &mut Context<'_>, asked: UpdateProduct) -> Result<Product, Refusal> {
    check(&asked.product)?;
    if let Status::Unlisted(_) = asked.status {
        return Err(refusal::INVALID.about("status"));
    }
    let product = context.state.products.get_mut(asked.id).ok_or_else(|| refusal::PRODUCT.plain())?;
    product.status = asked.status;
    describe(product, asked.product);
    Ok(product.clone())
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveProduct) -> Result<Product, Refusal> {
    context.state.products.get(asked.id).cloned().ok_or_else(|| refusal::PRODUCT.plain())
}

pub(crate) fn delete(context: &mut Context<'_>, asked: DeleteProduct) -> Result<(), Refusal> {
    context.state.products.remove(asked.id).map(drop).ok_or_else(|| refusal::PRODUCT.plain())
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchProducts) -> Result<Page<Product>, Refusal> {
    let found = context.state.products.values().filter(|product| matches(&asked, product));
    page(found.cloned().collect(), asked.page, asked.size.or(Some(PAGE_SIZE)))
}

fn matches(asked: &SearchProducts, product: &Product) -> bool {
    is(&asked.id, &product.id)
        && is(&asked.name, &product.name)
        && is(&asked.order_id, &product.order_id)
        && is(&asked.conversation_id, &product.conversation_id)
        && is(&asked.external_id, &product.external_id)
        && within(&asked.min_price, &asked.max_price, &product.price)
        && is(&asked.currency, &product.currency)
        && is(&asked.channel, &product.channel)
        && within(&asked.min_expires_at, &asked.max_expires_at, &product.expires_at)
}

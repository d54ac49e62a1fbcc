//! Links to pay by. Nobody pays by them here: they are made, changed, found and deleted.

use craftgate_core::Page;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::{
    CreateProduct, DeleteProduct, Product, RetrieveProduct, SearchProducts, UpdateProduct,
};

use crate::context::Context;
use crate::fields::hand_over;
use crate::money::positive;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};

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
    if let Status::Unrecognized(_) = asked.status {
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
    let search = context.state.products.search().id(asked.id);
    search
        .is("name", asked.name)
        .is("orderId", asked.order_id)
        .is("conversationId", asked.conversation_id)
        .is("externalId", asked.external_id)
        .is("currency", asked.currency)
        .is("channel", asked.channel)
        .between("price", asked.min_price, asked.max_price)
        .between("expiresAt", asked.min_expires_at, asked.max_expires_at)
        .page(asked.page, asked.size.or(Some(PAGE_SIZE)), Product::clone)
}

impl Record for Product {
    fn fields(&self, fields: &mut Fields) {
        fields.put("name", self.name.as_ref());
        fields.put("orderId", self.order_id.as_ref());
        fields.put("conversationId", self.conversation_id.as_ref());
        fields.put("externalId", self.external_id.as_ref());
        fields.put("currency", self.currency.as_ref());
        fields.put("channel", self.channel.as_ref());
        fields.put_ordered("price", self.price);
        fields.put_ordered("expiresAt", self.expires_at);
    }
}

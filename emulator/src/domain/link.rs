//! Payments by link.

use chrono::NaiveDateTime;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::Product;
use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};

use super::installments::total_price;
use crate::error::{ApiError, INVALID_VALUE, LINK_NOT_PAYABLE};

/// Checks that a link is active, not expired, and not sold out.
pub(crate) fn check_payable(product: &Product, now: NaiveDateTime) -> Result<(), ApiError> {
    let is_expired = product.expires_at.is_some_and(|expires_at| now >= expires_at);
    match product.status != Status::Active || is_sold_out(product) || is_expired {
        true => Err(LINK_NOT_PAYABLE.into()),
        false => Ok(()),
    }
}

/// Returns true if a link was paid as often as it can be.
pub(crate) fn is_sold_out(product: &Product) -> bool {
    product.stock.is_some_and(|stock| product.sold_count.unwrap_or_default() >= stock)
}

/// Returns the customer's payment by a link.
pub(crate) fn payment(product: &Product, card: Card, installment: i32) -> Result<CreatePayment, ApiError> {
    let price = product.price.unwrap_or_default();
    let is_enabled = installment == 1 || product.enabled_installments.contains(&installment);
    let paid_price = total_price(installment, price).filter(|_| is_enabled);
    let amounts =
        Amounts { paid_price: paid_price.ok_or_else(|| INVALID_VALUE.field("installment"))?, ..Amounts::same(price) };
    let currency = product.currency.clone().unwrap_or(craftgate_core::Currency::Try);
    let mut item = PaymentItem::new(price);
    item.name = product.name.clone();
    let mut payment = CreatePayment::new(amounts, currency, installment, [item]).card(card);
    payment.conversation_id = product.conversation_id.clone();
    payment.external_id = product.external_id.clone();
    payment.bank_order_id = product.order_id.clone();
    payment.payment_channel = product.channel.clone();
    Ok(payment)
}

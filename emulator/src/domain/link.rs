//! Payments by link.

use chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::Currency;
use craftgate_core::id::MultiPaymentId;
use craftgate_core::onboarding::Status;
use craftgate_core::pay_by_link::Product;
use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};

use super::multi_payment::MultiPaymentState;
use super::page_installments::PageInstallments;
use crate::error::{ApiError, INVALID_VALUE, LINK_NOT_PAYABLE};
use crate::store::{Table, TokenStore};

/// The lifetime of a payment in parts by a link that does not expire.
const LIFETIME: TimeDelta = TimeDelta::days(366);

/// Returns the product of a link.
pub(crate) fn find<'a>(products: &'a Table<Product>, token: &str) -> Option<&'a Product> {
    products.iter().find(|product| product.token.as_deref() == Some(token))
}

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

/// Returns true if a link is paid in parts.
pub(crate) fn is_paid_in_parts(product: &Product) -> bool {
    product.multi_payment == Some(true)
}

/// Returns the numbers of installments that a link offers. A part is a single payment.
pub(crate) fn installments(product: &Product) -> PageInstallments {
    let of_pos = PageInstallments::of_pos(product.price.unwrap_or_default(), &[]);
    of_pos
        .filter(|number| number == 1 || (!is_paid_in_parts(product) && product.enabled_installments.contains(&number)))
}

/// Returns the customer's payment by a link.
pub(crate) fn payment(product: &Product, card: Card, installment: i32) -> Result<CreatePayment, ApiError> {
    let mut payment = whole(product).card(card);
    payment.installment = installment;
    payment.amounts.paid_price = installments(product).total_price(None, installment)?;
    Ok(payment)
}

/// Returns the single payment of a link, without its card.
fn whole(product: &Product) -> CreatePayment {
    let price = product.price.unwrap_or_default();
    let currency = product.currency.clone().unwrap_or(Currency::Try);
    let mut item = PaymentItem::new(price);
    item.name = product.name.clone();
    let mut payment = CreatePayment::new(Amounts::same(price), currency, 1, [item]);
    payment.conversation_id = product.conversation_id.clone();
    payment.external_id = product.external_id.clone();
    payment.bank_order_id = product.order_id.clone();
    payment.payment_channel = product.channel.clone();
    payment
}

/// Returns the payment in parts of a link that is not paid yet, with its token. There is one at a time, whoever pays.
pub(crate) fn in_progress<'a>(
    multi_payments: &'a TokenStore<MultiPaymentState>,
    product: &Product,
    now: NaiveDateTime,
) -> Option<(&'a str, &'a MultiPaymentState)> {
    let token = multi_payments.find_token(|state| {
        // One of which nothing is paid has the link's price.
        let is_current = !state.paid_price().is_zero() || Some(state.payment.amounts.price) == product.price;
        state.link.is_some() && state.link == product.token && state.is_open(now) && is_current
    })?;
    multi_payments.get(token).map(|state| (token, state))
}

/// Returns a new payment in parts of a link.
pub(crate) fn multi_payment(
    product: &Product,
    id: MultiPaymentId,
    now: NaiveDateTime,
) -> Result<MultiPaymentState, ApiError> {
    let expires_at = product.expires_at.or_else(|| now.checked_add_signed(LIFETIME));
    Ok(MultiPaymentState {
        id,
        payment: whole(product),
        max_splits: None,
        expires_at: expires_at.ok_or_else(|| INVALID_VALUE.field("expiresAt"))?,
        callback_url: product.url.clone().unwrap_or_default(),
        link: product.token.clone(),
        splits: Vec::new(),
    })
}

//! Payments on Craftgate's pages: what follows from them for the page.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{MultiPaymentStatus, Payment};
use craftgate_core::webhook::{MultiPaymentCompletedPayload, WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use super::charge::charge_without_event;
use super::checkout::CheckoutNotification;
use super::context::Context;
use super::destination::{HostedPage, HostedPageKind};
use super::test_cards::Step;
use crate::error::ApiError;

/// Charges an open payment of a page.
pub(crate) fn charge(
    context: &mut Context<'_>,
    id: PaymentId,
    page: &HostedPage,
    step: Step,
) -> Result<Payment, ApiError> {
    let result = charge_without_event(context, id, step);
    let paid = result.as_ref().ok().map(|payment| payment.paid_price.unwrap_or_default());
    record(context, id, page, paid);
    result
}

/// Records a payment of a page that succeeded with this price, or failed.
pub(crate) fn record(context: &mut Context<'_>, id: PaymentId, page: &HostedPage, paid: Option<Decimal>) {
    match page.kind {
        HostedPageKind::Checkout => notify_of_checkout(context, &page.token, paid.is_some()),
        HostedPageKind::MultiPayment => record_split(context, id, &page.token, paid.unwrap_or_default()),
        HostedPageKind::Link if paid.is_some() => count_sale(context, &page.token),
        HostedPageKind::Link => {}
    }
}

fn notify_of_checkout(context: &mut Context<'_>, token: &str, is_paid: bool) {
    if is_paid {
        context.emit_event(WebhookEventType::CheckoutFormAuth, WebhookStatus::Success, token);
    }
    let checkout = context.state.checkouts.get(token);
    if let Some(url) = checkout.and_then(|checkout| checkout.merchant_webhook_url.clone()) {
        context.state.checkout_notifications.push(CheckoutNotification { url, token: token.to_owned() });
    }
}

fn record_split(context: &mut Context<'_>, id: PaymentId, token: &str, paid: Decimal) {
    let Some(multi_payment) = context.state.multi_payments.get_mut(token) else { return };
    multi_payment.splits.push((id, paid));
    if multi_payment.remaining_amount().is_zero() {
        let mut payload = MultiPaymentCompletedPayload::new();
        payload.payment_ids = multi_payment.splits.iter().map(|(id, _)| *id).collect();
        payload.conversation_id = multi_payment.payment.conversation_id.clone();
        payload.external_id = multi_payment.payment.external_id.clone();
        payload.multi_payment_status = Some(MultiPaymentStatus::Completed);
        payload.token = Some(token.into());
        context.emit_event_with(WebhookEventType::MultiPaymentCompleted, WebhookStatus::Success, token, &payload);
    }
}

fn count_sale(context: &mut Context<'_>, token: &str) {
    let products = &mut context.state.products;
    let id = products.iter().find(|product| product.token.as_deref() == Some(token)).map(|product| product.id);
    if let Some(product) = id.and_then(|id| products.get_mut(id)) {
        product.sold_count = Some(product.sold_count.unwrap_or_default().saturating_add(1));
    }
}

//! Payments on Craftgate's pages: what follows from them for the page.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{MultiPaymentStatus, Payment, PaymentStatus};
use craftgate_core::webhook::{MultiPaymentCompletedPayload, WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use super::charge::charge_without_event;
use super::checkout::CheckoutNotification;
use super::context::Context;
use super::destination::{HostedPage, HostedPageKind};
use super::link;
use super::test_cards::Step;
use crate::error::{ApiError, PAGE_EXPIRED};

/// Charges an open payment of a page, unless other payments have paid for it meanwhile.
pub(crate) fn charge(
    context: &mut Context<'_>,
    id: PaymentId,
    page: &HostedPage,
    step: Step,
) -> Result<Payment, ApiError> {
    let charged = check_payable(context, id, page).and_then(|()| charge_without_event(context, id, step));
    let result = match charged {
        Err(error @ ApiError::Defined(..)) => Err(fail(context, id, error)?),
        charged => charged,
    };
    let paid = result.as_ref().ok().map(|payment| payment.paid_price.unwrap_or_default());
    record(context, id, page, paid);
    result
}

/// Checks that a page still wants this payment: a customer can have opened several.
fn check_payable(context: &Context<'_>, id: PaymentId, page: &HostedPage) -> Result<(), ApiError> {
    let state = &context.state;
    let is_payable = match page.kind {
        HostedPageKind::Checkout => {
            let last = state.checkouts.get(&page.token).and_then(|checkout| checkout.payment_id);
            let last = last.and_then(|last| state.payments.get(last));
            !last.is_some_and(|last| last.payment.id != id && last.is_successful())
        }
        HostedPageKind::MultiPayment => {
            let price = state.payments.find(id)?.payment.paid_price.unwrap_or_default();
            state.multi_payments.get(&page.token).is_none_or(|multi_payment| multi_payment.is_possible(price))
        }
        HostedPageKind::Link => !link::find(&state.products, &page.token).is_some_and(link::is_sold_out),
    };
    match is_payable {
        true => Ok(()),
        false => Err(PAGE_EXPIRED.into()),
    }
}

/// Fails a payment, and returns the error with which its customer sees it declined.
fn fail(context: &mut Context<'_>, id: PaymentId, error: ApiError) -> Result<ApiError, ApiError> {
    let error = error.into_errors(context.language);
    let payment = &mut context.state.payments.find_mut(id)?.payment;
    payment.payment_status = PaymentStatus::Failure;
    payment.payment_error = Some(error.clone());
    Ok(ApiError::Declined(Box::new(error)))
}

/// Records a payment of a page that succeeded with this price, or failed.
pub(crate) fn record(context: &mut Context<'_>, id: PaymentId, page: &HostedPage, paid: Option<Decimal>) {
    match page.kind {
        HostedPageKind::Checkout => record_checkout(context, id, &page.token, paid.is_some()),
        HostedPageKind::MultiPayment => record_split(context, id, &page.token, paid.unwrap_or_default()),
        HostedPageKind::Link if paid.is_some() => count_sale(context, &page.token),
        HostedPageKind::Link => {}
    }
}

fn record_checkout(context: &mut Context<'_>, id: PaymentId, token: &str, is_paid: bool) {
    // (Source: Craftgate's "İşlem Bildirimi".)
    let is_suspect = context.state.payments.get(id).is_some_and(|record| record.payment.fraud_id.is_some());
    if is_paid || is_suspect {
        let status = if is_paid { WebhookStatus::Success } else { WebhookStatus::Failure };
        context.emit_event(WebhookEventType::CheckoutFormAuth, status, token);
    }
    let Some(checkout) = context.state.checkouts.get_mut(token) else { return };
    if is_paid {
        checkout.payment_id = Some(id);
    }
    if let Some(url) = checkout.merchant_webhook_url.clone() {
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
        let link = multi_payment.link.clone();
        context.emit_event_with(WebhookEventType::MultiPaymentCompleted, WebhookStatus::Success, token, &payload);
        if let Some(link) = link {
            count_sale(context, &link);
        }
    }
}

fn count_sale(context: &mut Context<'_>, token: &str) {
    let products = &mut context.state.products;
    let id = link::find(products, token).map(|product| product.id);
    if let Some(product) = id.and_then(|id| products.get_mut(id)) {
        product.sold_count = Some(product.sold_count.unwrap_or_default().saturating_add(1));
    }
}

//! Charging open payments.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Payment, PaymentPhase, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use super::context::Context;
use super::deposit;
use super::test_cards::Step;
use crate::error::{ApiError, declined_payment};

/// Charges an open payment and emits its event.
pub(crate) fn charge(context: &mut Context<'_>, id: PaymentId, step: Step) -> Result<Payment, ApiError> {
    let event_type = match step {
        Step::ThreeDsPayment => WebhookEventType::ApiVerifyAndAuth,
        _ => WebhookEventType::ApiAuth,
    };
    let result = charge_without_event(context, id, step);
    let status = if result.is_ok() { WebhookStatus::Success } else { WebhookStatus::Failure };
    context.emit_event(event_type, status, id);
    result
}

/// Charges an open payment, or pre-authorizes it.
pub(crate) fn charge_without_event(context: &mut Context<'_>, id: PaymentId, step: Step) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_mut(id)?;
    record.charged_on = context.now.date();
    let is_held = record.payment.payment_phase == Some(PaymentPhase::PreAuth);
    decline_if(context, id, step)?;
    if is_held {
        decline_if(context, id, Step::PreAuth)?;
    }
    let record = context.state.payments.find_mut(id)?;
    approve(&mut record.payment);
    if let Some(new_card) = record.card_to_store.take() {
        let stored = context.state.cards.add(new_card, context.now);
        record.payment.card_user_key = Some(stored.card_user_key);
        record.payment.card_token = Some(stored.card_token);
    }
    deposit::post_to_wallet(context, id)?;
    context.state.payments.find(id).map(|record| record.payment.clone())
}

/// Fails an open payment if its card's bank declines this step.
pub(crate) fn decline_if(context: &mut Context<'_>, id: PaymentId, step: Step) -> Result<(), ApiError> {
    let record = context.state.payments.find_mut(id)?;
    let Some(group) = record.decline(step) else { return Ok(()) };
    let error = declined_payment(group, context.language);
    record.payment.payment_status = PaymentStatus::Failure;
    record.payment.payment_error = Some(error.clone());
    Err(ApiError::Declined(Box::new(error)))
}

/// Sets the status and the bank's references of a successful payment.
fn approve(payment: &mut Payment) {
    let number = payment.id.get();
    payment.payment_status = PaymentStatus::Success;
    payment.auth_code = Some(format!("{:06}", number % 1_000_000));
    payment.host_reference = Some(format!("{number:012}"));
    payment.trans_id = Some(format!("EMUT{number:010}"));
}

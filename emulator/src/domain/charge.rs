//! Charging open payments.

use craftgate_core::ErrorGroup;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Payment, PaymentPhase, PaymentProvider, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use super::context::Context;
use super::deposit;
use super::merchant_pos::PosRecord;
use super::payment::PaymentKey;
use super::test_cards::Step;
use super::wallet_payment;
use crate::error::{ApiError, Language, declined_payment};

/// Charges an open payment and emits its event.
pub(crate) fn charge(context: &mut Context<'_>, id: PaymentId, step: Step) -> Result<Payment, ApiError> {
    let result = charge_without_event(context, id, step);
    let status = if result.is_ok() { WebhookStatus::Success } else { WebhookStatus::Failure };
    context.emit_event(WebhookEventType::ApiAuth, status, id);
    result
}

/// Charges an open payment, or pre-authorizes it.
pub(crate) fn charge_without_event(context: &mut Context<'_>, id: PaymentId, step: Step) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_mut(id)?;
    record.set_charged(context.now);
    let is_held = record.payment.payment_phase == Some(PaymentPhase::PreAuth);
    decline_if(context, id, step)?;
    if is_held {
        decline_if(context, id, Step::PreAuth)?;
    }
    check_order_id(context, id)?;
    fail_unless(context, id, |context| wallet_payment::redeem(context, id))?;
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
    let Some(group) = context.state.payments.find(id)?.decline(step) else { return Ok(()) };
    if step == Step::Payment {
        retry(context, id, group)?;
    }
    Err(decline(&mut context.state.payments.find_mut(id)?.payment, group, context.language))
}

/// Tries another POS after a decline that may be the POS's. The card's bank declines there, too. (Source: Craftgate's
/// "Ödeme Alma".)
fn retry(context: &mut Context<'_>, id: PaymentId, group: &ErrorGroup) -> Result<(), ApiError> {
    let another = context.state.pos.second().map(PosRecord::as_payment_pos);
    let record = context.state.payments.find_mut(id)?;
    let is_repeated = record.may_retry && matches!(group, ErrorGroup::InvalidTransaction | ErrorGroup::DoNotHonour);
    if let Some(pos) = another.filter(|_| is_repeated) {
        record.payment.pos = Some(pos);
        record.retry_count = 1;
    }
    Ok(())
}

fn decline(payment: &mut Payment, group: &ErrorGroup, language: Language) -> ApiError {
    let error = declined_payment(group, language);
    payment.payment_status = PaymentStatus::Failure;
    payment.payment_error = Some(error.clone());
    ApiError::Declined(Box::new(error))
}

/// Declines a payment whose order id was used in a successful one. (Source: Craftgate's "Hata Grupları".)
fn check_order_id(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    let payments = &mut context.state.payments;
    let order_id = payments.find(id)?.payment.order_id.clone().map(PaymentKey::Order);
    let used = payments.search().key(order_id).matching(|record| record.payment.id != id && record.is_successful());
    match used.first().is_some() {
        true => Err(decline(&mut payments.find_mut(id)?.payment, &ErrorGroup::OrderIdAlreadyUsed, context.language)),
        false => Ok(()),
    }
}

/// Fails a payment if a step of it fails.
fn fail_unless(
    context: &mut Context<'_>,
    id: PaymentId,
    step: impl FnOnce(&mut Context<'_>) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let result = step(context);
    if result.is_err() {
        context.state.payments.find_mut(id)?.payment.payment_status = PaymentStatus::Failure;
    }
    result
}

/// Sets the status and the bank's references of a successful payment.
fn approve(payment: &mut Payment) {
    let number = payment.id.get();
    payment.payment_status = PaymentStatus::Success;
    if payment.payment_provider == Some(PaymentProvider::CgWallet) {
        return;
    }
    payment.auth_code = Some(format!("{:06}", number % 1_000_000));
    payment.host_reference = Some(format!("{number:012}"));
    payment.trans_id = Some(format!("EMUT{number:010}"));
}

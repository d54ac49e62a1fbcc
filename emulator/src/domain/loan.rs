//! The bank's decision on shopping loans.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{ApmAdditionalAction, ApmType, Payment, PaymentError, PaymentStatus};
use craftgate_core::webhook::{BnplNotificationPayload, WebhookEventType, WebhookStatus};

use super::charge::charge_without_event;
use super::context::Context;
use super::flow::Flow;
use super::payment::PaymentRecord;
use super::pending_payment;
use super::test_cards::Step;
use crate::error::{ApiError, LOAN_APPROVED, LOAN_UNDECIDED, PAYMENT_NOT_PENDING};

/// Returns what a loan waits for: the bank's decision, the merchant's approval of a granted loan, or nothing.
pub(crate) fn next_action(record: &PaymentRecord) -> ApmAdditionalAction {
    match (record.is_pending(), record.is_loan_granted) {
        (false, _) => ApmAdditionalAction::None,
        (true, true) => ApmAdditionalAction::ApprovalRequired,
        (true, false) => ApmAdditionalAction::WaitForWebhook,
    }
}

/// Returns the loan that waits for the bank's decision.
fn find_undecided<'a>(context: &'a mut Context<'_>, id: PaymentId) -> Result<&'a mut PaymentRecord, ApiError> {
    let record = context.state.payments.find_pending(id, Flow::Bnpl)?;
    if record.is_loan_granted { Err(PAYMENT_NOT_PENDING.into()) } else { Ok(record) }
}

/// Charges a granted loan that the merchant approves.
pub(crate) fn approve(context: &mut Context<'_>, id: PaymentId) -> Result<Payment, ApiError> {
    match context.state.payments.find_pending(id, Flow::Bnpl)?.is_loan_granted {
        true => pending_payment::complete(context, id, Flow::Bnpl),
        false => Err(LOAN_UNDECIDED.into()),
    }
}

/// Grants a loan. It pays at once, or the merchant has yet to approve it.
pub(crate) fn grant(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    let record = find_undecided(context, id)?;
    record.is_loan_granted = true;
    if record.apm_type.as_ref().is_some_and(pays_at_once) {
        charge_without_event(context, id, Step::Payment)?;
        notify(context, id, WebhookStatus::Success, PaymentStatus::Success, ApmAdditionalAction::None);
        return Ok(());
    }
    notify(context, id, WebhookStatus::Success, PaymentStatus::Waiting, ApmAdditionalAction::ApprovalRequired);
    Ok(())
}

/// Returns true if the merchant approves no loan of this lender. (Sources: Craftgate's "Paycell" and "Zip".)
fn pays_at_once(lender: &ApmType) -> bool {
    matches!(lender, ApmType::Paycell | ApmType::Zip)
}

/// Returns true if a payment is a loan that waits for its approval and can be cancelled until then.
///
/// # Errors
///
/// If its lender cancels loans, and this one is approved: only parts of it can be refunded. (Sources: Craftgate's
/// "Alfabank" and "Tom Finans".)
pub(crate) fn check_cancellation(record: &PaymentRecord) -> Result<bool, ApiError> {
    let is_cancelled_as_a_whole = matches!(record.apm_type, Some(ApmType::Alfabank | ApmType::TomFinance));
    if record.flow != Flow::Bnpl || !is_cancelled_as_a_whole {
        return Ok(false);
    }
    match record.is_successful() && record.refunded.is_empty() {
        true => Err(LOAN_APPROVED.into()),
        false => Ok(record.is_pending()),
    }
}

/// Declines a loan. The payment fails with this error.
pub(crate) fn decline(context: &mut Context<'_>, id: PaymentId, error: PaymentError) -> Result<(), ApiError> {
    let payment = &mut find_undecided(context, id)?.payment;
    payment.payment_status = PaymentStatus::Failure;
    payment.payment_error = Some(error);
    notify(context, id, WebhookStatus::Failure, PaymentStatus::Failure, ApmAdditionalAction::None);
    Ok(())
}

fn notify(
    context: &mut Context<'_>,
    id: PaymentId,
    status: WebhookStatus,
    payment_status: PaymentStatus,
    action: ApmAdditionalAction,
) {
    let mut payload = BnplNotificationPayload::new();
    payload.payment_status = Some(payment_status);
    payload.additional_action = Some(action);
    context.emit_event_with(WebhookEventType::BnplNotification, status, id, &payload);
}

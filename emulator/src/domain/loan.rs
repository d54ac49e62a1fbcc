//! What a bank decides on shopping loans.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{ApmAdditionalAction, PaymentError, PaymentStatus};
use craftgate_core::webhook::{BnplNotificationPayload, WebhookEventType, WebhookStatus};

use super::context::Context;
use super::flow::Flow;
use crate::error::ApiError;

/// Grants a loan, which the merchant has yet to approve.
pub(crate) fn grant(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    context.state.payments.find_pending(id, Flow::Bnpl)?;
    notify(context, id, WebhookStatus::Success, PaymentStatus::Waiting, ApmAdditionalAction::ApprovalRequired);
    Ok(())
}

/// Declines a loan. The payment fails with this error.
pub(crate) fn decline(context: &mut Context<'_>, id: PaymentId, error: PaymentError) -> Result<(), ApiError> {
    let payment = &mut context.state.payments.find_pending(id, Flow::Bnpl)?.payment;
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

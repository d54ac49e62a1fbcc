//! The bank that decides on a shopping loan.

use craftgate_core::ErrorGroup;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{ApmAdditionalAction, Payment, PaymentStatus};
use craftgate_core::webhook::{BnplNotificationPayload, WebhookEventType, WebhookStatus};

use super::customer::PaymentDeclined;
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::emulator::Emulator;
use crate::error::{ApiError, declined_payment};

impl Emulator {
    /// Grants or declines a shopping loan, as the bank does after the customer's application. The merchant is notified,
    /// and has yet to approve a loan that is granted.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such payment, or it does not wait for a loan.
    pub fn decide_loan(&self, payment_id: PaymentId, is_granted: bool) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| decide(context, payment_id, is_granted))
    }
}

fn decide(context: &mut Context<'_>, id: PaymentId, is_granted: bool) -> Result<Payment, ApiError> {
    let payment = &mut context.state.payments.find_pending(id, Flow::Bnpl)?.payment;
    if !is_granted {
        payment.payment_status = PaymentStatus::Failure;
        payment.payment_error = Some(declined_payment(&ErrorGroup::Declined, context.language));
    }
    let payment = payment.clone();
    let (status, action) = match is_granted {
        true => (WebhookStatus::Success, ApmAdditionalAction::ApprovalRequired),
        false => (WebhookStatus::Failure, ApmAdditionalAction::None),
    };
    let mut payload = BnplNotificationPayload::new();
    payload.payment_status = Some(payment.payment_status.clone());
    payload.additional_action = Some(action);
    context.emit_event_with(WebhookEventType::BnplNotification, status, id, &payload);
    Ok(payment)
}

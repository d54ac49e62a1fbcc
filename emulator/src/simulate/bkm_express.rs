//! The customer in BKM Express.

use craftgate_core::id::BkmExpressTicketId;
use craftgate_core::payment::Payment;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::{BkmExpressPaymentNotificationPayload, CommaDecimal, WebhookEventType, WebhookStatus};

use super::customer::PaymentDeclined;
use crate::domain::context::Context;
use crate::domain::customer_approval;
use crate::domain::flow::Flow;
use crate::emulator::Emulator;
use crate::error::ApiError;

impl Emulator {
    /// Confirms a payment in BKM Express, as its customer does. The merchant is notified, and still has to complete the
    /// payment.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such ticket, or its payment is confirmed or over.
    pub fn confirm_bkm_express(&self, ticket: &BkmExpressTicketId) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| confirm(context, ticket))
    }
}

fn confirm(context: &mut Context<'_>, ticket: &BkmExpressTicketId) -> Result<Payment, ApiError> {
    let id = context.state.payments.find_by_reference(ticket.as_str(), Flow::BkmExpress)?.payment.id;
    let payment = customer_approval::approve(context, id, Flow::BkmExpress)?;
    let mut payload = BkmExpressPaymentNotificationPayload::new();
    payload.ticket_id = Some(ticket.clone());
    payload.paid_price = payment.paid_price.map(with_kurus);
    payload.installment = payment.installment;
    payload.price = payment.price.map(with_kurus);
    let event_type = WebhookEventType::BkmExpressPaymentNotification;
    context.emit_event_with(event_type, WebhookStatus::Success, ticket.as_str(), &payload);
    Ok(payment)
}

/// Returns an amount with two decimals at least.
fn with_kurus(mut amount: Decimal) -> CommaDecimal {
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    CommaDecimal(amount)
}

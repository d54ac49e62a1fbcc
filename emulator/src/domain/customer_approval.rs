//! Payments that the customer approves in a bank's wallet or in BKM Express, and that the merchant completes afterwards.
//! (Sources: Craftgate's "Garanti Pay V2 ile Ödeme Alma", "YKB WorldPay" and "BKM Express ile Ödeme Alma".)

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Payment, PaymentProvider, PaymentStatus};

use super::context::Context;
use super::flow::Flow;
use super::payment::PaymentRecord;
use super::pending_payment;
use crate::error::{ApiError, PAYMENT_NOT_APPROVED, PAYMENT_NOT_PENDING};

/// Approves a payment, as its customer does. It is charged, unless the merchant has yet to complete it.
pub(crate) fn approve(context: &mut Context<'_>, id: PaymentId, flow: Flow) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_pending(id, flow)?;
    if record.is_approved {
        return Err(PAYMENT_NOT_PENDING.into());
    }
    record.is_approved = true;
    match record.is_charged_on_approval {
        true => pending_payment::complete(context, id, flow),
        false => Ok(record.payment.clone()),
    }
}

/// Charges a payment that its customer has approved. GarantiPay has charged it by then: the result is confirmed.
pub(crate) fn complete(context: &mut Context<'_>, id: PaymentId, flow: Flow) -> Result<Payment, ApiError> {
    let record = context.state.payments.find(id)?;
    let is_confirmed = record.payment.payment_provider == Some(PaymentProvider::GarantiPay);
    if record.flow == flow && is_confirmed && !record.is_pending() {
        return result(record);
    }
    match context.state.payments.find_pending(id, flow)?.is_approved {
        true => pending_payment::complete(context, id, flow),
        false => Err(PAYMENT_NOT_APPROVED.into()),
    }
}

/// Returns how a payment ended.
fn result(record: &PaymentRecord) -> Result<Payment, ApiError> {
    let payment = &record.payment;
    match &payment.payment_error {
        _ if payment.payment_status == PaymentStatus::Success => Ok(payment.clone()),
        Some(error) => Err(ApiError::Declined(Box::new(error.clone()))),
        None => Err(PAYMENT_NOT_PENDING.into()),
    }
}

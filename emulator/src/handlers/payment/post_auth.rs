//! Capturing pre-authorized payments.

use craftgate_core::payment::{Payment, PaymentPhase, PostAuthPayment};
use rust_decimal::Decimal;

use crate::domain::context::Context;
use crate::domain::money::positive;
use crate::domain::payout_shares::set_paid_price;
use crate::domain::test_cards::Step;
use crate::error::{ApiError, CAPTURE_LIMIT_EXCEEDED, NOT_PRE_AUTHORIZED};

/// The largest capture, relative to the pre-authorized amount: one and a half times.
const MAX_CAPTURE: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

pub(crate) fn capture(context: &mut Context<'_>, request: PostAuthPayment) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_mut(request.payment_id)?;
    if !record.is_pre_authorized() || !record.refunded.is_empty() {
        return Err(NOT_PRE_AUTHORIZED.into());
    }
    let authorized = record.payment.paid_price.unwrap_or_default();
    let paid_price = match request.paid_price {
        Some(paid_price) => positive("paidPrice", paid_price)?,
        None => authorized,
    };
    if paid_price > authorized * MAX_CAPTURE {
        return Err(CAPTURE_LIMIT_EXCEEDED.into());
    }
    if let Some(group) = record.decline(Step::PostAuth) {
        return Err(ApiError::declined(group, context.language));
    }
    record.set_charged(context.now);
    record.payment.payment_phase = Some(PaymentPhase::PostAuth);
    set_paid_price(&mut record.payment, paid_price);
    Ok(record.payment.clone())
}

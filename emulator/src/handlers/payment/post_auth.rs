//! Taking money that was held.

use craftgate_core::payment::{Payment, PaymentPhase, PaymentStatus, PostAuthPayment};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::decline;
use crate::money::positive;
use crate::payments::{PaymentRecord, set_paid_price};
use crate::refusal::{self, Refusal};
use crate::test_cards::Step;

/// Craftgate lets a capture be up to one and a half times what is held.
const MARGIN: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

pub(crate) fn capture(context: &mut Context<'_>, asked: PostAuthPayment) -> Result<Payment, Refusal> {
    let record = context.state.payment_mut(asked.payment_id)?;
    if !record.is_held() || !record.refunded.is_empty() {
        return Err(refusal::NOT_HELD.plain());
    }
    let held = record.payment.paid_price.unwrap_or_default();
    let paid_price = match asked.paid_price {
        Some(paid_price) => positive("paidPrice", paid_price)?,
        None => held,
    };
    if paid_price > held * MARGIN {
        return Err(refusal::MARGIN.plain());
    }
    if let Some(group) = record.decline(Step::PostAuth) {
        return Err(Refusal::Bank(Box::new(decline::error(group, context.language))));
    }
    record.taken_on = context.now.date();
    record.payment.payment_phase = Some(PaymentPhase::PostAuth);
    set_paid_price(&mut record.payment, paid_price);
    Ok(record.payment.clone())
}

impl PaymentRecord {
    /// Whether the money is held and not yet taken.
    pub(crate) fn is_held(&self) -> bool {
        self.payment.payment_status == PaymentStatus::Success
            && self.payment.payment_phase == Some(PaymentPhase::PreAuth)
    }
}

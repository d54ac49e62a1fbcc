//! Payments on their way to the bank: which POS takes them, and what the fraud rules say.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{PaymentStatus, PaymentType};

use super::context::Context;
use super::fraud_rules;
use super::order::Order;
use super::pos_rules;
use crate::error::ApiError;

/// A payment that was opened and recorded.
pub(crate) struct Opened {
    pub(crate) id: PaymentId,
    /// The error with which a fraud rule has stopped the payment, if one has.
    pub(crate) stopped: Option<ApiError>,
}

impl Opened {
    /// Returns the payment's id, or the error with which a fraud rule has stopped it.
    pub(crate) fn unless_stopped(self) -> Result<PaymentId, ApiError> {
        self.stopped.map_or(Ok(self.id), Err)
    }
}

/// Opens a payment that its POS and the fraud rules accept, and returns its id.
pub(crate) fn open(context: &mut Context<'_>, order: Order, status: PaymentStatus) -> Result<PaymentId, ApiError> {
    open_or_stop(context, order, status)?.unless_stopped()
}

/// Opens a payment that its POS accepts. A payment that a fraud rule stops is a failed one.
pub(crate) fn open_or_stop(context: &mut Context<'_>, order: Order, status: PaymentStatus) -> Result<Opened, ApiError> {
    let is_three_ds = status == PaymentStatus::InitThreeDs;
    let taken_by = pos_rules::route(&order, &context.state.pos, is_three_ds)?;
    let opened = screen(context, order, status);
    if let Some(pos) = taken_by {
        context.state.payments.find_mut(opened.id)?.payment.pos = Some(pos);
    }
    Ok(opened)
}

/// Opens a payment that the customer makes elsewhere. A card payment that a fraud rule stops is a failed one; the rules
/// are not for other payments.
pub(crate) fn open_elsewhere(context: &mut Context<'_>, order: Order) -> Opened {
    let status = PaymentStatus::Waiting;
    match order.payment_type {
        PaymentType::CardPayment => screen(context, order, status),
        _ => Opened { id: context.state.payments.open(order, status, context.now), stopped: None },
    }
}

/// Opens a payment, and applies the fraud rule that it matches.
fn screen(context: &mut Context<'_>, order: Order, status: PaymentStatus) -> Opened {
    let rule = fraud_rules::matching(&order, &context.state.value_lists, context.now);
    let id = context.state.payments.open(order, status, context.now);
    let stopped = rule.and_then(|rule| fraud_rules::apply(context, id, &rule).err());
    Opened { id, stopped }
}

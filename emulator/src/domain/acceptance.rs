//! Card payments on their way to the bank: which POS takes them, and what the fraud rules say.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::PaymentStatus;

use super::context::Context;
use super::fraud_rules;
use super::order::Order;
use super::pos_rules;
use crate::error::ApiError;

/// Opens a payment that its POS and the fraud rules accept, and returns its id.
pub(crate) fn open(context: &mut Context<'_>, order: Order, status: PaymentStatus) -> Result<PaymentId, ApiError> {
    let alias = order.request.pos_alias.clone();
    let is_three_ds = status == PaymentStatus::InitThreeDs;
    let named = alias.as_deref().and_then(|alias| context.state.pos.find_by_alias(alias));
    named.map_or(Ok(()), |record| pos_rules::check(&order, &record.pos, is_three_ds))?;
    let taken_by = named.map(|record| record.as_payment_pos());
    let suspicion = fraud_rules::check(&order, &context.state.value_lists, context.now)?;
    let id = context.state.payments.open(order, status, context.now);
    if let Some(pos) = taken_by {
        context.state.payments.find_mut(id)?.payment.pos = Some(pos);
    }
    if let Some(rule) = suspicion {
        fraud_rules::review(context, id, &rule)?;
    }
    Ok(id)
}

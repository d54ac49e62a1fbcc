//! Money that went back by another way, and payments whose outcome was never known.

use craftgate_core::Page;
use craftgate_core::payment::{
    PaymentStatus, PaymentTransactionRefund, RefundPaymentMarkAsRefunded, RefundPaymentTransactionMarkAsRefunded,
    RefundStatus, RefundWaitingPayment, WaitingPaymentRefund,
};

use crate::context::Context;
use crate::refunds::{Slip, destination};
use crate::refusal::{self, Refusal};

/// No bank is asked, so no bank declines.
pub(crate) fn mark_payment(
    context: &mut Context<'_>,
    asked: RefundPaymentMarkAsRefunded,
) -> Result<Page<PaymentTransactionRefund>, Refusal> {
    let asked = asked.refund;
    let destination = destination(asked.refund_destination_type)?;
    let record = context.state.payment_mut(asked.payment_id)?;
    record.check_taken_by_lines()?;
    let left = record.left();
    if left.is_empty() {
        return Err(refusal::NOTHING_LEFT.plain());
    }
    record.note_refunded(&left);
    let slip = Slip::new(context.now, record, &None, destination, asked.conversation_id);
    let refunds = left.iter().map(|(line, price)| slip.add_line_refund(context, *line, *price));
    Ok(Page::new(refunds.collect::<Vec<_>>()))
}

pub(crate) fn mark_line(
    context: &mut Context<'_>,
    asked: RefundPaymentTransactionMarkAsRefunded,
) -> Result<PaymentTransactionRefund, Refusal> {
    let asked = asked.refund;
    let destination = destination(asked.refund_destination_type)?;
    let id = asked.payment_transaction_id;
    let record = context.state.payment_of_line(id)?;
    let price = record.refund_price(id, asked.refund_price)?;
    record.note_refunded(&[(id, price)]);
    let slip = Slip::new(context.now, record, &None, destination, asked.conversation_id);
    Ok(slip.add_line_refund(context, id, price))
}

/// No money was taken of it yet, and none will be.
pub(crate) fn refund_waiting(
    context: &mut Context<'_>,
    asked: RefundWaitingPayment,
) -> Result<WaitingPaymentRefund, Refusal> {
    let payment = &mut context.state.payment_mut(asked.payment_id)?.payment;
    if payment.payment_status != PaymentStatus::Waiting {
        return Err(refusal::NOT_AWAITED.plain());
    }
    payment.payment_status = PaymentStatus::Failure;
    Ok(WaitingPaymentRefund::new(RefundStatus::Success))
}

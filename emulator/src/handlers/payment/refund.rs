//! Refunds of payments and of single transactions, and refunds made by other means.
//!
//! On the day of the charge a whole payment is cancelled, if nothing of it is refunded. Later, the remaining amount of
//! each transaction is refunded. A pre-authorization is always cancelled as a whole, and so is a loan of some lenders
//! until it is approved.

use std::fmt::Display;

use craftgate_core::Page;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    PaymentError, PaymentRefund, PaymentStatus, PaymentTransactionRefund, RefundPayment, RefundPaymentMarkAsRefunded,
    RefundPaymentTransaction, RefundPaymentTransactionMarkAsRefunded, RefundStatus, RefundType, RefundWaitingPayment,
    RetrievePaymentRefund, RetrievePaymentTransactionRefund, WaitingPaymentRefund,
};
use craftgate_core::wallet::WalletTransactionType;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use crate::domain::context::Context;
use crate::domain::loan;
use crate::domain::refund::{RefundDraft, Refundable, destination, wallet_amount};
use crate::domain::wallet_payment::give_back;
use crate::error::{ApiError, FULLY_REFUNDED, PAYMENT_NOT_PENDING};

pub(crate) fn refund_payment(context: &mut Context<'_>, request: RefundPayment) -> Result<PaymentRefund, ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let record = state.payments.find_mut(request.payment_id)?;
    let is_open_loan = loan::check_cancellation(record)?;
    if !is_open_loan {
        record.check_successful()?;
    }
    let destination = destination(request.refund_destination_type, record)?;
    let refundable: Vec<_> = match is_open_loan {
        // Nobody has paid anything yet.
        true => Vec::new(),
        false => record.refundable().into_iter().map(|refundable| refundable.to(&destination)).collect(),
    };
    if refundable.is_empty() && !is_open_loan {
        return Err(FULLY_REFUNDED.into());
    }
    let is_same_day = record.refunded.is_empty() && record.is_charged_on(now.date());
    let is_cancel = is_open_loan || record.is_pre_authorized() || is_same_day;
    let refund_type = if is_cancel { RefundType::Cancel } else { RefundType::Refund };
    let declined = record.refund(&refundable, context.language);
    if is_open_loan {
        record.payment.payment_status = PaymentStatus::Failure;
    }
    let draft = RefundDraft::new(record, now, destination, request.conversation_id).failed_if(declined.is_some());

    let by_transaction = if is_cancel || declined.is_some() { &[][..] } else { &refundable };
    let transaction_refunds = by_transaction
        .iter()
        .map(|refundable| draft.add_transaction_refund(&mut state.transaction_refunds, *refundable))
        .collect();
    let id = state.refunds.next_id();
    let refund = state.refunds.create(|id| draft.payment_refund(id, refund_type, &refundable, transaction_refunds));
    let mut refund = refund.refund;
    conclude(context, WebhookEventType::Refund, id, declined)?;
    let payment_id = request.payment_id;
    let transaction_type = WalletTransactionType::CancelRefundToWallet;
    give_back(context, payment_id, transaction_type, wallet_amount(&refundable), payment_id)?;
    refund.id = refund.id.filter(|_| is_cancel); // (Source: Craftgate's "İade Etme".)
    Ok(refund)
}

pub(crate) fn refund_transaction(
    context: &mut Context<'_>,
    request: RefundPaymentTransaction,
) -> Result<PaymentTransactionRefund, ApiError> {
    let id = request.payment_transaction_id;
    let record = context.state.payments.find_by_transaction(id)?;
    let destination = destination(request.refund_destination_type, record)?;
    let refundable = record.refundable_transaction(id, request.refund_price)?.to(&destination);
    let payment_id = record.payment.id;
    let declined = record.refund(&[refundable], context.language);
    let draft = RefundDraft::new(record, context.now, destination, request.conversation_id);
    let draft = draft.failed_if(declined.is_some());
    let refund = draft.add_transaction_refund(&mut context.state.transaction_refunds, refundable);
    conclude(context, WebhookEventType::RefundTx, refund.id, declined)?;
    give_back(context, payment_id, WalletTransactionType::RefundTxToWallet, refundable.wallet_amount, id)?;
    Ok(refund)
}

/// Emits the refund's event, or fails if the bank declined it.
fn conclude(
    context: &mut Context<'_>,
    event_type: WebhookEventType,
    id: impl Display,
    declined: Option<PaymentError>,
) -> Result<(), ApiError> {
    match declined {
        None => {
            context.emit_event(event_type, WebhookStatus::Success, id);
            Ok(())
        }
        Some(error) => Err(ApiError::Declined(Box::new(error))),
    }
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrievePaymentRefund) -> Result<PaymentRefund, ApiError> {
    context.state.refunds.find(request.id).map(|record| record.refund.clone())
}

pub(crate) fn retrieve_transaction_refund(
    context: &mut Context<'_>,
    request: RetrievePaymentTransactionRefund,
) -> Result<PaymentTransactionRefund, ApiError> {
    context.state.transaction_refunds.find(request.id).map(|record| record.refund.clone())
}

/// Records the remaining amount of a payment as refunded. No bank is asked, so none declines.
pub(crate) fn mark_payment_refunded(
    context: &mut Context<'_>,
    request: RefundPaymentMarkAsRefunded,
) -> Result<Page<PaymentTransactionRefund>, ApiError> {
    let request = request.refund;
    let record = context.state.payments.find_mut(request.payment_id)?;
    record.check_captured()?;
    let destination = destination(request.refund_destination_type, record)?;
    let refundable: Vec<_> = record.refundable().into_iter().map(|refundable| refundable.to(&destination)).collect();
    if refundable.is_empty() {
        return Err(FULLY_REFUNDED.into());
    }
    record.record_refunded(&refundable);
    let draft = RefundDraft::new(record, context.now, destination, request.conversation_id);
    let refunds = &mut context.state.transaction_refunds;
    let refunds = refundable.iter().map(|refundable| draft.add_transaction_refund(refunds, *refundable));
    let refunds: Vec<_> = refunds.collect();
    for refundable in &refundable {
        record_given_back(context, request.payment_id, *refundable)?;
    }
    Ok(Page::new(refunds))
}

/// Records an amount of a transaction as refunded.
pub(crate) fn mark_transaction_refunded(
    context: &mut Context<'_>,
    request: RefundPaymentTransactionMarkAsRefunded,
) -> Result<PaymentTransactionRefund, ApiError> {
    let request = request.refund;
    let id = request.payment_transaction_id;
    let record = context.state.payments.find_by_transaction(id)?;
    let destination = destination(request.refund_destination_type, record)?;
    let refundable = record.refundable_transaction(id, request.refund_price)?.to(&destination);
    let payment_id = record.payment.id;
    record.record_refunded(&[refundable]);
    let draft = RefundDraft::new(record, context.now, destination, request.conversation_id);
    let refund = draft.add_transaction_refund(&mut context.state.transaction_refunds, refundable);
    record_given_back(context, payment_id, refundable)?;
    Ok(refund)
}

/// Posts the wallet's part of a refund that was recorded.
fn record_given_back(context: &mut Context<'_>, id: PaymentId, refundable: Refundable) -> Result<(), ApiError> {
    let transaction_type = WalletTransactionType::ManualRefundTxToWallet;
    give_back(context, id, transaction_type, refundable.wallet_amount, refundable.transaction_id)
}

/// Fails a pending payment, whose money is not charged and will not be.
pub(crate) fn refund_waiting_payment(
    context: &mut Context<'_>,
    request: RefundWaitingPayment,
) -> Result<WaitingPaymentRefund, ApiError> {
    let payment = &mut context.state.payments.find_mut(request.payment_id)?.payment;
    if payment.payment_status != PaymentStatus::Waiting {
        return Err(PAYMENT_NOT_PENDING.into());
    }
    payment.payment_status = PaymentStatus::Failure;
    Ok(WaitingPaymentRefund::new(RefundStatus::Success))
}

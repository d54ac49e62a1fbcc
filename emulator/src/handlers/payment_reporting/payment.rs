//! Reports of payments and of their transactions.

use craftgate_core::Page;
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::payment::{Payment, PaymentStatus, PaymentTransaction};
use craftgate_core::payment_reporting::{
    PaymentRefundStatus, PayoutStatus, ReportedPayment, ReportedPaymentTransaction, RetrievePaymentReport,
    RetrievePaymentTransactions, SearchPayments,
};
use rust_decimal::Decimal;

use super::refund::refunds_of;
use crate::domain::context::Context;
use crate::domain::payment::{PaymentKey, PaymentRecord};
use crate::error::ApiError;
use crate::store::matches;

/// An id that no payment has.
const NO_PAYMENT: PaymentId = PaymentId::new(0);

pub(crate) fn search(context: &mut Context<'_>, request: SearchPayments) -> Result<Page<ReportedPayment>, ApiError> {
    let payments = &context.state.payments;
    let (transaction, seller) = (request.payment_transaction_id, request.sub_merchant_member_id);
    let by_transaction = transaction.map(|id| payments.id_by_transaction(id).unwrap_or(NO_PAYMENT));
    let bin = request.bin_number.unwrap_or_default();
    let mut search = payments.search().id(request.payment_id).id(by_transaction);
    if seller.is_some() {
        search = search.matching(move |record| has_transaction(&record.payment, transaction, seller));
    }
    if !bin.is_empty() {
        search = search.matching(move |record| has_bin(&record.payment, &bin));
    }
    search
        .key(request.conversation_id.map(PaymentKey::Conversation))
        .key(request.external_id.map(PaymentKey::External))
        .key(request.order_id.map(PaymentKey::Order))
        .between(request.min_created_date, request.max_created_date, |record| record.payment.created_date)
        .between(request.min_paid_price, request.max_paid_price, |record| record.payment.paid_price)
        .equals(request.buyer_member_id, |record| record.payment.buyer_member_id.as_ref())
        .equals(request.payment_type, |record| record.payment.payment_type.as_ref())
        .equals(request.payment_provider, |record| record.payment.payment_provider.as_ref())
        .equals(request.payment_status, |record| Some(&record.payment.payment_status))
        .equals(request.payment_source, |record| record.payment.payment_source.as_ref())
        .equals(request.payment_channel, |record| record.payment.payment_channel.as_ref())
        .equals(request.last_four_digits, |record| record.payment.last_four_digits.as_ref())
        .equals(request.currency, |record| record.payment.currency.as_ref())
        .equals(request.installment, |record| record.payment.installment.as_ref())
        .equals(request.is_three_ds, |record| record.payment.is_three_ds.as_ref())
        .page(request.page, request.size, |record| report(context, record))
}

fn has_transaction(payment: &Payment, id: Option<PaymentTransactionId>, seller: Option<MemberId>) -> bool {
    let mut transactions = payment.payment_transactions.iter();
    transactions.any(|transaction| {
        matches(&id, &transaction.id) && matches(&seller, transaction.sub_merchant_member_id.as_ref())
    })
}

fn has_bin(payment: &Payment, digits: &str) -> bool {
    payment.bin_number.as_ref().is_some_and(|bin| bin.starts_with(digits))
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrievePaymentReport) -> Result<ReportedPayment, ApiError> {
    context.state.payments.find(request.payment_id).map(|record| report(context, record))
}

pub(crate) fn retrieve_transactions(
    context: &mut Context<'_>,
    request: RetrievePaymentTransactions,
) -> Result<Page<ReportedPaymentTransaction>, ApiError> {
    context.state.payments.find(request.payment_id).map(|record| Page::new(report_transactions(context, record)))
}

fn report(context: &Context<'_>, record: &PaymentRecord) -> ReportedPayment {
    let transactions = report_transactions(context, record);
    let mut payment = record.payment.clone();
    payment.payment_transactions = Vec::new();
    let buyer = payment.buyer_member_id.and_then(|id| context.state.members.get(id));
    let refundable = transactions.iter().filter_map(|transaction| transaction.refundable_price).sum();
    let status = refund_status(&payment, record.refunded.values().sum(), refundable);

    let mut report = ReportedPayment::new(payment);
    report.retry_count = Some(record.retry_count);
    report.refundable_price = Some(refundable);
    report.refund_status = Some(status);
    report.buyer_member = buyer.cloned().map(Box::new);
    report.refunds = refunds_of(context, record);
    report.payment_transactions = transactions;
    report
}

fn refund_status(payment: &Payment, refunded: Decimal, refundable: Decimal) -> PaymentRefundStatus {
    if payment.payment_status != PaymentStatus::Success {
        PaymentRefundStatus::NoRefund
    } else if refunded.is_zero() {
        PaymentRefundStatus::NotRefunded
    } else if refundable.is_zero() {
        PaymentRefundStatus::FullyRefunded
    } else {
        PaymentRefundStatus::PartialRefunded
    }
}

fn report_transactions(context: &Context<'_>, record: &PaymentRecord) -> Vec<ReportedPaymentTransaction> {
    let transactions = record.payment.payment_transactions.iter();
    transactions.map(|transaction| report_transaction(context, record, transaction)).collect()
}

fn report_transaction(
    context: &Context<'_>,
    record: &PaymentRecord,
    transaction: &PaymentTransaction,
) -> ReportedPaymentTransaction {
    let payment = &record.payment;
    let refunded = record.refunded.get(&transaction.id).copied().unwrap_or_default();
    let refundable = match payment.payment_status {
        PaymentStatus::Success => transaction.paid_price.unwrap_or_default() - refunded,
        _ => Decimal::ZERO,
    };
    let seller = transaction.sub_merchant_member_id.and_then(|id| context.state.members.get(id));
    let mut report = ReportedPaymentTransaction::new(transaction.clone());
    report.created_date = payment.created_date;
    report.transaction_status_date = payment.created_date;
    report.refundable_price = Some(refundable);
    report.sub_merchant_member = seller.cloned().map(Box::new);
    report.refund_status = Some(refund_status(payment, refunded, refundable));
    report.payout_status = payout_status(transaction);
    report.bank_commission_rate = Some(Decimal::ZERO);
    report.bank_commission_rate_amount = Some(Decimal::ZERO);
    report
}

fn payout_status(transaction: &PaymentTransaction) -> Option<PayoutStatus> {
    let payout = transaction.payout.as_ref()?;
    let mut status = PayoutStatus::new();
    status.merchant_status = payout.merchant_status.clone();
    status.merchant_status_date = payout.merchant_status_date;
    status.sub_merchant_member_status = payout.sub_merchant_member_status.clone();
    status.sub_merchant_member_status_date = payout.sub_merchant_member_status_date;
    Some(status)
}

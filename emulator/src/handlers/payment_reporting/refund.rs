//! Reports of refunds.

use craftgate_core::Page;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{PaymentError, PaymentRefund, PaymentTransactionRefund, RefundStatus};
use craftgate_core::payment_reporting::{
    ReportedPaymentRefund, ReportedPaymentTransactionRefund, RetrievePaymentRefunds, RetrievePaymentTransactionRefunds,
    SearchPaymentRefunds, SearchPaymentTransactionRefunds,
};

use crate::domain::context::Context;
use crate::domain::payment::PaymentRecord;
use crate::domain::refund::RefundKey;
use crate::domain::test_cards::Step;
use crate::error::{ApiError, TRANSACTION_NOT_FOUND, declined_payment};

pub(crate) fn retrieve(
    context: &mut Context<'_>,
    request: RetrievePaymentRefunds,
) -> Result<Page<ReportedPaymentRefund>, ApiError> {
    context.state.payments.find(request.payment_id).map(|record| Page::new(refunds_of(context, record)))
}

/// Returns the refunds of a payment.
pub(super) fn refunds_of(context: &Context<'_>, record: &PaymentRecord) -> Vec<ReportedPaymentRefund> {
    let refunds = context.state.refunds.search().key(Some(RefundKey::Payment(record.payment.id))).all();
    refunds.into_iter().map(|record| report(context, &record.refund)).collect()
}

pub(crate) fn retrieve_of_transaction(
    context: &mut Context<'_>,
    request: RetrievePaymentTransactionRefunds,
) -> Result<Page<ReportedPaymentTransactionRefund>, ApiError> {
    let record = context.state.payments.find(request.payment_id)?;
    let id = request.payment_transaction_id;
    if !record.payment.payment_transactions.iter().any(|transaction| transaction.id == id) {
        return Err(TRANSACTION_NOT_FOUND.into());
    }
    let refunds = context.state.transaction_refunds.search().key(Some(RefundKey::Transaction(id))).all();
    Ok(Page::new(refunds.into_iter().map(|record| report_transaction(context, &record.refund)).collect::<Vec<_>>()))
}

pub(crate) fn search(
    context: &mut Context<'_>,
    request: SearchPaymentRefunds,
) -> Result<Page<ReportedPaymentRefund>, ApiError> {
    let search = context.state.refunds.search().id(request.id);
    search
        .key(request.payment_id.map(RefundKey::Payment))
        .key(request.conversation_id.map(RefundKey::Conversation))
        .between(request.min_created_date, request.max_created_date, |record| record.refund.created_date)
        .between(request.min_refund_price, request.max_refund_price, |record| record.refund.refund_price)
        .equals(request.buyer_member_id, |record| record.buyer_member_id.as_ref())
        .equals(request.status, |record| Some(&record.refund.status))
        .equals(request.currency, |record| record.refund.currency.as_ref())
        .page(request.page, request.size, |record| report(context, &record.refund))
}

pub(crate) fn search_of_transactions(
    context: &mut Context<'_>,
    request: SearchPaymentTransactionRefunds,
) -> Result<Page<ReportedPaymentTransactionRefund>, ApiError> {
    let search = context.state.transaction_refunds.search().id(request.id);
    search
        .key(request.payment_id.map(RefundKey::Payment))
        .key(request.payment_transaction_id.map(RefundKey::Transaction))
        .key(request.conversation_id.map(RefundKey::Conversation))
        .between(request.min_created_date, request.max_created_date, |record| record.refund.created_date)
        .between(request.min_refund_price, request.max_refund_price, |record| record.refund.refund_price)
        .equals(request.buyer_member_id, |record| record.buyer_member_id.as_ref())
        .equals(request.installment, |record| record.installment.as_ref())
        .equals(request.status, |record| Some(&record.refund.status))
        .equals(request.currency, |record| record.refund.currency.as_ref())
        .equals(request.is_after_settlement, |record| record.refund.is_after_settlement.as_ref())
        .page(request.page, request.size, |record| report_transaction(context, &record.refund))
}

fn report(context: &Context<'_>, refund: &PaymentRefund) -> ReportedPaymentRefund {
    let record = payment_of(context, refund.payment_id);
    let mut report = ReportedPaymentRefund::new(refund.clone());
    report.payment_type = record.and_then(|record| record.payment.payment_type.clone());
    report.error = error(context, record, &refund.status);
    report
}

fn report_transaction(context: &Context<'_>, refund: &PaymentTransactionRefund) -> ReportedPaymentTransactionRefund {
    let record = payment_of(context, refund.payment_id);
    let mut report = ReportedPaymentTransactionRefund::new(refund.clone());
    report.payment_type = record.and_then(|record| record.payment.payment_type.clone());
    report.error = error(context, record, &refund.status);
    report
}

fn payment_of<'a>(context: &'a Context<'_>, payment_id: Option<PaymentId>) -> Option<&'a PaymentRecord> {
    context.state.payments.get(payment_id?)
}

/// Returns why a refund failed. A test card declines every refund for the same reason.
fn error(context: &Context<'_>, record: Option<&PaymentRecord>, status: &RefundStatus) -> Option<PaymentError> {
    if *status != RefundStatus::Failure {
        return None;
    }
    record?.decline(Step::Refund).map(|group| declined_payment(group, context.language))
}

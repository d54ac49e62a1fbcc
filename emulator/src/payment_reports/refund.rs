//! Refunds of payments and of single lines.

use craftgate_core::Page;
use craftgate_core::payment::{PaymentError, PaymentRefund, PaymentTransactionRefund, RefundStatus};
use craftgate_core::payment_reporting::{
    ReportedPaymentRefund, ReportedPaymentTransactionRefund, RetrievePaymentRefunds, RetrievePaymentTransactionRefunds,
    SearchPaymentRefunds, SearchPaymentTransactionRefunds,
};

use crate::answer::page;
use crate::context::Context;
use crate::decline;
use crate::matching::{is, within};
use crate::payments::PaymentRecord;
use crate::refusal::{self, Refusal};
use crate::test_cards::Step;

pub(crate) fn refunds(
    context: &mut Context<'_>,
    asked: RetrievePaymentRefunds,
) -> Result<Page<ReportedPaymentRefund>, Refusal> {
    context.state.payment(asked.payment_id).map(|record| Page::new(of_payment(context, record)))
}

pub(crate) fn of_payment(context: &Context<'_>, record: &PaymentRecord) -> Vec<ReportedPaymentRefund> {
    let refunds = context.state.refunds.values().filter(|refund| refund.payment_id == Some(record.payment.id));
    refunds.map(|refund| report(context, refund)).collect()
}

pub(crate) fn line_refunds(
    context: &mut Context<'_>,
    asked: RetrievePaymentTransactionRefunds,
) -> Result<Page<ReportedPaymentTransactionRefund>, Refusal> {
    let record = context.state.payment(asked.payment_id)?;
    let line_id = asked.payment_transaction_id;
    if !record.payment.payment_transactions.iter().any(|line| line.id == line_id) {
        return Err(refusal::LINE.plain());
    }
    let refunds = context.state.line_refunds.values();
    let refunds = refunds.filter(|refund| refund.payment_transaction_id == Some(line_id));
    Ok(Page::new(refunds.map(|refund| report_line(context, refund)).collect::<Vec<_>>()))
}

pub(crate) fn search_refunds(
    context: &mut Context<'_>,
    asked: SearchPaymentRefunds,
) -> Result<Page<ReportedPaymentRefund>, Refusal> {
    let found = context.state.refunds.values().filter(|refund| {
        let record = payment_of(context, refund.payment_id);
        is(&asked.id, &refund.id)
            && is(&asked.payment_id, &refund.payment_id)
            && is(&asked.buyer_member_id, record.and_then(|record| record.payment.buyer_member_id.as_ref()))
            && is(&asked.conversation_id, &refund.conversation_id)
            && is(&asked.status, &refund.status)
            && is(&asked.currency, &refund.currency)
            && within(&asked.min_refund_price, &asked.max_refund_price, &refund.refund_price)
            && within(&asked.min_created_date, &asked.max_created_date, &refund.created_date)
    });
    page(found.map(|refund| report(context, refund)).collect(), asked.page, asked.size)
}

pub(crate) fn search_line_refunds(
    context: &mut Context<'_>,
    asked: SearchPaymentTransactionRefunds,
) -> Result<Page<ReportedPaymentTransactionRefund>, Refusal> {
    let found = context.state.line_refunds.values().filter(|refund| {
        let record = payment_of(context, refund.payment_id);
        is(&asked.id, &refund.id)
            && is(&asked.payment_id, &refund.payment_id)
            && is(&asked.payment_transaction_id, &refund.payment_transaction_id)
            && is(&asked.buyer_member_id, record.and_then(|record| record.payment.buyer_member_id.as_ref()))
            && is(&asked.installment, record.and_then(|record| record.payment.installment.as_ref()))
            && is(&asked.conversation_id, &refund.conversation_id)
            && is(&asked.status, &refund.status)
            && is(&asked.currency, &refund.currency)
            && is(&asked.is_after_settlement, &refund.is_after_settlement)
            && within(&asked.min_refund_price, &asked.max_refund_price, &refund.refund_price)
            && within(&asked.min_created_date, &asked.max_created_date, &refund.created_date)
    });
    page(found.map(|refund| report_line(context, refund)).collect(), asked.page, asked.size)
}

fn payment_of<'a>(context: &'a Context<'_>, payment_id: Option<i64>) -> Option<&'a PaymentRecord> {
    context.state.payments.get(payment_id?)
}

fn report(context: &Context<'_>, refund: &PaymentRefund) -> ReportedPaymentRefund {
    let record = payment_of(context, refund.payment_id);
    let mut report = ReportedPaymentRefund::new(refund.clone());
    report.payment_type = record.and_then(|record| record.payment.payment_type.clone());
    report.error = error(context, record, &refund.status);
    report
}

fn report_line(context: &Context<'_>, refund: &PaymentTransactionRefund) -> ReportedPaymentTransactionRefund {
    let record = payment_of(context, refund.payment_id);
    let mut report = ReportedPaymentTransactionRefund::new(refund.clone());
    report.payment_type = record.and_then(|record| record.payment.payment_type.clone());
    report.error = error(context, record, &refund.status);
    report
}

/// Why a refund failed: a test card declines every refund for the same reason.
fn error(context: &Context<'_>, record: Option<&PaymentRecord>, status: &RefundStatus) -> Option<PaymentError> {
    if *status != RefundStatus::Failure {
        return None;
    }
    record?.decline(Step::Refund).map(|group| decline::error(group, context.language))
}

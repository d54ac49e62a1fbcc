//! Refunds of payments and of single lines.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::payment::{PaymentError, PaymentRefund, PaymentTransactionRefund, RefundStatus};
use craftgate_core::payment_reporting::{
    ReportedPaymentRefund, ReportedPaymentTransactionRefund, RetrievePaymentRefunds, RetrievePaymentTransactionRefunds,
    SearchPaymentRefunds, SearchPaymentTransactionRefunds,
};

use crate::context::Context;
use crate::decline;
use crate::payments::PaymentRecord;
use crate::refunds::RefundRecord;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record};
use crate::test_cards::Step;

pub(crate) fn refunds(
    context: &mut Context<'_>,
    asked: RetrievePaymentRefunds,
) -> Result<Page<ReportedPaymentRefund>, Refusal> {
    context.state.payment(asked.payment_id).map(|record| Page::new(of_payment(context, record)))
}

pub(crate) fn of_payment(context: &Context<'_>, record: &PaymentRecord) -> Vec<ReportedPaymentRefund> {
    let refunds = context.state.refunds.search().is("paymentId", Some(record.payment.id)).all();
    refunds.into_iter().map(|record| report(context, &record.refund)).collect()
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
    let refunds = context.state.line_refunds.search().is("paymentTransactionId", Some(line_id)).all();
    Ok(Page::new(refunds.into_iter().map(|record| report_line(context, &record.refund)).collect::<Vec<_>>()))
}

pub(crate) fn search_refunds(
    context: &mut Context<'_>,
    asked: SearchPaymentRefunds,
) -> Result<Page<ReportedPaymentRefund>, Refusal> {
    let found = context.state.refunds.search().made(asked.min_created_date, asked.max_created_date);
    found
        .id(asked.id)
        .is("paymentId", asked.payment_id)
        .is("buyerMemberId", asked.buyer_member_id)
        .is("conversationId", asked.conversation_id)
        .is("status", asked.status)
        .is("currency", asked.currency)
        .between("refundPrice", asked.min_refund_price, asked.max_refund_price)
        .page(asked.page, asked.size, |record| report(context, &record.refund))
}

impl Record for RefundRecord<PaymentRefund> {
    fn fields(&self, fields: &mut Fields) {
        let refund = &self.refund;
        fields.put("paymentId", refund.payment_id);
        fields.put("buyerMemberId", self.buyer_member_id);
        fields.put("conversationId", refund.conversation_id.as_ref());
        fields.put("status", Some(&refund.status));
        fields.put("currency", refund.currency.as_ref());
        fields.put_ordered("refundPrice", refund.refund_price);
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.refund.created_date
    }
}

pub(crate) fn search_line_refunds(
    context: &mut Context<'_>,
    asked: SearchPaymentTransactionRefunds,
) -> Result<Page<ReportedPaymentTransactionRefund>, Refusal> {
    let found = context.state.line_refunds.search().made(asked.min_created_date, asked.max_created_date);
    found
        .id(asked.id)
        .is("paymentId", asked.payment_id)
        .is("paymentTransactionId", asked.payment_transaction_id)
        .is("buyerMemberId", asked.buyer_member_id)
        .is("installment", asked.installment)
        .is("conversationId", asked.conversation_id)
        .is("status", asked.status)
        .is("currency", asked.currency)
        .is("isAfterSettlement", asked.is_after_settlement)
        .between("refundPrice", asked.min_refund_price, asked.max_refund_price)
        .page(asked.page, asked.size, |record| report_line(context, &record.refund))
}

impl Record for RefundRecord<PaymentTransactionRefund> {
    fn fields(&self, fields: &mut Fields) {
        let refund = &self.refund;
        fields.put("paymentId", refund.payment_id);
        fields.put("paymentTransactionId", refund.payment_transaction_id);
        fields.put("buyerMemberId", self.buyer_member_id);
        fields.put("installment", self.installment);
        fields.put("conversationId", refund.conversation_id.as_ref());
        fields.put("status", Some(&refund.status));
        fields.put("currency", refund.currency.as_ref());
        fields.put_ordered("refundPrice", refund.refund_price);
        fields.put("isAfterSettlement", refund.is_after_settlement);
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.refund.created_date
    }
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

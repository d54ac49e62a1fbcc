//! Payments and the lines of their baskets.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::payment::{Payment, PaymentStatus, PaymentTransaction};
use craftgate_core::payment_reporting::{
    PaymentRefundStatus, PayoutStatus, ReportedPayment, ReportedPaymentTransaction, RetrievePaymentReport,
    RetrievePaymentTransactions, SearchPayments,
};
use rust_decimal::Decimal;

use super::refund;
use crate::context::Context;
use crate::payments::PaymentRecord;
use crate::refusal::Refusal;
use crate::table::{Fields, Record};

pub(crate) fn search(context: &mut Context<'_>, asked: SearchPayments) -> Result<Page<ReportedPayment>, Refusal> {
    let line = asked.payment_transaction_id;
    let seller = asked.sub_merchant_member_id;
    let found = context.state.payments.search().made(asked.min_created_date, asked.max_created_date);
    found
        .id(asked.payment_id)
        .id(line.map(|line| context.state.lines.get(line).map_or(NO_PAYMENT, |line| line.payment_id)))
        .is("subMerchantMemberId", seller)
        .test(line.is_some() && seller.is_some(), move |record| sells(record, line, seller))
        .is("buyerMemberId", asked.buyer_member_id)
        .is("conversationId", asked.conversation_id)
        .is("externalId", asked.external_id)
        .is("orderId", asked.order_id)
        .is("paymentType", asked.payment_type)
        .is("paymentProvider", asked.payment_provider)
        .is("paymentStatus", asked.payment_status)
        .is("paymentSource", asked.payment_source)
        .is("paymentChannel", asked.payment_channel)
        .starts("binNumber", asked.bin_number)
        .is("lastFourDigits", asked.last_four_digits)
        .is("currency", asked.currency)
        .is("installment", asked.installment)
        .is("isThreeDS", asked.is_three_ds)
        .between("paidPrice", asked.min_paid_price, asked.max_paid_price)
        .page(asked.page, asked.size, |record| report(context, record))
}

/// An id that is never given.
const NO_PAYMENT: i64 = 0;

/// Whether the line is this seller's.
fn sells(record: &PaymentRecord, line_id: Option<i64>, seller: Option<i64>) -> bool {
    let mut lines = record.payment.payment_transactions.iter();
    lines.any(|line| Some(line.id) == line_id && line.sub_merchant_member_id == seller)
}

impl Record for PaymentRecord {
    fn fields(&self, fields: &mut Fields) {
        let payment = &self.payment;
        for line in &payment.payment_transactions {
            fields.put("subMerchantMemberId", line.sub_merchant_member_id);
        }
        fields.put("buyerMemberId", payment.buyer_member_id);
        fields.put("conversationId", payment.conversation_id.as_ref());
        fields.put("externalId", payment.external_id.as_ref());
        fields.put("orderId", payment.order_id.as_ref());
        fields.put("paymentType", payment.payment_type.as_ref());
        fields.put("paymentProvider", payment.payment_provider.as_ref());
        fields.put("paymentStatus", Some(&payment.payment_status));
        fields.put("paymentSource", payment.payment_source.as_ref());
        fields.put("paymentChannel", payment.payment_channel.as_ref());
        fields.put("binNumber", payment.bin_number.as_ref());
        fields.put("lastFourDigits", payment.last_four_digits.as_ref());
        fields.put("currency", payment.currency.as_ref());
        fields.put("installment", payment.installment);
        fields.put("isThreeDS", payment.is_three_ds);
        fields.put_ordered("paidPrice", payment.paid_price);
        fields.put("hasEarnings", self.has_earnings().then_some(true));
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.payment.created_date
    }
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrievePaymentReport) -> Result<ReportedPayment, Refusal> {
    context.state.payment(asked.payment_id).map(|record| report(context, record))
}

pub(crate) fn retrieve_lines(
    context: &mut Context<'_>,
    asked: RetrievePaymentTransactions,
) -> Result<Page<ReportedPaymentTransaction>, Refusal> {
    context.state.payment(asked.payment_id).map(|record| Page::new(report_lines(context, record)))
}

fn report(context: &Context<'_>, record: &PaymentRecord) -> ReportedPayment {
    let lines = report_lines(context, record);
    let mut payment = record.payment.clone();
    payment.payment_transactions = Vec::new();
    let buyer = payment.buyer_member_id.and_then(|id| context.state.members.get(id));
    let left = lines.iter().filter_map(|line| line.refundable_price).sum();
    let status = refund_status(&payment, record.refunded.values().sum(), left);

    let mut report = ReportedPayment::new(payment);
    report.retry_count = Some(0);
    report.refundable_price = Some(left);
    report.refund_status = Some(status);
    report.buyer_member = buyer.cloned().map(Box::new);
    report.refunds = refund::of_payment(context, record);
    report.payment_transactions = lines;
    report
}

fn refund_status(payment: &Payment, refunded: Decimal, left: Decimal) -> PaymentRefundStatus {
    if payment.payment_status != PaymentStatus::Success {
        PaymentRefundStatus::NoRefund
    } else if refunded.is_zero() {
        PaymentRefundStatus::NotRefunded
    } else if left.is_zero() {
        PaymentRefundStatus::FullyRefunded
    } else {
        PaymentRefundStatus::PartialRefunded
    }
}

fn report_lines(context: &Context<'_>, record: &PaymentRecord) -> Vec<ReportedPaymentTransaction> {
    let lines = record.payment.payment_transactions.iter();
    lines.map(|line| report_line(context, record, line)).collect()
}

fn report_line(context: &Context<'_>, record: &PaymentRecord, line: &PaymentTransaction) -> ReportedPaymentTransaction {
    let payment = &record.payment;
    let refunded = record.refunded.get(&line.id).copied().unwrap_or_default();
    let left = match payment.payment_status {
        PaymentStatus::Success => line.paid_price.unwrap_or_default() - refunded,
        _ => Decimal::ZERO,
    };
    let mut report = ReportedPaymentTransaction::new(line.clone());
    report.created_date = payment.created_date;
    report.transaction_status_date = payment.created_date;
    report.refundable_price = Some(left);
    let seller = line.sub_merchant_member_id.and_then(|id| context.state.members.get(id));
    report.sub_merchant_member = seller.cloned().map(Box::new);
    report.refund_status = Some(refund_status(payment, refunded, left));
    report.payout_status = line.payout.as_ref().map(|payout| {
        let mut status = PayoutStatus::new();
        status.merchant_status = payout.merchant_status.clone();
        status.merchant_status_date = payout.merchant_status_date;
        status.sub_merchant_member_status = payout.sub_merchant_member_status.clone();
        status.sub_merchant_member_status_date = payout.sub_merchant_member_status_date;
        status
    });
    report.bank_commission_rate = Some(Decimal::ZERO);
    report.bank_commission_rate_amount = Some(Decimal::ZERO);
    report
}

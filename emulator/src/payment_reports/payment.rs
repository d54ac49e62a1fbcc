//! Payments and the lines of their baskets.

use craftgate_core::Page;
use craftgate_core::payment::{Payment, PaymentStatus, PaymentTransaction};
use craftgate_core::payment_reporting::{
    PaymentRefundStatus, PayoutStatus, ReportedPayment, ReportedPaymentTransaction, RetrievePaymentReport,
    RetrievePaymentTransactions, SearchPayments,
};
use rust_decimal::Decimal;

use super::refund;
use crate::answer::page;
use crate::context::Context;
use crate::matching::{is, within};
use crate::payments::PaymentRecord;
use crate::refusal::Refusal;

pub(crate) fn search(context: &mut Context<'_>, asked: SearchPayments) -> Result<Page<ReportedPayment>, Refusal> {
    let found = context.state.payments.values().filter(|record| matches(&asked, &record.payment));
    page(found.map(|record| report(context, record)).collect(), asked.page, asked.size)
}

fn matches(asked: &SearchPayments, payment: &Payment) -> bool {
    matches_order(asked, payment)
        && matches_card(asked, payment)
        && is(&asked.payment_type, &payment.payment_type)
        && is(&asked.payment_provider, &payment.payment_provider)
        && is(&asked.payment_status, &payment.payment_status)
        && is(&asked.payment_source, &payment.payment_source)
        && is(&asked.payment_channel, &payment.payment_channel)
        && is(&asked.currency, &payment.currency)
        && within(&asked.min_paid_price, &asked.max_paid_price, &payment.paid_price)
        && within(&asked.min_created_date, &asked.max_created_date, &payment.created_date)
}

fn matches_order(asked: &SearchPayments, payment: &Payment) -> bool {
    let mut lines = payment.payment_transactions.iter();
    let has_line = asked.payment_transaction_id.is_none() && asked.sub_merchant_member_id.is_none()
        || lines.any(|line| {
            is(&asked.payment_transaction_id, &line.id)
                && is(&asked.sub_merchant_member_id, &line.sub_merchant_member_id)
        });
    has_line
        && is(&asked.payment_id, &payment.id)
        && is(&asked.buyer_member_id, &payment.buyer_member_id)
        && is(&asked.conversation_id, &payment.conversation_id)
        && is(&asked.external_id, &payment.external_id)
        && is(&asked.order_id, &payment.order_id)
}

/// A BIN has six digits or eight.
fn matches_card(asked: &SearchPayments, payment: &Payment) -> bool {
    let bin = payment.bin_number.as_deref().unwrap_or_default();
    asked.bin_number.as_ref().is_none_or(|asked| !asked.is_empty() && bin.starts_with(asked.as_str()))
        && is(&asked.last_four_digits, &payment.last_four_digits)
        && is(&asked.installment, &payment.installment)
        && is(&asked.is_three_ds, &payment.is_three_ds)
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

//! The rows of reports. The columns are the emulator's own, since Craftgate's are not documented.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use craftgate_core::id::PaymentTransactionRefundId;
use craftgate_core::payment::{Payment, PaymentRefund, PaymentTransactionRefund};

use crate::domain::state::State;

const PAYMENT_COLUMNS: [&str; 13] = [
    "id",
    "createdDate",
    "paymentStatus",
    "paymentPhase",
    "price",
    "paidPrice",
    "currency",
    "installment",
    "binNumber",
    "lastFourDigits",
    "cardHolderName",
    "conversationId",
    "externalId",
];
const TRANSACTION_COLUMNS: [&str; 9] =
    ["type", "id", "createdDate", "status", "price", "currency", "paymentId", "paymentTransactionId", "conversationId"];

/// A report: its columns, and a cell for each column in every row.
pub(super) struct Report {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

/// The period that a report covers, including both ends.
pub(super) struct Period {
    pub(super) from: Option<NaiveDateTime>,
    pub(super) to: Option<NaiveDateTime>,
}

impl Period {
    pub(super) fn day(day: NaiveDate) -> Self {
        let last = NaiveTime::MIN.overflowing_sub_signed(TimeDelta::nanoseconds(1)).0;
        Self { from: Some(day.and_time(NaiveTime::MIN)), to: Some(day.and_time(last)) }
    }
}

/// Returns the payments of a period.
pub(super) fn payments(state: &State, period: &Period) -> Report {
    Report { columns: &PAYMENT_COLUMNS, rows: payments_in(state, period).map(payment_row).collect() }
}

/// Returns the payments, cancels and refunds of a period, ordered by time. A transaction that was refunded with its
/// whole payment has no row of its own.
pub(super) fn transactions(state: &State, period: &Period) -> Report {
    let refunds = state.refunds.search().between(period.from, period.to, |record| record.refund.created_date).all();
    let refunds: Vec<_> = refunds.into_iter().map(|record| &record.refund).collect();
    let in_refunds = refunds.iter().flat_map(|refund| &refund.payment_transaction_refunds);
    let in_refunds: BTreeSet<PaymentTransactionRefundId> = in_refunds.map(|refund| refund.id).collect();
    let search = state.transaction_refunds.search();
    let transaction_refunds = search.between(period.from, period.to, |record| record.refund.created_date).all();
    let transaction_refunds = transaction_refunds.into_iter().map(|record| &record.refund);
    let transaction_refunds = transaction_refunds.filter(|refund| !in_refunds.contains(&refund.id));

    let payments = payments_in(state, period);
    let mut rows: Vec<_> = payments.map(|payment| (payment.created_date, transaction_row(payment))).collect();
    rows.extend(refunds.iter().map(|refund| (refund.created_date, refund_row(refund))));
    rows.extend(transaction_refunds.map(|refund| (refund.created_date, transaction_refund_row(refund))));
    rows.sort_by_key(|(created, _)| *created);
    Report { columns: &TRANSACTION_COLUMNS, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

fn payments_in<'a>(state: &'a State, period: &Period) -> impl Iterator<Item = &'a Payment> {
    let search = state.payments.search().between(period.from, period.to, |record| record.payment.created_date);
    search.all().into_iter().map(|record| &record.payment)
}

fn payment_row(payment: &Payment) -> Vec<String> {
    vec![
        cell(Some(payment.id)),
        time(payment.created_date),
        cell(Some(&payment.payment_status)),
        cell(payment.payment_phase.as_ref()),
        cell(payment.price),
        cell(payment.paid_price),
        cell(payment.currency.as_ref()),
        cell(payment.installment),
        cell(payment.bin_number.as_ref()),
        cell(payment.last_four_digits.as_ref()),
        cell(payment.card_holder_name.as_ref()),
        cell(payment.conversation_id.as_ref()),
        cell(payment.external_id.as_ref()),
    ]
}

fn transaction_row(payment: &Payment) -> Vec<String> {
    vec![
        "PAYMENT".to_owned(),
        cell(Some(payment.id)),
        time(payment.created_date),
        cell(Some(&payment.payment_status)),
        cell(payment.paid_price),
        cell(payment.currency.as_ref()),
        cell(Some(payment.id)),
        String::new(),
        cell(payment.conversation_id.as_ref()),
    ]
}

fn refund_row(refund: &PaymentRefund) -> Vec<String> {
    vec![
        cell(refund.refund_type.as_ref()),
        cell(refund.id),
        time(refund.created_date),
        cell(Some(&refund.status)),
        cell(refund.refund_price),
        cell(refund.currency.as_ref()),
        cell(refund.payment_id),
        String::new(),
        cell(refund.conversation_id.as_ref()),
    ]
}

fn transaction_refund_row(refund: &PaymentTransactionRefund) -> Vec<String> {
    vec![
        "REFUND_TX".to_owned(),
        cell(Some(refund.id)),
        time(refund.created_date),
        cell(Some(&refund.status)),
        cell(refund.refund_price),
        cell(refund.currency.as_ref()),
        cell(refund.payment_id),
        cell(refund.payment_transaction_id),
        cell(refund.conversation_id.as_ref()),
    ]
}

fn time(time: Option<NaiveDateTime>) -> String {
    cell(time.map(|time| time.format("%Y-%m-%dT%H:%M:%S")))
}

fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

//! The rows of reports, as comma separated values.
//!
//! The columns are the emulator's own: Craftgate's documents don't show theirs.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use craftgate_core::payment::{Payment, PaymentRefund, PaymentTransactionRefund};

use crate::state::State;
use crate::table::{Record, Table};

const PAYMENT_HEADER: &str = "id,createdDate,paymentStatus,paymentPhase,price,paidPrice,currency,installment,binNumber,\
    lastFourDigits,cardHolderName,conversationId,externalId";
const TRANSACTION_HEADER: &str =
    "type,id,createdDate,status,price,currency,paymentId,paymentTransactionId,conversationId";

/// The time that a report covers, with both its ends.
pub(super) struct Span {
    from: Option<NaiveDateTime>,
    to: Option<NaiveDateTime>,
}

impl Span {
    pub(super) fn new(from: Option<NaiveDateTime>, to: Option<NaiveDateTime>) -> Self {
        Self { from, to }
    }

    pub(super) fn of_day(day: NaiveDate) -> Self {
        let last = NaiveTime::MIN.overflowing_sub_signed(TimeDelta::nanoseconds(1)).0;
        Self::new(Some(day.and_time(NaiveTime::MIN)), Some(day.and_time(last)))
    }

    /// The records of that time.
    fn of<'a, T: Record>(&self, table: &'a Table<T>) -> Vec<&'a T> {
        table.search().made(self.from, self.to).all()
    }
}

/// The payments of that time.
pub(super) fn payments(state: &State, span: &Span) -> String {
    file(PAYMENT_HEADER, span.of(&state.payments).into_iter().map(|record| payment_row(&record.payment)))
}

/// The payments, cancels and refunds of that time, in its order. A line that was refunded with its
/// whole payment has no row of its own.
pub(super) fn transactions(state: &State, span: &Span) -> String {
    let refunds: Vec<_> = span.of(&state.refunds).into_iter().map(|record| &record.refund).collect();
    let in_refunds = refunds.iter().flat_map(|refund| &refund.payment_transaction_refunds);
    let in_refunds: BTreeSet<i64> = in_refunds.map(|refund| refund.id).collect();
    let line_refunds = span.of(&state.line_refunds).into_iter().map(|record| &record.refund);
    let line_refunds = line_refunds.filter(|refund| !in_refunds.contains(&refund.id));

    let payments = span.of(&state.payments).into_iter().map(|record| &record.payment);
    let mut rows: Vec<_> = payments.map(|payment| (payment.created_date, transaction_row(payment))).collect();
    rows.extend(refunds.iter().map(|refund| (refund.created_date, refund_row(refund))));
    rows.extend(line_refunds.map(|refund| (refund.created_date, line_refund_row(refund))));
    rows.sort_by_key(|(made, _)| *made);
    file(TRANSACTION_HEADER, rows.into_iter().map(|(_, row)| row))
}

fn file(header: &str, rows: impl Iterator<Item = String>) -> String {
    std::iter::once(header.to_owned()).chain(rows).map(|row| row + "\r\n").collect()
}

fn payment_row(payment: &Payment) -> String {
    row([
        text(Some(payment.id)),
        time(payment.created_date),
        text(Some(&payment.payment_status)),
        text(payment.payment_phase.as_ref()),
        text(payment.price),
        text(payment.paid_price),
        text(payment.currency.as_ref()),
        text(payment.installment),
        text(payment.bin_number.as_ref()),
        text(payment.last_four_digits.as_ref()),
        text(payment.card_holder_name.as_ref()),
        text(payment.conversation_id.as_ref()),
        text(payment.external_id.as_ref()),
    ])
}

fn transaction_row(payment: &Payment) -> String {
    row([
        "PAYMENT".to_owned(),
        text(Some(payment.id)),
        time(payment.created_date),
        text(Some(&payment.payment_status)),
        text(payment.paid_price),
        text(payment.currency.as_ref()),
        text(Some(payment.id)),
        String::new(),
        text(payment.conversation_id.as_ref()),
    ])
}

fn refund_row(refund: &PaymentRefund) -> String {
    row([
        text(refund.refund_type.as_ref()),
        text(refund.id),
        time(refund.created_date),
        text(Some(&refund.status)),
        text(refund.refund_price),
        text(refund.currency.as_ref()),
        text(refund.payment_id),
        String::new(),
        text(refund.conversation_id.as_ref()),
    ])
}

fn line_refund_row(refund: &PaymentTransactionRefund) -> String {
    row([
        "REFUND_TX".to_owned(),
        text(Some(refund.id)),
        time(refund.created_date),
        text(Some(&refund.status)),
        text(refund.refund_price),
        text(refund.currency.as_ref()),
        text(refund.payment_id),
        text(refund.payment_transaction_id),
        text(refund.conversation_id.as_ref()),
    ])
}

fn row<const N: usize>(cells: [String; N]) -> String {
    cells.map(|cell| quoted(&cell)).join(",")
}

fn time(time: Option<NaiveDateTime>) -> String {
    text(time.map(|time| time.format("%Y-%m-%dT%H:%M:%S")))
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A cell, in quotes where it needs them.
fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

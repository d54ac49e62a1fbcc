//! Reports as files.
//!
//! The columns are the emulator's own: Craftgate's documents don't show theirs.

use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::payment::Payment;

use crate::context::Context;
use crate::refusal::{self, Refusal};

const HEADER: &str = "id,createdDate,paymentStatus,paymentPhase,price,paidPrice,currency,installment,binNumber,\
    lastFourDigits,cardHolderName,conversationId,externalId";

/// The payments of a day.
pub(crate) fn daily(context: &mut Context<'_>, asked: RetrieveDailyPaymentReport) -> Result<String, Refusal> {
    match asked.file_type {
        ReportFileType::Csv => {}
        ReportFileType::Xlsx => return Err(refusal::CSV_ONLY.plain()),
        _ => return Err(refusal::INVALID.about("fileType")),
    }
    let payments = context.state.payments.values().map(|record| &record.payment);
    let of_the_day =
        payments.filter(|payment| payment.created_date.is_some_and(|made| made.date() == asked.report_date));
    let rows = of_the_day.map(row);
    Ok(std::iter::once(HEADER.to_owned()).chain(rows).map(|row| row + "\r\n").collect())
}

fn row(payment: &Payment) -> String {
    let cells = [
        text(Some(payment.id)),
        text(payment.created_date.map(|made| made.format("%Y-%m-%dT%H:%M:%S"))),
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
    ];
    cells.map(|cell| quoted(&cell)).join(",")
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

//! Reports as comma-separated values.

use super::rows::Report;

/// Returns a report as a file.
pub(super) fn write(report: &Report) -> Vec<u8> {
    let columns = report.columns.iter().map(|column| (*column).to_owned()).collect();
    let rows = std::iter::once(&columns).chain(&report.rows);
    rows.map(|row| line(row)).collect::<String>().into_bytes()
}

fn line(row: &[String]) -> String {
    row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// Returns a cell, quoted if necessary.
fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

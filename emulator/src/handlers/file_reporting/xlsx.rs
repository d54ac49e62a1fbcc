//! Reports as Excel workbooks.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::rows::Report;
use crate::error::{ApiError, INTERNAL_ERROR};

/// Returns a report as a file.
pub(super) fn write(report: &Report) -> Result<Vec<u8>, ApiError> {
    workbook(report).map_err(|_| INTERNAL_ERROR.into())
}

/// Returns a workbook with one sheet, whose cells are strings, as in the other format.
fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, report.columns.iter().copied())?;
    for (row, number) in report.rows.iter().zip(1..) {
        sheet.write_row(number, 0, row.iter().map(String::as_str))?;
    }
    workbook.save_to_buffer()
}

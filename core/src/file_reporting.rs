//! Reports as files.

use chrono::NaiveDate;

use crate::operation::{File, operation};
use crate::wire::open_enum::open_enum;

operation! {
    /// Fetches the report of all payments of a day, made between 00:00 and 04:00 of the next.
    GET "/file-reporting/v1/payment-reports" => File;

    pub struct RetrieveDailyPaymentReport {
        required {
            /// The day.
            report_date: NaiveDate,
            /// The kind of file.
            file_type: ReportFileType,
        }
    }
}

open_enum! {
    /// The kinds of report file.
    pub enum ReportFileType {
        /// Comma separated values.
        Csv = "CSV",
        /// An Excel workbook.
        Xlsx = "XLSX",
    }
}

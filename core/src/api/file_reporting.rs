//! Reports as files.
//!
//! ```
//! use craftgate_core::chrono::NaiveDate;
//! use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyTransactionReport};
//! use craftgate_core::Operation;
//!
//! // The report of Çarşamba, 26 March 2025.
//! let day = NaiveDate::from_ymd_opt(2025, 3, 26).unwrap();
//! let report = RetrieveDailyTransactionReport::new(day, ReportFileType::Csv);
//!
//! assert_eq!(report.query().unwrap(), "reportDate=2025-03-26&fileType=CSV");
//! ```

use chrono::{NaiveDate, NaiveDateTime};

use crate::api::date_range::DateRange;
use crate::api::id::ReportId;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::{operation, variant_operation};
use crate::protocol::operation::File;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Fetches the report of all payments of a day, made between 00:00 and 04:00 of the next.
    ///
    /// There is one for merchants whose account Craftgate has switched it on for.
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

operation! {
    /// Fetches the report of a day's payments, cancels and refunds.
    ///
    /// It is made between 00:00 and 03:00 of the next day. There is one for merchants who have switched it on in their settings.
    GET "/file-reporting/v1/transaction-reports" => File;

    pub struct RetrieveDailyTransactionReport {
        required {
            /// The day.
            report_date: NaiveDate,
            /// The kind of file.
            file_type: ReportFileType,
        }
    }
}

variant_operation! {
    /// Asks for a report of some days. Fetch it with [`RetrieveReport`] once it is made.
    POST "/file-reporting/v1/report-demands" => ReportJob;

    pub struct CreateReport {
        required {
            /// The first moment that it covers, local to Turkey.
            start_date: NaiveDateTime,
            /// The last moment that it covers, local to Turkey.
            end_date: NaiveDateTime,
            /// What it lists.
            report_type: ReportType,
            /// How often it is made.
            report_period: ReportPeriod,
        }
    }
}

impl Validate for CreateReport {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("startDate", self.start_date, self.end_date).finish()
    }
}

impl CreateReport {
    /// Returns the request for a report of `range`.
    #[must_use]
    pub fn new(range: DateRange, report_type: ReportType, report_period: ReportPeriod) -> Self {
        Self::with_required(range.start(), range.end(), report_type, report_period)
    }
}

operation! {
    /// Fetches a report that [`CreateReport`] asked for.
    GET "/file-reporting/v1/reports/{report_id}" => File;

    pub struct RetrieveReport {
        path {
            /// Craftgate's id of the report.
            report_id: ReportId
        }
        required {
            /// The kind of file.
            file_type: ReportFileType,
        }
    }
}

response_object! {
    /// A report that was asked for. Times are local to Turkey.
    pub struct ReportJob {
        required {
            /// Craftgate's id of what was asked for.
            id: ReportId,
        }
        optional {
            /// What it lists.
            report_type: ReportType,
            /// How often it is made.
            report_period: ReportPeriod,
            /// The first moment that it covers.
            start_date: NaiveDateTime,
            /// The last moment that it covers.
            end_date: NaiveDateTime,
            /// Craftgate's id of the report, where it has one of its own.
            report_id: String,
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

open_enum! {
    /// What a report lists.
    pub enum ReportType {
        /// Payments, cancels and refunds.
        Transaction = "TRANSACTION",
        /// Payments.
        Payment = "PAYMENT",
    }
}

open_enum! {
    /// How often a report is made.
    pub enum ReportPeriod {
        /// Once, now.
        Instant = "INSTANT",
    }
}

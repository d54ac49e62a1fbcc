//! Reports as files, in CSV or XLSX.
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
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Downloads the report of a day's payments.
    ///
    /// Craftgate generates it between 00:00 and 04:00 of the next day, for merchants whose account has it enabled by
    /// Craftgate.
    GET "/file-reporting/v1/payment-reports" => File;

    pub struct RetrieveDailyPaymentReport {
        required {
            /// The day that the report covers.
            report_date: NaiveDate,
            /// The format of the file.
            file_type: ReportFileType,
        }
    }
}

operation! {
    /// Downloads the report of a day's payments, cancellations and refunds.
    ///
    /// Craftgate generates it between 00:00 and 03:00 of the next day, for merchants who have enabled it in their
    /// settings.
    GET "/file-reporting/v1/transaction-reports" => File;

    pub struct RetrieveDailyTransactionReport {
        required {
            /// The day that the report covers.
            report_date: NaiveDate,
            /// The format of the file.
            file_type: ReportFileType,
        }
    }
}

variant_operation! {
    /// Requests a report of a date range. Download it with [`RetrieveReport`] once it has been generated.
    POST "/file-reporting/v1/report-demands" => ReportJob;

    pub struct CreateReport {
        required {
            /// The start of the range, inclusive, local to Turkey.
            start_date: NaiveDateTime,
            /// The end of the range, inclusive, local to Turkey.
            end_date: NaiveDateTime,
            /// The kind of transactions in the report.
            report_type: ReportType,
            /// The period of the report.
            report_period: ReportPeriod,
        }
    }
}

impl Validate for CreateReport {
    fn check(&self, validator: &mut Validator) {
        validator.range("startDate", Some(self.start_date), Some(self.end_date));
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
    /// Downloads a report that was requested with [`CreateReport`].
    GET "/file-reporting/v1/reports/{report_id}" => File;

    pub struct RetrieveReport {
        path {
            /// The report's id.
            report_id: ReportId
        }
        required {
            /// The format of the file.
            file_type: ReportFileType,
        }
    }
}

response_object! {
    /// A report that was requested. Times are local to Turkey.
    pub struct ReportJob {
        required {
            /// The request's id, which downloads the report if `report_id` is absent.
            id: ReportId,
        }
        optional {
            /// The kind of transactions in the report.
            report_type: ReportType,
            /// The period of the report.
            report_period: ReportPeriod,
            /// The start of the range, inclusive.
            start_date: NaiveDateTime,
            /// The end of the range, inclusive.
            end_date: NaiveDateTime,
            /// The report's own id, if it has one.
            report_id: String,
        }
    }
}

open_enum! {
    /// The format of a report's file.
    pub enum ReportFileType {
        /// Comma-separated values.
        Csv = "CSV",
        /// An Excel workbook.
        Xlsx = "XLSX",
    }
}

open_enum! {
    /// The kind of transactions in a report.
    pub enum ReportType {
        /// Payments, cancellations and refunds.
        Transaction = "TRANSACTION",
        /// Payments.
        Payment = "PAYMENT",
    }
}

open_enum! {
    /// The period of a report.
    pub enum ReportPeriod {
        /// A single report, generated at once.
        Instant = "INSTANT",
    }
}

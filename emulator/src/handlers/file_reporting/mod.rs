//! Reports as files.

mod csv;
mod rows;
#[cfg(feature = "xlsx")]
mod xlsx;

use craftgate_core::file_reporting::{
    CreateReport, ReportFileType, ReportJob, ReportPeriod, ReportType, RetrieveDailyPaymentReport,
    RetrieveDailyTransactionReport, RetrieveReport,
};

use self::rows::{Period, Report, payments, transactions};
use crate::domain::clock::to_micros;
use crate::domain::context::Context;
use crate::error::{ApiError, INVALID_VALUE};

/// Returns the payments of a day.
pub(crate) fn daily_payments(
    context: &mut Context<'_>,
    request: RetrieveDailyPaymentReport,
) -> Result<ReportFile, ApiError> {
    file(payments(context.state, &Period::day(request.report_date)), &request.file_type)
}

/// Returns the payments, cancels and refunds of a day.
pub(crate) fn daily_transactions(
    context: &mut Context<'_>,
    request: RetrieveDailyTransactionReport,
) -> Result<ReportFile, ApiError> {
    file(transactions(context.state, &Period::day(request.report_date)), &request.file_type)
}

pub(crate) fn create(context: &mut Context<'_>, request: CreateReport) -> Result<ReportJob, ApiError> {
    if let ReportType::Unrecognized(_) = request.report_type {
        return Err(INVALID_VALUE.field("reportType"));
    }
    if let ReportPeriod::Unrecognized(_) = request.report_period {
        return Err(INVALID_VALUE.field("reportPeriod"));
    }
    if request.start_date > request.end_date {
        return Err(INVALID_VALUE.field("endDate"));
    }
    Ok(context.state.report_jobs.create(|id| {
        let mut job = ReportJob::new(id);
        job.report_type = Some(request.report_type);
        job.report_period = Some(request.report_period);
        job.start_date = Some(to_micros(request.start_date));
        job.end_date = Some(to_micros(request.end_date));
        job.report_id = Some(id.to_string());
        job
    }))
}

/// Returns a created report, with what is known when it is retrieved.
pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveReport) -> Result<ReportFile, ApiError> {
    let job = context.state.report_jobs.find(request.report_id)?;
    let period = Period { from: job.start_date, to: job.end_date };
    let report = match job.report_type {
        Some(ReportType::Payment) => payments(context.state, &period),
        _ => transactions(context.state, &period),
    };
    file(report, &request.file_type)
}

/// A report as a file, with its media type.
pub(crate) struct ReportFile {
    pub(crate) content: Vec<u8>,
    pub(crate) media_type: &'static str,
}

/// Returns a report as a file of this type, in either letter case. Old spreadsheets are no longer made: who asks for one
/// gets a new one.
fn file(report: Report, file_type: &ReportFileType) -> Result<ReportFile, ApiError> {
    match file_type.as_str().to_ascii_uppercase().as_str() {
        "CSV" => Ok(ReportFile { content: csv::write(&report), media_type: "text/csv; charset=utf-8" }),
        #[cfg(feature = "xlsx")]
        "XLSX" | "XLS" => {
            let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            xlsx::write(&report).map(|content| ReportFile { content, media_type })
        }
        _ => Err(INVALID_VALUE.field("fileType")),
    }
}

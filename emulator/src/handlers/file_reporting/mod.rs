//! Reports as files.

mod rows;

use craftgate_core::file_reporting::{
    CreateReport, ReportFileType, ReportJob, ReportPeriod, ReportType, RetrieveDailyPaymentReport,
    RetrieveDailyTransactionReport, RetrieveReport,
};

use self::rows::{Period, payments, transactions};
use crate::domain::clock::to_micros;
use crate::domain::context::Context;
use crate::error::{ApiError, INVALID_VALUE, UNSUPPORTED_FILE_TYPE};

/// Returns the payments of a day.
pub(crate) fn daily_payments(
    context: &mut Context<'_>,
    request: RetrieveDailyPaymentReport,
) -> Result<String, ApiError> {
    check_file_type(&request.file_type)?;
    Ok(payments(context.state, &Period::day(request.report_date)))
}

/// Returns the payments, cancels and refunds of a day.
pub(crate) fn daily_transactions(
    context: &mut Context<'_>,
    request: RetrieveDailyTransactionReport,
) -> Result<String, ApiError> {
    check_file_type(&request.file_type)?;
    Ok(transactions(context.state, &Period::day(request.report_date)))
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
pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveReport) -> Result<String, ApiError> {
    let job = context.state.report_jobs.find(request.report_id)?;
    check_file_type(&request.file_type)?;
    let period = Period { from: job.start_date, to: job.end_date };
    Ok(match job.report_type {
        Some(ReportType::Payment) => payments(context.state, &period),
        _ => transactions(context.state, &period),
    })
}

fn check_file_type(file_type: &ReportFileType) -> Result<(), ApiError> {
    match file_type {
        ReportFileType::Csv => Ok(()),
        ReportFileType::Xlsx => Err(UNSUPPORTED_FILE_TYPE.into()),
        _ => Err(INVALID_VALUE.field("fileType")),
    }
}

//! Reports as files.

mod table;

use craftgate_core::file_reporting::{
    CreateReport, ReportFileType, ReportJob, ReportPeriod, ReportType, RetrieveDailyPaymentReport,
    RetrieveDailyTransactionReport, RetrieveReport,
};
use table::{Span, payments, transactions};

use crate::context::Context;
use crate::refusal::{self, Refusal};

/// The payments of a day.
pub(crate) fn daily_payments(context: &mut Context<'_>, asked: RetrieveDailyPaymentReport) -> Result<String, Refusal> {
    check_file_type(&asked.file_type)?;
    Ok(payments(context.state, &Span::of_day(asked.report_date)))
}

/// The payments, cancels and refunds of a day.
pub(crate) fn daily_transactions(
    context: &mut Context<'_>,
    asked: RetrieveDailyTransactionReport,
) -> Result<String, Refusal> {
    check_file_type(&asked.file_type)?;
    Ok(transactions(context.state, &Span::of_day(asked.report_date)))
}

pub(crate) fn create(context: &mut Context<'_>, asked: CreateReport) -> Result<ReportJob, Refusal> {
    if let ReportType::Unrecognized(_) = asked.report_type {
        return Err(refusal::INVALID.about("reportType"));
    }
    if let ReportPeriod::Unrecognized(_) = asked.report_period {
        return Err(refusal::INVALID.about("reportPeriod"));
    }
    if asked.start_date > asked.end_date {
        return Err(refusal::INVALID.about("endDate"));
    }
    let demand = context.state.reports.add(|id| {
        let mut demand = ReportJob::new(id);
        demand.report_type = Some(asked.report_type);
        demand.report_period = Some(asked.report_period);
        demand.start_date = Some(asked.start_date);
        demand.end_date = Some(asked.end_date);
        demand.report_id = Some(id.to_string());
        demand
    });
    Ok(demand.clone())
}

/// A report that was asked for. It tells what is known when it is fetched.
pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveReport) -> Result<String, Refusal> {
    let demand = context.state.reports.get(asked.report_id).ok_or_else(|| refusal::REPORT.plain())?;
    check_file_type(&asked.file_type)?;
    let span = Span::new(demand.start_date, demand.end_date);
    Ok(match demand.report_type {
        Some(ReportType::Payment) => payments(context.state, &span),
        _ => transactions(context.state, &span),
    })
}

fn check_file_type(file_type: &ReportFileType) -> Result<(), Refusal> {
    match file_type {
        ReportFileType::Csv => Ok(()),
        ReportFileType::Xlsx => Err(refusal::CSV_ONLY.plain()),
        _ => Err(refusal::INVALID.about("fileType")),
    }
}

//! Fraud checks of payments under review.

use craftgate_core::Page;
use craftgate_core::fraud::{FraudCheck, FraudCheckStatus, SearchFraudChecks, UpdateFraudCheckStatus};

use crate::domain::context::Context;
use crate::error::{ApiError, INVALID_VALUE};

pub(crate) fn search(context: &mut Context<'_>, request: SearchFraudChecks) -> Result<Page<FraudCheck>, ApiError> {
    let payments = &context.state.payments;
    let search = context.state.fraud_checks.search().key(request.payment_id);
    let status = request.payment_status;
    search
        .between(request.min_created_date, request.max_created_date, |record| Some(record.created_date))
        .equals(request.action, |record| record.check.action.as_ref())
        .equals(request.check_status, |record| Some(&record.check.check_status))
        .equals(request.rule_id, |record| record.check.rule_id.as_ref())
        .matching(move |record| status.as_ref().is_none_or(|status| record.payment_status(payments) == Some(status)))
        .page(request.page, request.size, |record| record.present(payments))
}

pub(crate) fn update_status(context: &mut Context<'_>, request: UpdateFraudCheckStatus) -> Result<(), ApiError> {
    if let FraudCheckStatus::Unrecognized(_) = request.check_status {
        return Err(INVALID_VALUE.field("checkStatus"));
    }
    context.state.fraud_checks.find_mut(request.id)?.check.check_status = request.check_status;
    Ok(())
}

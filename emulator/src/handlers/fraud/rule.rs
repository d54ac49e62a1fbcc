//! Fraud rules, of which there is one.

use craftgate_core::Page;
use craftgate_core::fraud::{FraudRule, SearchFraudRules};

use crate::domain::context::Context;
use crate::domain::fraud_check::rule;
use crate::error::ApiError;
use crate::store::{matches, page};

pub(crate) fn search(_: &mut Context<'_>, request: SearchFraudRules) -> Result<Page<FraudRule>, ApiError> {
    let rule = rule();
    let is_match = matches(&request.name, &rule.name)
        && matches(&request.action, &rule.action)
        && rule.operations.iter().any(|operation| matches(&request.operation, operation));
    let rules = if is_match { vec![rule] } else { Vec::new() };
    page(rules, request.page, request.size)
}

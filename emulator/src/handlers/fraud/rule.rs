//! Fraud rules.

use craftgate_core::Page;
use craftgate_core::fraud::{FraudRule, SearchFraudRules};

use crate::domain::context::Context;
use crate::domain::fraud_rules;
use crate::error::ApiError;
use crate::store::{matches, page};

pub(crate) fn search(context: &mut Context<'_>, request: SearchFraudRules) -> Result<Page<FraudRule>, ApiError> {
    let mut rules = fraud_rules::all(&context.state.value_lists);
    rules.retain(|rule| {
        matches(&request.name, &rule.name)
            && matches(&request.action, &rule.action)
            && rule.operations.iter().any(|operation| matches(&request.operation, operation))
    });
    page(rules, request.page, request.size)
}

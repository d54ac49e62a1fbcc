//! The rules of Craftgate's documentation, one test each: a request that breaks the rule, what is found in it, and a
//! neighbour that keeps the rule and has no finding at all.

mod apm;
mod bnpl;
mod card_payments;
mod members;
mod others;
mod pages;

use craftgate_core::{Validate, ValidationError, ValidationWarning};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{invalid, missing};

/// What is found in a request.
#[derive(Debug, PartialEq)]
enum Finding {
    Error(ValidationError),
    Warning(ValidationWarning),
}

impl From<ValidationError> for Finding {
    fn from(error: ValidationError) -> Self {
        Self::Error(error)
    }
}

impl From<ValidationWarning> for Finding {
    fn from(warning: ValidationWarning) -> Self {
        Self::Warning(warning)
    }
}

fn disputed(error: ValidationError) -> ValidationWarning {
    ValidationWarning::Disputed(error)
}

fn not_allowed(field: &'static str, with: &'static str) -> ValidationError {
    ValidationError::NotAllowed { field, with }
}

/// A request with some of its fields replaced; `null` takes one out.
fn request<O: DeserializeOwned>(base: &Value, changes: &Value) -> O {
    let mut request = base.clone();
    merge(&mut request, changes);
    serde_json::from_str(&request.to_string()).unwrap_or_else(|error| panic!("{error}: {request}"))
}

fn merge(target: &mut Value, changes: &Value) {
    let (Value::Object(target), Value::Object(changes)) = (target, changes) else { panic!("not an object") };
    for (name, change) in changes {
        match (target.get_mut(name), change) {
            (_, Value::Null) => drop(target.remove(name)),
            (Some(field @ Value::Object(_)), Value::Object(_)) => merge(field, change),
            (_, change) => drop(target.insert(name.clone(), change.clone())),
        }
    }
}

fn all_findings(operation: &impl Validate) -> Vec<Finding> {
    let (errors, warnings) = match operation.validate() {
        Ok(warnings) => (Vec::new(), warnings),
        Err(findings) => (findings.as_slice().to_vec(), findings.warnings().to_vec()),
    };
    errors.into_iter().map(Finding::Error).chain(warnings.into_iter().map(Finding::Warning)).collect()
}

#[track_caller]
fn check<O: DeserializeOwned + Validate>(base: &Value, broken: &Value, finding: Finding, kept: &Value) {
    assert_eq!(all_findings(&request::<O>(base, broken)), [finding], "{broken}");
    assert_eq!(all_findings(&request::<O>(base, kept)), [], "{kept}");
}

/// `rule_of_the_documentation: Operation, base, { what breaks it } => what is found, { what keeps it };`
macro_rules! rules {
    ($($rule:ident: $operation:ty, $base:expr, $broken:tt => $finding:expr, $kept:tt;)*) => {
        $(#[test]
        fn $rule() {
            $crate::validation::rules::check::<$operation>(
                &$base,
                &::serde_json::json!($broken),
                $finding.into(),
                &::serde_json::json!($kept),
            );
        })*
    };
}
use rules;

/// A payment by a card's own data, without findings.
fn card_payment() -> Value {
    json!({
        "price": 100, "paidPrice": 100, "currency": "TRY", "installment": 1, "items": [{"price": 60}, {"price": 40}],
        "conversationId": "siparis-17-1",
        "card": {
            "cardHolderName": "Gülşah Işık", "cardNumber": "5258640000000001", "expireYear": "2044", "expireMonth": "07",
            "cvc": "000",
        },
    })
}

/// A payment without a card, to which a method or a page is added.
fn order() -> Value {
    json!({
        "price": 100, "paidPrice": 100, "currency": "TRY", "items": [{"price": 60}, {"price": 40}],
        "conversationId": "siparis-17-1", "callbackUrl": "https://example.com/dönüş",
    })
}

/// An order with further fields.
fn order_with(fields: Value) -> Value {
    let mut order = order();
    merge(&mut order, &fields);
    order
}

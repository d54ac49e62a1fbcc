//! The rules of Craftgate's documentation, one test each: a request that breaks the rule, its error or warning,
//! and a similar request that keeps the rule and has neither.

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

/// An error or a warning of a request.
#[derive(Debug, PartialEq)]
enum ErrorOrWarning {
    Error(ValidationError),
    Warning(ValidationWarning),
}

impl From<ValidationError> for ErrorOrWarning {
    fn from(error: ValidationError) -> Self {
        Self::Error(error)
    }
}

impl From<ValidationWarning> for ErrorOrWarning {
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

fn errors_and_warnings(operation: &impl Validate) -> Vec<ErrorOrWarning> {
    let (errors, warnings) = match operation.validate() {
        Ok(warnings) => (Vec::new(), warnings),
        Err(errors) => (errors.as_slice().to_vec(), errors.warnings().to_vec()),
    };
    errors.into_iter().map(ErrorOrWarning::Error).chain(warnings.into_iter().map(ErrorOrWarning::Warning)).collect()
}

#[track_caller]
fn check<O: DeserializeOwned + Validate>(base: &Value, broken: &Value, expected: ErrorOrWarning, kept: &Value) {
    assert_eq!(errors_and_warnings(&request::<O>(base, broken)), [expected], "{broken}");
    assert_eq!(errors_and_warnings(&request::<O>(base, kept)), [], "{kept}");
}

/// `rule_of_the_documentation: Operation, base, { what breaks it } => its error or warning, { what keeps it };`
macro_rules! rules {
    ($($rule:ident: $operation:ty, $base:expr, $broken:tt => $expected:expr, $kept:tt;)*) => {
        $(#[test]
        fn $rule() {
            $crate::validation::rules::check::<$operation>(
                &$base,
                &::serde_json::json!($broken),
                $expected.into(),
                &::serde_json::json!($kept),
            );
        })*
    };
}
use rules;

/// A payment by a card's own data, without errors or warnings.
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

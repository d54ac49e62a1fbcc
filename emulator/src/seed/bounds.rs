//! Bounds of numbers and dates.

use chrono::{Datelike as _, NaiveDateTime};
use serde::Serialize;
use serde_json::Value;

use super::contradiction::Contradiction;
use super::position::Step;

/// The bound of amounts, ids and counts: sums and products of smaller ones don't overflow.
const LIMIT: f64 = 1e15;

/// The fields whose numbers are never negative.
const NOT_NEGATIVE: &[&str] = &[
    "installment",
    "paidPrice",
    "price",
    "refundBankPrice",
    "refundPrice",
    "refundWalletPrice",
    "subMerchantMemberPrice",
    "totalPrice",
    "walletPrice",
    "withdrawalAmount",
];

/// Checks the numbers and the dates of records.
pub(super) fn check(records: &impl Serialize) -> Result<(), Contradiction> {
    let records = serde_json::to_value(records);
    let records = records.map_err(|error| Contradiction { path: Vec::new(), reason: error.to_string() })?;
    walk(&records, &mut Vec::new())
}

fn walk(value: &Value, path: &mut Vec<Step>) -> Result<(), Contradiction> {
    match value {
        Value::Number(number) if number.as_f64().is_none_or(|number| number.abs() >= LIMIT) => {
            Err(Contradiction { path: path.clone(), reason: "the number is too large".to_owned() })
        }
        Value::Number(number) if number.as_f64().is_some_and(|number| number < 0.0) && is_never_negative(path) => {
            Err(Contradiction { path: path.clone(), reason: "must not be negative".to_owned() })
        }
        Value::String(string) if is_far_date(string) => {
            Err(Contradiction { path: path.clone(), reason: "the year is not between 0 and 9999".to_owned() })
        }
        Value::Array(items) => items.iter().zip(0..).try_for_each(|(item, index)| {
            let step = id(item).map_or(Step::Item(index), Step::Record);
            walk_to(item, step, path)
        }),
        Value::Object(fields) => {
            fields.iter().try_for_each(|(name, field)| walk_to(field, Step::Field(name.clone()), path))
        }
        _ => Ok(()),
    }
}

fn walk_to(value: &Value, step: Step, path: &mut Vec<Step>) -> Result<(), Contradiction> {
    path.push(step);
    walk(value, path)?;
    path.pop();
    Ok(())
}

fn is_never_negative(path: &[Step]) -> bool {
    matches!(path.last(), Some(Step::Field(name)) if NOT_NEGATIVE.contains(&name.as_str()))
}

/// Returns the id of a record, or of the object of the API in it.
fn id(record: &Value) -> Option<i64> {
    let own = record.get("id");
    let inner = || record.as_object()?.values().find_map(|inner| inner.get("id"));
    own.or_else(inner)?.as_i64()
}

/// Returns true for a date whose year has a sign, since it has another number of digits than four or is negative.
fn is_far_date(string: &str) -> bool {
    let has_sign = string.starts_with(['+', '-']);
    has_sign && string.parse::<NaiveDateTime>().is_ok_and(|date| !(0..=9999).contains(&date.year()))
}

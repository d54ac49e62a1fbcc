//! Laws of `validate`: it never panics, and an operation made as documented has no errors or warnings.

use craftgate_core::chrono::NaiveDate;
use craftgate_core::payment::{Amounts, Card, CardNumber, CreatePayment, InitThreeDsPayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Currency, Validate};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::with_every_checked_operation;
use crate::common::cases;
use crate::common::fixtures::expiry;
use craftgate_test_support::operations::entry;

/// Any JSON that a field may hold: often of the right kind, often at an edge.
fn values() -> impl Strategy<Value = Value> {
    const EDGES: &[&str] =
        &["", " ", "0", "12", "2044", "113012000000009", "TR930006701000000001111111", "AUTH", "TRY", "MASLAK"];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-10..40_i32).prop_map(Value::from),
        prop::sample::select(EDGES).prop_map(Value::from),
        "[0-9]{0,20}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!({"klarna": {"country": "ğ"}, "fingate": {"isHostedPage": true}, "otpCode": 7, "productId": null})),
        Just(json!([{"price": "79228162514264337593543950335"}, {"price": "79228162514264337593543950335"}])),
    ]
}

/// Replaces the field that `place` falls on, at any depth.
fn replace(target: &mut Value, place: &mut usize, value: &Value) {
    let fields: Box<dyn Iterator<Item = &mut Value>> = match target {
        Value::Object(object) => Box::new(object.values_mut()),
        Value::Array(array) => Box::new(array.iter_mut()),
        _ => return,
    };
    for field in fields {
        if *place == 0 {
            *field = value.clone();
            return;
        }
        *place -= 1;
        replace(field, place, value);
    }
}

/// Returns true if the operation can be made of this JSON.
fn validates<O: DeserializeOwned + Validate>(operation: &Value) -> bool {
    let Ok(operation) = serde_json::from_str::<O>(&operation.to_string()) else { return false };
    let today = NaiveDate::from_ymd_opt(2026, 3, 25).unwrap();
    let (on_any_day, on_this_day) = (operation.validate(), operation.validate_on(today));
    let count = |result: &Result<Vec<_>, craftgate_core::ValidationErrors>| match result {
        Ok(warnings) => warnings.len(),
        Err(errors) => errors.to_string().len().min(1) + errors.as_slice().len() + errors.warnings().len(),
    };
    assert!(count(&on_this_day) >= count(&on_any_day), "a day can only add errors and warnings");
    true
}

macro_rules! never_panics {
    ($($module:ident::$name:ident,)*) => {
        /// Each operation, and how to validate one made of JSON.
        const OPERATIONS: &[(&str, fn(&Value) -> bool)] = &[$((
            concat!(stringify!($module), "::", stringify!($name)),
            validates::<craftgate_core::$module::$name>,
        ),)*];
    };
}
with_every_checked_operation!(never_panics);

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn no_operation_makes_validate_panic(
        index in 0..OPERATIONS.len(),
        changes in prop::collection::vec((0..80_usize, values()), 0..6),
    ) {
        let (name, validates) = OPERATIONS[index];
        let mut operation: Value = serde_json::from_str(&entry(name).stored()).unwrap();
        prop_assert!(validates(&operation), "{name}");
        for (mut place, value) in changes {
            let before = operation.clone();
            replace(&mut operation, &mut place, &value);
            if !validates(&operation) {
                operation = before;
            }
        }
    }

    #[test]
    fn a_payment_made_as_documented_has_no_errors_or_warnings(
        prices in prop::collection::vec(1..10_000_000_i64, 1..6),
        commission in 0..50_i64,
        installment in 1..=12_i32,
        (year, month) in (2026..=2099_u16, 1..=12_u8),
        conversation_id in "[A-Za-z0-9çğıöşü_][A-Za-z0-9çğıöşü_+ #.:/-]{0,40}",
    ) {
        let price: Decimal = prices.iter().map(|cents| Decimal::new(*cents, 2)).sum();
        let paid_price = (price * Decimal::new(100 + commission, 2)).round_dp(2);
        let items = prices.iter().map(|cents| PaymentItem::new(Decimal::new(*cents, 2)));
        let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), expiry(year, month), "000");
        let payment = CreatePayment::new(Amounts { price, paid_price }, Currency::Try, installment, items.collect::<Vec<_>>())
            .card(card)
            .conversation_id(conversation_id);
        let first_day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        prop_assert_eq!(payment.validate_on(first_day), Ok(vec![]));
        let three_ds = InitThreeDsPayment::new(payment, "https://example.com/3ds").callback_v2();
        prop_assert_eq!(three_ds.validate(), Ok(vec![]));
    }
}

//! Whatever is called, the API responds, and works afterwards.

use craftgate_core::Currency;
use craftgate_core::payment::InitCheckoutPayment;
use proptest::prelude::*;
use serde_json::Value;

use super::{Controlled, card};
use crate::common::http::{call, connect, exchange, status};
use crate::common::{CALLBACK_URL, amounts, items};

/// A call with parts that mostly make sense.
fn any_call() -> impl Strategy<Value = (String, String, String)> {
    let method = prop::sample::select(vec!["GET", "POST", "PUT", "DELETE", "PATCH"]);
    let segment = prop::sample::select(vec![
        "payments",
        "checkouts",
        "multi-payments",
        "card-verifications",
        "loans",
        "bkm-express",
        "bank-transfers",
        "value-lists",
        "state",
        "reset",
        "clock",
        "advance",
        "faults",
        "events",
        "webhooks",
        "resend",
        "confirm",
        "review",
        "authenticate",
        "visit",
        "links",
        "submit",
        "pos",
        "masterpass",
        "link",
        "emulator",
        "three-ds-pay",
        "autopilot",
        "payouts",
        "run",
        "bounce",
        "method",
        "form",
        "code",
        "pay",
        "verify",
        "decide",
        "1",
        "2",
        "9223372036854775807",
        "-1",
        "emulator-checkout-1",
        "emulator-multi-payment-2",
        "%C5%9F",
        "%FF",
        "a%2Fb",
        "",
    ]);
    let path = prop::collection::vec(segment, 0..4).prop_map(|segments| segments.join("/"));
    let number = prop::sample::select(vec![
        "0",
        "1",
        "-1",
        "100",
        "1e300",
        "18446744073709551615",
        "79228162514264337593543950335",
        "0.001",
        "\"1\"",
        "null",
    ]);
    let field = prop::sample::select(vec![
        "seconds",
        "now",
        "stopped",
        "times",
        "effect",
        "delayMilliseconds",
        "card",
        "price",
        "installment",
        "value",
        "granted",
        "threeDs",
        "outcome",
        "mdStatus",
        "enabled",
        "up",
        "code",
        "method",
        "amount",
        "gsmNumber",
        "merchants",
        "records",
        "recordDate",
    ]);
    let time = prop::sample::select(vec![
        "\"2026-01-01T00:00:00\"",
        "\"+262142-12-31T23:59:59\"",
        "\"9999-12-31T23:59:59\"",
        "\"1970-01-01T00:00:00\"",
    ]);
    let value = prop_oneof![
        4 => number.prop_map(str::to_owned),
        2 => time.prop_map(str::to_owned),
        1 => Just(card().to_string()),
        1 => Just("true".to_owned()),
        1 => prop::sample::select(vec!["\"drop\"", "\"half\"", "\"truncate\"", "\"PAPARA\"", "\"123456\""]).prop_map(str::to_owned),
        1 => Just("[{}]".to_owned()),
        1 => Just(r#"[{"records":{"members":[{"id":1}],"merchants":3}}]"#.to_owned()),
    ];
    let fields = prop::collection::vec((field, value), 0..3);
    let body = fields.prop_map(|fields| {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    });
    (method.prop_map(str::to_owned), path, prop_oneof![9 => body, 1 => Just("{".to_owned())])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every call gets a response, and the API works afterwards.
    #[test]
    fn no_control_call_panics(calls in prop::collection::vec(any_call(), 1..20)) {
        let controlled = Controlled::open();
        controlled.shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
        for (method, path, body) in calls {
            let (status, response) = call(controlled.server.address(), &method, &format!("/emulator/{path}"), &body);
            prop_assert!((200..500).contains(&status), "{} {} {}: {} {}", method, path, body, status, response);
        }
        controlled.must("DELETE", "/faults", &Value::Null);
        let response = exchange(&mut connect(controlled.server.address()), &controlled.payment());
        prop_assert!(["200", "422"].contains(&status(&response)), "{}", response);
    }
}

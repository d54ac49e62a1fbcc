//! The state, the clock, and which merchant is meant.

use craftgate_core::Currency;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{InitCheckoutPayment, RetrievePayment};
use craftgate_emulator::{Emulator, Server};
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use super::{Controlled, card};
use crate::common::http::call;
use crate::common::{CALLBACK_URL, amounts, items, noon, payment};

#[test]
fn the_state_goes_out_and_in_and_away() {
    let controlled = Controlled::open();
    controlled.shop.send(&payment(&[dec!(100)]));
    let (status, state) = controlled.call("GET", "/state", &Value::Null);
    assert_eq!(status, 200);
    controlled.must("POST", "/reset", &Value::Null);
    assert_eq!(controlled.shop.rejection(&RetrievePayment::new(PaymentId::new(1))).status, 404);
    assert_eq!(call(controlled.server.address(), "PUT", "/emulator/state", &state).0, 204);
    assert_eq!(controlled.shop.send(&RetrievePayment::new(PaymentId::new(1))).paid_price, Some(dec!(100)));
    assert_eq!(controlled.call("GET", "/state", &Value::Null).1, state);
}

#[test]
fn the_clock_is_set_and_advanced() {
    let controlled = Controlled::open();
    let page = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
    let token = controlled.shop.send(&page).token;
    assert_eq!(controlled.must("GET", "/clock", &Value::Null), json!({"now": "2026-03-25T12:00:00", "stopped": false}));
    let advanced = controlled.must("POST", "/clock/advance", &json!({"seconds": 1800}));
    assert_eq!(advanced, json!({"now": "2026-03-25T12:30:00", "stopped": false}));
    let path = format!("/checkouts/{}/pay", token.expose());
    let (status, response) = controlled.call("POST", &path, &json!({"card": card()}));
    assert_eq!(status, 422, "the page has expired: {response}");
    let set = controlled.must("PUT", "/clock", &json!({"now": "2026-03-25T12:00:00", "stopped": true}));
    assert_eq!(set, json!({"now": "2026-03-25T12:00:00", "stopped": true}));
    assert_eq!(controlled.must("GET", "/clock", &Value::Null), set);
    controlled.must("POST", &path, &json!({"card": card()}));
}

#[test]
fn merchants_are_named_by_their_number() {
    let second = Emulator::builder().api_key("key-2").secret_key("secret-2").clock(noon).build();
    let server = Server::builder(Emulator::new()).merchant(second.clone()).bind("127.0.0.1:0").unwrap();
    let call = |path: &str| call(server.address(), "POST", path, r#"{"value":"x"}"#).0;
    assert_eq!(call("/emulator/value-lists/liste?merchant=2"), 200);
    assert_eq!(second.listed_values("liste"), ["x"]);
    assert_eq!(server.emulator().listed_values("liste"), [""; 0]);
}

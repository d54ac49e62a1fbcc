//! The control API.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::id::PaymentId;
use craftgate_core::pay_by_link::{CreateProduct, ProductText};
use craftgate_core::payment::{
    ApmType, CompleteThreeDsPayment, InitApmPayment, InitCheckoutPayment, InitThreeDsPayment, PaymentStatus,
    RetrieveCheckoutPayment, RetrievePayment,
};
use craftgate_core::{Currency, Environment, Protocol, RandomKey};
use craftgate_emulator::{Emulator, Server};
use proptest::prelude::*;
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use crate::common::http::{call, connect, exchange, send, status, to_bytes};
use crate::common::{CALLBACK_URL, Shop, amounts, items, noon, payment};

/// A shop whose emulator is served, for its control API.
struct Controlled {
    shop: Shop,
    server: Server,
}

impl Controlled {
    fn open() -> Self {
        let shop = Shop::open();
        let server = Server::start(shop.emulator.clone()).unwrap();
        Self { shop, server }
    }

    /// Returns the status and the body of the response to a control request.
    fn call(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        call(self.server.address(), method, &format!("/emulator{path}"), &body)
    }

    /// Returns the result of a control request that must succeed.
    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, response) = self.call(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {response}");
        if response.is_empty() { Value::Null } else { serde_json::from_str(&response).unwrap() }
    }

    /// Returns the bytes of a signed request that pays 100 lira.
    fn payment(&self) -> Vec<u8> {
        let environment = Environment::custom(&self.server.url()).unwrap();
        let protocol = Protocol::new(self.shop.emulator.credentials().unwrap(), environment);
        let operation = payment(&[dec!(100)]);
        let request = protocol.exchange(&operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
        to_bytes(&request)
    }

    /// Pays over a connection of its own, and returns all that arrives.
    fn pay(&self) -> String {
        let mut connection = connect(self.server.address());
        let payment = String::from_utf8(self.payment()).unwrap();
        let payment = payment.replacen("\r\ncontent-length", "\r\nconnection: close\r\ncontent-length", 1);
        connection.write_all(payment.as_bytes()).unwrap();
        let mut response = Vec::new();
        let _ = connection.read_to_end(&mut response);
        String::from_utf8(response).unwrap()
    }

    fn payments(&self) -> usize {
        self.shop.emulator.events().len()
    }
}

fn card() -> Value {
    json!({"cardHolderName": "Gülşah Işık", "cardNumber": "5258640000000001", "expireYear": "2044",
           "expireMonth": "07", "cvc": "000"})
}

fn approved() -> Value {
    json!({"outcome": "approved"})
}

#[test]
fn customers_and_banks_act() {
    let controlled = Controlled::open();
    let shop = &controlled.shop;
    let apm = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items());
    let id = shop.send(&apm).payment_id.unwrap();
    let confirmed = controlled.must("POST", &format!("/payments/{id}/confirm"), &Value::Null);
    assert_eq!(confirmed["paymentStatus"], "SUCCESS");
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Success);
    assert_eq!(controlled.must("POST", &format!("/payments/{id}/review"), &Value::Null), json!({"id": 1}));

    let page = shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
    let path = format!("/checkouts/{}/pay", page.token.expose());
    let paid = controlled.must("POST", &path, &json!({"card": card()}));
    assert_eq!(paid["paidPrice"], 100);
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(page.token)).paid_price, Some(dec!(100)));

    let page = shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
    let path = format!("/checkouts/{}/submit", page.token.expose());
    let step = controlled.must("POST", &path, &json!({"card": card(), "threeDs": true}));
    assert!(step["pageUrl"].as_str().unwrap().starts_with(&controlled.server.url()), "{step}");
    let form = controlled.must("POST", &format!("/payments/{}/authenticate", step["paymentId"]), &approved());
    assert_eq!(form["body"], format!("token={}", page.token.expose()));
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(page.token)).is_three_ds, Some(true));

    let id = shop.send(&apm).payment_id.unwrap();
    controlled.must("POST", &format!("/payments/{id}/visit"), &json!({"outcome": "later"}));
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Waiting);
    controlled.must("POST", &format!("/payments/{id}/visit"), &json!({"outcome": "declined"}));
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Failure);
    let text = ProductText { name: "İpek şal", description: "El dokuması" };
    let product = CreateProduct::new(text, dec!(10), Currency::Try, [1]);
    let link = shop.send(&product).token.unwrap();
    let paid = controlled.must("POST", &format!("/links/{link}/pay"), &json!({"card": card()}));
    assert_eq!(paid["paidPrice"], 10);

    let ticket = shop.send(&InitBkmExpressPayment::new(amounts(), Currency::Try, items())).id;
    controlled.must("POST", &format!("/bkm-express/{ticket}/confirm"), &Value::Null);
    let transfer = json!({"amount": 12.5, "currency": "TRY", "senderName": "Çağrı Öz"});
    assert_eq!(controlled.must("POST", "/bank-transfers", &transfer), json!({"id": 1}));
    controlled.must("POST", "/value-lists/engelli%20ipler", &json!({"value": "127.0.0.1"}));
    assert_eq!(controlled.must("GET", "/value-lists/engelli%20ipler", &Value::Null), json!(["127.0.0.1"]));

    let events = controlled.must("GET", "/events", &Value::Null);
    let types: BTreeSet<&str> =
        events.as_array().unwrap().iter().map(|event| event["eventType"].as_str().unwrap()).collect();
    let expected =
        ["API_AUTH", "CHECKOUTFORM_AUTH", "BKM_EXPRESS_PAYMENT_NOTIFICATION", "BANK_ACCOUNT_TRACKING_RECORD"];
    assert_eq!(types, BTreeSet::from(expected));
    let last = events.as_array().unwrap().last().unwrap();
    assert_eq!(last["payload"]["senderName"], "Çağrı Öz");
}

#[test]
fn the_bank_authenticates() {
    let controlled = Controlled::open();
    let start = || {
        let init = InitThreeDsPayment::new(payment(&[dec!(100)]), CALLBACK_URL);
        controlled.shop.send(&init).payment_id.unwrap()
    };
    let authenticate =
        |id: PaymentId, body: Value| controlled.must("POST", &format!("/payments/{id}/authenticate"), &body);
    let id = start();
    let form = authenticate(id, json!({"outcome": "approved"}));
    assert_eq!(form["url"], CALLBACK_URL);
    assert_eq!(form["fields"][0], json!({"name": "status", "value": "SUCCESS"}));
    assert!(form["body"].as_str().unwrap().starts_with("status=SUCCESS&"));
    assert_eq!(controlled.shop.send(&CompleteThreeDsPayment::new(id)).payment_status, PaymentStatus::Success);
    for body in [
        json!({"outcome": "declined"}),
        json!({"outcome": "cancelled"}),
        json!({"outcome": "timedOut"}),
        json!({"outcome": "half", "mdStatus": 3}),
    ] {
        let id = start();
        authenticate(id, body);
        controlled.shop.rejection(&CompleteThreeDsPayment::new(id));
    }
    controlled.must("PUT", "/pos/emulator/three-ds-pay", &json!({"enabled": true}));
    let id = start();
    authenticate(id, json!({"outcome": "approved"}));
    assert_eq!(controlled.shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Success);
}

#[test]
fn what_can_not_be_done_is_explained() {
    let controlled = Controlled::open();
    let none = Value::Null;
    let cases = [
        ("POST", "/payments/1/confirm", none.clone(), 422, "Ödeme bulunamadı"),
        ("POST", "/payments/bir/confirm", none.clone(), 404, "there is no such payment"),
        ("POST", "/payments/1/review", none.clone(), 404, "there is no such payment"),
        ("POST", "/checkouts/yok/pay", json!({"card": card()}), 422, "Ortak ödeme bulunamadı"),
        ("POST", "/checkouts/yok/pay", json!({"kart": 1}), 400, "kart: unknown field `kart`"),
        ("POST", "/bank-transfers", json!({"amount": "çok"}), 400, "amount"),
        ("PUT", "/clock", json!({"now": "dün"}), 400, "now: "),
        ("PUT", "/clock", json!({"now": "+12000-01-01T00:00:00"}), 422, "now: the year is not between"),
        ("POST", "/clock/advance", json!({"seconds": u64::MAX}), 422, "seconds: the year would be after 9999"),
        ("POST", "/faults", json!({"effect": "explode"}), 400, "effect: unknown variant"),
        ("POST", "/faults", json!({"times": 3}), 422, "effect: missing"),
        ("PUT", "/state", json!({"merchants": [{"apiKy": 1}]}), 422, "line 1: merchants[0].apiKy: "),
        ("PUT", "/state", json!({"merchants": [{"apiKey": "x"}]}), 422, "was not started with a merchant"),
        ("GET", "/webhooks", none.clone(), 404, "without a webhook URL"),
        ("POST", "/webhooks/1/resend", none.clone(), 404, "no such webhook"),
        ("GET", "/clock?merchant=2", none.clone(), 404, "merchant: "),
        ("GET", "/nowhere", none.clone(), 404, "no such path"),
        ("DELETE", "/state", none, 404, "no such path"),
    ];
    for (method, path, body, expected, reason) in cases {
        let (status, response) = controlled.call(method, path, &body);
        assert_eq!(status, expected, "{method} {path}: {response}");
        let error: Value = serde_json::from_str(&response).unwrap();
        assert!(error["error"].as_str().unwrap().contains(reason), "{method} {path}: {response}");
    }
}

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
    assert_eq!(controlled.must("GET", "/clock", &Value::Null), json!({"now": "2026-03-25T12:00:00"}));
    let advanced = controlled.must("POST", "/clock/advance", &json!({"seconds": 1800}));
    assert_eq!(advanced, json!({"now": "2026-03-25T12:30:00"}));
    let path = format!("/checkouts/{}/pay", token.expose());
    let (status, response) = controlled.call("POST", &path, &json!({"card": card()}));
    assert_eq!(status, 422, "the page has expired: {response}");
    let set = controlled.must("PUT", "/clock", &json!({"now": "2026-03-25T12:00:00", "stopped": true}));
    assert_eq!(set, json!({"now": "2026-03-25T12:00:00"}));
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

#[test]
fn a_fault_meets_the_next_matching_requests() {
    let controlled = Controlled::open();
    let path = "/payment/v1/card-payments";
    controlled.must(
        "POST",
        "/faults",
        &json!({"effect": "tooManyRequests", "times": 2, "path": path, "method": "POST",
                                               "retryAfterSeconds": 7}),
    );
    let other = send(controlled.server.address(), "GET", path, "", "");
    assert_eq!(status(&other), "401", "another method");
    for _ in 0..2 {
        let response = controlled.pay();
        assert!(response.starts_with("HTTP/1.1 429 ") && response.contains("retry-after: 7\r\n"), "{response}");
    }
    assert_eq!(controlled.must("GET", "/faults", &Value::Null), json!([]));
    assert_eq!(controlled.payments(), 0);
    assert_eq!(status(&controlled.pay()), "200");
}

#[test]
fn faults_come_before_or_after_the_work() {
    for (effect, expected) in [
        ("internalError", "HTTP/1.1 500 "),
        ("unavailable", "HTTP/1.1 503 "),
        ("proxyPage", "HTTP/1.1 502 "),
        ("drop", ""),
    ] {
        for after_work in [false, true] {
            let controlled = Controlled::open();
            controlled.must(
                "POST",
                "/faults",
                &json!({"effect": effect, "afterWork": after_work, "path": "/payment/*"}),
            );
            let response = controlled.pay();
            match expected {
                "" => assert_eq!(response, ""),
                start => assert!(response.starts_with(start), "{response}"),
            }
            assert_eq!(controlled.payments(), usize::from(after_work), "{effect}");
            assert!(effect != "proxyPage" || response.contains("<h1>502 Bad Gateway</h1>"), "{response}");
        }
    }
}

#[test]
fn a_response_can_be_truncated() {
    let controlled = Controlled::open();
    controlled.must("POST", "/faults", &json!({"effect": "truncate"}));
    let response = controlled.pay();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert!(body.len() == length / 2 && body.starts_with(r#"{"data":{"id":1,"#), "{response}");
    assert_eq!(controlled.payments(), 1);
}

#[test]
fn a_response_can_be_late() {
    let controlled = Controlled::open();
    controlled.must("POST", "/faults", &json!({"delayMilliseconds": 300}));
    let start = Instant::now();
    assert_eq!(status(&controlled.pay()), "200");
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn waiting_faults_can_be_seen_and_removed() {
    let controlled = Controlled::open();
    controlled.must("POST", "/faults", &json!({"effect": "drop", "times": 3}));
    controlled.pay();
    assert_eq!(controlled.must("GET", "/faults", &Value::Null)[0]["times"], 2);
    controlled.must("DELETE", "/faults", &Value::Null);
    assert_eq!(status(&controlled.pay()), "200");
    for _ in 0..100 {
        controlled.must("POST", "/faults", &json!({"effect": "drop"}));
    }
    assert_eq!(controlled.call("POST", "/faults", &json!({"effect": "drop"})).0, 422);
}

#[test]
fn other_sites_have_no_control() {
    let controlled = Controlled::open();
    let address = controlled.server.address();
    let status_with = |method: &str, headers: &str| {
        status(&send(address, method, "/emulator/clock", headers, r#"{"now":"2026-01-01T00:00:00"}"#)).to_owned()
    };
    for headers in [
        "host: evil.example.com\r\n",
        "host: localhost.evil.example.com\r\n",
        "host: \r\n",
        "origin: https://evil.example.com\r\n",
        "origin: null\r\n",
        "sec-fetch-site: cross-site\r\n",
        "sec-fetch-site: same-site\r\n",
    ] {
        assert_eq!(status_with("PUT", headers), "403", "{headers}");
    }
    assert_eq!(controlled.shop.emulator.events(), []);
    for headers in
        ["host: localhost:4010\r\n", "host: [::1]:4010\r\n", "host: 127.0.0.1\r\n", "sec-fetch-site: none\r\n"]
    {
        assert_eq!(status_with("PUT", headers), "200", "{headers}");
    }
    assert_eq!(status_with("PUT", &format!("origin: http://{address}\r\n")), "200");
    assert_eq!(status_with("GET", "host: evil.example.com\r\n"), "403");
}

#[test]
fn the_public_name_is_one_of_the_emulators_own() {
    let server =
        Server::builder(Emulator::new()).public_url("http://craftgate.test:4010/").bind("127.0.0.1:0").unwrap();
    assert_eq!(server.url(), "http://craftgate.test:4010");
    let get = |host: &str| send(server.address(), "GET", "/emulator", &format!("host: {host}\r\n"), "");
    assert_eq!(status(&get("craftgate.test:4010")), "200");
    assert_eq!(status(&get("craftgate.example")), "403");
}

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
        "emulator",
        "three-ds-pay",
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
        "amount",
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
        1 => prop::sample::select(vec!["\"drop\"", "\"half\"", "\"truncate\""]).prop_map(str::to_owned),
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

/// Returns the method, the path and the body of every control call in the README.
fn calls_of_the_readme() -> Vec<(String, String, String)> {
    let readme = include_str!("../../README.md");
    let calls = readme.lines().filter_map(|line| line.strip_prefix("curl -X "));
    calls
        .map(|call| {
            let (method, rest) = call.split_once(' ').unwrap();
            let (url, body) = rest.split_once(" -d '").unwrap_or((rest, "'"));
            let path = url.strip_prefix("http://127.0.0.1:4010").unwrap();
            (method.to_owned(), path.to_owned(), body.strip_suffix('\'').unwrap().to_owned())
        })
        .collect()
}

#[test]
fn every_call_of_the_readme_succeeds() {
    let controlled = Controlled::open();
    let calls = calls_of_the_readme();
    assert!(calls.len() > 10);
    for (method, path, body) in calls {
        let (status, response) = call(controlled.server.address(), &method, &path, &body);
        assert!((200..300).contains(&status), "{method} {path} {body}: {status} {response}");
    }
}

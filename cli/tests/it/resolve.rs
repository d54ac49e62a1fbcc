//! What became of a call whose outcome is unknown.

use std::net::TcpListener;

use crate::command::{craftgate, server};

const PAYMENT: &str = r#"{"price":100.00,"paidPrice":100.00,"currency":"TRY","installment":1,"conversationId":"sipariş-17-1",
    "items":[{"price":100.00}],"card":{"cardHolderName":"Gülşah Işık","cardNumber":"5258640000000001","expireYear":"2044",
    "expireMonth":"07","cvc":"000"}}"#;

#[test]
fn a_payment_that_was_made_is_found() {
    let server = server();
    let made = craftgate("call payment::CreatePayment -").to(&server).stdin(PAYMENT).run().json(0);
    let resolve =
        craftgate("resolve payment::CreatePayment - --max-wait 0 --elapsed 60").to(&server).stdin(PAYMENT).run();
    let found = resolve.json(0);
    assert_eq!((&found["outcome"], &found["record"]["id"]), (&"DONE".into(), &made["id"]));
    assert!(resolve.stdout.contains("\"paidPrice\": 100.00"), "{}", resolve.stdout);
}

#[test]
fn a_payment_that_never_arrived_is_not_done_once_it_can_not_arrive_any_more() {
    let server = server();
    let resolve = |elapsed: &str| {
        let args = format!("resolve payment::CreatePayment - --max-wait 0 --elapsed {elapsed}");
        craftgate(&args).to(&server).stdin(PAYMENT).run()
    };
    let open = resolve("1").json(4);
    assert_eq!(open["outcome"], "UNKNOWN");
    assert!(open["retryAfterSeconds"].as_u64().is_some());
    assert_eq!(resolve("86400").json(5)["reason"], "NEVER_ARRIVED");
}

#[test]
fn a_call_without_an_id_can_not_be_looked_up() {
    let nameless = PAYMENT.replace(r#""conversationId":"sipariş-17-1","#, "");
    let resolve = craftgate("resolve payment::CreatePayment - --max-wait 0").to(&server()).stdin(nameless).run();
    assert!(resolve.json(4)["retryAfterSeconds"].is_null());
    assert!(resolve.stderr.contains("no call is safe"), "{}", resolve.stderr);
}

#[test]
fn a_look_up_that_fails_decides_nothing() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let resolve = craftgate("resolve payment::RetrievePayment id=1 --max-wait 0");
    let open = resolve.env("CRAFTGATE_ENVIRONMENT", &format!("http://{closed}")).run();
    assert_eq!(open.json(4)["outcome"], "UNKNOWN");
}

#[test]
fn an_operation_without_a_rule_is_bad_input() {
    let done = craftgate("resolve onboarding::SearchMembers").run();
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("has no rule for it"), "{}", done.stderr);
}

//! The response to a call means the same, whether it was sent for the first time or again.

use std::sync::atomic::{AtomicBool, Ordering};

use craftgate_core::catalog::AnyOperation;
use craftgate_core::payment::{Payment, PaymentStatus};
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use craftgate_outbox::{NewCall, State, StoredCall, Worker};

use crate::support::{APPROVED_CARD, Database, Shop, client, each_engine, payment};

each_engine! {
    a_failed_payment_is_failed
    a_waiting_payment_is_done_with_its_page
    a_capture_that_was_not_made_is_looked_up
    a_response_without_content_is_done
}

fn ok(body: &str) -> Response {
    Response::new(Body::from(body))
}

/// Craftgate, which responds with these bodies; the response to the first request gets lost if `is_lost`.
fn craftgate(is_lost: bool, to_call: &'static str, to_look_up: &'static str) -> impl Transport {
    let is_lost = AtomicBool::new(is_lost);
    from_fn(move |request: Request| {
        if is_lost.swap(false, Ordering::SeqCst) {
            return Err(TransportError::maybe_sent("connection reset"));
        }
        Ok(ok(if request.method() == "GET" { to_look_up } else { to_call }))
    })
}

/// What becomes of an operation whose first response is received, and of the same one whose first response gets lost.
fn both(shop: &Shop<'_>, operation: &AnyOperation, to_call: &'static str, to_look_up: &'static str) -> [StoredCall; 2] {
    [("alindi", false), ("kayip", true)].map(|(key, is_lost)| {
        shop.outbox().enqueue(&NewCall::new(key, operation.clone())).unwrap();
        let mut worker = Worker::new(shop.outbox(), client(&shop.emulator, craftgate(is_lost, to_call, to_look_up)));
        for _ in 0..20 {
            worker.drain().unwrap();
            shop.clock.advance(60);
        }
        shop.find(key)
    })
}

fn a_failed_payment_is_failed(database: &Database) {
    let shop = Shop::new(database);
    let body = r#"{"data":{"id":1,"paymentStatus":"FAILURE","conversationId":"siparis-17","yeni":1.10}}"#;
    for stored in both(&shop, &payment("siparis-17", APPROVED_CARD).into(), body, "") {
        assert_eq!((stored.state, stored.status), (State::Failed, Some(200)), "{}", stored.idempotency_key);
        assert_eq!(stored.output::<Payment>().unwrap().payment_status, PaymentStatus::Failure);
        let response = stored.response.unwrap();
        assert!(response.as_bytes().ends_with(br#""yeni":1.10}"#), "as it was received");
    }
}

fn a_waiting_payment_is_done_with_its_page(database: &Database) {
    let shop = Shop::new(database);
    let apm = r#"{"apmType":"PAYPAL","price":1,"paidPrice":1,"currency":"TRY","conversationId":"siparis-17",
        "callbackUrl":"https://shop.example.com/apm","items":[{"price":1}]}"#;
    let apm = AnyOperation::from_json("payment::CreateApmPayment", apm).unwrap();
    let body = r#"{"data":{"id":1,"paymentStatus":"WAITING","redirectUrl":"https://apm.example.com/1"}}"#;
    let found = r#"{"data":{"items":[{"id":1,"paymentStatus":"WAITING"}],"page":0,"size":10,"totalSize":1}}"#;
    for stored in both(&shop, &apm, body, found) {
        assert_eq!((stored.state, stored.status), (State::Done, Some(200)), "{}", stored.idempotency_key);
        let response = stored.response.unwrap();
        assert!(response.as_bytes().ends_with(br#""redirectUrl":"https://apm.example.com/1"}"#));
    }
}

fn a_capture_that_was_not_made_is_looked_up(database: &Database) {
    let shop = Shop::new(database);
    let capture = AnyOperation::from_json("payment::PostAuthPayment", r#"{"paymentId":1}"#).unwrap();
    let held = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","paymentPhase":"PRE_AUTH"}}"#;
    for stored in both(&shop, &capture, held, held) {
        assert_eq!(stored.state, State::NotSent, "{}", stored.idempotency_key);
    }
    let shop = Shop::new(database);
    let captured = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","paymentPhase":"POST_AUTH"}}"#;
    for key in ["alindi", "kayip"] {
        assert!(shop.outbox().delete(key).unwrap());
    }
    for stored in both(&shop, &capture, held, captured) {
        assert_eq!(stored.state, State::Done, "{}", stored.idempotency_key);
    }
}

fn a_response_without_content_is_done(database: &Database) {
    let shop = Shop::new(database);
    let deletion = r#"{"cardUserKey":"belirteç-u","cardToken":"belirteç-k"}"#;
    let deletion = AnyOperation::from_json("payment::DeleteStoredCard", deletion).unwrap();
    for stored in both(&shop, &deletion, "{}", "") {
        assert_eq!((stored.state, stored.status), (State::Done, Some(200)), "{}", stored.idempotency_key);
        assert!(stored.response.is_none());
    }
}

//! Async calls run side by side, try again as core decides, and leave nothing behind when they are dropped.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{
    Body, Currency, Environment, Outcome, Protocol, Request, Response, RetryPolicy, Transport as _, TransportError,
};
use craftgate_custom_transports::asynchronous::{AsyncTransport, Reqwest, send};
use craftgate_emulator::{Emulator, Server};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

fn payment() -> CreatePayment {
    let price = Decimal::new(89_90, 2);
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Gümüş tepsi")])
        .card(Card::new("Gülşah Işık", "4043080000000003", "2044", "07", "000"))
}

fn protocol(emulator: &Emulator) -> Protocol {
    Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox)
}

fn eager(max: u32) -> RetryPolicy {
    RetryPolicy::new(max).initial_backoff(Duration::ZERO)
}

/// Lets no request through before `all` of them are there.
struct Together {
    emulator: Emulator,
    all: Barrier,
}

impl AsyncTransport for Together {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.all.wait().await;
        self.emulator.send(request)
    }
}

#[tokio::test]
async fn twenty_payments_are_under_way_at_once_in_one_thread() {
    let emulator = Emulator::new();
    let shared = std::sync::Arc::new((protocol(&emulator), Together { emulator, all: Barrier::new(20) }));
    let mut payments = JoinSet::new();
    for number in 0..20 {
        let shared = std::sync::Arc::clone(&shared);
        payments.spawn(async move {
            let (protocol, transport) = &*shared;
            let payment = payment();
            let call = protocol.exchange(&payment).idempotency_key(format!("siparis-{number}"));
            send(&call, transport, RetryPolicy::new(0)).await.unwrap().id
        });
    }
    let ids = payments.join_all().await;
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 20);
}

/// Plays its answers, and keeps each request's keys and signature.
struct Scripted {
    emulator: Emulator,
    failures: Mutex<Vec<TransportError>>,
    seen: Mutex<Vec<[String; 3]>>,
}

impl Scripted {
    fn new(failures: Vec<TransportError>) -> Self {
        Self { emulator: Emulator::new(), failures: Mutex::new(failures), seen: Mutex::default() }
    }
}

impl AsyncTransport for Scripted {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let headers = ["x-idempotency-key", "x-rnd-key", "x-signature"];
        self.seen.lock().unwrap().push(headers.map(|name| request.headers()[name].to_str().unwrap().to_owned()));
        let answer = self.emulator.send(request);
        self.failures.lock().unwrap().pop().map_or(answer, Err)
    }
}

#[tokio::test]
async fn each_attempt_is_signed_anew_under_the_same_idempotency_key() {
    let transport = Scripted::new(vec![TransportError::maybe_sent("cut"), TransportError::not_sent("refused")]);
    let payment = payment();
    let protocol = protocol(&transport.emulator);
    let call = protocol.exchange(&payment).idempotency_key("siparis-17");
    send(&call, &transport, eager(2)).await.unwrap();

    let seen = transport.seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|[key, ..]| key == "siparis-17"));
    assert_eq!(seen.iter().map(|[_, random_key, _]| random_key).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(seen.iter().map(|[_, _, signature]| signature).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(transport.emulator.events().len(), 1, "one payment was taken");
}

#[tokio::test]
async fn an_attempt_that_may_have_arrived_is_not_forgotten_behind_one_that_did_not() {
    let transport = Scripted::new(vec![TransportError::not_sent("refused"), TransportError::maybe_sent("cut")]);
    let payment = payment();
    let protocol = protocol(&transport.emulator);
    let call = protocol.exchange(&payment).idempotency_key("siparis-17");
    let error = send(&call, &transport, eager(1)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

/// Says when a request has been answered, and never hands the answer over.
struct Swallowing<'a> {
    http: &'a Reqwest,
    answered: tokio::sync::Notify,
}

impl AsyncTransport for Swallowing<'_> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.http.send(request).await?;
        self.answered.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_call_dropped_after_it_left_is_settled_by_asking_again() {
    let server = Server::start(Emulator::new()).unwrap();
    let environment = Environment::custom(&server.url()).unwrap();
    let protocol = Protocol::new(server.emulator().credentials().unwrap(), environment);
    let http = Reqwest::new().unwrap();
    let bad_line = Swallowing { http: &http, answered: tokio::sync::Notify::new() };
    let payment = payment();
    let call = protocol.exchange(&payment).idempotency_key("siparis-17");

    tokio::select! {
        _ = send(&call, &bad_line, RetryPolicy::new(3)) => panic!("no answer comes through"),
        () = bad_line.answered.notified() => {}
    }
    assert_eq!(server.emulator().events().len(), 1, "the payment was taken all the same");

    let paid = send(&call, &http, RetryPolicy::new(3)).await.unwrap();
    assert_eq!(paid.id, 1);
    assert_eq!(server.emulator().events().len(), 1, "and was not taken again");
}

/// What an answer can't be, an error says; nothing panics and nothing is lost.
#[tokio::test]
async fn impossible_answers_are_typed_errors() {
    struct Answering(u16, &'static str);
    impl AsyncTransport for Answering {
        async fn send(&self, _: Request) -> Result<Response, TransportError> {
            let mut response = Response::new(Body::from(self.1));
            *response.status_mut() = craftgate_core::http::StatusCode::from_u16(self.0).unwrap();
            Ok(response)
        }
    }
    let emulator = Emulator::new();
    let (protocol, payment) = (protocol(&emulator), payment());
    for (status, body) in [
        (101, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (302, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (999, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (500, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (200, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}{"errors":{}}"#),
        (200, ""),
    ] {
        let error =
            send(&protocol.exchange(&payment), &Answering(status, body), RetryPolicy::new(0)).await.unwrap_err();
        let craftgate_core::Error::Response(error) = error else { panic!("{status}: {error:?}") };
        assert_eq!((error.status().as_u16(), error.body().as_bytes()), (status, body.as_bytes()));
    }
}

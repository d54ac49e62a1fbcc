//! Async calls run concurrently, are retried by core's policy, and can be resolved after they are dropped.

use craftgate_core::id::PaymentId;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use craftgate_core::payment::CreatePayment;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{
    Body, Environment, Outcome, Protocol, Request, Response, RetryPolicy, Transport as _, TransportError,
};
use craftgate_custom_transports::asynchronous::{AsyncTransport, Reqwest, send};
use craftgate_emulator::{Emulator, Server};
use craftgate_test_support::{BONUS_CARD, card};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

fn payment() -> CreatePayment {
    craftgate_test_support::payment(Decimal::new(89_90, 2), card(BONUS_CARD))
}

fn protocol(emulator: &Emulator) -> Protocol {
    Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox)
}

fn without_backoff(max: u32) -> RetryPolicy {
    RetryPolicy::new(max).initial_backoff(Duration::ZERO)
}

/// A transport that sends once `all` requests have arrived.
struct Simultaneous {
    emulator: Emulator,
    all: Barrier,
}

impl AsyncTransport for Simultaneous {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.all.wait().await;
        self.emulator.send(request)
    }
}

#[tokio::test]
async fn twenty_payments_run_concurrently_in_one_thread() {
    let emulator = Emulator::new();
    let shared = std::sync::Arc::new((protocol(&emulator), Simultaneous { emulator, all: Barrier::new(20) }));
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

/// A transport that fails as scripted, and records each request's keys and signature.
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
        let result = self.emulator.send(request);
        self.failures.lock().unwrap().pop().map_or(result, Err)
    }
}

#[tokio::test]
async fn each_attempt_has_its_own_signature_and_the_same_idempotency_key() {
    let transport = Scripted::new(vec![
        TransportError::maybe_sent("connection reset"),
        TransportError::not_sent("connection refused"),
    ]);
    let payment = payment();
    let protocol = protocol(&transport.emulator);
    let call = protocol.exchange(&payment).idempotency_key("siparis-17");
    send(&call, &transport, without_backoff(2)).await.unwrap();

    let seen = transport.seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|[key, ..]| key == "siparis-17"));
    assert_eq!(seen.iter().map(|[_, random_key, _]| random_key).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(seen.iter().map(|[_, _, signature]| signature).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(transport.emulator.events().len(), 1, "one payment was made");
}

#[tokio::test]
async fn an_unknown_outcome_outlasts_a_later_attempt_that_was_not_sent() {
    let transport = Scripted::new(vec![
        TransportError::not_sent("connection refused"),
        TransportError::maybe_sent("connection reset"),
    ]);
    let payment = payment();
    let protocol = protocol(&transport.emulator);
    let call = protocol.exchange(&payment).idempotency_key("siparis-17");
    let error = send(&call, &transport, without_backoff(1)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

/// A transport that loses every response, and notifies when it was received.
struct LosesResponses<'a> {
    http: &'a Reqwest,
    received: tokio::sync::Notify,
}

impl AsyncTransport for LosesResponses<'_> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.http.send(request).await?;
        self.received.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_call_dropped_after_sending_is_resolved_by_a_retry() {
    let server = Server::start(Emulator::new()).unwrap();
    let environment = Environment::custom(&server.url()).unwrap();
    let protocol = Protocol::new(server.emulator().credentials().unwrap(), environment);
    let http = Reqwest::new().unwrap();
    let lossy = LosesResponses { http: &http, received: tokio::sync::Notify::new() };
    let payment = payment();
    let call = protocol.exchange(&payment).idempotency_key("siparis-17");

    tokio::select! {
        _ = send(&call, &lossy, RetryPolicy::new(3)) => panic!("no response is returned"),
        () = lossy.received.notified() => {}
    }
    assert_eq!(server.emulator().events().len(), 1, "the payment was made");

    let paid = send(&call, &http, RetryPolicy::new(3)).await.unwrap();
    assert_eq!(paid.id, PaymentId::new(1));
    assert_eq!(server.emulator().events().len(), 1, "it was not made again");
}

/// The error keeps the response; nothing panics.
#[tokio::test]
async fn invalid_responses_are_typed_errors() {
    struct Responds(u16, &'static str);
    impl AsyncTransport for Responds {
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
        let error = send(&protocol.exchange(&payment), &Responds(status, body), RetryPolicy::new(0)).await.unwrap_err();
        let craftgate_core::Error::Response(error) = error else { panic!("{status}: {error:?}") };
        assert_eq!((error.status().as_u16(), error.body().as_bytes()), (status, body.as_bytes()));
    }
}

//! Async calls run concurrently, and are retried by core's policy.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use craftgate_async::{AsyncTransport, Client, from_fn, random_key};
use craftgate_core::observer::{CallInfo, CallObserver, Completion, Observer};
use craftgate_core::{
    Body, Error, Language, Outcome, RandomKey, Request, RequestError, Response, RetryPolicy, Transport as _,
    TransportError,
};
use craftgate_emulator::Emulator;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::scripted::{Scripted, client, payment, protocol, without_backoff};

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
    let transport = Arc::new(Simultaneous { emulator: emulator.clone(), all: Barrier::new(20) });
    let client = client(&emulator, transport);
    let mut payments = JoinSet::new();
    for number in 0..20 {
        let client = client.clone();
        payments.spawn(async move {
            client.call(&payment()).idempotency_key(format!("siparis-{number}")).send().await.unwrap().id
        });
    }
    let ids = payments.join_all().await;
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 20);
}

#[tokio::test]
async fn each_attempt_has_its_own_signature_and_the_same_idempotency_key() {
    let transport = Scripted::new(vec![
        TransportError::maybe_sent("connection reset"),
        TransportError::not_sent("connection refused"),
    ]);
    let client = client(&transport.emulator, &transport).retry_policy(without_backoff(2), tokio::time::sleep);
    client.call(&payment()).idempotency_key("siparis-17").send().await.unwrap();

    let seen = transport.seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|[key, ..]| key == "siparis-17"));
    assert_eq!(seen.iter().map(|[_, random_key, _]| random_key).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(seen.iter().map(|[_, _, signature]| signature).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(transport.emulator.events().len(), 1, "one payment was made");
}

#[tokio::test]
async fn nothing_is_retried_without_a_policy() {
    let transport = Scripted::new(vec![TransportError::not_sent("connection refused")]);
    let client = client(&transport.emulator, &transport);
    client.call(&payment()).idempotency_key("siparis-17").send().await.unwrap_err();
    assert_eq!(transport.seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_unknown_outcome_outlasts_a_later_attempt_that_was_not_sent() {
    let transport = Scripted::new(vec![
        TransportError::not_sent("connection refused"),
        TransportError::maybe_sent("connection reset"),
    ]);
    let client = client(&transport.emulator, &transport).retry_policy(without_backoff(1), tokio::time::sleep);
    let error = client.call(&payment()).idempotency_key("siparis-17").send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

/// Responds to every request in the same way.
fn responding(status: u16, body: &'static str) -> impl AsyncTransport + Debug {
    from_fn(move |_| async move {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status.try_into().unwrap();
        response.headers_mut().insert("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT".parse().unwrap());
        Ok(response)
    })
}

#[tokio::test]
async fn the_callers_sleep_and_clock_space_the_attempts() {
    let slept = Arc::new(Mutex::new(Vec::new()));
    let sleep = {
        let slept = Arc::clone(&slept);
        move |time: Duration| {
            slept.lock().unwrap().push(time);
            async {}
        }
    };
    let emulator = Emulator::new();
    let call = async |client: Client<_>| {
        client.call(&payment()).idempotency_key("siparis-17").send().await.unwrap_err();
        std::mem::take(&mut *slept.lock().unwrap())
    };
    let busy = client(&emulator, responding(503, "")).retry_policy(RetryPolicy::new(2), sleep.clone());
    assert_eq!(call(busy).await, [Duration::from_millis(500), Duration::from_secs(1)], "without a clock");
    // 07:28:00, half a minute before the date in the response.
    let busy = client(&emulator, responding(503, "")).retry_policy(RetryPolicy::new(1), sleep).clock(|| 1_792_567_680);
    assert_eq!(call(busy).await, [Duration::from_secs(30)]);
}

/// The error keeps the response; nothing panics.
#[tokio::test]
async fn invalid_responses_are_typed_errors() {
    let emulator = Emulator::new();
    for (status, body) in [
        (101, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (302, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (999, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (500, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#),
        (200, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}{"errors":{}}"#),
        (200, ""),
    ] {
        let error = client(&emulator, responding(status, body)).call(&payment()).send().await.unwrap_err();
        let Error::Response(error) = error else { panic!("{status}: {error:?}") };
        assert_eq!((error.status().as_u16(), error.body().as_bytes()), (status, body.as_bytes()));
    }
}

#[tokio::test]
async fn a_source_of_random_keys_that_fails_is_an_error_before_anything_is_sent() {
    let transport = Scripted::new(vec![]);
    let protocol = protocol(&transport.emulator);
    let client = Client::new(protocol, &transport, || Err::<RandomKey, _>("no randomness"));
    let error = client.call(&payment()).send().await.unwrap_err();
    assert!(matches!(error, Error::Request(RequestError::RandomKey(_))), "{error:?}");
    assert!(transport.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_call_has_the_clients_language_or_its_own() {
    let language = Mutex::new(String::new());
    let transport = from_fn(|request: Request| {
        *language.lock().unwrap() = request.headers()["lang"].to_str().unwrap().to_owned();
        async { Err(TransportError::not_sent("no network here")) }
    });
    let client = client(&Emulator::new(), transport).language(Language::TURKISH);
    client.call(&payment()).send().await.unwrap_err();
    assert_eq!(*language.lock().unwrap(), "tr");
    client.call(&payment()).language(Language::ENGLISH).send().await.unwrap_err();
    assert_eq!(*language.lock().unwrap(), "en");
}

#[tokio::test]
async fn a_response_comes_with_its_status_headers_and_body() {
    let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#;
    let client = client(&Emulator::new(), responding(200, body));
    let response = client.call(&payment()).send_with_meta().await.unwrap();
    assert_eq!((response.status.as_u16(), response.body.as_bytes()), (200, body.as_bytes()));
    assert!(response.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn observers_are_notified_of_every_attempt() {
    #[derive(Clone, Default)]
    struct Notes(Arc<Mutex<Vec<String>>>);
    impl Observer for Notes {
        fn start_call(&self, call: &CallInfo) -> Box<dyn CallObserver> {
            self.0.lock().unwrap().push(call.operation().to_owned());
            Box::new(self.clone())
        }
    }
    impl CallObserver for Notes {
        fn end_attempt(&mut self, attempt: &Completion<'_>) {
            self.0.lock().unwrap().push(format!("attempt {}: {}", attempt.attempt(), attempt.outcome()));
        }
        fn end_call(self: Box<Self>, call: &Completion<'_>) {
            self.0.lock().unwrap().push(format!("call: {}", call.outcome()));
        }
    }
    let notes = Notes::default();
    let transport = Scripted::new(vec![TransportError::not_sent("connection refused")]);
    let client = client(&transport.emulator, &transport).retry_policy(without_backoff(1), tokio::time::sleep);
    client.observer(notes.clone()).call(&payment()).send().await.unwrap();
    let expected = ["payment::CreatePayment", "attempt 1: not_sent", "attempt 2: done", "call: done"];
    assert_eq!(*notes.0.lock().unwrap(), expected);
}

/// A runtime with many threads moves a task between them.
#[test]
fn clients_are_shared_and_their_futures_sent() {
    fn is_sent<T: Send>(_: T) {}
    fn is_shared<T: Send + Sync>(_: &T) {}
    let transport = Scripted::new(vec![]);
    let client = Client::new(protocol(&transport.emulator), &transport, random_key)
        .retry_policy(RetryPolicy::new(1), tokio::time::sleep);
    is_shared(&client);
    is_sent(client.call(&payment()).send());
    is_sent(client.call(&payment()).send_with_meta());
    let payment = payment();
    let mut unknown = craftgate_core::resolution::UnknownOutcome::new(&payment);
    is_sent(client.resolve(&mut unknown, Duration::ZERO, tokio::time::sleep));
    is_sent(client.items(craftgate_core::onboarding::SearchMembers::new()).next());
}

#[test]
fn debug_shows_no_secret() {
    let (client, payment) = (client(&Emulator::new(), responding(200, "")), payment());
    let shown = format!("{client:?} {:?}", client.transport());
    let shown = shown + &format!("{:?}", client.call(&payment));
    for secret in [craftgate_emulator::SECRET_KEY, craftgate_test_support::BONUS_CARD] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

//! A dropped future is an unknown outcome, which can be resolved.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use craftgate_async::{AsyncTransport, ReqwestTransport, client_with_transport};
use craftgate_core::id::PaymentId;
use craftgate_core::observer::{CallInfo, CallObserver, Completion, Observer};
use craftgate_core::resolution::{NextCall, NotDone, Resolution, UnknownOutcome};
use craftgate_core::{Environment, Protocol, Request, Response, RetryPolicy, Transport as _, TransportError};
use craftgate_emulator::{Emulator, Server};
use tokio::sync::Notify;

use crate::scripted::{client, payment};

/// A transport that loses every response, and notifies when it was received.
struct LosesResponses<T> {
    http: T,
    received: Notify,
}

impl<T> LosesResponses<T> {
    fn new(http: T) -> Self {
        Self { http, received: Notify::new() }
    }
}

impl<T: AsyncTransport + Sync> AsyncTransport for LosesResponses<T> {
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
    let http = ReqwestTransport::new().unwrap();
    let lossy = LosesResponses::new(&http);
    let payment = payment();

    let dropped = client_with_transport(protocol.clone(), &lossy).retry_policy(RetryPolicy::new(3), tokio::time::sleep);
    tokio::select! {
        _ = dropped.call(&payment).idempotency_key("siparis-17").send() => panic!("no response is returned"),
        () = lossy.received.notified() => {}
    }
    assert_eq!(server.emulator().events().len(), 1, "the payment was made");

    let client = client_with_transport(protocol, &http).retry_policy(RetryPolicy::new(3), tokio::time::sleep);
    let paid = client.call(&payment).idempotency_key("siparis-17").send().await.unwrap();
    assert_eq!(paid.id, PaymentId::new(1));
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17");
    let resolution = client.resolve(&mut unknown, Duration::ZERO, tokio::time::sleep).await;
    assert!(matches!(resolution, Resolution::Done(paid) if paid.id == PaymentId::new(1)));
    assert_eq!(server.emulator().events().len(), 1, "it was not made again");
}

/// A transport in process.
#[derive(Clone)]
struct InProcess(Emulator);

impl AsyncTransport for InProcess {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.0.send(request)
    }
}

/// A resolution that was dropped in the middle of a repeat: the repeat may be on its way from then on, and may not be called
/// "never arrived" as early as the first attempt could be.
#[tokio::test(start_paused = true)]
async fn a_dropped_resolution_accounts_for_the_repeat_that_it_may_have_sent() {
    const WINDOW: Duration = Duration::from_secs(600);
    let (emulator, lost) = (Emulator::new(), LosesEverything::default());
    let payment = payment();
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17").elapsed(WINDOW / 2);

    let offline = client(&emulator, &lost);
    tokio::select! {
        _ = offline.resolve(&mut unknown, WINDOW, tokio::time::sleep) => panic!("no response is returned"),
        () = lost.sent.notified() => {}
    }

    assert!(matches!(unknown.next_call(WINDOW / 2), Some(NextCall::LookUp(_))), "nothing is repeated any more");
    let looks_up = client(&emulator, InProcess(emulator.clone()));
    for (now, is_over) in [(WINDOW, false), (WINDOW * 3 / 2, true)] {
        let mut unknown = unknown.clone().elapsed(now);
        let resolution = looks_up.resolve(&mut unknown, Duration::ZERO, tokio::time::sleep).await;
        match resolution {
            Resolution::NotDone(NotDone::NeverArrived) => assert!(is_over, "{now:?}"),
            Resolution::Open { .. } => assert!(!is_over, "{now:?}"),
            resolution => panic!("{resolution:?}"),
        }
    }
}

/// A transport whose requests never arrive and have no response.
#[derive(Default)]
struct LosesEverything {
    sent: Notify,
}

impl AsyncTransport for LosesEverything {
    async fn send(&self, _: Request) -> Result<Response, TransportError> {
        self.sent.notify_one();
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn a_resolution_dropped_while_it_sleeps_repeats_nothing_afterwards() {
    let emulator = Emulator::new();
    let unreachable = craftgate_async::from_fn(|_| async { Err(TransportError::not_sent("connection refused")) });
    let payment = payment();
    let mut unknown = UnknownOutcome::new(&payment).idempotency_key("siparis-17");
    let sleeping = Notify::new();
    let client = client(&emulator, unreachable);
    let sleep = |_| {
        sleeping.notify_one();
        std::future::pending()
    };
    tokio::select! {
        _ = client.resolve(&mut unknown, Duration::MAX, sleep) => panic!("it sleeps for ever"),
        () = sleeping.notified() => {}
    }
    assert!(matches!(unknown.next_call(Duration::ZERO), Some(NextCall::LookUp(_))));
}

/// Notes whether its call ended or was dropped.
#[derive(Default)]
struct Notes {
    is_ended: AtomicBool,
    is_dropped: AtomicBool,
    attempts: Mutex<u32>,
}

#[tokio::test]
async fn an_observer_learns_of_a_dropped_call() {
    static NOTES: std::sync::LazyLock<Notes> = std::sync::LazyLock::new(Notes::default);
    struct Watch;
    struct OneCall;
    impl Observer for Watch {
        fn start_call(&self, _: &CallInfo) -> Box<dyn CallObserver> {
            Box::new(OneCall)
        }
    }
    impl CallObserver for OneCall {
        fn start_attempt(&mut self) {
            *NOTES.attempts.lock().unwrap() += 1;
        }
        fn end_call(self: Box<Self>, _: &Completion<'_>) {
            NOTES.is_ended.store(true, Ordering::Relaxed);
        }
    }
    impl Drop for OneCall {
        fn drop(&mut self) {
            NOTES.is_dropped.store(true, Ordering::Relaxed);
        }
    }
    let lost = LosesEverything::default();
    let (client, payment) = (client(&Emulator::new(), &lost).observer(Watch), payment());
    tokio::select! {
        _ = client.call(&payment).send() => panic!("no response is returned"),
        () = lost.sent.notified() => {}
    }
    assert_eq!(*NOTES.attempts.lock().unwrap(), 1);
    assert!(NOTES.is_dropped.load(Ordering::Relaxed) && !NOTES.is_ended.load(Ordering::Relaxed));
}

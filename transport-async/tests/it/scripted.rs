//! A transport that fails as scripted, and what goes through it.

use std::sync::Mutex;
use std::time::Duration;

use craftgate_async::{AsyncTransport, Client, random_key};
use craftgate_core::payment::CreatePayment;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Environment, Protocol, Request, Response, RetryPolicy, Transport as _, TransportError};
use craftgate_emulator::Emulator;
use craftgate_test_support::{BONUS_CARD, card};

pub(crate) fn payment() -> CreatePayment {
    craftgate_test_support::payment(Decimal::new(89_90, 2), card(BONUS_CARD)).conversation_id("siparis-17")
}

pub(crate) fn protocol(emulator: &Emulator) -> Protocol {
    Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox)
}

pub(crate) fn client<T: AsyncTransport>(emulator: &Emulator, transport: T) -> Client<T> {
    Client::new(protocol(emulator), transport, random_key)
}

pub(crate) fn without_backoff(max: u32) -> RetryPolicy {
    RetryPolicy::new(max).initial_backoff(Duration::ZERO)
}

/// A transport to the emulator that fails after these requests, the last failure first, and records each request's keys and
/// signature.
pub(crate) struct Scripted {
    pub(crate) emulator: Emulator,
    failures: Mutex<Vec<TransportError>>,
    pub(crate) seen: Mutex<Vec<[String; 3]>>,
}

impl Scripted {
    pub(crate) fn new(failures: Vec<TransportError>) -> Self {
        Self { emulator: Emulator::new(), failures: Mutex::new(failures), seen: Mutex::default() }
    }
}

impl AsyncTransport for Scripted {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let header = |name| request.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        self.seen.lock().unwrap().push(["x-idempotency-key", "x-rnd-key", "x-signature"].map(header));
        let result = self.emulator.send(request);
        self.failures.lock().unwrap().pop().map_or(result, Err)
    }
}

//! The emulator itself: a function from request to response, and what it remembers in between.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDateTime};
use craftgate_core::callback::CallbackKey;
use craftgate_core::webhook::WebhookKey;
use craftgate_core::{
    Client, Credentials, Environment, Protocol, RandomKey, Request, RequestError, Response, Secret, Transport,
    TransportError,
};
use http::header::CONTENT_TYPE;

use crate::answer::Answer;
use crate::auth::{self, Keys};
use crate::context::Context;
use crate::idempotency::Ticket;
use crate::refusal::{self, Language, Refusal};
use crate::routes;
use crate::state::State;

/// The API key of an emulator that was given none.
pub const API_KEY: &str = "emulator-api-key";
/// The secret key of an emulator that was given none.
pub const SECRET_KEY: &str = "emulator-secret-key";
/// The 3D Secure callback key of an emulator that was given none.
pub const CALLBACK_KEY: &str = "emulator-callback-key";
/// The webhook key of an emulator that was given none.
pub const WEBHOOK_KEY: &str = "emulator-webhook-key";

/// The largest request body that is read: 1 MiB.
pub(crate) const MAX_BODY: usize = 1 << 20;

type Clock = dyn Fn() -> NaiveDateTime + Send + Sync;

/// Craftgate on your desk: one merchant's account, kept in memory.
///
/// Clones share the account. It is a [`Transport`], so that a [`Client`] can use it without a socket:
///
/// ```
/// use craftgate_core::Currency;
/// use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem, PaymentStatus};
/// use craftgate_emulator::Emulator;
/// use craftgate_core::rust_decimal::Decimal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Emulator::new().client()?;
///
/// let price = Decimal::new(100_00, 2);
/// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
///     .card(Card::new("Haluk Demir", "5258640000000001", "2044", "07", "000"));
/// assert_eq!(client.call(&payment).send()?.payment_status, PaymentStatus::Success);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Emulator(Arc<Inner>);

struct Inner {
    keys: Keys,
    clock: Box<Clock>,
    state: Mutex<State>,
}

impl Emulator {
    /// An empty account with the keys of this crate's constants, on this machine's time.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// An empty account with keys or a clock of your own.
    pub fn builder() -> Builder {
        Builder {
            keys: Keys {
                api: API_KEY.into(),
                secret: SECRET_KEY.into(),
                callback: CALLBACK_KEY.into(),
                webhook: WEBHOOK_KEY.into(),
            },
            clock: Box::new(turkish_time),
        }
    }

    /// Answers a request as Craftgate would. Whatever the request, there is an answer.
    ///
    /// The request needs an absolute URL or a `host` header, since its signature covers the URL.
    pub fn handle(&self, request: Request) -> Response {
        let language = Language::of(request.headers());
        self.answer(&request, language).unwrap_or_else(|refusal| refusal.response(language))
    }

    fn answer(&self, request: &Request, language: Language) -> Answer {
        if request.body().len() > MAX_BODY {
            return Err(refusal::TOO_LARGE.plain());
        }
        auth::check(request, self.keys())?;
        let (handler, incoming) = routes::find(request)?;
        check_content_type(request)?;

        let now = self.now();
        let mut state = self.state();
        let ticket = Ticket::of(request);
        if let Some(ticket) = &ticket
            && let Some(first) = state.replays.find(ticket)?
        {
            return Ok(first);
        }
        let mut context = Context { state: &mut state, keys: self.keys(), now, language };
        let answer = handler(&mut context, &incoming).unwrap_or_else(|refusal| refusal.response(language));
        if let Some(ticket) = ticket {
            state.replays.keep(ticket, &answer);
        }
        Ok(answer)
    }

    /// A client of this account, in process.
    ///
    /// Its random keys only count: nobody can listen in.
    ///
    /// # Errors
    ///
    /// [`RequestError`] if the builder was given keys that no request can be signed with.
    pub fn client(&self) -> Result<Client<Self>, RequestError> {
        let protocol = Protocol::new(self.credentials()?, Environment::Sandbox);
        let count = AtomicU64::new(1);
        let random_keys = move || RandomKey::new(&count.fetch_add(1, Ordering::Relaxed).to_string());
        Ok(Client::new(protocol, self.clone(), random_keys))
    }

    /// The API key and secret key to sign with.
    ///
    /// # Errors
    ///
    /// [`RequestError`] if the builder was given keys that no request can be signed with.
    pub fn credentials(&self) -> Result<Credentials, RequestError> {
        Credentials::new(self.keys().api.expose(), self.keys().secret.clone())
    }

    /// The key to check 3D Secure callbacks with.
    #[must_use]
    pub fn callback_key(&self) -> CallbackKey {
        self.keys().callback.expose().into()
    }

    /// The key to check webhooks with.
    #[must_use]
    pub fn webhook_key(&self) -> WebhookKey {
        self.keys().webhook.expose().into()
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The time, local to Turkey.
    pub(crate) fn now(&self) -> NaiveDateTime {
        (self.0.clock)()
    }

    /// The account. A panic in another thread does not take it away.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").finish_non_exhaustive()
    }
}

impl Transport for Emulator {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        Ok(self.handle(request))
    }
}

fn check_content_type(request: &Request) -> Result<(), Refusal> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if request.body().is_empty() || media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(refusal::MEDIA_TYPE.plain())
}

/// This machine's time, shifted to Turkey's (UTC+03:00).
fn turkish_time() -> NaiveDateTime {
    const AHEAD: Duration = Duration::from_secs(3 * 60 * 60);
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default() + AHEAD;
    let seconds = i64::try_from(since_1970.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(seconds, since_1970.subsec_nanos()).unwrap_or_default().naive_utc()
}

/// Makes an [`Emulator`] with keys or a clock of your own.
///
/// ```
/// use craftgate_core::chrono::NaiveDate;
/// use craftgate_emulator::Emulator;
///
/// let emulator = Emulator::builder()
///     .api_key("key-1")
///     .secret_key("FooBar123!")
///     .clock(|| NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default().into())
///     .build();
/// ```
#[must_use]
pub struct Builder {
    keys: Keys,
    clock: Box<Clock>,
}

impl Builder {
    /// The merchant's API key.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.api = key.into();
        self
    }

    /// The merchant's secret key.
    pub fn secret_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.secret = key.into();
        self
    }

    /// The key that 3D Secure callbacks are hashed with.
    pub fn callback_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.callback = key.into();
        self
    }

    /// The key that webhooks are signed with.
    pub fn webhook_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.webhook = key.into();
        self
    }

    /// What time it is, local to Turkey.
    pub fn clock(mut self, clock: impl Fn() -> NaiveDateTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// The emulator.
    #[must_use]
    pub fn build(self) -> Emulator {
        Emulator(Arc::new(Inner { keys: self.keys, clock: self.clock, state: Mutex::default() }))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Emulator;

    #[test]
    fn a_panic_elsewhere_does_not_take_the_account_away() {
        let emulator = Emulator::new();
        let shared = emulator.clone();
        let panicked = std::thread::spawn(move || {
            let _state = shared.state();
            panic!("while holding the account");
        });
        assert!(panicked.join().is_err());
        assert_eq!(emulator.events(), []);
    }
}

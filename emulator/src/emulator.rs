//! The account: its keys, its clock and its records, and the handling of requests.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDateTime;
use craftgate_core::callback::CallbackKey;
use craftgate_core::error::{CredentialsError, KeyError};
use craftgate_core::webhook::WebhookKey;
use craftgate_core::{
    Client, Credentials, Environment, Protocol, RandomKey, Request, Response, Secret, Transport, TransportError,
};

use crate::domain::clock::{self, Clock};
use crate::domain::context::Context;
use crate::domain::keys::Keys;
#[cfg(feature = "control")]
use crate::domain::outbox::Outbox;
use crate::domain::settings::Settings;
use crate::domain::state::State;
use crate::error::{ApiError, Language};
use crate::http::{request, response, router};
use crate::protocol::authentication::authenticate;
use crate::protocol::idempotency::{IdempotencyKey, IdempotencyStore};

/// The default API key.
pub const API_KEY: &str = "emulator-api-key";
/// The default secret key.
pub const SECRET_KEY: &str = "emulator-secret-key";
/// The default 3D Secure callback key.
pub const CALLBACK_KEY: &str = "emulator-callback-key";
/// The default webhook key.
pub const WEBHOOK_KEY: &str = "emulator-webhook-key";

/// A function that is called after an event.
type Observer = dyn Fn() + Send + Sync;

/// A local Craftgate: one merchant's account, in memory.
///
/// Clones share the account. It is a [`Transport`], so that a [`Client`] can use it without a socket:
///
/// ```
/// use craftgate_core::Currency;
/// use craftgate_core::payment::{Amounts, Card, CardNumber, CreatePayment, PaymentItem, PaymentStatus};
/// use craftgate_emulator::Emulator;
/// use craftgate_core::rust_decimal::Decimal;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Emulator::new().client()?;
///
/// let price = Decimal::new(100_00, 2);
/// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)])
///     .card(Card::new("Haluk Demir", CardNumber::new("5258640000000001"), "07/44".parse()?, "000"));
/// assert_eq!(client.call(&payment).send()?.payment_status, PaymentStatus::Success);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Emulator(Arc<Inner>);

struct Inner {
    keys: Keys,
    clock: Clock,
    memory: Mutex<Memory>,
    revision: AtomicU64,
    observer: Mutex<Option<Arc<Observer>>>,
}

/// The state that is kept between requests.
#[derive(Default)]
struct Memory {
    account: Account,
    settings: Settings,
}

/// A merchant's account: its records, and the responses by idempotency key.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) state: State,
    pub(crate) idempotency: IdempotencyStore,
}

impl Emulator {
    /// Creates an empty account with this crate's default keys, on this machine's clock.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Returns a builder of an empty account with custom keys, clock and options.
    pub fn builder() -> Builder {
        Builder {
            keys: Keys {
                api: API_KEY.into(),
                secret: SECRET_KEY.into(),
                callback: CALLBACK_KEY.into(),
                webhook: WEBHOOK_KEY.into(),
            },
            clock: Box::new(clock::now),
            settings: Settings::default(),
        }
    }

    /// Responds to a request as Craftgate would. Every request gets a response.
    ///
    /// The request needs an absolute URL or a `host` header, since its signature covers the URL.
    pub fn handle(&self, request: Request) -> Response {
        let language = Language::from_headers(request.headers());
        let events = self.event_count();
        let response = self.respond(&request, language).unwrap_or_else(|error| response::error(error, language));
        self.notify_since(events);
        response
    }

    fn respond(&self, request: &Request, language: Language) -> Result<Response, ApiError> {
        request::check_size(request)?;
        authenticate(request, self.keys())?;
        let (handler, matched) = router::find(request)?;
        request::check_content_type(request)?;

        let now = self.now();
        let mut memory = self.lock();
        let Memory { account: Account { state, idempotency }, settings } = &mut *memory;
        let key = IdempotencyKey::of(request);
        if let Some(first) = key.as_ref().map(|key| idempotency.find(key)).transpose()?.flatten() {
            return Ok(first);
        }
        let mut context = Context { state, keys: self.keys(), settings, now, language };
        let response = handler(&mut context, &matched).unwrap_or_else(|error| response::error(error, language));
        if let Some(key) = key {
            idempotency.store(key, &response);
        }
        Ok(response)
    }

    /// Returns a client of this account, in process.
    ///
    /// Its random keys are a counter, since nobody can intercept them.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] if the builder was given keys that can't sign a request.
    pub fn client(&self) -> Result<Client<Self>, CredentialsError> {
        let protocol = Protocol::new(self.credentials()?, Environment::Sandbox);
        let count = AtomicU64::new(1);
        let random_keys = move || RandomKey::new(&count.fetch_add(1, Ordering::Relaxed).to_string());
        Ok(Client::new(protocol, self.clone(), random_keys))
    }

    /// Returns the API key and the secret key to sign requests with.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] if the builder was given keys that can't sign a request.
    pub fn credentials(&self) -> Result<Credentials, CredentialsError> {
        Credentials::new(self.keys().api.expose(), self.keys().secret.clone())
    }

    /// Returns the key to verify 3D Secure callbacks with.
    ///
    /// # Errors
    ///
    /// [`KeyError`] if the builder was given a key that no merchant panel shows.
    pub fn callback_key(&self) -> Result<CallbackKey, KeyError> {
        CallbackKey::new(self.keys().callback.clone())
    }

    /// Returns the key to verify webhooks with.
    ///
    /// # Errors
    ///
    /// [`KeyError`] if the builder was given a key that no merchant panel shows.
    pub fn webhook_key(&self) -> Result<WebhookKey, KeyError> {
        WebhookKey::new(self.keys().webhook.clone())
    }

    /// Returns true if a request claims to be from this merchant.
    #[cfg(feature = "server")]
    pub(crate) fn has_api_key(&self, request: &Request) -> bool {
        request.headers().get("x-api-key").is_some_and(|key| key.as_bytes() == self.keys().api.expose().as_bytes())
    }

    /// Returns what `read` makes of the account.
    #[cfg(feature = "control")]
    pub(crate) fn read_account<R>(&self, read: impl FnOnce(&Account) -> R) -> R {
        read(&self.lock_unchanged().account)
    }

    /// Replaces the account's state.
    #[cfg(feature = "control")]
    pub(crate) fn replace_account(&self, account: Account) {
        self.lock().account = account;
    }

    /// Sets the waiting webhooks. No observer is notified.
    #[cfg(feature = "control")]
    pub(crate) fn set_outbox(&self, outbox: Outbox) {
        self.lock().account.state.webhooks = Some(outbox);
    }

    /// Returns the merchant's keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Returns the time, local to Turkey.
    pub(crate) fn now(&self) -> NaiveDateTime {
        clock::to_micros(self.clock().now())
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Acts on the account without a request.
    pub(crate) fn with_context<R>(&self, act: impl FnOnce(&mut Context<'_>) -> R) -> R {
        let (now, events) = (self.now(), self.event_count());
        let result = {
            let Memory { account: Account { state, .. }, settings } = &mut *self.lock();
            act(&mut Context { state, keys: self.keys(), settings, now, language: Language::Turkish })
        };
        self.notify_since(events);
        result
    }

    /// Returns what `read` makes of the account's records.
    pub(crate) fn read_state<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        read(&self.lock_unchanged().account.state)
    }

    /// Calls `observer` after every event from now on, in place of an earlier observer.
    #[cfg(feature = "control")]
    pub(crate) fn observe(&self, observer: Arc<Observer>) {
        *self.0.observer.lock().unwrap_or_else(PoisonError::into_inner) = Some(observer);
    }

    fn event_count(&self) -> usize {
        self.read_state(|state| state.events.len())
    }

    /// Calls the observer if there are more events than these.
    fn notify_since(&self, events: usize) {
        let observer = self.0.observer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(observer) = observer.filter(|_| self.event_count() != events) {
            observer();
        }
    }

    /// Sets the address of the account's pages, without a final slash.
    #[cfg(feature = "server")]
    pub(crate) fn set_base_url(&self, base_url: String) {
        self.lock().settings.base_url = base_url;
    }

    /// Returns a number that changes whenever the account may have changed.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.0.revision.load(Ordering::Relaxed)
    }

    /// Locks the account. It stays usable after a panic in another thread.
    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.revision.fetch_add(1, Ordering::Relaxed);
        self.lock_unchanged()
    }

    /// Locks the account to read it.
    fn lock_unchanged(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Builds an [`Emulator`] with custom keys, clock and options.
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
    clock: Box<clock::Source>,
    settings: Settings,
}

impl Builder {
    /// Sets the merchant's API key.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.api = key.into();
        self
    }

    /// Sets the merchant's secret key.
    pub fn secret_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.secret = key.into();
        self
    }

    /// Sets the key that 3D Secure callbacks are hashed with.
    pub fn callback_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.callback = key.into();
        self
    }

    /// Sets the key that webhooks are signed with.
    pub fn webhook_key(mut self, key: impl Into<Secret>) -> Self {
        self.keys.webhook = key.into();
        self
    }

    /// Sets the clock, which returns the time local to Turkey.
    pub fn clock(mut self, clock: impl Fn() -> NaiveDateTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Sets whether a partial 3D Secure authentication (`mdStatus` 2 to 4) is accepted (default: false).
    pub fn accept_partial_authentication(mut self, accept: bool) -> Self {
        self.settings.accepts_partial_authentication = accept;
        self
    }

    /// Sets whether the callback of a failed payment contains the payment's id (default: false). Craftgate documents
    /// the id for successful payments only.
    pub fn name_failed_payments(mut self, is_named: bool) -> Self {
        self.settings.names_failed_payments = is_named;
        self
    }

    /// Sets whether requests are accepted that Craftgate's documentation forbids and its official clients' samples send
    /// (default: false).
    pub fn lenient(mut self, is_lenient: bool) -> Self {
        self.settings.is_lenient = is_lenient;
        self
    }

    /// Builds the emulator.
    #[must_use]
    pub fn build(self) -> Emulator {
        let memory = Memory { settings: self.settings, ..Memory::default() };
        Emulator(Arc::new(Inner {
            keys: self.keys,
            clock: Clock::new(self.clock),
            memory: Mutex::new(memory),
            revision: AtomicU64::new(0),
            observer: Mutex::new(None),
        }))
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
    fn the_account_stays_usable_after_a_panic() {
        let emulator = Emulator::new();
        let shared = emulator.clone();
        let panicked = std::thread::spawn(move || shared.with_context(|_| panic!("while holding the account")));
        assert!(panicked.join().is_err());
        assert_eq!(emulator.with_context(|context| context.state.events.len()), 0);
    }
}

//! A blocking client over any transport: sign, send, parse, and retry where that was asked for.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::protocol::credentials::{Language, RandomKey};
use crate::protocol::error::{Error, RequestError};
use crate::protocol::exchange::{Callable, Exchange, Protocol};
use crate::protocol::observer::{ObservedCall, Observer};
use crate::protocol::response::ResponseWithMeta;
use crate::protocol::retry::RetryPolicy;
use crate::resolution::{NextCall, Resolution, Resolvable, UnknownOutcome};
use crate::transport::Transport;

type RandomKeys = dyn Fn() -> Result<RandomKey, RequestError> + Send + Sync;
type Wait = dyn Fn(Duration) + Send + Sync;
type Clock = dyn Fn() -> i64 + Send + Sync;

/// Sends operations through a [`Transport`] and returns their results.
///
/// ```
/// use craftgate_core::id::PaymentId;
/// use craftgate_core::payment::RetrievePayment;
/// use craftgate_core::transport::from_fn;
/// use craftgate_core::{Body, Client, Protocol, Credentials, Environment, RandomKey, Response};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#))));
/// let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
/// let client = Client::new(protocol, transport, || RandomKey::new("use the OS's randomness here"));
///
/// let payment = client.call(&RetrievePayment::new(PaymentId::new(1))).send()?;
/// assert_eq!(payment.id, PaymentId::new(1));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client<T> {
    protocol: Protocol,
    transport: T,
    random_keys: Arc<RandomKeys>,
    retry_policy: Option<(RetryPolicy, Arc<Wait>)>,
    clock: Option<Arc<Clock>>,
    observers: Vec<Arc<dyn Observer>>,
}

impl<T: Transport> Client<T> {
    /// A client of `protocol` over `transport`, with a source of random keys. A transport crate has a function for
    /// this, with the operating system's randomness.
    ///
    /// What the source of random keys fails with becomes [`RequestError::RandomKey`].
    pub fn new<F, E>(protocol: Protocol, transport: T, random_keys: F) -> Self
    where
        F: Fn() -> Result<RandomKey, E> + Send + Sync + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let random_keys = move || random_keys().map_err(|error| RequestError::RandomKey(error.into()));
        let random_keys = Arc::new(random_keys);
        Self { protocol, transport, random_keys, retry_policy: None, clock: None, observers: Vec::new() }
    }

    /// Requests error descriptions in this language.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.protocol = self.protocol.language(language);
        self
    }

    /// Repeats calls that can be repeated without being done twice. Off unless this is called.
    ///
    /// `wait` does the waiting, such as [`std::thread::sleep`].
    #[must_use]
    pub fn retry_policy(mut self, policy: RetryPolicy, wait: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        self.retry_policy = Some((policy, Arc::new(wait)));
        self
    }

    /// Sets the clock, in seconds since 1970 UTC, for responses that ask for a retry at a date. Without one, such a
    /// date is ignored.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Adds an observer, which watches every call: for traces, logs and metrics.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// Returns a call of `operation`, not yet sent.
    pub fn call<'a, O: Callable>(&'a self, operation: &'a O) -> Call<'a, T, O> {
        Call { client: self, exchange: self.protocol.exchange(operation) }
    }

    /// Finds out what became of a call whose outcome is unknown: makes the calls that `unknown` asks for, and waits in
    /// between, for `max_wait` altogether. A few seconds while the customer waits, more than the
    /// [arrival window](UnknownOutcome::arrival_window) in the background.
    ///
    /// `sleep` does the waiting, such as [`std::thread::sleep`]; it must not return early. Ends in [`Resolution::Open`]
    /// where the time was too short, or no call is safe. Call this again later, which looks up and repeats nothing.
    ///
    /// ```
    /// use std::thread::sleep;
    /// use std::time::Duration;
    /// use craftgate_core::payment::{CreatePayment, Payment};
    /// use craftgate_core::resolution::{NotDone, Resolution, UnknownOutcome};
    /// use craftgate_core::{Client, Error, Outcome, Transport};
    ///
    /// fn pay(client: &Client<impl Transport>, payment: &CreatePayment, key: &str) -> Resolution<Payment> {
    ///     match client.call(payment).idempotency_key(key).send() {
    ///         Ok(payment) => Resolution::Done(payment),
    ///         Err(error) if error.outcome() == Outcome::Unknown => {
    ///             let mut unknown = UnknownOutcome::new(payment).idempotency_key(key).after(&error);
    ///             client.resolve(&mut unknown, Duration::from_secs(15), sleep)
    ///         }
    ///         Err(error) => Resolution::NotDone(NotDone::Rejected(error)),
    ///     }
    /// }
    /// ```
    pub fn resolve<O: Resolvable>(
        &self,
        unknown: &mut UnknownOutcome<'_, O>,
        max_wait: Duration,
        mut sleep: impl FnMut(Duration),
    ) -> Resolution<O::Record> {
        let mut waited = Duration::ZERO;
        loop {
            let resolution = match unknown.next_call(unknown.counted_time()) {
                Some(NextCall::LookUp(look_up)) => {
                    let found = self.call(look_up.operation()).send();
                    unknown.read_look_up(&look_up, found)
                }
                Some(NextCall::Repeat(operation)) => {
                    let call = self.call(operation).idempotency_key(unknown.key().unwrap_or_default());
                    unknown.read_repeat(call.send(), unknown.counted_time())
                }
                None => return Resolution::Open { after: Duration::MAX, error: None },
            };
            let Resolution::Open { after, .. } = resolution else { return resolution };
            waited = waited.saturating_add(after);
            if waited > max_wait {
                unknown.stop_repeats();
                return resolution;
            }
            sleep(after);
            // The time of the calls themselves is left out: too little is safe.
            unknown.add_elapsed(after);
        }
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("protocol", &self.protocol)
            .field("retry_policy", &self.retry_policy.as_ref().map(|(policy, _)| policy))
            .finish_non_exhaustive()
    }
}

/// One call of an operation through a client.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'a, T, O> {
    client: &'a Client<T>,
    exchange: Exchange<'a, O>,
}

impl<T: Transport, O: Callable> Call<'_, T, O> {
    /// Makes repeating the call safe; see [`Exchange::idempotency_key`].
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.exchange = self.exchange.idempotency_key(key);
        self
    }

    /// Requests error descriptions in this language, for this call only.
    pub fn language(mut self, language: Language) -> Self {
        self.exchange = self.exchange.language(language);
        self
    }

    /// Sends the call and returns its result.
    ///
    /// # Errors
    ///
    /// [`Error`], whose [`outcome`](Error::outcome) says what is known: not sent, rejected, or unknown.
    pub fn send(self) -> Result<O::Output, Error> {
        self.send_with_meta().map(|response| response.output)
    }

    /// Sends the call and returns its result with the response's status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`Call::send`]. If an earlier attempt may have arrived, its error is the one returned, unless the last
    /// attempt's [settles](Error::settles_earlier_attempts) it.
    pub fn send_with_meta(self) -> Result<ResponseWithMeta<O::Output>, Error> {
        let mut observed = self.exchange.observed_by(&self.client.observers);
        let result = self.send_observed(&mut observed);
        observed.end(&result);
        result
    }

    fn send_observed(&self, observed: &mut ObservedCall) -> Result<ResponseWithMeta<O::Output>, Error> {
        let Some((policy, wait)) = &self.client.retry_policy else {
            return self.observed_attempt(observed);
        };
        let mut state = self.exchange.retry_state(policy.clone());
        loop {
            match self.observed_attempt(observed) {
                Ok(response) => return Ok(response),
                Err(error) => {
                    let now = self.client.clock.as_ref().map(|clock| clock());
                    wait(state.next_backoff(error, now)?);
                }
            }
        }
    }

    fn observed_attempt(&self, observed: &mut ObservedCall) -> Result<ResponseWithMeta<O::Output>, Error> {
        observed.start_attempt();
        let result = self.attempt();
        observed.end_attempt(&result);
        result
    }

    fn attempt(&self) -> Result<ResponseWithMeta<O::Output>, Error> {
        let random_key = (self.client.random_keys)()?;
        let request = self.exchange.request(&random_key)?;
        let response = self.client.transport.send(request)?;
        self.exchange.parse_with_meta(response)
    }
}

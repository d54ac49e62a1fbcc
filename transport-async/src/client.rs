//! An async client over any transport: sign, send, parse, and retry where that was asked for.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use craftgate_core::observer::{ObservedCall, Observer};
use craftgate_core::{
    Callable, Error, Exchange, Language, Protocol, RandomKey, RequestError, ResponseWithMeta, RetryPolicy,
};

use crate::transport::AsyncTransport;

type RandomKeys = dyn Fn() -> Result<RandomKey, RequestError> + Send + Sync;
type Sleep = dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;
type Clock = dyn Fn() -> i64 + Send + Sync;

/// Sends operations through an [`AsyncTransport`] and returns their results: the async counterpart of
/// [`craftgate_core::Client`].
///
/// Cheap to clone, if the transport is. Tasks share it.
#[derive(Clone)]
pub struct Client<T> {
    protocol: Protocol,
    transport: T,
    random_keys: Arc<RandomKeys>,
    retry_policy: Option<(RetryPolicy, Arc<Sleep>)>,
    clock: Option<Arc<Clock>>,
    observers: Vec<Arc<dyn Observer>>,
}

impl<T: AsyncTransport> Client<T> {
    /// A client of `protocol` over `transport`, with a source of random keys. With the feature `reqwest`,
    /// `craftgate_async::client` brings transport and randomness.
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
    /// `sleep` is the runtime's, such as `tokio::time::sleep`.
    #[must_use]
    pub fn retry_policy<F, S>(mut self, policy: RetryPolicy, sleep: F) -> Self
    where
        F: Fn(Duration) -> S + Send + Sync + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.retry_policy = Some((policy, Arc::new(move |time| Box::pin(sleep(time)))));
        self
    }

    /// Sets the clock, in seconds since 1970 UTC, for responses that ask for a retry at a date. Without one, such a
    /// date is ignored.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Adds an observer, which watches every call: for traces, logs and metrics. It also learns of dropped futures, see
    /// [`CallObserver`](craftgate_core::observer::CallObserver).
    #[must_use]
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// Returns a call of `operation`, not yet sent.
    pub fn call<'a, O: Callable>(&'a self, operation: &'a O) -> Call<'a, T, O> {
        Call { client: self, exchange: self.protocol.exchange(operation) }
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

impl<T: AsyncTransport, O: Callable> Call<'_, T, O> {
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
    /// If the future is dropped, the outcome is unknown: record the call before the first await, and resolve recorded
    /// calls without a result afterwards, by [`Client::resolve`].
    ///
    /// # Errors
    ///
    /// [`Error`], whose [`outcome`](Error::outcome) says what is known: not sent, rejected, or unknown.
    pub async fn send(self) -> Result<O::Output, Error> {
        self.send_with_meta().await.map(|response| response.output)
    }

    /// Sends the call and returns its result with the response's status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`Call::send`]. If an earlier attempt may have arrived, its error is the one returned, unless the last
    /// attempt's [settles](Error::settles_earlier_attempts) it.
    pub async fn send_with_meta(self) -> Result<ResponseWithMeta<O::Output>, Error> {
        let mut observed = self.exchange.observed_by(&self.client.observers);
        let result = self.send_observed(&mut observed).await;
        observed.end(&result);
        result
    }

    async fn send_observed(&self, observed: &mut ObservedCall) -> Result<ResponseWithMeta<O::Output>, Error> {
        let Some((policy, sleep)) = &self.client.retry_policy else {
            return self.observed_attempt(observed).await;
        };
        let mut state = self.exchange.retry_state(policy.clone());
        loop {
            match self.observed_attempt(observed).await {
                Ok(response) => return Ok(response),
                Err(error) => {
                    let now = self.client.clock.as_ref().map(|clock| clock());
                    sleep(state.next_backoff(error, now)?).await;
                }
            }
        }
    }

    async fn observed_attempt(&self, observed: &mut ObservedCall) -> Result<ResponseWithMeta<O::Output>, Error> {
        observed.start_attempt();
        let result = self.attempt().await;
        observed.end_attempt(&result);
        result
    }

    async fn attempt(&self) -> Result<ResponseWithMeta<O::Output>, Error> {
        let random_key = (self.client.random_keys)()?;
        let request = self.exchange.request(&random_key)?;
        let response = self.client.transport.send(request).await?;
        self.exchange.parse_with_meta(response)
    }
}

//! Whether and when to try again: a decision, not an action.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{Method, StatusCode};

use crate::protocol::error::{ApiError, Error, ErrorGroup, Outcome, ResponseErrorKind};

/// How often and how patiently a call is tried again.
///
/// Only three things are ever repeated: what was certainly not sent, what Craftgate refused because there were too many
/// requests (status 429 and a code of Craftgate's), and what it does once however often it is asked (a `GET`; a
/// `POST`, `PATCH` or `DELETE` under an idempotency key). There is no setting that repeats more.
///
/// ```
/// use std::time::Duration;
/// use craftgate_core::{Error, RetryPolicy, TransportError, http::Method};
///
/// let policy = RetryPolicy::new(2);
/// let refused = Error::Transport(TransportError::not_sent("connection refused"));
/// let cut = Error::Transport(TransportError::maybe_sent("connection reset"));
///
/// assert_eq!(policy.backoff_for(1, &Method::POST, false, &refused), Some(Duration::from_millis(500)));
/// assert_eq!(policy.backoff_for(2, &Method::POST, false, &refused), Some(Duration::from_secs(1)));
/// assert_eq!(policy.backoff_for(3, &Method::POST, false, &refused), None);
/// assert_eq!(policy.backoff_for(1, &Method::POST, false, &cut), None);
/// assert_eq!(policy.backoff_for(1, &Method::POST, true, &cut), Some(Duration::from_millis(500)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    max: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
}

impl RetryPolicy {
    /// At most `max` further attempts, after half a second, a second, two, and so on up to 30.
    #[must_use]
    pub fn new(max: u32) -> Self {
        Self { max, initial_backoff: Duration::from_millis(500), max_backoff: Duration::from_secs(30) }
    }

    /// Waits this long before the second attempt, and twice as long before each further one.
    #[must_use]
    pub fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// Never waits longer than this, also if Craftgate asks for more.
    #[must_use]
    pub fn max_backoff(mut self, wait: Duration) -> Self {
        self.max_backoff = wait;
        self
    }

    /// How long to wait before trying again, or `None` to give up.
    ///
    /// `attempt` is the number of attempts made so far, `error` what the last one ended in.
    #[must_use]
    pub fn backoff_for(
        &self,
        attempt: u32,
        method: &Method,
        has_idempotency_key: bool,
        error: &Error,
    ) -> Option<Duration> {
        if attempt > self.max || !is_transient(error) {
            return None;
        }
        let done_once = is_repeatable(method, has_idempotency_key);
        if error.outcome() == Outcome::Unknown && !done_once {
            return None;
        }
        let doublings = attempt.saturating_sub(1).min(31);
        let wait = self.initial_backoff.saturating_mul(1 << doublings);
        Some(wait.max(retry_after(error)).min(self.max_backoff))
    }
}

/// The attempts at one call, for a sender of its own: async, a queue, anything that is no
/// [`Client`](crate::Client). Made by [`Exchange::retry_state`](crate::Exchange::retry_state).
///
/// It waits for nothing and sends nothing. It keeps count, and it keeps the one thing that must not get lost
/// between attempts: that an earlier one may have arrived.
///
/// ```
/// use craftgate_core::payment::{PaymentRefund, RefundPayment};
/// use craftgate_core::{Exchange, Error, RandomKey, Request, Response, RetryPolicy, TransportError};
///
/// async fn send(
///     call: Exchange<'_, RefundPayment>,
///     http: impl AsyncFn(Request) -> Result<Response, TransportError>,
///     sleep: impl AsyncFn(std::time::Duration),
/// ) -> Result<PaymentRefund, Error> {
///     let mut state = call.retry_state(RetryPolicy::new(3));
///     loop {
///         let request = call.request(&RandomKey::new("use the OS's randomness here")?)?;
///         let answer = http(request).await.map_err(Error::from);
///         match answer.and_then(|response| call.parse(response)) {
///             Ok(refund) => return Ok(refund),
///             Err(error) => sleep(state.next_backoff(error)?).await,
///         }
///     }
/// }
/// ```
#[derive(Debug)]
#[must_use = "it only decides; the sending is yours"]
pub struct RetryState {
    policy: RetryPolicy,
    method: Method,
    has_idempotency_key: bool,
    made: u32,
    may_have_arrived: Option<Error>,
}

impl RetryState {
    pub(crate) fn new(policy: RetryPolicy, method: Method, has_idempotency_key: bool) -> Self {
        Self { policy, method, has_idempotency_key, made: 0, may_have_arrived: None }
    }

    /// Takes in what an attempt ended in, and gives the pause before the next one.
    ///
    /// # Errors
    ///
    /// What the whole call ended in, if there is to be no next one. If an earlier attempt may have arrived, its
    /// error is the one that comes back, unless this last one ended in the refusal of the payment itself.
    pub fn next_backoff(&mut self, error: Error) -> Result<Duration, Error> {
        self.made = self.made.saturating_add(1);
        let Some(pause) = self.policy.backoff_for(self.made, &self.method, self.has_idempotency_key, &error) else {
            return Err(self.conclude(error));
        };
        if error.outcome() == Outcome::Unknown {
            self.may_have_arrived = Some(error);
        }
        Ok(pause)
    }

    fn conclude(&mut self, last: Error) -> Error {
        match self.may_have_arrived.take() {
            Some(earlier) if !is_final(&last) => earlier,
            _ => last,
        }
    }
}

/// Whether this error also settles what earlier attempts did: only a bank's refusal does. That a later attempt
/// was not sent, not allowed or not understood says nothing of the first.
fn is_final(error: &Error) -> bool {
    let is_banks = |refusal: &ApiError| {
        refusal.is_payment_error()
            && refusal.status() == StatusCode::UNPROCESSABLE_ENTITY
            && !refusal.group().is_some_and(ErrorGroup::may_have_succeeded)
    };
    error.outcome() == Outcome::Unknown || error.as_api_error().is_some_and(is_banks)
}

/// Whether a repeated call does its work once.
fn is_repeatable(method: &Method, has_idempotency_key: bool) -> bool {
    let honours_key = [Method::POST, Method::PATCH, Method::DELETE].contains(method);
    *method == Method::GET || (honours_key && has_idempotency_key)
}

/// Whether another attempt could end differently.
fn is_transient(error: &Error) -> bool {
    match error {
        Error::Request(_) => false,
        Error::Transport(_) => true,
        Error::Api(error) => is_transient_status(error.status()),
        Error::Response(error) => error.kind() == ResponseErrorKind::Truncated || is_transient_status(error.status()),
    }
}

fn is_transient_status(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// The wait that the answer asks for in seconds.
fn retry_after(error: &Error) -> Duration {
    let headers = match error {
        Error::Api(error) => error.headers(),
        Error::Response(error) => error.headers(),
        Error::Request(_) | Error::Transport(_) => return Duration::ZERO,
    };
    let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0))
}

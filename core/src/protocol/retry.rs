//! The decision whether and when to make another attempt. No I/O.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, Method, StatusCode};

use crate::protocol::error::{ApiError, Error, Outcome, ResponseErrorKind};
use crate::protocol::http_date;

/// The retry policy: the maximum number of further attempts, and the backoff before each.
///
/// Three things are repeated, and no setting repeats more:
///
/// - what was certainly not sent,
/// - what Craftgate rejected because there were too many requests (status 429 and a code of Craftgate's),
/// - what Craftgate does once however often it is asked ([`is_repeatable`](Self::is_repeatable)), after an error that
///   may pass ([`Error::is_transient`]).
///
/// ```
/// use std::time::Duration;
/// use craftgate_core::{Error, RetryPolicy, TransportError};
///
/// let policy = RetryPolicy::new(2);
/// let unreachable = Error::Transport(TransportError::not_sent("connection refused"));
/// let reset = Error::Transport(TransportError::maybe_sent("connection reset"));
///
/// assert_eq!(policy.backoff_for(1, false, &unreachable, None), Some(Duration::from_millis(500)));
/// assert_eq!(policy.backoff_for(2, false, &unreachable, None), Some(Duration::from_secs(1)));
/// assert_eq!(policy.backoff_for(3, false, &unreachable, None), None);
/// assert_eq!(policy.backoff_for(1, false, &reset, None), None);
/// assert_eq!(policy.backoff_for(1, true, &reset, None), Some(Duration::from_millis(500)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    max: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
}

impl RetryPolicy {
    /// Returns a policy of at most `max` further attempts, after 0.5, 1, 2 seconds and so on, up to 30 seconds.
    #[must_use]
    pub fn new(max: u32) -> Self {
        Self { max, initial_backoff: Duration::from_millis(500), max_backoff: Duration::from_secs(30) }
    }

    /// Sets the backoff before the second attempt. It doubles before each further one.
    #[must_use]
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the maximum backoff, even if Craftgate requests a longer one.
    #[must_use]
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Returns true if repeating a call has no further effect: a `GET`, and a `POST`, `PATCH` or `DELETE` with an
    /// idempotency key. Craftgate ignores the key of a `PUT`.
    #[must_use]
    pub fn is_repeatable(method: &Method, has_idempotency_key: bool) -> bool {
        let honours_key = [Method::POST, Method::PATCH, Method::DELETE].contains(method);
        *method == Method::GET || (honours_key && has_idempotency_key)
    }

    /// Returns the time to wait before another attempt; `None` if there should be none.
    ///
    /// `attempt` is the number of attempts made, `error` the last one's. `now` is the caller's clock, in seconds since
    /// 1970 UTC: without it, a `Retry-After` that is a date is ignored.
    #[must_use]
    pub fn backoff_for(
        &self,
        attempt: u32,
        is_repeatable: bool,
        error: &Error,
        now: impl Into<Option<i64>>,
    ) -> Option<Duration> {
        if attempt > self.max || !error.is_transient() {
            return None;
        }
        if error.outcome() == Outcome::Unknown && !is_repeatable {
            return None;
        }
        Some(self.backoff_after(attempt, error, now))
    }

    /// Returns the backoff after this number of attempts, whatever they ended in.
    #[must_use]
    pub fn backoff(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        self.initial_backoff.saturating_mul(1 << doublings).min(self.max_backoff)
    }

    /// Returns the backoff after this number of attempts, or what the last one's response requests in `Retry-After` if that
    /// is longer, up to the maximum. Whether another attempt is safe is not considered: see
    /// [`backoff_for`](Self::backoff_for), also for `now`.
    #[must_use]
    pub fn backoff_after(&self, attempt: u32, error: &Error, now: impl Into<Option<i64>>) -> Duration {
        let requested = error.retry_after(now).unwrap_or_default();
        self.backoff(attempt).max(requested).min(self.max_backoff)
    }
}

/// At most three further attempts, with the backoffs of [`RetryPolicy::new`].
impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new(3)
    }
}

/// The attempts at one call, for a sender other than [`Client`](crate::Client): an async one, a queue. Made by
/// [`Exchange::retry_state`](crate::Exchange::retry_state).
///
/// It neither waits nor sends. It counts, and it keeps what must not get lost between attempts: that an earlier one
/// may have arrived. So every error of an attempt goes through it, also that of a request which could not be built:
/// keep building, sending and parsing in one function.
///
/// ```
/// use std::time::Duration;
/// use craftgate_core::payment::{PaymentRefund, RefundPayment};
/// use craftgate_core::{Error, Exchange, RandomKey, Request, Response, RetryPolicy, TransportError};
///
/// async fn attempt(
///     call: &Exchange<'_, RefundPayment>,
///     http: impl AsyncFn(Request) -> Result<Response, TransportError>,
/// ) -> Result<PaymentRefund, Error> {
///     let random_key = RandomKey::new("use the OS's randomness here")?;
///     let request = call.request(&random_key)?;
///     let response = http(request).await?;
///     call.parse(response)
/// }
///
/// async fn send(
///     call: Exchange<'_, RefundPayment>,
///     http: impl AsyncFn(Request) -> Result<Response, TransportError>,
///     sleep: impl AsyncFn(Duration),
///     clock: impl Fn() -> i64, // seconds since 1970 UTC
/// ) -> Result<PaymentRefund, Error> {
///     let mut state = call.retry_state(RetryPolicy::default());
///     loop {
///         match attempt(&call, &http).await {
///             Ok(refund) => return Ok(refund),
///             Err(error) => sleep(state.next_backoff(error, clock())?).await,
///         }
///     }
/// }
/// ```
#[derive(Debug)]
#[must_use = "it only decides; the caller sends"]
pub struct RetryState {
    policy: RetryPolicy,
    is_repeatable: bool,
    attempts: u32,
    may_have_arrived: Option<Error>,
}

impl RetryState {
    pub(crate) fn new(policy: RetryPolicy, is_repeatable: bool) -> Self {
        Self { policy, is_repeatable, attempts: 0, may_have_arrived: None }
    }

    /// Takes an attempt's error and returns the time to wait before the next attempt.
    ///
    /// `now` is the caller's clock, in seconds since 1970 UTC: without it (`None`), a `Retry-After` that is a date is
    /// ignored.
    ///
    /// # Errors
    ///
    /// The whole call's error, as of [`conclude`](Self::conclude), if there is to be no further attempt.
    pub fn next_backoff(&mut self, error: impl Into<Error>, now: impl Into<Option<i64>>) -> Result<Duration, Error> {
        let error = error.into();
        self.attempts = self.attempts.saturating_add(1);
        let Some(backoff) = self.policy.backoff_for(self.attempts, self.is_repeatable, &error, now) else {
            return Err(self.conclude(error));
        };
        if error.outcome() == Outcome::Unknown {
            self.may_have_arrived = Some(error);
        }
        Ok(backoff)
    }

    /// Returns the whole call's error, where `last` is the last attempt's.
    ///
    /// That is an earlier attempt's if that one may have arrived, unless `last` settles it
    /// ([`Error::settles_earlier_attempts`]) or may have arrived too. Call it where the caller itself makes no further
    /// attempt, as at a deadline.
    pub fn conclude(&mut self, last: impl Into<Error>) -> Error {
        let last = last.into();
        match self.may_have_arrived.take() {
            Some(earlier) if last.outcome_after(Outcome::Unknown) != last.outcome() => earlier,
            _ => last,
        }
    }

    /// Returns the error of the latest attempt that may have arrived.
    #[must_use]
    pub fn may_have_arrived(&self) -> Option<&Error> {
        self.may_have_arrived.as_ref()
    }
}

impl Error {
    /// Returns true if another attempt could succeed: the network failed, the response was truncated, or its status is
    /// 408, 409, 425, 429 or 5xx.
    ///
    /// Whether another attempt is safe is another question: see [`RetryPolicy`].
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Request(_) => false,
            Self::Transport(_) => true,
            Self::Api(error) => is_transient_status(error.status()),
            Self::Response(error) => {
                error.kind() == ResponseErrorKind::Truncated || is_transient_status(error.status())
            }
        }
    }

    /// Returns true if this error also tells that earlier attempts at the same call, under the same idempotency key,
    /// failed.
    ///
    /// Only a bank's decline does: a [payment error](crate::ApiError::is_payment_error) with status 422 and a group
    /// that says so ([`ErrorGroup::settles_earlier_attempts`](crate::ErrorGroup::settles_earlier_attempts)). That a
    /// later attempt was not sent, not allowed or not understood tells nothing of the first, and neither does a
    /// group or code that this version does not know.
    #[must_use]
    pub fn settles_earlier_attempts(&self) -> bool {
        self.as_api_error().is_some_and(ApiError::settles_earlier_attempts)
    }

    /// Returns the outcome of a call whose last attempt ended in this error, and whose earlier attempts had the outcome
    /// `earlier`. All attempts have the same idempotency key.
    ///
    /// For queues, which store the outcome between attempts:
    ///
    /// ```
    /// use craftgate_core::{Error, Outcome, TransportError};
    ///
    /// let stored = Error::from(TransportError::maybe_sent("connection reset")).outcome();
    /// let last = Error::from(TransportError::not_sent("connection refused"));
    /// assert_eq!(last.outcome_after(stored), Outcome::Unknown);
    /// ```
    #[must_use]
    pub fn outcome_after(&self, earlier: Outcome) -> Outcome {
        match earlier {
            Outcome::Unknown if !self.settles_earlier_attempts() => Outcome::Unknown,
            Outcome::Unknown | Outcome::NotSent | Outcome::Rejected => self.outcome(),
        }
    }

    /// Returns the time to wait that the response requests in `Retry-After`, in seconds or as a date.
    ///
    /// `now` is the caller's clock, in seconds since 1970 UTC: without it (`None`), a date is ignored.
    #[must_use]
    pub fn retry_after(&self, now: impl Into<Option<i64>>) -> Option<Duration> {
        retry_after(self.headers()?, now.into())
    }
}

fn is_transient_status(status: StatusCode) -> bool {
    status.is_server_error()
        || [StatusCode::REQUEST_TIMEOUT, StatusCode::CONFLICT, StatusCode::TOO_EARLY, StatusCode::TOO_MANY_REQUESTS]
            .contains(&status)
}

fn retry_after(headers: &HeaderMap, now: Option<i64>) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let wait = http_date::parse(value)?.saturating_sub(now?);
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
}

//! The state of resolving a call's unknown outcome.

use std::time::Duration;

use super::resolvable::{ExecutionState, Resolvable};
use super::{NotDone, Resolution};
use crate::protocol::error::{Error, Outcome};
use crate::protocol::operation::Operation;
use crate::protocol::retry::RetryPolicy;

/// The default time that a request may take to arrive and to be executed: several times the response timeout of the
/// official clients (150 seconds).
const ARRIVAL_WINDOW: Duration = Duration::from_secs(10 * 60);

const INITIAL_BACKOFF: Duration = Duration::from_secs(1);
const MAX_BACKOFF: Duration = Duration::from_secs(60);

/// A call whose outcome is unknown, with the progress of its resolution.
///
/// Times are the caller's: each is the time elapsed since the call's last attempt ended. After a restart, count from the
/// time that was stored with the call, and [resume](Self::resume) from the [`Progress`] if that was stored too.
#[derive(Debug, Clone)]
#[must_use = "it only decides; the caller sends"]
pub struct UnknownOutcome<'a, O> {
    operation: &'a O,
    idempotency_key: Option<String>,
    arrival_window: Duration,
    elapsed: Duration,
    progress: Progress,
}

/// The progress of an [`UnknownOutcome`], for a queue to store between two calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Whether the call may be repeated under its idempotency key; it is looked up otherwise.
    pub is_repeat_useful: bool,
    /// The end of the last attempt that may have arrived, on the same clock as every `elapsed`.
    pub last_attempt: Duration,
    /// The number of calls that did not resolve the outcome, which determines the time before the next one.
    pub calls: u32,
}

/// The progress of a call of which nothing is known.
impl Default for Progress {
    fn default() -> Self {
        Self { is_repeat_useful: true, last_attempt: Duration::ZERO, calls: 0 }
    }
}

impl Progress {
    /// Returns the progress of a call that ended in `error`. After an error of Craftgate's that is not
    /// [transient](Error::is_transient) a repeat would return the same error, so the call is looked up.
    #[must_use]
    pub fn after(error: &Error) -> Self {
        Self { is_repeat_useful: !matches!(error, Error::Api(_)) || error.is_transient(), ..Self::default() }
    }
}

/// The next call to resolve an unknown outcome.
#[derive(Debug)]
#[allow(clippy::exhaustive_enums, reason = "nothing else is safe")]
pub enum NextCall<'a, O: Resolvable> {
    /// Send this, and have the response read by [`UnknownOutcome::read_look_up`].
    LookUp(LookUp<O::LookUp>),
    /// Send the operation again under its idempotency key, and have the response read by
    /// [`UnknownOutcome::read_repeat`].
    Repeat(&'a O),
}

/// A look-up and its time: what is absent at that time may arrive later.
#[derive(Debug, Clone)]
pub struct LookUp<L> {
    operation: L,
    sent_at: Duration,
}

impl<L> LookUp<L> {
    /// Returns the operation to send, once.
    pub fn operation(&self) -> &L {
        &self.operation
    }
}

impl<'a, O: Resolvable> UnknownOutcome<'a, O> {
    /// Returns the unknown outcome of `operation`, which may have been sent.
    pub fn new(operation: &'a O) -> Self {
        Self {
            operation,
            idempotency_key: None,
            arrival_window: ARRIVAL_WINDOW,
            elapsed: Duration::ZERO,
            progress: Progress::default(),
        }
    }

    /// Sets the idempotency key that every attempt was sent under.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Sets the error that the call ended in, as [`Progress::after`].
    pub fn after(self, error: &Error) -> Self {
        self.resume(Progress::after(error))
    }

    /// Continues with the progress of another [`UnknownOutcome`] of the same call.
    pub fn resume(mut self, progress: Progress) -> Self {
        self.progress = progress;
        self
    }

    /// Returns the progress so far, to be stored and passed to [`resume`](Self::resume).
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Sets the time within which a request arrives and is executed, or else never will be (default: 10 minutes).
    ///
    /// Within it nothing is called not done. It must be longer than the transport's timeout and than any proxy on the way
    /// holds a request. The call is repeated within it alone, since Craftgate documents no lifetime of idempotency keys.
    pub fn arrival_window(mut self, window: Duration) -> Self {
        self.arrival_window = window;
        self
    }

    /// Sets the time that has elapsed since the call's last attempt ended, for [`Client::resolve`](crate::Client::resolve)
    /// to start with (default: none).
    pub fn elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Returns the time elapsed since the call's last attempt ended, as far as it was [set](Self::elapsed) and
    /// [added](Self::add_elapsed).
    #[must_use]
    pub fn counted_time(&self) -> Duration {
        self.elapsed
    }

    /// Adds time that has elapsed, for a sender without a clock: the time it slept. Adding too little is safe.
    pub fn add_elapsed(&mut self, time: Duration) {
        self.elapsed = self.elapsed.saturating_add(time);
    }

    /// Disables repeating the call, since its elapsed time is not counted from now on.
    pub fn stop_repeats(&mut self) {
        self.progress.is_repeat_useful = false;
    }

    /// Returns the idempotency key to repeat the call with.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }

    /// Returns the next call to resolve the outcome, at a time `elapsed`; `None` if no call is safe, since the original
    /// call was sent without an id to look it up by.
    ///
    /// Send it right away: its time counts.
    #[must_use]
    pub fn next_call(&self, elapsed: Duration) -> Option<NextCall<'a, O>> {
        let is_repeatable = self.idempotency_key.is_some() && RetryPolicy::is_repeatable(&O::METHOD, true);
        if self.progress.is_repeat_useful && is_repeatable && elapsed < self.arrival_window {
            return Some(NextCall::Repeat(self.operation));
        }
        let operation = self.operation.look_up()?;
        Some(NextCall::LookUp(LookUp { operation, sent_at: elapsed }))
    }

    /// Returns the call's resolution, from the response to a look-up.
    pub fn read_look_up(
        &mut self,
        look_up: &LookUp<O::LookUp>,
        found: Result<<O::LookUp as Operation>::Output, Error>,
    ) -> Resolution<O::Record> {
        let state = match found {
            Ok(found) => self.operation.read_look_up(&look_up.operation, found),
            Err(error) => return self.open(error),
        };
        let window_end = self.progress.last_attempt.saturating_add(self.arrival_window);
        match (state, window_end.saturating_sub(look_up.sent_at)) {
            (ExecutionState::Absent(failure), Duration::ZERO) => {
                Resolution::NotDone(failure.map_or(NotDone::NeverArrived, NotDone::Failed))
            }
            (ExecutionState::Absent(_), remaining) => {
                Resolution::Open { after: self.next_backoff().min(remaining), error: None }
            }
            (state, _) => self.resolution(state),
        }
    }

    /// Returns the call's resolution, from the response to a repeat that ended at a time `elapsed`.
    pub fn read_repeat(&mut self, result: Result<O::Output, Error>, elapsed: Duration) -> Resolution<O::Record> {
        let has_look_up = self.operation.look_up().is_some();
        match result {
            Ok(output) => {
                self.progress.is_repeat_useful = !has_look_up;
                let state = self.operation.read_output(output);
                self.resolution(state)
            }
            Err(error) if error.settles_earlier_attempts() => Resolution::NotDone(NotDone::Rejected(error)),
            Err(error) => {
                let is_unknown = error.outcome() == Outcome::Unknown;
                if is_unknown {
                    self.progress.last_attempt = self.progress.last_attempt.max(elapsed);
                }
                self.progress.is_repeat_useful = !has_look_up || (error.is_transient() && !is_unknown);
                self.open(error)
            }
        }
    }

    fn resolution(&mut self, state: ExecutionState<O::Record>) -> Resolution<O::Record> {
        match state {
            ExecutionState::Done(record) => Resolution::Done(record),
            ExecutionState::Failed(record) => Resolution::NotDone(NotDone::Failed(record)),
            ExecutionState::Pending | ExecutionState::Absent(_) => {
                Resolution::Open { after: self.next_backoff(), error: None }
            }
        }
    }

    fn open(&mut self, error: Error) -> Resolution<O::Record> {
        let asked = error.retry_after(None).unwrap_or_default();
        Resolution::Open { after: self.next_backoff().max(asked), error: Some(error) }
    }

    /// Returns the time to wait: a second, two, four and so on, up to a minute.
    fn next_backoff(&mut self) -> Duration {
        self.progress.calls = self.progress.calls.saturating_add(1);
        let policy = RetryPolicy::new(u32::MAX).initial_backoff(INITIAL_BACKOFF).max_backoff(MAX_BACKOFF);
        policy.backoff(self.progress.calls)
    }
}

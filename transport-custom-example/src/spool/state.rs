//! The state of a call, derived from its attempts.

use craftgate_core::{Error, Outcome, TransportError};
use http::StatusCode;

/// The state of a call.
#[derive(Debug)]
#[non_exhaustive]
pub enum State<T> {
    /// The call is stored without a request, because the process crashed in between. Submit it again.
    Stored,
    /// The last attempt waits for a sender and was not sent.
    Waiting,
    /// A sender claimed the last attempt and has not stored a result. Whether it was sent is unknown; see
    /// [the module's page](super) for what to do if this persists.
    Claimed,
    /// The call has a result. [`Error::outcome`] tells whether a failed call can have been executed.
    Completed(Result<T, Error>),
}

/// The combined state of the attempts, from the first to the last.
pub(super) struct History<T> {
    may_have_arrived: Option<Error>,
    state: State<T>,
}

impl<T> History<T> {
    pub(super) fn new() -> Self {
        Self { may_have_arrived: None, state: State::Stored }
    }

    pub(super) fn push(mut self, next: State<T>) -> Self {
        match std::mem::replace(&mut self.state, next) {
            State::Claimed => self.may_have_arrived = Some(no_response()),
            State::Completed(Err(error)) if error.outcome() == Outcome::Unknown => self.may_have_arrived = Some(error),
            _ => {}
        }
        self
    }

    /// Returns true if no further attempt can change the state.
    pub(super) fn is_final(&self) -> bool {
        match &self.state {
            State::Completed(Ok(_)) => true,
            State::Completed(Err(error)) => is_decline(error),
            _ => false,
        }
    }

    pub(super) fn into_state(self) -> State<T> {
        match (self.state, self.may_have_arrived) {
            (State::Completed(Err(error)), Some(lost)) if !is_decline(&error) => State::Completed(Err(lost)),
            (state, _) => state,
        }
    }
}

/// Returns true for a decline, the only error that also decides earlier attempts.
fn is_decline(error: &Error) -> bool {
    let is_payment_error = error.as_api_error().is_some_and(|rejection| rejection.is_payment_error());
    is_payment_error && error.status() == Some(StatusCode::UNPROCESSABLE_ENTITY)
}

pub(super) fn no_response() -> Error {
    Error::Transport(TransportError::maybe_sent("a sender claimed the request and stored no result"))
}

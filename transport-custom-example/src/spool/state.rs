//! What is known of a call, and how that follows from its attempts.

use craftgate_core::{Error, Outcome, TransportError};
use http::StatusCode;

/// How far a call has come.
#[derive(Debug)]
#[non_exhaustive]
pub enum State<T> {
    /// It is written down and has no request yet: the process died in between. Submit it again.
    Stored,
    /// The last attempt waits for a sender. Of this attempt nothing was sent.
    Waiting,
    /// A sender took the last attempt and has not answered. Whether it was sent is unknown; see
    /// [the module's page](super) for what to do if this lasts.
    Claimed,
    /// It is over: the operation's result, or why there is none. Of an error, [`Error::outcome`] says what is known.
    Answered(Result<T, Error>),
}

/// What the attempts say together, told from the first to the last.
pub(super) struct Story<T> {
    may_have_arrived: Option<Error>,
    state: State<T>,
}

impl<T> Story<T> {
    pub(super) fn new() -> Self {
        Self { may_have_arrived: None, state: State::Stored }
    }

    pub(super) fn then(mut self, next: State<T>) -> Self {
        match std::mem::replace(&mut self.state, next) {
            State::Claimed => self.may_have_arrived = Some(never_answered()),
            State::Answered(Err(error)) if error.outcome() == Outcome::Unknown => self.may_have_arrived = Some(error),
            _ => {}
        }
        self
    }

    /// Whether no further attempt can change the end.
    pub(super) fn is_told(&self) -> bool {
        match &self.state {
            State::Answered(Ok(_)) => true,
            State::Answered(Err(error)) => is_banks_refusal(error),
            _ => false,
        }
    }

    pub(super) fn end(self) -> State<T> {
        match (self.state, self.may_have_arrived) {
            (State::Answered(Err(error)), Some(lost)) if !is_banks_refusal(&error) => State::Answered(Err(lost)),
            (state, _) => state,
        }
    }
}

/// The one refusal that also settles what earlier attempts did.
fn is_banks_refusal(error: &Error) -> bool {
    let is_payment_error = error.as_api_error().is_some_and(|refusal| refusal.is_payment_error());
    is_payment_error && error.status() == Some(StatusCode::UNPROCESSABLE_ENTITY)
}

pub(super) fn never_answered() -> Error {
    Error::Transport(TransportError::maybe_sent("a sender took the request and never answered"))
}

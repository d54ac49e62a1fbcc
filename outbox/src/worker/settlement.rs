//! The outcome of a claim, as it is stored.

use std::fmt;
use std::time::Duration;

use craftgate_core::catalog::{AnyOutput, error_report};
use craftgate_core::resolution::Progress;
use craftgate_core::{Body, Error, ResponseWithMeta};
use serde::Serialize;

use super::claim::Claim;
use crate::call::State;
use crate::encryption::{Context, Sealed, Vault};
use crate::error::Error as OutboxError;
use crate::outbox::report;
use crate::store::Value;

/// The outcome of a claim.
pub(super) struct Settlement {
    pub(super) state: State,
    /// The time until the call is due again, if it is not decided.
    pub(super) wait: Duration,
    pub(super) progress: Progress,
    pub(super) status: Option<u16>,
    pub(super) response: Option<Body>,
    pub(super) error: Option<String>,
}

impl fmt::Debug for Settlement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settlement").field("state", &self.state).finish_non_exhaustive()
    }
}

/// A response's two columns.
pub(super) struct SealedResponse {
    pub(super) bytes: Value,
    pub(super) key_id: Value,
}

impl Settlement {
    fn new(state: State) -> Self {
        let (wait, progress) = (Duration::ZERO, Progress::default());
        Self { state, wait, progress, status: None, response: None, error: None }
    }

    /// What ended in a response of the call's own.
    pub(super) fn responded(state: State, response: ResponseWithMeta<AnyOutput>) -> Self {
        let body = match response.output {
            AnyOutput::Json(json) => Some(json),
            AnyOutput::File(file) => Some(Body::from(file.into_bytes())),
            _ => None,
        };
        Self { status: Some(response.status.as_u16()), response: body, ..Self::new(state) }
    }

    /// Returns the settlement of a call whose record was found.
    pub(super) fn recorded(state: State, record: &impl Serialize) -> Self {
        Self { response: Body::json(record).ok(), ..Self::new(state) }
    }

    /// Returns the settlement of an error, with all that was received.
    pub(super) fn after(state: State, error: &Error) -> Self {
        Self {
            status: error.status().map(|status| status.as_u16()),
            response: error.body().cloned(),
            error: Some(error_report(error).as_str().to_owned()),
            ..Self::new(state)
        }
    }

    pub(super) fn pending(wait: Duration, error: &Error) -> Self {
        Self { wait, ..Self::after(State::Pending, error) }
    }

    pub(super) fn unknown(wait: Duration, progress: Progress, error: Option<&Error>) -> Self {
        let settlement = error.map_or_else(|| Self::new(State::Unknown), |error| Self::after(State::Unknown, error));
        Self { wait, progress, ..settlement }
    }

    pub(super) fn not_sent(reason: &str) -> Self {
        Self { error: Some(report(reason)), ..Self::new(State::NotSent) }
    }

    pub(super) fn needs_review() -> Self {
        Self::new(State::NeedsReview)
    }

    pub(super) fn seal(&self, vault: &Vault, claim: &Claim) -> Result<SealedResponse, OutboxError> {
        let Some(response) = &self.response else {
            return Ok(SealedResponse { bytes: Value::Null, key_id: Value::Null });
        };
        let idempotency_key = claim.content.idempotency_key.as_str();
        let operation = claim.content.operation.info().name();
        let Sealed { bytes, key_id } =
            vault.seal(Context { idempotency_key, operation, column: "response" }, response.as_bytes())?;
        Ok(SealedResponse { bytes: bytes.into(), key_id: key_id.as_deref().into() })
    }
}

//! Calls: new ones to enqueue, and those in the database.

use std::fmt;
use std::time::Duration;

use craftgate_core::catalog::AnyOperation;
use craftgate_core::{Body, Json};
use serde::de::DeserializeOwned;

use crate::encryption::{Context, Sealed, Vault};
use crate::error::{Error, RowError};
use crate::store::Row;

/// A call to enqueue.
///
/// Give each payment and refund its own `conversation_id`, by which an unknown outcome is looked up.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is enqueued"]
pub struct NewCall {
    pub(crate) idempotency_key: String,
    pub(crate) operation: AnyOperation,
    pub(crate) delay: Duration,
    pub(crate) expires_after: Option<Duration>,
}

impl NewCall {
    /// Returns a call of `operation` under this idempotency key: 1 to 255 printable ASCII characters, one for each
    /// attempt to do something, such as `siparis-17-1`.
    pub fn new(idempotency_key: impl Into<String>, operation: impl Into<AnyOperation>) -> Self {
        Self {
            idempotency_key: idempotency_key.into(),
            operation: operation.into(),
            delay: Duration::ZERO,
            expires_after: None,
        }
    }

    /// Sets the time before which the call is not sent, from when it is enqueued (default: none).
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets the time after which the call is not sent any more, neither for the first time nor again, from when it is
    /// enqueued, since the customer has given up (default: none). A call that may have been sent before is looked up, and
    /// needs a review if that is not possible.
    pub fn expires_after(mut self, time: Duration) -> Self {
        self.expires_after = Some(time);
        self
    }

    /// Returns true if the key can be sent as a header, and stored.
    pub(crate) fn has_valid_key(&self) -> bool {
        let key = self.idempotency_key.as_str();
        let is_printable = key.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        is_printable && !key.is_empty() && key.len() <= 255 && key.trim_ascii() == key
    }
}

/// The state of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// The call is to be sent: no earlier attempt can have arrived.
    Pending,
    /// The call may have been done. A worker resolves it.
    Unknown,
    /// The call was done: [`StoredCall::output`] returns its result, with a payment's own status: it may still wait for the
    /// customer.
    Done,
    /// Craftgate rejected the call, or a bank declined it, for the reason in [`StoredCall::error`].
    Rejected,
    /// The call failed: Craftgate has a record of the failure, which [`StoredCall::output`] returns.
    Failed,
    /// The call was not done, and no attempt can arrive any more. The reason is in [`StoredCall::error`].
    NotSent,
    /// The call may have been done, and no further call can safely resolve it: look it up in Craftgate's panel. See
    /// [`Outbox::settle`](crate::Outbox::settle).
    NeedsReview,
}

impl State {
    const ALL: [Self; 7] =
        [Self::Pending, Self::Unknown, Self::Done, Self::Rejected, Self::Failed, Self::NotSent, Self::NeedsReview];

    /// The name in the database, such as `NEEDS_REVIEW`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Unknown => "UNKNOWN",
            Self::Done => "DONE",
            Self::Rejected => "REJECTED",
            Self::Failed => "FAILED",
            Self::NotSent => "NOT_SENT",
            Self::NeedsReview => "NEEDS_REVIEW",
        }
    }

    /// Returns true if it is certain whether the call was done.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Done | Self::Rejected | Self::Failed | Self::NotSent)
    }

    pub(crate) fn parse(name: &str) -> Result<Self, RowError> {
        Self::ALL.into_iter().find(|state| state.as_str() == name).ok_or(RowError::Column { name: "state" })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A call in the database. `Debug` shows no secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StoredCall {
    /// The row's id.
    pub id: i64,
    /// The idempotency key.
    pub idempotency_key: String,
    /// The operation's name, such as `payment::CreatePayment`.
    pub operation: String,
    /// The call's state.
    pub state: State,
    /// The number of times that a worker took the call.
    pub attempts: u32,
    /// The name of the worker that holds the lease, if one does.
    pub lease_owner: Option<String>,
    /// The time when the call is due, or its lease ends, in milliseconds since 1970 UTC.
    pub due_at: i64,
    /// The time when the call was enqueued, in milliseconds since 1970 UTC.
    pub created_at: i64,
    /// The time of the last change, in milliseconds since 1970 UTC.
    pub updated_at: i64,
    /// The HTTP status of the last response.
    pub status: Option<u16>,
    /// The result's JSON (or the file) if the call was done, or the body of the last error's response.
    pub response: Option<Body>,
    /// The last error as JSON, as of [`error_report`](craftgate_core::catalog::error_report).
    pub error: Option<Json>,
}

impl StoredCall {
    /// Returns the result: the operation's output if the call is [done](State::Done), such as
    /// [`Payment`](craftgate_core::payment::Payment); the record of its failure if it [failed](State::Failed).
    ///
    /// # Errors
    ///
    /// Those of `T`'s own `Deserialize`; also if there is no result.
    pub fn output<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let has_output = matches!(self.state, State::Done | State::Failed);
        let json = self.response.as_ref().filter(|_| has_output).map_or(&b""[..], Body::as_bytes);
        serde_json::from_slice(json)
    }

    /// Reads a row of [`FIND`](crate::store::schema::FIND).
    pub(crate) fn read(row: Row, vault: &Vault) -> Result<Self, Error> {
        row.read(|id, columns| {
            let idempotency_key = columns.text("idempotency_key")?;
            let operation = columns.text("operation")?;
            let state = State::parse(&columns.text("state")?)?;
            let attempts = columns.unsigned("attempts")?;
            let lease_owner = columns.optional_text("lease_owner")?;
            let [due_at, created_at, updated_at] =
                [columns.integer("due_at")?, columns.integer("created_at")?, columns.integer("updated_at")?];
            let status = columns.optional_integer("status")?.map(u16::try_from).transpose();
            let status = status.map_err(|_| RowError::Column { name: "status" })?;
            let (response, key_id) = (columns.optional_bytes("response")?, columns.optional_text("response_key")?);
            let context = Context { idempotency_key: &idempotency_key, operation: &operation, column: "response" };
            let response = response.map(|bytes| vault.open(context, Sealed { bytes, key_id })).transpose()?;
            let error = columns.optional_text("error")?.map(|json| serde_json::from_str::<Json>(&json)).transpose();
            let error = error.map_err(|_| RowError::Column { name: "error" })?;
            Ok(Self {
                id,
                idempotency_key,
                operation,
                state,
                attempts,
                lease_owner,
                due_at,
                created_at,
                updated_at,
                status,
                response,
                error,
            })
        })
    }
}

//! A call that a worker has leased.

use std::fmt;
use std::time::Duration;

use craftgate_core::catalog::AnyOperation;
use craftgate_core::http::Method;
use craftgate_core::resolution::Progress;

use super::Step;
use crate::call::State;
use crate::clock::{Stopwatch, from_millis, millis};
use crate::encryption::{Context, Sealed, Vault};
use crate::error::{Error, RowError};
use crate::outbox::{Outbox, report};
use crate::store::row::Columns;
use crate::store::{Store, schema};

/// How long a row that can't be read waits: long enough to be out of the way, and to bring the right key.
const UNREADABLE_WAIT: Duration = Duration::from_secs(60);

/// A call that a worker has leased. The lease is in the database before anything is sent.
pub(super) struct Claim {
    pub(super) lease: Lease,
    pub(super) content: Content,
}

/// Which call, and until when.
pub(super) struct Lease {
    pub(super) id: i64,
    /// The number of attempts, which identifies the lease together with the id.
    pub(super) attempts: u32,
    pub(super) owner: String,
    time: Duration,
    stopwatch: Stopwatch,
}

/// What the row says of the call.
pub(super) struct Content {
    pub(super) state: State,
    pub(super) idempotency_key: String,
    pub(super) operation: AnyOperation,
    pub(super) progress: Progress,
    pub(super) is_expired: bool,
    /// When it was claimed, in seconds since 1970 UTC.
    pub(super) claimed_at: i64,
    /// The time since the outcome became unknown, when it was claimed.
    unknown_for: Duration,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("id", &self.lease.id)
            .field("attempts", &self.lease.attempts)
            .finish_non_exhaustive()
    }
}

impl Claim {
    /// Leases a call that is due, if there is one.
    pub(super) fn take<S: Store>(outbox: &mut Outbox<S>, owner: &str, lease: Duration) -> Result<Option<Self>, Error> {
        let stopwatch = outbox.clock.start();
        let values = [outbox.clock.parameter(), owner.into(), millis(lease).into()];
        let Some(row) = outbox.store.query(schema::CLAIM, &values)?.pop() else { return Ok(None) };
        let mut columns = row.columns();
        let id = columns.integer("id").map_err(|error| Error::Row { id: 0, error })?;
        let attempts = columns.unsigned("attempts").map_err(|error| Error::Row { id, error })?;
        let lease = Lease { id, attempts, owner: owner.to_owned(), time: lease, stopwatch };
        match Content::read(&mut columns, &outbox.vault) {
            Ok(content) => Ok(Some(Self { lease, content })),
            Err(error) => {
                release(outbox, &lease, &error)?;
                Err(Error::Row { id, error })
            }
        }
    }

    /// Returns true if the call changes nothing, so that it can be made any number of times.
    pub(super) fn is_read(&self) -> bool {
        *self.content.operation.info().method() == Method::GET
    }

    /// The time since the outcome became unknown.
    pub(super) fn elapsed(&self) -> Duration {
        self.content.unknown_for.saturating_add(self.lease.stopwatch.elapsed())
    }

    /// Returns true if another worker may hold the call now: nothing must be sent any more.
    pub(super) fn has_lapsed(&self) -> bool {
        self.lease.stopwatch.elapsed() >= self.lease.time
    }

    pub(super) fn lost(&self) -> Step {
        Step::LeaseLost { id: self.lease.id, idempotency_key: self.content.idempotency_key.clone() }
    }
}

impl Content {
    /// Reads the rest of the row.
    fn read(columns: &mut Columns, vault: &Vault) -> Result<Self, RowError> {
        let state = State::parse(&columns.text("state")?)?;
        let idempotency_key = columns.text("idempotency_key")?;
        let name = columns.text("operation")?;
        let bytes = columns.optional_bytes("request")?.ok_or(RowError::Column { name: "request" })?;
        let key_id = columns.optional_text("request_key")?;
        let context = Context { idempotency_key: &idempotency_key, operation: &name, column: "request" };
        let json = vault.open(context, Sealed { bytes, key_id })?;
        let json = std::str::from_utf8(json.as_bytes()).map_err(|_| RowError::Column { name: "request" })?;
        let operation = AnyOperation::from_json(&name, json);
        let operation = operation.map_err(|error| RowError::Operation { reason: error.to_string() })?;

        let unknown_since = columns.optional_integer("unknown_since")?;
        let mut progress = Progress::default();
        progress.last_attempt = from_millis(columns.integer("last_attempt")?);
        progress.is_repeat_useful = columns.boolean("is_repeat_useful")?;
        progress.calls = columns.unsigned("open_calls")?;
        let expires_at = columns.optional_integer("expires_at")?;
        let now = columns.integer("updated_at")?;
        Ok(Self {
            state,
            idempotency_key,
            operation,
            progress,
            is_expired: expires_at.is_some_and(|end| end <= now),
            claimed_at: now / 1000,
            unknown_for: unknown_since.map_or(Duration::ZERO, |since| from_millis(now.saturating_sub(since))),
        })
    }
}

/// Frees a call that can't be read, which was not sent, and lets it wait.
fn release<S: Store>(outbox: &mut Outbox<S>, lease: &Lease, error: &RowError) -> Result<(), Error> {
    let values = [
        outbox.clock.parameter(),
        millis(UNREADABLE_WAIT).into(),
        report(&error.to_string()).into(),
        lease.id.into(),
        lease.owner.as_str().into(),
        i64::from(lease.attempts).into(),
    ];
    outbox.store.query(schema::RELEASE, &values)?;
    Ok(())
}

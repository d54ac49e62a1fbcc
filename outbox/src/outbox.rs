//! The outbox: enqueues, lists and decides calls.

use std::fmt;

use crate::call::{NewCall, State, StoredCall};
use crate::clock::{Clock, millis};
use crate::encryption::{EncryptionKeys, Vault};
use crate::error::{DatabaseError, DatabaseErrorKind, Error};
use crate::request::{Request, Sealed};
use crate::store::{Row, Statement, Store, Value, schema};

/// The calls of one merchant account in a database.
pub struct Outbox<S> {
    pub(crate) store: S,
    pub(crate) clock: Clock,
    pub(crate) vault: Vault,
}

impl<S> fmt::Debug for Outbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox").field("clock", &self.clock).field("vault", &self.vault).finish_non_exhaustive()
    }
}

/// A call that was enqueued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Enqueued {
    /// The row's id.
    pub id: i64,
    /// False if the same call was there already, under the same key: nothing was changed.
    pub is_new: bool,
}

/// The calls in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StateCount {
    /// The state.
    pub state: State,
    /// The number of calls.
    pub calls: u64,
    /// The time when the oldest call was enqueued, in milliseconds since 1970 UTC.
    pub oldest: i64,
}

impl StateCount {
    fn read(row: Row) -> Result<Self, Error> {
        row.read(|_, columns| {
            let state = State::parse(&columns.text("state")?)?;
            Ok(Self { state, calls: columns.unsigned("count")?, oldest: columns.integer("created_at")? })
        })
    }
}

impl<S: Store> Outbox<S> {
    /// Creates the tables unless there are some, and opens the outbox.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`] if there are tables of another version, [`Error::Database`].
    pub fn install(mut store: S) -> Result<Self, Error> {
        schema::install(&mut store)?;
        Ok(Self::unchecked(store))
    }

    /// Opens the outbox in a database that has its tables.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`] if there are none, or those of another version; [`Error::Database`].
    pub fn open(mut store: S) -> Result<Self, Error> {
        schema::check(&mut store)?;
        Ok(Self::unchecked(store))
    }

    fn unchecked(store: S) -> Self {
        Self { store, clock: Clock::default(), vault: Vault::default() }
    }

    /// Encrypts requests and responses at rest, and reads none that are not encrypted. Without keys, an operation that
    /// carries a card or another secret is rejected, and responses are stored as they are, with the tokens in them.
    #[must_use]
    pub fn encryption_keys(mut self, keys: EncryptionKeys) -> Self {
        self.vault = Vault::new(keys);
        self
    }

    /// Sets the clock, in milliseconds since 1970 UTC (default: the database's).
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(clock);
        self
    }

    /// Returns the database.
    pub fn store(&mut self) -> &mut S {
        &mut self.store
    }

    /// Stores a call, to be sent by a [`Worker`](crate::Worker).
    ///
    /// Doing it again changes nothing: after an error of the database's, do it again.
    ///
    /// # Errors
    ///
    /// [`Error::Secret`] if it carries a card and there is no key to encrypt it with, [`Error::KeyReused`] if its
    /// idempotency key belongs to another call, [`Error::Row`] if that call can't be read to compare it,
    /// [`Error::IdempotencyKey`], [`Error::Database`].
    pub fn enqueue(&mut self, call: &NewCall) -> Result<Enqueued, Error> {
        enqueue(&self.clock, &self.vault, &mut self.store, call)
    }

    /// Stores a call in a transaction of yours, so that it is enqueued if and only if the order is stored.
    ///
    /// # Errors
    ///
    /// As [`enqueue`](Self::enqueue).
    pub fn enqueue_in(&self, transaction: &mut impl Store, call: &NewCall) -> Result<Enqueued, Error> {
        enqueue(&self.clock, &self.vault, transaction, call)
    }

    /// Returns the call with this idempotency key.
    ///
    /// # Errors
    ///
    /// [`Error::Row`] if its row can't be read, [`Error::Database`].
    pub fn find(&mut self, idempotency_key: &str) -> Result<Option<StoredCall>, Error> {
        let row = self.store.query(schema::FIND, &[idempotency_key.into()])?.pop();
        row.map(|row| StoredCall::read(row, &self.vault)).transpose()
    }

    /// Returns at most `limit` calls in this state with an id above `after`, in the order of their ids. One that can't be
    /// read is an error in its place.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn list(&mut self, state: State, after: i64, limit: u32) -> Result<Vec<Result<StoredCall, Error>>, Error> {
        let rows = self.store.query(schema::LIST, &[state.as_str().into(), after.into(), i64::from(limit).into()])?;
        Ok(rows.into_iter().map(|row| StoredCall::read(row, &self.vault)).collect())
    }

    /// Returns the number of calls in each state, for monitoring. A state without calls is absent; an unknown state is an
    /// error in its place, with the id of its first row.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn counts(&mut self) -> Result<Vec<Result<StateCount, Error>>, Error> {
        Ok(self.store.query(schema::COUNT, &[])?.into_iter().map(StateCount::read).collect())
    }

    /// Withdraws a call that no worker has taken. Returns false if there is none, or it is too late.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn cancel(&mut self, idempotency_key: &str) -> Result<bool, Error> {
        let values = [self.clock.parameter(), idempotency_key.into(), report("cancelled").into()];
        self.changes(schema::CANCEL, &values)
    }

    /// Decides a call that [needs review](State::NeedsReview), after a look into Craftgate's panel. Returns false if there
    /// is none in need of it.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn settle(&mut self, idempotency_key: &str, was_done: bool) -> Result<bool, Error> {
        let state = if was_done { State::Done } else { State::NotSent };
        self.changes(schema::REVIEW, &[self.clock.parameter(), state.as_str().into(), idempotency_key.into()])
    }

    /// Deletes a decided call. Returns false if there is none. Its key can be enqueued again then: delete it when
    /// nothing enqueues it any more.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn delete(&mut self, idempotency_key: &str) -> Result<bool, Error> {
        self.changes(schema::DELETE, &[idempotency_key.into()])
    }

    fn changes(&mut self, statement: Statement, values: &[Value]) -> Result<bool, Error> {
        Ok(!self.store.query(statement, values)?.is_empty())
    }
}

/// A reason of the outbox's own, in the format of an error's report.
pub(crate) fn report(message: &str) -> String {
    serde_json::json!({ "outcome": "NOT_SENT", "kind": "OUTBOX", "message": message }).to_string()
}

fn enqueue(clock: &Clock, vault: &Vault, store: &mut impl Store, call: &NewCall) -> Result<Enqueued, Error> {
    if !call.has_valid_key() {
        return Err(Error::IdempotencyKey);
    }
    let request = Request::new(call)?;
    let Sealed { bytes, key_id, digest } = request.seal(vault)?;
    let values = [
        clock.parameter(),
        request.key.into(),
        request.operation.into(),
        bytes.into(),
        key_id.as_deref().into(),
        digest.into(),
        i64::from(request.secret.is_some()).into(),
        millis(call.delay).into(),
        call.expires_after.map(millis).into(),
    ];
    // A call that is deleted in between is enqueued at the second try.
    for _ in 0..2 {
        if let Some(row) = store.query(schema::ENQUEUE, &values)?.pop() {
            let id = row.columns().integer("id").map_err(|error| Error::Row { id: 0, error })?;
            return Ok(Enqueued { id, is_new: true });
        }
        if let Some(row) = store.query(schema::REQUEST, &[request.key.into()])?.pop() {
            return Ok(Enqueued { id: request.stored_id(row, vault)?, is_new: false });
        }
    }
    Err(DatabaseError::new(DatabaseErrorKind::Busy, "the call is enqueued and deleted at the same time").into())
}

//! Workers: claim a call, send or resolve it, and store the outcome.

mod attempt;
mod claim;
mod resolve;
mod send;
mod settlement;

use std::fmt;
use std::time::Duration;

use craftgate_core::{Client, Transport};

use crate::call::State;
use crate::clock::millis;
use crate::error::Error;
use crate::outbox::Outbox;
use crate::store::{Store, schema};
use claim::Claim;
use settlement::Settlement;

/// The default lease: twice the official clients' response timeout of 150 seconds.
const LEASE: Duration = Duration::from_secs(5 * 60);

/// The default arrival window of [`UnknownOutcome`](craftgate_core::resolution::UnknownOutcome).
const ARRIVAL_WINDOW: Duration = Duration::from_secs(10 * 60);

/// Sends the calls of an outbox, one after the other. Run as many as there are payments at the same time: in threads, in
/// processes, with `Postgres` on any number of machines.
pub struct Worker<S, T> {
    outbox: Outbox<S>,
    client: Client<T>,
    name: String,
    lease: Duration,
    arrival_window: Duration,
    unsaved: Option<Box<(Claim, Settlement)>>,
}

impl<S, T> fmt::Debug for Worker<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("name", &self.name)
            .field("outbox", &self.outbox)
            .field("client", &self.client)
            .field("unsaved", &self.unsaved)
            .finish_non_exhaustive()
    }
}

/// The result of one step of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// No call was due. Try again in a second or so.
    Idle,
    /// The worker took a call, and stored its new state.
    Saved {
        /// The row's id.
        id: i64,
        /// The call's idempotency key.
        idempotency_key: String,
        /// The call's new state.
        state: State,
        /// True if the lease had expired, and this success replaces the outcome that another worker stored in the
        /// meantime. Review the call if that outcome was [`State::NotSent`].
        is_late: bool,
    },
    /// The lease had expired, and another worker resolves the call or has resolved it.
    LeaseLost {
        /// The row's id.
        id: i64,
        /// The call's idempotency key.
        idempotency_key: String,
    },
}

impl<S: Store, T: Transport> Worker<S, T> {
    /// Returns a worker that sends the outbox's calls by `client`.
    pub fn new(outbox: Outbox<S>, client: Client<T>) -> Self {
        let name = format!("worker-{}", std::process::id());
        Self { outbox, client, name, lease: LEASE, arrival_window: ARRIVAL_WINDOW, unsaved: None }
    }

    /// Sets the worker's name in its leases (default: `worker-` and the process's id).
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the time after which a call whose worker says nothing is taken by another one (default: 5 minutes). It must
    /// be longer than the client takes for a call, its retries included.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets the time within which a request arrives or never does (default: 10 minutes): see
    /// [`UnknownOutcome::arrival_window`](craftgate_core::resolution::UnknownOutcome::arrival_window). It must be longer
    /// than the lease.
    #[must_use]
    pub fn arrival_window(mut self, window: Duration) -> Self {
        self.arrival_window = window;
        self
    }

    /// Returns the outbox.
    pub fn outbox(&mut self) -> &mut Outbox<S> {
        &mut self.outbox
    }

    /// Takes one call that is due: sends it, or makes one call to find out what became of it.
    ///
    /// What an error of the database's kept from being written is written at the next step; if there is none, the call
    /// is taken by another worker once the lease has run out.
    ///
    /// # Errors
    ///
    /// [`Error::Row`] if the call can't be read: it waits, and the next step takes the next one. [`Error::Database`]:
    /// wait a little. No failure of the call itself is an error.
    pub fn step(&mut self) -> Result<Step, Error> {
        let (claim, settlement) = match self.unsaved.take() {
            Some(unsaved) => *unsaved,
            None => {
                let Some(claim) = Claim::take(&mut self.outbox, &self.name, self.lease)? else { return Ok(Step::Idle) };
                if claim.has_lapsed() {
                    return Ok(claim.lost());
                }
                let settlement = self.work(&claim);
                (claim, settlement)
            }
        };
        match self.save(&claim, &settlement) {
            Err(error) => {
                self.unsaved = Some(Box::new((claim, settlement)));
                Err(error)
            }
            step => step,
        }
    }

    /// Takes calls until none is due, and returns how many steps it took.
    ///
    /// # Errors
    ///
    /// As [`step`](Self::step).
    pub fn drain(&mut self) -> Result<u64, Error> {
        let mut steps = 0_u64;
        while self.step()? != Step::Idle {
            steps = steps.saturating_add(1);
        }
        Ok(steps)
    }

    fn work(&self, claim: &Claim) -> Settlement {
        let has_no_effect = claim.is_read() || claim.content.state == State::Pending;
        match has_no_effect {
            true if claim.content.is_expired => Settlement::not_sent("expired"),
            true => attempt::attempt(&self.client, claim),
            false => resolve::resolve(&self.client, claim, self.arrival_window),
        }
    }

    fn save(&mut self, claim: &Claim, settlement: &Settlement) -> Result<Step, Error> {
        let Outbox { store, clock, vault } = &mut self.outbox;
        let sealed = settlement.seal(vault, claim)?;
        let values = [
            clock.parameter(),
            settlement.state.as_str().into(),
            millis(settlement.wait).into(),
            millis(settlement.progress.last_attempt).into(),
            i64::from(settlement.progress.is_repeat_useful).into(),
            i64::from(settlement.progress.calls).into(),
            settlement.status.map(i64::from).into(),
            sealed.bytes,
            sealed.key_id,
            settlement.error.as_deref().into(),
            claim.lease.id.into(),
            claim.lease.owner.as_str().into(),
            i64::from(claim.lease.attempts).into(),
        ];
        let saved = |is_late| {
            let (id, idempotency_key) = (claim.lease.id, claim.content.idempotency_key.clone());
            Ok(Step::Saved { id, idempotency_key, state: settlement.state, is_late })
        };
        if !store.query(schema::SETTLE, &values)?.is_empty() {
            return saved(false);
        }
        let ours = [claim.lease.id.into(), i64::from(claim.lease.attempts).into(), settlement.state.as_str().into()];
        if !store.query(schema::IS_SETTLED, &ours)?.is_empty() {
            return saved(false);
        }
        let [ours @ .., _, _] = &values;
        if settlement.state == State::Done && !store.query(schema::SETTLE_LATE, ours)?.is_empty() {
            return saved(true);
        }
        Ok(claim.lost())
    }
}

//! The tables and every statement on them.

use super::{Statement, Store};
use crate::error::{Error, SchemaError};

/// The schema's version.
pub(crate) const VERSION: i64 = 2;

const VERSION_OF: Statement = Statement::new("SELECT max(version) FROM craftgate_schema");

const INSTALL: [Statement; 5] = [
    Statement::new("CREATE TABLE IF NOT EXISTS craftgate_schema (version {int} NOT NULL) {strict}"),
    Statement::new(
        "CREATE TABLE IF NOT EXISTS craftgate_call (
            id {id},
            idempotency_key TEXT NOT NULL UNIQUE,
            operation TEXT NOT NULL,
            request {bytes},
            request_key TEXT,
            request_digest {bytes},
            has_secret {int} NOT NULL,
            state TEXT NOT NULL,
            attempts {int} NOT NULL DEFAULT 0,
            due_at {int} NOT NULL,
            expires_at {int},
            lease_owner TEXT,
            unknown_since {int},
            last_attempt {int} NOT NULL DEFAULT 0,
            is_repeat_useful {int} NOT NULL DEFAULT 1,
            open_calls {int} NOT NULL DEFAULT 0,
            status {int},
            response {bytes},
            response_key TEXT,
            error TEXT,
            created_at {int} NOT NULL,
            updated_at {int} NOT NULL
        ) {strict}",
    ),
    Statement::new(
        "CREATE INDEX IF NOT EXISTS craftgate_call_due ON craftgate_call (due_at, id)
         WHERE state IN ('PENDING', 'UNKNOWN')",
    ),
    Statement::new(
        "CREATE TABLE IF NOT EXISTS craftgate_webhook (
            id {id},
            event_type TEXT NOT NULL,
            payload_id TEXT NOT NULL,
            event_timestamp {int} NOT NULL,
            status TEXT NOT NULL,
            received_at {int} NOT NULL,
            processed_at {int},
            UNIQUE (event_type, payload_id, event_timestamp, status)
        ) {strict}",
    ),
    Statement::new("INSERT INTO craftgate_schema SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM craftgate_schema)"),
];

pub(crate) const ENQUEUE: Statement = Statement::new(
    "INSERT INTO craftgate_call
        (idempotency_key, operation, request, request_key, request_digest, has_secret,
         state, due_at, expires_at, created_at, updated_at)
     VALUES ($2, $3, $4, $5, $6, $7, 'PENDING', {now} + $8, {now} + $9, {now}, {now})
     ON CONFLICT (idempotency_key) DO NOTHING
     RETURNING id",
);

/// A lease that has run out makes the outcome unknown, from the lease's end on: repeats count from there. What is on its
/// way may have been sent as late as now, since the clock may have leapt: the arrival window counts from here.
pub(crate) const CLAIM: Statement = Statement::new(
    "UPDATE craftgate_call SET
        state = CASE WHEN lease_owner IS NULL THEN state ELSE 'UNKNOWN' END,
        unknown_since = CASE WHEN lease_owner IS NULL THEN unknown_since ELSE coalesce(unknown_since, due_at) END,
        last_attempt = CASE WHEN lease_owner IS NULL THEN last_attempt ELSE {now} - coalesce(unknown_since, due_at) END,
        attempts = attempts + 1, lease_owner = $2, due_at = {now} + $3, updated_at = {now}
     WHERE id = (
        SELECT id FROM craftgate_call
        WHERE state IN ('PENDING', 'UNKNOWN') AND due_at <= {now}
        ORDER BY due_at, id LIMIT 1 {locked}
     )
     RETURNING id, attempts, state, idempotency_key, operation, request, request_key, unknown_since, last_attempt,
        is_repeat_useful, open_calls, expires_at, updated_at",
);

/// A column of the last response, which a claim that ends undecided and without an error leaves as it is.
macro_rules! of_response {
    ($column:literal, $value:literal) => {
        concat!(
            $column,
            " = CASE WHEN coalesce($10, '') = '' AND $2 IN ('UNKNOWN', 'NEEDS_REVIEW') THEN ",
            $column,
            " ELSE ",
            $value,
            " END, "
        )
    };
}

/// What ends a claim: the outcome, and the lease's end. A call that stays undecided keeps its last error, a decided one
/// no secret of its request.
macro_rules! settle {
    ($condition:literal) => {
        concat!(
            "UPDATE craftgate_call SET
                state = $2, due_at = {now} + $3, lease_owner = NULL,
                unknown_since = CASE WHEN $2 = 'UNKNOWN' THEN coalesce(unknown_since, {now}) ELSE unknown_since END,
                last_attempt = $4, is_repeat_useful = $5, open_calls = $6, ",
            of_response!("status", "$7"),
            of_response!("response", "$8"),
            of_response!("response_key", "$9"),
            of_response!("error", "$10"),
            "request = CASE
                    WHEN has_secret = 0 OR $2 IN ('PENDING', 'UNKNOWN', 'NEEDS_REVIEW') THEN request ELSE NULL
                END,
                updated_at = {now}
             WHERE id = $11 AND ",
            $condition,
            " RETURNING id"
        )
    };
}

pub(crate) const SETTLE: Statement = Statement::new(settle!("lease_owner = $12 AND attempts = $13"));

/// A success is one whoever holds the lease.
pub(crate) const SETTLE_LATE: Statement = Statement::new(settle!("state <> 'DONE'"));

/// Finds a call whose lease was ended by this outcome of this attempt, before the connection was lost.
pub(crate) const IS_SETTLED: Statement = Statement::new(
    "SELECT id FROM craftgate_call WHERE id = $1 AND attempts = $2 AND state = $3 AND lease_owner IS NULL",
);

pub(crate) const RELEASE: Statement = Statement::new(
    "UPDATE craftgate_call SET lease_owner = NULL, due_at = {now} + $2, error = $3, updated_at = {now}
     WHERE id = $4 AND lease_owner = $5 AND attempts = $6
     RETURNING id",
);

macro_rules! select_call {
    ($rest:literal) => {
        concat!(
            "SELECT id, idempotency_key, operation, state, attempts, lease_owner, due_at, created_at, updated_at, status,
                response, response_key, error
             FROM craftgate_call ",
            $rest
        )
    };
}

pub(crate) const FIND: Statement = Statement::new(select_call!("WHERE idempotency_key = $1"));

pub(crate) const REQUEST: Statement = Statement::new(
    "SELECT id, operation, request, request_key, request_digest FROM craftgate_call WHERE idempotency_key = $1",
);

pub(crate) const LIST: Statement = Statement::new(select_call!("WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3"));

pub(crate) const COUNT: Statement = Statement::new(
    "SELECT min(id), state, count(*), min(created_at) FROM craftgate_call GROUP BY state ORDER BY state",
);

pub(crate) const CANCEL: Statement = Statement::new(
    "UPDATE craftgate_call SET state = 'NOT_SENT', error = $3, updated_at = {now},
        request = CASE WHEN has_secret = 0 THEN request ELSE NULL END
     WHERE idempotency_key = $2 AND state = 'PENDING' AND lease_owner IS NULL
     RETURNING id",
);

pub(crate) const REVIEW: Statement = Statement::new(
    "UPDATE craftgate_call SET state = $2, updated_at = {now},
        request = CASE WHEN has_secret = 0 THEN request ELSE NULL END
     WHERE idempotency_key = $3 AND state = 'NEEDS_REVIEW'
     RETURNING id",
);

pub(crate) const DELETE: Statement = Statement::new(
    "DELETE FROM craftgate_call
     WHERE idempotency_key = $1 AND state IN ('DONE', 'REJECTED', 'FAILED', 'NOT_SENT')
     RETURNING id",
);

pub(crate) const RECORD_WEBHOOK: Statement = Statement::new(
    "INSERT INTO craftgate_webhook (event_type, payload_id, event_timestamp, status, received_at)
     VALUES ($2, $3, $4, $5, {now})
     ON CONFLICT (event_type, payload_id, event_timestamp, status) DO NOTHING
     RETURNING id",
);

pub(crate) const UNPROCESSED_WEBHOOKS: Statement = Statement::new(
    "SELECT id, event_type, payload_id, event_timestamp, status FROM craftgate_webhook
     WHERE processed_at IS NULL ORDER BY received_at, event_timestamp, id LIMIT $1",
);

pub(crate) const WEBHOOK_PROCESSED: Statement = Statement::new(
    "UPDATE craftgate_webhook SET processed_at = coalesce(processed_at, {now})
     WHERE id = $2
     RETURNING id",
);

pub(crate) const DELETE_WEBHOOKS: Statement =
    Statement::new("DELETE FROM craftgate_webhook WHERE processed_at <= {now} - $2 RETURNING received_at");

/// Creates the tables unless there are some, and checks their version.
pub(crate) fn install(store: &mut impl Store) -> Result<(), Error> {
    match check(store) {
        Err(Error::Schema(SchemaError::Missing)) => {
            store.install(&INSTALL)?;
            check(store)
        }
        result => result,
    }
}

/// Checks the tables' version.
pub(crate) fn check(store: &mut impl Store) -> Result<(), Error> {
    let row = store.query(VERSION_OF, &[])?.pop();
    let found = row.and_then(|row| row.columns().optional_integer("version").ok().flatten());
    match found.ok_or(SchemaError::Missing)? {
        VERSION => Ok(()),
        found if found < VERSION => Err(SchemaError::Older { found, expected: VERSION }.into()),
        found => Err(SchemaError::Newer { found, expected: VERSION }.into()),
    }
}

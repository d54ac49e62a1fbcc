//! An outbox on both engines: SQLite always, PostgreSQL with the feature `postgres`, started by the tests themselves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod backoff;
mod bad_databases;
mod chaos;
mod encryption;
mod enqueue;
mod expiry;
mod leases;
mod model;
mod responses;
mod support;
mod webhooks;
mod worker;

//! An outbox on both engines: SQLite always, PostgreSQL with the feature `postgres`, started by the tests themselves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod bad_databases;
mod chaos;
mod encryption;
mod enqueue;
mod model;
mod support;
mod webhooks;
mod worker;

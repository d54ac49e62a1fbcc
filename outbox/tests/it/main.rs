//! An outbox on both engines: SQLite always, PostgreSQL with the feature `postgres`, started by the tests themselves.

mod bad_databases;
mod chaos;
mod encryption;
mod enqueue;
mod model;
mod support;
mod webhooks;
mod worker;

#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_in_result
)]

mod call;
mod clock;
mod encryption;
mod error;
mod outbox;
mod request;
mod secret_field;
mod store;
mod webhooks;
mod worker;

pub use call::{NewCall, State, StoredCall};
pub use craftgate_core;
pub use encryption::EncryptionKeys;
pub use error::{DatabaseError, DatabaseErrorKind, Error, RowError, SchemaError};
pub use outbox::{Enqueued, Outbox, StateCount};
#[cfg(feature = "postgres")]
pub use postgres;
#[cfg(feature = "sqlite")]
pub use rusqlite;
#[cfg(feature = "postgres")]
pub use store::Postgres;
#[cfg(feature = "sqlite")]
pub use store::Sqlite;
pub use store::{Dialect, Row, Statement, Store, Value};
pub use webhooks::StoredWebhook;
pub use worker::{Step, Worker};

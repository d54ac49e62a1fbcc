//! HTTP: routing requests to handlers, reading them, and writing responses.
//!
//! It works on requests and responses in memory; `listener` puts it behind a socket.

mod deserialize;
mod field_fault;
#[cfg(feature = "server")]
pub(crate) mod listener;
mod omissible_fields;
mod quoted_number;
#[cfg(feature = "server")]
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod response;
mod route;
pub(crate) mod router;
mod routes;

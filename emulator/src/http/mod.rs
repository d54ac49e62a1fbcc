//! HTTP: routing requests to handlers, reading them, and writing responses.
//!
//! It works on requests and responses in memory; `listener` puts it behind a socket.

mod deserialize;
mod field_error;
#[cfg(feature = "server")]
pub(crate) mod listener;
mod omissible_fields;
#[cfg(feature = "server")]
pub(crate) mod outgoing;
mod quoted_number;
pub(crate) mod request;
pub(crate) mod response;
mod route;
pub(crate) mod router;
mod routes;

//! The protocol: requests, signatures, responses, errors, callbacks, webhooks and retries. No I/O.

pub mod callback;
pub mod error;
pub mod observer;
pub mod resolution;
pub mod signature;
pub mod webhook;

pub(crate) mod body;
pub(crate) mod content;
pub(crate) mod credentials;
pub(crate) mod envelope;
pub(crate) mod environment;
pub(crate) mod exchange;
pub(crate) mod http_date;
pub(crate) mod invisible;
pub(crate) mod operation;
pub(crate) mod paging;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod secret;
pub(crate) mod validation;

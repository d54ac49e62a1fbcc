//! The protocol of a call: requests, signatures, responses, errors and retries. No I/O.

pub mod error;
pub mod observer;
pub mod signature;

pub(crate) mod body;
pub(crate) mod content;
pub(crate) mod credentials;
pub(crate) mod envelope;
pub(crate) mod environment;
pub(crate) mod exchange;
pub(crate) mod http_date;
pub(crate) mod invisible;
pub(crate) mod operation;
pub(crate) mod page;
pub(crate) mod paging;
pub(crate) mod panel_key;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod secret;
pub(crate) mod target;
pub(crate) mod validation;

//! The parts of the protocol that concern no single endpoint: authentication, idempotency, callbacks and webhooks.

pub(crate) mod authentication;
pub(crate) mod callbacks;
pub(crate) mod idempotency;
#[cfg(feature = "control")]
mod stored_idempotency;
pub(crate) mod three_ds_page;
pub(crate) mod webhooks;

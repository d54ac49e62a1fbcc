//! The parts of the protocol that concern no single endpoint: authentication, idempotency, callbacks and webhooks.

pub(crate) mod authentication;
pub(crate) mod callback_form;
pub(crate) mod callbacks;
pub(crate) mod html;
pub(crate) mod idempotency;
mod signed_parts;
pub(crate) mod signed_string;
#[cfg(feature = "control")]
mod stored_idempotency;
pub(crate) mod webhooks;

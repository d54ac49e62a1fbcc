//! The merchant's keys.

use craftgate_core::Secret;

/// The keys that requests, callbacks and webhooks are signed with.
pub(crate) struct Keys {
    pub(crate) api: Secret,
    pub(crate) secret: Secret,
    pub(crate) callback: Secret,
    pub(crate) webhook: Secret,
}

//! The merchant's keys.

use craftgate_core::Secret;

/// The keys that requests, callbacks and webhooks are signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Keys {
    /// The API key.
    pub api: Secret,
    /// The secret key.
    pub secret: Secret,
    /// The merchant callback key, which 3D Secure callbacks are hashed with.
    pub callback: Secret,
    /// The merchant hook key, which webhooks are signed with.
    pub webhook: Secret,
}

//! What keeps a request from being sent, or its response from arriving.

use std::fmt;

/// Whether a request can have reached Craftgate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no third")]
pub enum SendStatus {
    /// Certainly not.
    NotSent,
    /// Perhaps: some of it left, and no complete answer came.
    MaybeSent,
}

/// No answer came back.
#[derive(Debug)]
pub struct TransportError {
    send_status: SendStatus,
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl TransportError {
    /// Nothing was sent: the name did not resolve, the connection was refused, TLS failed.
    pub fn not_sent(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { send_status: SendStatus::NotSent, cause: cause.into() }
    }

    /// Some or all of the request may have arrived. When in doubt, this one.
    pub fn maybe_sent(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { send_status: SendStatus::MaybeSent, cause: cause.into() }
    }

    /// Whether the request can have reached Craftgate.
    #[must_use]
    pub fn send_status(&self) -> SendStatus {
        self.send_status
    }

    /// The transport's own error.
    #[must_use]
    pub fn cause(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.cause
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.send_status {
            SendStatus::NotSent => "the request was not sent",
            SendStatus::MaybeSent => "the request may have been sent, but no complete answer came",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}

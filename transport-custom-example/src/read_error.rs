//! Errors of reading a response.

use std::fmt;

/// Why a response cannot be read: the cause of a [`TransportError`](craftgate_core::TransportError).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The response is longer than the limit and was not read to its end.
    #[non_exhaustive]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The head is truncated, or has an invalid status or header.
    Head,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit } => write!(f, "the response is longer than {limit} bytes"),
            Self::Head => f.write_str("the head of the response is truncated or malformed"),
        }
    }
}

impl std::error::Error for ReadError {}

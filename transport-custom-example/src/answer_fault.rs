//! Answers that a transport can't give to core.

use std::fmt;

/// What is wrong with an answer: the cause inside a [`TransportError`](craftgate_core::TransportError).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerFault {
    /// Longer than the limit, and not read to its end.
    #[non_exhaustive]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A head that is cut short, or a status or header in it that is none.
    Head,
}

impl fmt::Display for AnswerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit } => write!(f, "the answer is longer than {limit} bytes"),
            Self::Head => f.write_str("the answer's head is cut short or can't be read"),
        }
    }
}

impl std::error::Error for AnswerFault {}

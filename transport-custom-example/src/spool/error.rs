//! What can go wrong with a spool, and in which file.

use std::fmt;
use std::io;
use std::path::PathBuf;

use craftgate_core::RequestError;

use crate::stored::Unreadable;

/// Why the spool could not do what it was asked.
///
/// None of it quotes a file's content. Paths and keys are shown: an idempotency key should be an order's number, not a
/// secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum SpoolError {
    /// The operating system refused.
    Io {
        /// What it was asked for.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// Others than its owner can look into the folder. It is to hold card data: `chmod 700` it.
    Exposed {
        /// The folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The idempotency key is longer than a file's name can be. Nothing was written.
    KeyTooLong,
    /// The request could not be built. Nothing of it was written.
    Request(RequestError),
    /// The key stands for another operation, or the same with other content. Nothing was written.
    KeyTaken {
        /// The idempotency key.
        key: String,
    },
    /// Nothing was submitted under this key.
    NoCall {
        /// The idempotency key.
        key: String,
    },
    /// The call is one of another operation than it was read as.
    OtherOperation {
        /// The idempotency key.
        key: String,
    },
    /// An answer lies there for which no sender ever took a request. It was not read.
    NotAsked {
        /// The attempt that it claims to answer.
        attempt: String,
    },
    /// The attempt was answered before, and the first answer stands. If this is met before sending, nothing is sent.
    AnsweredTwice {
        /// The attempt.
        attempt: String,
    },
    /// The last attempt still waits for a sender: a second one would say no more.
    StillWaiting {
        /// The idempotency key.
        key: String,
    },
    /// Another attempt would end as the last one did, or could do the thing twice.
    NotRepeatable {
        /// The idempotency key.
        key: String,
    },
    /// A file of the spool can't be read.
    Entry {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: EntryProblem,
    },
}

/// What is wrong with a file of the spool.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryProblem {
    /// Truncated, of another version, of another kind, or of another shape.
    Unreadable(Unreadable),
    /// It names another call or attempt than its file does: it was copied or renamed.
    Misnamed {
        /// The name that it has inside.
        inside: String,
    },
    /// No HTTP method.
    Method,
    /// No absolute URL.
    Url,
    /// A header that no HTTP message can have.
    Header,
    /// A body that is not base64.
    Body,
    /// No HTTP status: they go from 100 to 999.
    Status {
        /// What stands there.
        found: u64,
    },
}

impl fmt::Display for SpoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, .. } => write!(f, "{}: the operating system refused", path.display()),
            Self::Exposed { path, mode } => {
                write!(f, "{}: others can look into this folder (mode {mode:o})", path.display())
            }
            Self::KeyTooLong => f.write_str("the idempotency key is too long for a file's name"),
            Self::Request(error) => error.fmt(f),
            Self::KeyTaken { key } => write!(f, "{key}: the key stands for another call"),
            Self::NoCall { key } => write!(f, "{key}: no such call was submitted"),
            Self::OtherOperation { key } => write!(f, "{key}: the call is one of another operation"),
            Self::NotAsked { attempt } => write!(f, "{attempt}: answered, but never taken to be sent"),
            Self::AnsweredTwice { attempt } => write!(f, "{attempt}: answered before"),
            Self::StillWaiting { key } => write!(f, "{key}: the last attempt has not been taken yet"),
            Self::NotRepeatable { key } => write!(f, "{key}: another attempt would do no good, or too much"),
            Self::Entry { path, problem } => write!(f, "{}: {problem}", path.display()),
        }
    }
}

impl std::error::Error for SpoolError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            Self::Request(error) => std::error::Error::source(error),
            _ => None,
        }
    }
}

impl fmt::Display for EntryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(problem) => problem.fmt(f),
            Self::Misnamed { inside } => write!(f, "inside it is {inside}"),
            Self::Method => f.write_str("its method is none"),
            Self::Url => f.write_str("its URL is not absolute"),
            Self::Header => f.write_str("one of its headers is none"),
            Self::Body => f.write_str("its body is not base64"),
            Self::Status { found } => write!(f, "its status is {found}, which is none"),
        }
    }
}

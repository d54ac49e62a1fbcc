//! Errors of a spool and its files.

use std::fmt;
use std::io;
use std::path::PathBuf;

use craftgate_core::RequestError;

use crate::stored::ParseError;

/// An error of a spool.
///
/// Never quotes the content of a file. Shows paths and idempotency keys, which should not be secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum SpoolError {
    /// A file or folder cannot be read or written.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's error.
        cause: io::Error,
    },
    /// Others than its owner can access the folder, which will contain card data. Restrict it with `chmod 700`.
    Exposed {
        /// The folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The idempotency key is too long for a file name. Nothing was stored.
    KeyTooLong,
    /// The request could not be built. Nothing was stored.
    Request(RequestError),
    /// The idempotency key belongs to another operation, or to the same one with other fields. Nothing was stored.
    KeyTaken {
        /// The idempotency key.
        key: String,
    },
    /// No call with this key was submitted.
    UnknownKey {
        /// The idempotency key.
        key: String,
    },
    /// The call's operation is not the requested type.
    OperationMismatch {
        /// The idempotency key.
        key: String,
    },
    /// An attempt has a result although no sender claimed it. The result was not read.
    NeverClaimed {
        /// The attempt.
        attempt: String,
    },
    /// The attempt already has a result, which stays. When claiming, nothing is sent.
    AlreadyCompleted {
        /// The attempt.
        attempt: String,
    },
    /// The last attempt is not claimed yet.
    StillWaiting {
        /// The idempotency key.
        key: String,
    },
    /// Another attempt would end like the last one, or could take effect twice.
    NotRetryable {
        /// The idempotency key.
        key: String,
    },
    /// A file of the spool is invalid.
    Entry {
        /// The file.
        path: PathBuf,
        /// The reason.
        error: EntryError,
    },
}

/// Why a file of the spool is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryError {
    /// The file cannot be parsed.
    Parse(ParseError),
    /// The name in the file differs from the file's name: it was copied or renamed.
    Misnamed {
        /// The name in the file.
        found: String,
    },
    /// The HTTP method is invalid.
    Method,
    /// The URL is not absolute.
    Url,
    /// A header is invalid.
    Header,
    /// The body is not Base64.
    Body,
    /// The HTTP status is not between 100 and 999.
    Status {
        /// The value in the file.
        found: u64,
    },
}

impl fmt::Display for SpoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, .. } => write!(f, "{}: cannot be read or written", path.display()),
            Self::Exposed { path, mode } => {
                write!(f, "{}: others can access the folder (mode {mode:o})", path.display())
            }
            Self::KeyTooLong => f.write_str("the idempotency key is too long for a file name"),
            Self::Request(error) => error.fmt(f),
            Self::KeyTaken { key } => write!(f, "{key}: the key belongs to another call"),
            Self::UnknownKey { key } => write!(f, "{key}: no call with this key"),
            Self::OperationMismatch { key } => write!(f, "{key}: the call has another operation"),
            Self::NeverClaimed { attempt } => write!(f, "{attempt}: has a result, but was never claimed"),
            Self::AlreadyCompleted { attempt } => write!(f, "{attempt}: already has a result"),
            Self::StillWaiting { key } => write!(f, "{key}: the last attempt is not claimed yet"),
            Self::NotRetryable { key } => {
                write!(f, "{key}: another attempt would fail again or could take effect twice")
            }
            Self::Entry { path, error } => write!(f, "{}: {error}", path.display()),
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

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(error) => error.fmt(f),
            Self::Misnamed { found } => write!(f, "the file contains {found}"),
            Self::Method => f.write_str("the method is invalid"),
            Self::Url => f.write_str("the URL is not absolute"),
            Self::Header => f.write_str("a header is invalid"),
            Self::Body => f.write_str("the body is not Base64"),
            Self::Status { found } => write!(f, "the status {found} is invalid"),
        }
    }
}

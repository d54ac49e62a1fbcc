//! The error of JSON that is not an operation.

use std::fmt;

/// The error of an [`AnyOperation`](super::AnyOperation) that can't be read.
///
/// `Debug` and `Display` show a name only where it is spelt like an operation's.
#[non_exhaustive]
pub enum ReadError {
    /// The name is not an operation's.
    UnknownOperation(String),
    /// A field is missing, unknown or can't be read, or it is no JSON at all. No value is quoted.
    Fields(serde_json::Error),
}

impl ReadError {
    pub(super) fn unknown_operation(name: &str) -> Self {
        Self::UnknownOperation(name.to_owned())
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation(name) if is_name(name) => f.debug_tuple("UnknownOperation").field(name).finish(),
            Self::UnknownOperation(_) => f.debug_tuple("UnknownOperation").finish_non_exhaustive(),
            Self::Fields(error) => f.debug_tuple("Fields").field(error).finish(),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation(name) if is_name(name) => write!(f, "operation: unknown operation `{name}`"),
            Self::UnknownOperation(_) => f.write_str("operation: not the name of an operation"),
            Self::Fields(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

/// Whether a name can be shown: what isn't spelt like one may be a secret in the wrong place.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= 80
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'))
}

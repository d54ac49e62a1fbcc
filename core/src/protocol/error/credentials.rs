//! Errors of keys and header values.

use std::fmt;

/// The error of a string that is not a key from the merchant panel. Contains no part of the key.
///
/// A key read from a file often brings the file's line break or byte order mark along. Every signature made with it
/// would be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyError {
    /// The key is empty.
    Empty,
    /// The key starts or ends with white space, such as a line break.
    SurroundingWhitespace,
    /// The key has a control character, a zero-width character, or white space other than a plain space.
    InvisibleCharacter,
}

impl KeyError {
    fn predicate(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::SurroundingWhitespace => "starts or ends with white space",
            Self::InvisibleCharacter => "has a control or invisible character",
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the key {}", self.predicate())
    }
}

impl std::error::Error for KeyError {}

/// The error of two strings that are not a merchant's [`Credentials`](crate::Credentials). Contains no part of the
/// keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The API key can't be the value of the header `x-api-key`.
    ApiKey(HeaderValueErrorKind),
    /// The secret key is malformed.
    SecretKey(KeyError),
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiKey(kind) => write!(f, "the API key {kind}"),
            Self::SecretKey(error) => write!(f, "the secret key {}", error.predicate()),
        }
    }
}

impl std::error::Error for CredentialsError {}

/// The error of a string that can't be the value of an HTTP header. Contains no part of the string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HeaderValueError {
    header: &'static str,
    kind: HeaderValueErrorKind,
}

impl HeaderValueError {
    pub(crate) fn new(header: &'static str, kind: HeaderValueErrorKind) -> Self {
        Self { header, kind }
    }

    /// Returns the header's name, such as `x-idempotency-key`.
    #[must_use]
    pub fn header(&self) -> &'static str {
        self.header
    }

    /// Returns what is wrong with the string.
    #[must_use]
    pub fn kind(&self) -> HeaderValueErrorKind {
        self.kind
    }
}

impl fmt::Display for HeaderValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` {}", self.header, self.kind)
    }
}

impl std::error::Error for HeaderValueError {}

/// The reason why a string can't be the value of an HTTP header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderValueErrorKind {
    /// The string is empty.
    Empty,
    /// The string has characters other than printable ASCII, such as a Turkish letter or a line break. Encode an order
    /// number that has them.
    NotPrintableAscii,
    /// The string starts or ends with a space, which HTTP strips.
    SurroundingWhitespace,
}

impl fmt::Display for HeaderValueErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::NotPrintableAscii => {
                "has characters other than printable ASCII, such as a Turkish letter or a line break"
            }
            Self::SurroundingWhitespace => "starts or ends with a space",
        })
    }
}

//! What is wrong with a call before anything is sent.

use std::fmt;

use crate::encoding::url::UrlError;

/// Why a request could not be built. No variant holds the offending text: it may be a key.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// A text can't be this header's value.
    Header {
        /// The header's name.
        header: &'static str,
        /// What is wrong with the text.
        fault: HeaderErrorKind,
    },
    /// The secret key is empty.
    EmptySecretKey,
    /// The secret key has white space at an end, or a control or invisible character: a line break or the byte order
    /// mark of the file that it came from. Every signature would be wrong.
    MalformedSecretKey,
    /// A path parameter is empty, `.` or `..`, and so would name another endpoint.
    PathParameter {
        /// The parameter's name.
        name: &'static str,
    },
    /// A query value has no form on the wire: a date whose year is not four digits long.
    QueryValue {
        /// The parameter's name.
        name: &'static str,
    },
    /// The path or query can't be part of a URL as it stands.
    Url(UrlError),
    /// The body does not serialize.
    Body(serde_json::Error),
    /// The source of random keys failed.
    RandomKey(Box<dyn std::error::Error + Send + Sync>),
}

/// Why a text can't be a header's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderErrorKind {
    /// It is empty.
    Empty,
    /// It has characters other than printable ASCII: Turkish letters, a line break. Encode an order number that
    /// has them.
    NotPrintableAscii,
    /// It has a space at an end, which would not arrive.
    SurroundingWhitespace,
}

impl fmt::Display for HeaderErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::NotPrintableAscii => {
                "has characters other than printable ASCII, such as a Turkish letter or a line break"
            }
            Self::SurroundingWhitespace => "has a space at an end",
        })
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { header, fault } => write!(f, "the value for {header} {fault}"),
            Self::EmptySecretKey => f.write_str("the secret key is empty"),
            Self::MalformedSecretKey => {
                f.write_str("the secret key has white space at an end, or an invisible character")
            }
            Self::PathParameter { name } => write!(f, "the path parameter {name} is empty or a dot segment"),
            Self::QueryValue { name } => write!(f, "the query value {name} has no form on the wire"),
            Self::Url(error) => write!(f, "the request's URL {}", error.text()),
            Self::Body(_) => f.write_str("the request's body does not serialize"),
            Self::RandomKey(_) => f.write_str("no random key could be made"),
        }
    }
}

impl std::error::Error for RequestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::RandomKey(error) => Some(&**error),
            _ => None,
        }
    }
}

//! What is wrong with a call before anything is sent.

use std::fmt;

use crate::wire::url::UrlError;

/// Why a request could not be built. No variant holds the offending text: it may be a key.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// A text for this header is empty, has a space at an end, or has characters other than
    /// printable ASCII. Turkish letters are among those: encode an order number that has them.
    Header {
        /// The header's name.
        header: &'static str,
    },
    /// The secret key is empty.
    EmptySecretKey,
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

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { header } => write!(f, "the value for {header} is empty or not printable ASCII"),
            Self::EmptySecretKey => f.write_str("the secret key is empty"),
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

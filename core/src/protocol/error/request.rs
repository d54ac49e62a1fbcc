//! The errors of building a request.

use std::fmt;

use super::HeaderValueError;
use crate::encoding::url::UrlError;
use crate::protocol::validation::ValidationErrors;

/// The error of a request that could not be built. Nothing was sent. No variant contains the rejected value, which may
/// be a key.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// A string can't be the value of a header, such as the idempotency key.
    Header(HeaderValueError),
    /// A path parameter is empty, `.` or `..`, and would address another endpoint.
    PathParameter {
        /// The parameter's name.
        name: &'static str,
    },
    /// A date in the query can't be serialized: its year does not have four digits.
    QueryValue {
        /// The parameter's name.
        name: &'static str,
    },
    /// The path or query can't be part of a URL.
    Url(UrlError),
    /// The body can't be serialized.
    Body(serde_json::Error),
    /// The operation violates rules of [`Validate`](crate::Validate). Only if the program validates it.
    Validation(ValidationErrors),
    /// The source of random keys failed.
    RandomKey(Box<dyn std::error::Error + Send + Sync>),
}

impl From<HeaderValueError> for RequestError {
    fn from(error: HeaderValueError) -> Self {
        Self::Header(error)
    }
}

impl From<ValidationErrors> for RequestError {
    fn from(errors: ValidationErrors) -> Self {
        Self::Validation(errors)
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(error) => error.fmt(f),
            Self::PathParameter { name } => write!(f, "path parameter `{name}`: must not be empty, `.` or `..`"),
            Self::QueryValue { name } => write!(f, "query parameter `{name}`: year must have four digits"),
            Self::Url(error) => error.fmt(f),
            Self::Body(_) => f.write_str("the request's body can't be serialized"),
            Self::Validation(_) => f.write_str("the request violates Craftgate's rules"),
            Self::RandomKey(_) => f.write_str("no random key could be generated"),
        }
    }
}

impl std::error::Error for RequestError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::Validation(errors) => Some(errors),
            Self::RandomKey(error) => Some(&**error),
            Self::Header(_) | Self::PathParameter { .. } | Self::QueryValue { .. } | Self::Url(_) => None,
        }
    }
}

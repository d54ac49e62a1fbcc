//! Unexpected responses.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::protocol::body::{Body, Response};
use crate::protocol::paging::PageError;

/// A response that is neither a result nor an error of Craftgate's: a proxy's HTML page, truncated JSON, a field of
/// another type than expected.
///
/// What was asked for may have been done, so the whole response is kept: status, headers and body.
pub struct ResponseError {
    kind: ResponseErrorKind,
    parser_error: Option<serde_json::Error>,
    response: Response,
}

/// The reason why a response is unexpected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseErrorKind {
    /// A redirect. It is not followed: the signature is bound to the URL.
    Redirect,
    /// A status that is neither one of Craftgate's successes nor an error.
    Status,
    /// An error status without Craftgate's error details, as from a proxy.
    NoErrorDetails,
    /// Truncated JSON.
    Truncated,
    /// A body that is not JSON.
    NotJson,
    /// A successful response without data.
    MissingData,
    /// JSON of another shape than expected.
    UnexpectedShape,
    /// A body with both data and errors.
    Contradiction,
    /// The data of another payment or refund than the requested one.
    IdMismatch,
    /// A body in a content or transfer encoding that was not requested.
    UnexpectedEncoding,
    /// A page that does not belong to its search.
    Page(PageError),
}

impl fmt::Display for ResponseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Page(error) => return error.fmt(f),
            Self::Redirect => "a redirect",
            Self::Status => "neither success nor error",
            Self::NoErrorDetails => "an error without details",
            Self::Truncated => "truncated JSON",
            Self::NotJson => "a body that is not JSON",
            Self::MissingData => "a success without data",
            Self::UnexpectedShape => "JSON of an unexpected shape",
            Self::Contradiction => "both data and errors",
            Self::IdMismatch => "the data of another id than requested",
            Self::UnexpectedEncoding => "an encoding that was not requested",
        })
    }
}

impl ResponseError {
    pub(crate) fn new(kind: ResponseErrorKind, parser_error: Option<serde_json::Error>, response: Response) -> Self {
        Self { kind, parser_error, response }
    }

    /// Returns the reason why the response is unexpected.
    #[must_use]
    pub fn kind(&self) -> ResponseErrorKind {
        self.kind
    }

    /// Returns the JSON parser's error. It names the field, but may quote the response's content, so it is neither
    /// shown by `Display` nor a source, which may be logged.
    #[must_use]
    pub fn parser_error(&self) -> Option<&serde_json::Error> {
        self.parser_error.as_ref()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the response's whole body.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.response.body()
    }
}

impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseError")
            .field("kind", &self.kind)
            .field("status", &self.status())
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, length) = (self.status().as_u16(), self.body().len());
        write!(f, "unexpected response: {} (status {status}, {length} bytes", self.kind)?;
        match &self.parser_error {
            Some(error) if error.line() > 0 => write!(f, ", line {} column {})", error.line(), error.column()),
            _ => f.write_str(")"),
        }
    }
}

impl std::error::Error for ResponseError {}

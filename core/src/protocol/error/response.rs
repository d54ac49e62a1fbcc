//! Unexpected responses.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::protocol::body::{Body, Response};

/// An answer that is neither a result nor Craftgate's way of saying no.
///
/// A proxy's HTML page, a body cut short, a field of another type than expected. The payment may
/// have been taken, so nothing of the answer is lost: status, headers and body are here.
pub struct ResponseError {
    kind: ResponseErrorKind,
    parser: Option<serde_json::Error>,
    answer: Response,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseErrorKind {
    /// A redirect. It was not followed: the signature is bound to the URL.
    Redirect,
    /// A status that is neither success nor error.
    Status,
    /// An error status without Craftgate's error details, as from a proxy.
    NoErrorDetails,
    /// JSON that stops in the middle.
    Truncated,
    /// Not JSON at all.
    NotJson,
    /// Success without the data that is due.
    MissingData,
    /// JSON of another shape than expected.
    UnexpectedShape,
}

impl ResponseError {
    pub(crate) fn new(kind: ResponseErrorKind, parser: Option<serde_json::Error>, answer: Response) -> Self {
        Self { kind, parser, answer }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> ResponseErrorKind {
        self.kind
    }

    /// The JSON parser's account. It names the field, but may quote the answer's content: it stays
    /// out of this error's text and source, since those end up in logs.
    #[must_use]
    pub fn parser_error(&self) -> Option<&serde_json::Error> {
        self.parser.as_ref()
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }

    /// The answer's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.answer.headers()
    }

    /// The answer's whole body.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.answer.body()
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
        let problem = match self.kind {
            ResponseErrorKind::Redirect => "a redirect",
            ResponseErrorKind::Status => "neither success nor error",
            ResponseErrorKind::NoErrorDetails => "an error without details",
            ResponseErrorKind::Truncated => "truncated JSON",
            ResponseErrorKind::NotJson => "a body that is not JSON",
            ResponseErrorKind::MissingData => "success without data",
            ResponseErrorKind::UnexpectedShape => "JSON of an unexpected shape",
        };
        write!(f, "answered with {problem} (status {}, {} bytes", self.status().as_u16(), self.body().len())?;
        match &self.parser {
            Some(error) if error.line() > 0 => write!(f, ", line {} column {})", error.line(), error.column()),
            _ => f.write_str(")"),
        }
    }
}

impl std::error::Error for ResponseError {}

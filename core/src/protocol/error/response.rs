//! Answers that are no result.

use std::fmt;

use http::{HeaderMap, StatusCode};
use serde::de::Deserializer;
use serde::ser::Serializer;

use super::ErrorGroup;
use crate::api::payment::{PaymentError, ProviderError};
use crate::protocol::body::Body;
use crate::protocol::body::Response;
use crate::wire::Wire;

/// Craftgate said no, and why.
///
/// Its text is Craftgate's code, group and description. It never holds what was sent.
pub struct ApiError {
    details: PaymentError,
    answer: Response,
}

impl ApiError {
    pub(crate) fn new(details: PaymentError, answer: Response) -> Self {
        Self { details, answer }
    }

    /// The code, such as `10051`.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.details.error_code.as_ref()
    }

    /// The group that a bank's many codes are sorted into, such as `NOT_SUFFICIENT_FUNDS`.
    #[must_use]
    pub fn group(&self) -> Option<&ErrorGroup> {
        self.details.error_group.as_ref()
    }

    /// What happened, in the language that was asked for. Craftgate lets a payment error's be shown to the customer,
    /// but it calls a stolen card stolen: see [`Error::customer_message`](crate::Error::customer_message). A validation
    /// error's must not be shown.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.details.error_description.as_deref()
    }

    /// What the bank or payment provider itself said.
    #[must_use]
    pub fn provider_error(&self) -> Option<&ProviderError> {
        self.details.provider_error.as_ref()
    }

    /// Whether the payment was refused, rather than the request.
    #[must_use]
    pub fn is_payment_error(&self) -> bool {
        self.code().is_some_and(|code| code.kind() == Some(ErrorCodeKind::Payment))
    }

    /// Whether the request was refused, rather than the payment: something in the integration.
    #[must_use]
    pub fn is_validation_error(&self) -> bool {
        !self.is_too_many_requests() && self.code().is_some_and(|code| code.kind() == Some(ErrorCodeKind::Validation))
    }

    /// Whether there were too many requests: nothing is wrong with this one, later.
    #[must_use]
    pub fn is_too_many_requests(&self) -> bool {
        self.status() == StatusCode::TOO_MANY_REQUESTS
    }

    /// Whether the refusal is all there is to know: not without a number for a code, since a proxy may have an `errors`
    /// object of its own; not where the status contradicts it, and not where a server failed or ran into another request
    /// for the same thing.
    pub(crate) fn is_definite(&self) -> bool {
        let status = self.status();
        self.code().and_then(ErrorCode::number).is_some_and(|number| number > 0)
            && status.is_client_error()
            && status != StatusCode::REQUEST_TIMEOUT
            && status != StatusCode::CONFLICT
    }

    /// The HTTP status; 422 for a business rule.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }

    /// The answer's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.answer.headers()
    }

    /// The answer's body.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.answer.body()
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("details", &self.details)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Craftgate refused with status {}", self.status().as_u16())?;
        if let Some(code) = self.code() {
            write!(f, ", code {code}")?;
        }
        if let Some(group) = self.group() {
            write!(f, ", {}", EscapedControls(group.as_str()))?;
        }
        match self.description() {
            Some(description) => write!(f, ": {}", EscapedControls(description)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

/// A text of the other side's, shown so that it can't break a line of a log.
struct EscapedControls<'a>(&'a str);

impl fmt::Display for EscapedControls<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '\u{2028}' | '\u{2029}' => write!(f, "{}", letter.escape_unicode()),
            letter if letter.is_control() => write!(f, "{}", letter.escape_debug()),
            letter => fmt::Write::write_char(f, letter),
        })
    }
}

/// A code of Craftgate's. Some answers write it as a number, some as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ErrorCode(String);

/// The two families of error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the protocol has these two")]
pub enum ErrorCodeKind {
    /// Up to 10000: the request was refused before any bank was asked.
    Validation,
    /// Above 10000: the bank or payment provider refused the payment.
    Payment,
}

impl ErrorCode {
    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as a number, which it has been so far.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.0.parse().ok()
    }

    /// The family that the code's number puts it in. (Source: Craftgate's "Hata Grupları".)
    #[must_use]
    pub fn kind(&self) -> Option<ErrorCodeKind> {
        let number = self.number()?;
        Some(if number > 10_000 { ErrorCodeKind::Payment } else { ErrorCodeKind::Validation })
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        Self(code)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        EscapedControls(&self.0).fmt(f)
    }
}

impl Wire for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

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

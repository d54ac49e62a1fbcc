//! Rejections by Craftgate.

use std::fmt;

use http::{HeaderMap, StatusCode};

use super::escaped::Escaped;
use super::{ErrorCode, ErrorCodeKind, ErrorGroup};
use crate::api::payment::{PaymentError, ProviderError};
use crate::protocol::body::{Body, Response};

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
            write!(f, ", {}", Escaped(group.as_str()))?;
        }
        match self.description() {
            Some(description) => write!(f, ": {}", Escaped(description)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

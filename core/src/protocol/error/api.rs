//! Craftgate's own errors.

use std::fmt;

use http::{HeaderMap, StatusCode};

use super::escaped::Escaped;
use super::payment::{PaymentError, ProviderError};
use super::{ErrorCode, ErrorCodeKind, ErrorGroup, Outcome};
use crate::protocol::body::{Body, Response};
use crate::wire::lenient::UnreadField;

/// Craftgate's rejection of a request, or a bank's decline.
///
/// `Display` shows Craftgate's code, group and description, and nothing of what was sent.
pub struct ApiError {
    details: PaymentError,
    unread_fields: Vec<UnreadField>,
    response: Response,
}

impl ApiError {
    pub(crate) fn new(details: PaymentError, unread_fields: Vec<UnreadField>, response: Response) -> Self {
        Self { details, unread_fields, response }
    }

    /// Returns the code, such as `10051`.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.details.error_code.as_ref()
    }

    /// Returns the group that the bank's own code belongs to, such as `NOT_SUFFICIENT_FUNDS`.
    #[must_use]
    pub fn group(&self) -> Option<&ErrorGroup> {
        self.details.error_group.as_ref()
    }

    /// Returns the description, in the requested [`Language`](crate::Language).
    ///
    /// Craftgate allows showing a payment error's to the customer, but it calls a stolen card stolen: see
    /// [`Error::customer_message`](crate::Error::customer_message). A validation error's must not be shown.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.details.error_description.as_deref()
    }

    /// Returns the bank's or payment provider's own code and message.
    #[must_use]
    pub fn provider_error(&self) -> Option<&ProviderError> {
        self.details.provider_error.as_ref()
    }

    /// Returns true if a bank or payment provider declined: the code is above 10000.
    #[must_use]
    pub fn is_payment_error(&self) -> bool {
        self.code().is_some_and(|code| code.kind() == Some(ErrorCodeKind::Payment))
    }

    /// Returns true if Craftgate rejected the request before asking a bank: the code is 10000 or below.
    ///
    /// The program sent something wrong, or passed on what a customer typed wrongly, such as a card's number:
    /// [`Validate`](crate::Validate) tells before sending which.
    #[must_use]
    pub fn is_validation_error(&self) -> bool {
        !self.is_too_many_requests() && self.code().is_some_and(|code| code.kind() == Some(ErrorCodeKind::Validation))
    }

    /// Returns true if there were too many requests (status 429, or the group `TOO_MANY_REQUESTS`). The same request
    /// may succeed later.
    #[must_use]
    pub fn is_too_many_requests(&self) -> bool {
        self.status() == StatusCode::TOO_MANY_REQUESTS || self.group() == Some(&ErrorGroup::TooManyRequests)
    }

    /// Returns the outcome of the call.
    ///
    /// Rejected only by a code that is a number, since a proxy may have an `errors` object of its own; with a client
    /// error's status, but none that tells of a request that was not understood in time (408, 425) or of another one
    /// for the same thing (409); and not for a group after which the bank may have done it.
    pub(super) fn outcome(&self) -> Outcome {
        let has_code = self.code().and_then(ErrorCode::number).is_some_and(|number| number > 0);
        let has_definite_status = self.status().is_client_error()
            && ![StatusCode::REQUEST_TIMEOUT, StatusCode::CONFLICT, StatusCode::TOO_EARLY].contains(&self.status());
        let may_have_succeeded = self.group().is_some_and(ErrorGroup::may_have_succeeded);
        if has_code && has_definite_status && !may_have_succeeded { Outcome::Rejected } else { Outcome::Unknown }
    }

    /// Returns true for a bank's decline that also determines the outcome of earlier attempts.
    pub(crate) fn settles_earlier_attempts(&self) -> bool {
        self.is_payment_error()
            && self.status() == StatusCode::UNPROCESSABLE_ENTITY
            && self.known_group().is_some_and(|group| group.settles_earlier_attempts())
    }

    /// The group, or the one that the code is known to belong to.
    pub(super) fn known_group(&self) -> Option<ErrorGroup> {
        self.group().cloned().or_else(|| self.code()?.group())
    }

    /// Returns the fields of the error that could not be read; empty for nearly every error. They are absent in this
    /// error.
    #[must_use]
    pub fn unread_fields(&self) -> &[UnreadField] {
        &self.unread_fields
    }

    /// Returns the HTTP status: 422 if a business rule or a bank rejected the request.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the response's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the response's body.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.response.body()
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
        write!(f, "rejected by Craftgate with status {}", self.status().as_u16())?;
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

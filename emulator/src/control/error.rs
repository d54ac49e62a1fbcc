//! Errors of the control API.

use http::StatusCode;

use crate::simulate::PaymentDeclined;

/// An error with its status.
pub(super) struct ControlError {
    pub(super) status: StatusCode,
    pub(super) reason: String,
}

impl ControlError {
    pub(super) fn not_found(reason: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, reason: reason.into() }
    }

    pub(super) fn no_such_path() -> Self {
        Self::not_found("there is no such path with this method")
    }

    pub(super) fn invalid(reason: impl Into<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, reason: reason.into() }
    }

    pub(super) fn unreadable(reason: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, reason: reason.into() }
    }
}

/// What a customer can't do, with the reason in English, as everywhere in the control API, where it is known.
impl From<PaymentDeclined> for ControlError {
    fn from(declined: PaymentDeclined) -> Self {
        Self::invalid(declined.in_english().unwrap_or_else(|| declined.to_string()))
    }
}

//! The type of every error response.

use std::borrow::Cow;

use craftgate_core::ErrorGroup;
use craftgate_core::payment::PaymentError;
use http::StatusCode;

use super::declined_payment::declined_payment;
use super::language::Language;
use super::malformed_json::MalformedJson;

/// An error response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ApiError {
    /// A defined error, with the field or header that it concerns, or an empty string.
    Defined(ErrorDef, Cow<'static, str>),
    /// A defined error of a body that is not a JSON object, and where.
    MalformedJson(ErrorDef, MalformedJson),
    /// A payment or refund that the bank declined.
    Declined(Box<PaymentError>),
    /// A payment that is declined before it is recorded.
    Rejected(ErrorGroup),
}

impl ApiError {
    /// Returns the error of a step that the bank declines.
    pub(crate) fn declined(group: &ErrorGroup, language: Language) -> Self {
        Self::Declined(Box::new(declined_payment(group, language)))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Defined(definition, _) | Self::MalformedJson(definition, _) => definition.status,
            Self::Declined(_) | Self::Rejected(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// Returns the `errors` object of the response.
    pub(crate) fn into_errors(self, language: Language) -> PaymentError {
        match self {
            Self::Defined(definition, field) => definition.describe(&field, language),
            Self::MalformedJson(definition, malformed) => definition.described(malformed.describe(language)),
            Self::Declined(error) => *error,
            Self::Rejected(group) => declined_payment(&group, language),
        }
    }
}

/// A defined error. In its descriptions, `{}` stands for a field or header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorDef {
    pub(super) status: StatusCode,
    pub(super) code: u16,
    pub(super) turkish: &'static str,
    pub(super) english: &'static str,
}

impl ErrorDef {
    /// Returns the error for a field or header, given by name. Never pass a value: it may be a card number.
    pub(crate) fn field(self, name: impl Into<Cow<'static, str>>) -> ApiError {
        ApiError::Defined(self, name.into())
    }

    /// Returns the error for a body that is not a JSON object.
    pub(crate) fn malformed(self, json: MalformedJson) -> ApiError {
        ApiError::MalformedJson(self, json)
    }

    #[cfg(feature = "pages")]
    pub(crate) fn code(self) -> u16 {
        self.code
    }

    fn describe(self, field: &str, language: Language) -> PaymentError {
        let description = match language {
            Language::Turkish => self.turkish,
            Language::English => self.english,
        };
        self.described(description.replace("{}", field))
    }

    fn described(self, description: String) -> PaymentError {
        let mut error = PaymentError::new();
        error.error_code = Some(self.code.to_string().into());
        error.error_description = Some(description);
        error
    }
}

impl From<ErrorDef> for ApiError {
    fn from(definition: ErrorDef) -> Self {
        Self::Defined(definition, Cow::Borrowed(""))
    }
}

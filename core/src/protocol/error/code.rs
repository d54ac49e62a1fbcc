//! Craftgate's error codes.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::ErrorGroup;
use super::escaped::Escaped;
use crate::wire::Wire;

/// Craftgate's code for an error, such as `10051`. Responses have it as a number or as a string.
///
/// ```
/// use craftgate_core::error::{ErrorCode, ErrorCodeKind};
///
/// let code = ErrorCode::from("10051");
/// assert_eq!((code.number(), code.kind()), (Some(10_051), Some(ErrorCodeKind::Payment)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(String);

/// The two kinds of error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the protocol has these two")]
pub enum ErrorCodeKind {
    /// Up to 10000: the request was rejected before any bank was asked.
    Validation,
    /// Above 10000: the bank or payment provider declined.
    Payment,
}

impl ErrorCode {
    /// Returns the code, as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the code as a number; `None` if it is not a number.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.0.parse().ok()
    }

    /// Returns the kind of code, by its number; `None` if it is not a number. (Source: Craftgate's "Hata Grupları".)
    #[must_use]
    pub fn kind(&self) -> Option<ErrorCodeKind> {
        let number = self.number()?;
        Some(if number > 10_000 { ErrorCodeKind::Payment } else { ErrorCodeKind::Validation })
    }
}

impl ErrorCode {
    /// The group of the one payment code that Craftgate documents by number. (Source: its "Hata Grupları".)
    pub(super) fn group(&self) -> Option<ErrorGroup> {
        (self.number()? == 10_051).then_some(ErrorGroup::NotSufficientFunds)
    }

    /// Returns true for the validation code of a wrong expiry year, which the customer can correct.
    pub(super) fn is_expiry_date(&self) -> bool {
        self.number() == Some(4152)
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

/// Never fails.
impl FromStr for ErrorCode {
    type Err = Infallible;

    fn from_str(code: &str) -> Result<Self, Infallible> {
        Ok(Self::from(code))
    }
}

impl AsRef<str> for ErrorCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Shows the code, invisible characters escaped.
impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(&self.0).fmt(f)
    }
}

impl Wire for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as Wire>::deserialize(deserializer).map(Self)
    }
}

//! Fields that are optional in general and required in some forms of a request.

use super::api_error::ApiError;
use super::definitions::MISSING_FIELD;

/// Returns the value of a field that this form of the request requires.
pub(crate) fn require<T>(value: Option<T>, field: &'static str) -> Result<T, ApiError> {
    value.ok_or_else(|| MISSING_FIELD.field(field))
}

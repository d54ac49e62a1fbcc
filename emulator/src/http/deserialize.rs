//! Deserializing operations, with errors that name the field at fault.

use serde::de::DeserializeOwned;

use super::field_error::{self, FieldError};
use super::quoted_number::quote_number;
use crate::error::{ApiError, MALFORMED_REQUEST, MISSING_FIELD, UNREADABLE_FIELD};

/// Deserializes a JSON document.
///
/// # Errors
///
/// Names the first field that is missing or invalid. The value is never quoted: it may be a card number.
pub(super) fn deserialize<T: DeserializeOwned>(json: &[u8]) -> Result<T, ApiError> {
    match serde_json::from_slice(json) {
        Ok(operation) => Ok(operation),
        Err(error) if error.is_data() => deserialize_quoted(json),
        Err(_) => Err(MALFORMED_REQUEST.into()),
    }
}

/// The largest number of strings that a request may write as numbers.
const MAX_QUOTED: usize = 64;

/// Deserializes an invalid document again, with strings in place of the numbers that can't be read.
fn deserialize_quoted<T: DeserializeOwned>(json: &[u8]) -> Result<T, ApiError> {
    let mut json = json.to_vec();
    for _ in 0..MAX_QUOTED {
        let Some(FieldError { path, is_missing }) = field_error::find::<T>(&json) else { break };
        if path.is_empty() {
            break;
        }
        if is_missing {
            return Err(MISSING_FIELD.field(path));
        }
        json = quote_number(&json, &path).ok_or_else(|| UNREADABLE_FIELD.field(path))?;
    }
    serde_json::from_slice(&json).map_err(|_| MALFORMED_REQUEST.into())
}

#[cfg(test)]
mod tests {
    use craftgate_core::payment::CreatePayment;

    use super::deserialize;
    use crate::error::Language;

    fn description(json: &str) -> String {
        let error = deserialize::<CreatePayment>(json.as_bytes()).unwrap_err();
        error.into_errors(Language::English).error_description.unwrap()
    }

    #[test]
    fn a_missing_field_is_named_by_its_path() {
        assert_eq!(description("{}"), "A required field is missing: price");
        let in_item = r#"{"price":1,"paidPrice":1,"currency":"TRY","installment":1,"items":[{"price":1},{}]}"#;
        assert_eq!(description(in_item), "A required field is missing: items.price");
    }

    #[test]
    fn an_invalid_field_is_named_by_its_path() {
        assert_eq!(description(r#"{"price":"bir"}"#), "A field can't be read: price");
        assert_eq!(
            description(r#"{"price":1,"installment":9223372036854775807}"#),
            "A field can't be read: installment"
        );
        assert_eq!(
            description(r#"{"card":{"cardNumber":[5258640000000001]}}"#),
            "A field can't be read: card.cardNumber"
        );
        assert_eq!(description(r#"{"card":[]}"#), "A field can't be read: card");
    }

    #[test]
    fn a_duplicate_field_is_named() {
        assert_eq!(description(r#"{"price":1,"unknown":2,"price":1}"#), "A field can't be read: price");
    }

    #[test]
    fn the_keys_of_free_form_objects_are_not_quoted() {
        let json = r#"{"fraudParams":{"4912345678904444":[4912345678904444]},"additionalParams":4912345678904444}"#;
        assert!(!description(json).contains("4912"), "{}", description(json));
    }

    #[test]
    fn broken_json_is_malformed_unless_it_breaks_inside_a_field() {
        for json in ["", "[]", "null", "1", "{", r#"{"price":1,}"#, r#"{"price":1 "paidPrice":1}"#] {
            assert_eq!(description(json), "The request is malformed", "{json}");
        }
        assert_eq!(description(r#"{"price":"#), "A field can't be read: price");
    }
}

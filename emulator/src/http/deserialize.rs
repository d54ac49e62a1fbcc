//! Deserializing operations, with errors that name the field at fault.

use serde::de::{DeserializeOwned, IgnoredAny};

use super::field_error::{self, FieldError};
use super::quoted_number::quote_number;
use crate::error::{ApiError, MALFORMED_REQUEST, MISSING_FIELD, MalformedJson, UNREADABLE_FIELD};

/// Deserializes a JSON object.
///
/// # Errors
///
/// Has the position at which it is not a JSON object, or names the first field that is missing or invalid. The value is
/// never quoted: it may be a card number.
pub(super) fn deserialize<T: DeserializeOwned>(json: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(json).or_else(|_| {
        let is_json = serde_json::from_slice::<IgnoredAny>(json).map_err(|error| MalformedJson::new(&error));
        let is_object = is_json.and_then(|_| MalformedJson::check_object(json));
        is_object.map_err(|malformed| MALFORMED_REQUEST.malformed(malformed))?;
        deserialize_quoted(json)
    })
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
    fn broken_json_has_its_position_and_what_is_expected_there() {
        for (json, expected) in [
            ("", "a value is expected at line 1, column 1"),
            ("[]", "an object is expected at line 1, column 1"),
            ("\n\t null", "an object is expected at line 2, column 3"),
            ("4912345678904444", "an object is expected at line 1, column 1"),
            ("{", "the rest of the object is expected at line 1, column 1"),
            (r#"{"price":"#, "a value is expected at line 1, column 9"),
            (r#"{"price":1,}"#, "a name in double quotes is expected at line 1, column 12"),
            ("{\"price\":1\n\"paidPrice\":1}", "`,` or `}` is expected at line 2, column 1"),
            (r#"{"price":"bir","card":{"cvc":000}}"#, "a number that JSON allows is expected at line 1, column 31"),
            (r#"{"price":1}5258640000000001"#, "the end of the body is expected at line 1, column 12"),
        ] {
            assert_eq!(description(json), format!("The request body is not a JSON object: {expected}"), "{json}");
        }
        let error = deserialize::<CreatePayment>(b"[]").unwrap_err().into_errors(Language::Turkish);
        let expected = "İstek gövdesi bir JSON nesnesi değil: 1. satırın 1. sütununda bir nesne bekleniyor";
        assert_eq!(error.error_description.as_deref(), Some(expected));
    }
}

//! The digits of a number, from its JSON or from one of serde's buffers.
//!
//! A tagged, flattened or untagged type reads its fields from a buffer, which holds a number with a fraction as a float.
//! A float keeps up to 15 significant digits exactly, so that many are read; of a longer number the last digits are lost
//! by then, and it is an error.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::raw::{self, NUMBER, Text};
use super::reject_unexpected;

/// The significant digits that a float keeps of any decimal number.
const FLOAT_DIGITS: usize = 15;

/// The digits of the plain or quoted number that comes next, exactly.
pub(crate) fn exact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    raw::json(deserializer, Buffered { is_exact: true }).map(unquoted)
}

/// The digits of the plain number that comes next, which a float may hold.
pub(crate) fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    raw::json(deserializer, Buffered { is_exact: false })
}

fn unquoted(json: Cow<'_, str>) -> Cow<'_, str> {
    match json {
        Cow::Borrowed(json) => Cow::Borrowed(strip_quotes(json)),
        Cow::Owned(json) => Cow::Owned(strip_quotes(&json).to_owned()),
    }
}

fn strip_quotes(json: &str) -> &str {
    json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(json)
}

/// The digits of a buffered float.
///
/// # Errors
///
/// Where the float may have lost some.
pub(crate) fn float_digits<E: Error>(float: f64) -> Result<String, E> {
    let digits = float.to_string();
    let significant = digits.trim_start_matches(['-', '0', '.']).trim_end_matches('0');
    match significant.bytes().filter(u8::is_ascii_digit).count() {
        0..=FLOAT_DIGITS => Ok(digits),
        _ => Err(E::custom(format_args!("a number of more than {FLOAT_DIGITS} digits, buffered as a float"))),
    }
}

/// Takes a number from a buffer.
struct Buffered {
    is_exact: bool,
}

impl<'de> Visitor<'de> for Buffered {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        if self.is_exact { float_digits(number).map(Cow::Owned) } else { Ok(Cow::Owned(number.to_string())) }
    }

    fn visit_str<E: Error>(self, quoted: &str) -> Result<Self::Value, E> {
        if self.is_exact && !quoted.contains('"') {
            return Ok(Cow::Owned(quoted.to_owned()));
        }
        Err(E::custom("not a number"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key::<Text<'_>>()? {
            Some(Text(name)) if name == NUMBER => map.next_value().map(|Text(digits)| digits),
            _ => Err(A::Error::custom("not a number")),
        }
    }

    reject_unexpected!(visit_bool: bool);
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{BorrowedStrDeserializer, Error, F64Deserializer, MapDeserializer};

    use super::*;

    fn buffered(number: &str) -> Result<String, String> {
        let float: f64 = number.parse().map_err(|_| "not a float")?;
        let deserializer: F64Deserializer<Error> = float.into_deserializer();
        deserializer
            .deserialize_any(Buffered { is_exact: true })
            .map(Cow::into_owned)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_float_gives_the_digits_that_it_keeps() {
        for (number, digits) in [
            ("0.1", "0.1"),
            ("-3.50", "-3.5"),
            ("100.00", "100"),
            ("0.00000001", "0.00000001"),
            ("1e21", "1000000000000000000000"),
            ("123456789012.345", "123456789012.345"),
            ("0.0", "0"),
        ] {
            assert_eq!(buffered(number).as_deref(), Ok(digits));
        }
    }

    #[test]
    fn a_float_that_may_have_lost_digits_is_an_error_that_says_so() {
        for number in ["0.30000000000000004", "12345678901234567890.12", "9007199254740993.1", "0.3333333333333333"] {
            assert_eq!(buffered(number).unwrap_err(), "a number of more than 15 digits, buffered as a float");
        }
    }

    #[test]
    fn a_number_of_arbitrary_precision_gives_all_its_digits() {
        let number = |name| {
            let map = [(BorrowedStrDeserializer::<Error>::new(name), "12345678901234567890.1200")];
            MapDeserializer::new(map.into_iter()).deserialize_any(Buffered { is_exact: true })
        };
        assert_eq!(number(NUMBER).unwrap(), "12345678901234567890.1200");
        assert_eq!(number("price").unwrap_err().to_string(), "not a number");
    }
}

//! Booleans, scores and strings.

use std::fmt;

use serde::de::{Deserializer, Error as _, Visitor};
use serde::ser::Serializer;

use super::{Wire, number, reject_unexpected};

/// Reads `true` and `false`.
impl Wire for bool {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BoolVisitor;

        impl Visitor<'_> for BoolVisitor {
            type Value = bool;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false")
            }

            fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
                Ok(value)
            }

            reject_unexpected!(visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
        }

        deserializer.deserialize_any(BoolVisitor)
    }
}

/// A fraud score, the one inexact number. Parsed from its digits, since serde_json's own float parsing may be off in
/// the last one.
impl Wire for f64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(*self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let score = number::float(deserializer)?.parse().ok().filter(|score: &f64| score.is_finite());
        score.ok_or_else(|| D::Error::custom("not a number"))
    }
}

/// Reads an integer too, as its digits: some responses write `"binNumber": 424242`.
impl Wire for String {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringVisitor;

        impl Visitor<'_> for StringVisitor {
            type Value = String;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, string: &str) -> Result<String, E> {
                Ok(string.to_owned())
            }

            fn visit_string<E>(self, string: String) -> Result<String, E> {
                Ok(string)
            }

            fn visit_u64<E>(self, number: u64) -> Result<String, E> {
                Ok(number.to_string())
            }

            fn visit_i64<E>(self, number: i64) -> Result<String, E> {
                Ok(number.to_string())
            }

            reject_unexpected!(visit_bool: bool, visit_f64: f64);
        }

        deserializer.deserialize_any(StringVisitor)
    }
}

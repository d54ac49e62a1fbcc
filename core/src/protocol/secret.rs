//! Secret strings: keys, card numbers, security codes, tokens.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::wire::to_param::ToParam;
use crate::wire::{impl_wire_via_serde, reject_unexpected};

/// A string that `Debug` never shows and that is wiped from memory when dropped.
///
/// It serializes to the string itself, since that is what Craftgate needs: don't serialize a request into a log. Some
/// tokens are part of a URL (a checkout page's, a card's to search by, a payment token to delete): there the request's
/// `Debug` shows them, and so may a proxy's log. Secrets of one length are compared in constant time.
///
/// ```
/// use craftgate_core::Secret;
///
/// let card_number = Secret::from("5258640000000001");
/// assert_eq!(format!("{card_number:?}"), "Secret(…)");
/// assert_eq!(card_number.expose(), "5258640000000001");
/// ```
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns the string in plain text. Search a program for this method's name to find every place that reads a
    /// secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// Never fails. For command lines and environment variables.
impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretVisitor)
    }
}

/// Reads a string. Anything else is an error that does not quote it.
struct SecretVisitor;

impl Visitor<'_> for SecretVisitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Secret, E> {
        Ok(Secret::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Secret, E> {
        Ok(Secret::from(text))
    }

    reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

impl_wire_via_serde!(Secret);

/// A search for a card token puts it into the URL, where logs of proxies may keep it.
impl ToParam for Secret {
    fn to_param(&self) -> Option<impl fmt::Display> {
        Some(self.expose())
    }
}

#[cfg(test)]
mod tests {
    use zeroize::ZeroizeOnDrop;

    use super::*;

    /// Compiles only for types that wipe themselves on drop.
    fn wiped_on_drop<T: ZeroizeOnDrop>(what: T) -> T {
        what
    }

    #[test]
    fn its_debug_shows_the_type_alone() {
        assert_eq!(format!("{:?}", Secret::from("5258640000000001")), "Secret(…)");
    }

    #[test]
    fn a_string_is_read_from_any_deserializer_and_nothing_else_is() {
        assert_eq!(serde_json::from_str::<Secret>(r#""ğ""#).unwrap().expose(), "ğ");
        assert_eq!(serde_json::from_value::<Secret>("ğ".into()).unwrap().expose(), "ğ");
        assert_eq!(serde_json::from_value::<Secret>(17.into()).unwrap_err().to_string(), "not a string");
    }

    #[test]
    fn the_string_is_wiped_when_dropped() {
        assert_eq!(*wiped_on_drop(Secret::from("5258640000000001").0), "5258640000000001");
    }
}

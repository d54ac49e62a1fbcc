//! The JSON of a value, without a copy where it is read from a slice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// serde_json's name of a newtype whose JSON it hands over. It is private, but its public `RawValue` reads neither from
/// serde's buffers, as tagged and flattened types in a queue need, nor from a reader without a copy. Should the
/// name change, a number would be read as if from a buffer: the same, or an error.
pub(crate) const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// serde_json's name of a number that its feature `arbitrary_precision` hands over.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// The JSON of the value that comes next. A deserializer that has none, such as serde's buffers, gives the value to
/// `buffered` instead.
pub(crate) fn json<'de, D, V>(deserializer: D, buffered: V) -> Result<Cow<'de, str>, D::Error>
where
    D: Deserializer<'de>,
    V: Visitor<'de, Value = Cow<'de, str>>,
{
    deserializer.deserialize_newtype_struct(RAW_VALUE, RawVisitor(buffered))
}

/// Takes a raw value as serde_json gives it: a map of its name to its JSON.
struct RawVisitor<V>(V);

impl<'de, V: Visitor<'de, Value = Cow<'de, str>>> Visitor<'de> for RawVisitor<V> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key::<&str>()? {
            Some(RAW_VALUE) => map.next_value().map(|Text(json)| json),
            _ => Err(A::Error::custom("not a JSON value")),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

/// A string that is borrowed where it can be, such as a key. serde's own `Cow` never is.
pub(crate) struct Text<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::{BorrowedStrDeserializer, Error, MapDeserializer, UnitDeserializer};
    use serde_json::{Deserializer as Json, Value};

    /// Takes the length of a string.
    struct Length;

    impl<'de> Visitor<'de> for Length {
        type Value = Cow<'de, str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E>(self, string: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(format!("{} bytes", string.len())))
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        json(deserializer, Length)
    }

    #[test]
    fn a_slices_json_is_borrowed_and_every_other_sources_is_the_same() {
        let borrowed = read(&mut Json::from_str(" 1.50 ")).unwrap();
        assert!(matches!(borrowed, Cow::Borrowed("1.50")));
        assert_eq!(read(&mut Json::from_slice(b"1.50")).unwrap(), "1.50");
        assert_eq!(read(&mut Json::from_reader(&b"1.50"[..])).unwrap(), "1.50");
        assert_eq!(read(Value::from(1.5)).unwrap(), "1.5");
        assert_eq!(read(&mut Json::from_str(r#"{"a":"\u0061"}"#)).unwrap(), r#"{"a":"\u0061"}"#);
    }

    /// As from serde's buffers, and as if serde_json had given up the name: a newtype of that name is to be read.
    #[test]
    fn without_json_the_value_is_read() {
        let read = RawVisitor(Length).visit_newtype_struct(&mut Json::from_str(r#""1.50""#)).unwrap();
        assert_eq!(read, "4 bytes");
    }

    #[test]
    fn what_only_looks_like_a_raw_value_is_none() {
        for name in ["price", NUMBER] {
            let map = MapDeserializer::<_, Error>::new([(BorrowedStrDeserializer::new(name), "1.50")].into_iter());
            assert!(read(map).is_err(), "{name}");
        }
    }

    #[test]
    fn what_is_neither_says_what_is_expected() {
        let unit = read(UnitDeserializer::<Error>::new()).unwrap_err();
        assert_eq!(unit.to_string(), "invalid type: unit value, expected a JSON value");
        let number = serde_json::from_str::<Text<'_>>("17").map(|Text(text)| text).unwrap_err();
        assert_eq!(number.to_string(), "invalid type: integer `17`, expected a string at line 1 column 2");
    }

    #[test]
    fn a_key_without_escapes_is_borrowed() {
        let Text(plain) = serde_json::from_str(r#""data""#).unwrap();
        assert!(matches!(plain, Cow::Borrowed("data")));
        let Text(escaped) = serde_json::from_str(r#""\u0064ata""#).unwrap();
        assert!(matches!(&escaped, Cow::Owned(text) if text == "data"));
    }
}

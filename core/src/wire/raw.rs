//! Texts of JSON without a copy of them, where they are read from a slice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

/// What serde_json calls a value that it shall hand over as text. The name is its own affair, but
/// `&RawValue` can be read from slices alone and `Box<RawValue>` is always a copy. Should the name change, the copy
/// is what we get.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// The value that comes next, as it is written.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(RAW_VALUE, RawVisitor)
}

/// Takes a raw value as serde_json gives it: a map of its name to its text.
struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key::<&str>()? {
            Some(RAW_VALUE) => map.next_value().map(|Text(text)| text),
            _ => Err(A::Error::custom("not a JSON value's text")),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|raw| Cow::Owned(Box::<str>::from(raw).into_string()))
    }
}

/// A text that is borrowed where it can be, such as a key. Serde's own `Cow` never is.
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
        f.write_str("a text")
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

    #[test]
    fn a_slices_text_is_borrowed_and_every_other_sources_is_the_same() {
        let borrowed = text(&mut Json::from_str(" 1.50 ")).unwrap();
        assert!(matches!(borrowed, Cow::Borrowed("1.50")));
        assert_eq!(text(&mut Json::from_slice(b"1.50")).unwrap(), "1.50");
        assert_eq!(text(&mut Json::from_reader(&b"1.50"[..])).unwrap(), "1.50");
        assert_eq!(text(Value::from(1.5)).unwrap(), "1.5");
        assert_eq!(text(&mut Json::from_str(r#"{"a":"\u0061"}"#)).unwrap(), r#"{"a":"\u0061"}"#);
    }

    /// As if serde_json had given up the name, which leaves a newtype of that name to be read.
    #[test]
    fn without_the_name_it_is_a_copy() {
        let copied = RawVisitor.visit_newtype_struct(&mut Json::from_str("1.50")).unwrap();
        assert_eq!(copied, "1.50");
    }

    #[test]
    fn what_only_looks_like_a_raw_value_is_none() {
        for name in ["price", "$serde_json::private::Number"] {
            let map = MapDeserializer::<_, Error>::new([(BorrowedStrDeserializer::new(name), "1.50")].into_iter());
            assert!(text(map).is_err(), "{name}");
        }
    }

    #[test]
    fn what_is_neither_says_what_is_wanted() {
        let unit = text(UnitDeserializer::<Error>::new()).unwrap_err();
        assert_eq!(unit.to_string(), "invalid type: unit value, expected a JSON value");
        let number = serde_json::from_str::<Text<'_>>("17").map(|Text(text)| text).unwrap_err();
        assert_eq!(number.to_string(), "invalid type: integer `17`, expected a text at line 1 column 2");
    }

    #[test]
    fn a_key_without_escapes_is_borrowed() {
        let Text(plain) = serde_json::from_str(r#""data""#).unwrap();
        assert!(matches!(plain, Cow::Borrowed("data")));
        let Text(escaped) = serde_json::from_str(r#""\u0064ata""#).unwrap();
        assert!(matches!(&escaped, Cow::Owned(text) if text == "data"));
    }
}

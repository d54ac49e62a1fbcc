//! Reads selected fields of a JSON object, without duplicates, ignoring the rest.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::raw::Text;

/// Why the fields can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldsError {
    /// The JSON is no object.
    Malformed,
    /// A selected field occurs more than once.
    Duplicate,
}

/// The body as a string, without a byte order mark. Bytes that are no UTF-8 are replaced: in a signed field that breaks
/// the signature, and nothing depends on the other fields.
pub(crate) fn decode(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body))
}

/// The values of the named fields; `None` for those that are absent.
pub(crate) fn read<'a, const N: usize>(
    json: &'a str,
    names: [&str; N],
) -> Result<[Option<&'a RawValue>; N], FieldsError> {
    let has_duplicate = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let fields = Fields { names, has_duplicate: &has_duplicate }.deserialize(&mut deserializer);
    match fields.and_then(|fields| deserializer.end().map(|()| fields)) {
        Ok(fields) => Ok(fields),
        Err(_) if has_duplicate.get() => Err(FieldsError::Duplicate),
        Err(_) => Err(FieldsError::Malformed),
    }
}

/// The characters of a string or of a number.
pub(crate) fn string_or_number(value: &RawValue) -> Option<Cow<'_, str>> {
    match value.get().as_bytes() {
        [b'-' | b'0'..=b'9', ..] => Some(Cow::Borrowed(value.get())),
        _ => string(value),
    }
}

/// The characters of a string.
pub(crate) fn string(value: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str(value.get()).map(|Text(text)| text).ok()
}

struct Fields<'n, const N: usize> {
    names: [&'n str; N],
    has_duplicate: &'n Cell<bool>,
}

impl<'de, const N: usize> DeserializeSeed<'de> for Fields<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for Fields<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = [None; N];
        while let Some((Text(name), value)) = map.next_entry::<Text<'_>, &RawValue>()? {
            let wanted = self.names.iter().zip(&mut fields).find(|(known, _)| **known == name);
            if wanted.is_some_and(|(_, field)| field.replace(value).is_some()) {
                self.has_duplicate.set(true);
                return Err(A::Error::custom("duplicate field"));
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wanted_fields_are_read_and_others_are_skipped() {
        let [b, a, c] = read(r#" {"a" : 1, "x":{"a":2}, "\u0062":"ğ"} "#, ["b", "a", "c"]).unwrap();
        assert_eq!((b.and_then(string), a.and_then(string_or_number)), (Some("ğ".into()), Some("1".into())));
        assert!(c.is_none());
    }

    #[test]
    fn only_wanted_fields_may_not_be_duplicates() {
        assert!(read(r#"{"x":1,"x":2}"#, ["a"]).is_ok());
        assert_eq!(read(r#"{"a":1,"a":1}"#, ["a"]).unwrap_err(), FieldsError::Duplicate);
        assert_eq!(read(r#"{"a":1,"\u0061":1"#, ["a"]).unwrap_err(), FieldsError::Duplicate);
    }

    #[test]
    fn anything_but_one_object_is_malformed() {
        for json in ["", "null", "[]", "\"a\"", "{", r#"{"a":1}x"#, r#"{"a":}"#, "{1:2}"] {
            assert_eq!(read(json, ["a"]).unwrap_err(), FieldsError::Malformed, "{json}");
        }
    }
}

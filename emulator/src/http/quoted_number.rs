//! Numbers in place of strings, which PHP's and JavaScript's callers write.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// Returns a document with a string in place of the number at this path, which is as in
/// [`FieldError`](super::field_error::FieldError); `None` if there is no number.
pub(super) fn quote_number(json: &[u8], path: &str) -> Option<Vec<u8>> {
    let json: &RawValue = serde_json::from_slice(json).ok()?;
    let path: Vec<&str> = path.split('.').filter(|name| !name.is_empty()).collect();
    quoted(json, &path).map(|quoted| quoted.get().as_bytes().to_vec())
}

fn quoted(json: &RawValue, path: &[&str]) -> Option<Box<RawValue>> {
    if let Ok(items) = serde_json::from_str::<Vec<Box<RawValue>>>(json.get()) {
        return quoted_items(items, path);
    }
    match path {
        [] => quoted_value(json),
        [name, rest @ ..] => {
            let mut fields: Fields = serde_json::from_str(json.get()).ok()?;
            let mut named = fields.0.iter_mut().filter(|(field, _)| field == name);
            let (_, value) = named.next()?;
            // Which of two would count?
            if named.next().is_some() {
                return None;
            }
            *value = quoted(value, rest)?;
            to_raw_value(&fields).ok()
        }
    }
}

/// Quotes the number in each item that has one at this path.
fn quoted_items(mut items: Vec<Box<RawValue>>, path: &[&str]) -> Option<Box<RawValue>> {
    let mut is_changed = false;
    for item in &mut items {
        if let Some(quoted) = quoted(item, path) {
            *item = quoted;
            is_changed = true;
        }
    }
    if is_changed { to_raw_value(&items).ok() } else { None }
}

fn quoted_value(json: &RawValue) -> Option<Box<RawValue>> {
    let is_number = json.get().starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if is_number { to_raw_value(json.get()).ok() } else { None }
}

/// The fields of an object in their order, duplicates among them.
struct Fields(Vec<(String, Box<RawValue>)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::quote_number;

    fn quoted(json: &str, path: &str) -> Option<String> {
        quote_number(json.as_bytes(), path).map(|json| String::from_utf8(json).unwrap())
    }

    #[test]
    fn the_number_at_the_path_is_quoted_with_its_own_digits() {
        assert_eq!(quoted(r#"{"a":{"b":1.50},"c":2}"#, "a.b").as_deref(), Some(r#"{"a":{"b":"1.50"},"c":2}"#));
        assert_eq!(quoted(r#"{"a":[{"b":1},{"b":"2"}]}"#, "a.b").as_deref(), Some(r#"{"a":[{"b":"1"},{"b":"2"}]}"#));
        assert_eq!(quoted(r#"{"a":[7]}"#, "a").as_deref(), Some(r#"{"a":["7"]}"#));
    }

    #[test]
    fn a_duplicate_is_not_quoted() {
        assert_eq!(quoted(r#"{"a":1,"b":2,"a":3}"#, "a"), None);
        assert_eq!(quoted(r#"{"a":1,"b":2,"a":3}"#, "b").as_deref(), Some(r#"{"a":1,"b":"2","a":3}"#));
    }

    #[test]
    fn nothing_but_numbers_is_quoted() {
        for json in [r#"{"a":"1"}"#, r#"{"a":true}"#, r#"{"a":{}}"#, r#"{"b":1}"#, r#"{"a":["x"]}"#, "[]", "{"] {
            assert_eq!(quoted(json, "a"), None, "{json}");
        }
    }
}

//! Lossless JSON: keeps the order of fields and the digits of numbers, which `serde_json::Value` would round.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// The maximum depth of nesting, far above that of Craftgate's responses.
const MAX_DEPTH: usize = 32;

/// A JSON value.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    String(String),
    /// The number as written.
    Number(Box<RawValue>),
    /// `true`, `false`, or `None` for `null`.
    Literal(Option<bool>),
}

impl Node {
    pub(super) fn zero() -> Self {
        Self::Number(to_raw_value(&0).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    fn parse(raw: &RawValue, depth: usize) -> Result<Self, serde_json::Error> {
        if depth > MAX_DEPTH {
            return Err(serde_json::Error::custom("the JSON is nested too deeply"));
        }
        let json = raw.get();
        Ok(match json.as_bytes().first() {
            Some(b'{') => {
                let fields = read::<Fields>(json)?.0.into_iter();
                let fields = fields.map(|(name, value)| Ok((name, Self::parse(&value, depth + 1)?)));
                Self::Object(fields.collect::<Result<_, serde_json::Error>>()?)
            }
            Some(b'[') => {
                let items = read::<Vec<Box<RawValue>>>(json)?;
                Self::Array(items.iter().map(|item| Self::parse(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::String(read(json)?),
            Some(b't' | b'f' | b'n') => Self::Literal(read(json)?),
            _ => Self::Number(raw.to_owned()),
        })
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(json)
}

/// Compares numbers by their digits, and objects regardless of the order of their fields.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Object(one), Self::Object(two)) => {
                one.len() == two.len() && one.iter().all(|(name, value)| field(two, name) == Some(value))
            }
            (Self::Array(one), Self::Array(two)) => one == two,
            (Self::String(one), Self::String(two)) => one == two,
            (Self::Number(one), Self::Number(two)) => one.get() == two.get(),
            (Self::Literal(one), Self::Literal(two)) => one == two,
            _ => false,
        }
    }
}

/// Returns the path of the first difference, such as `items[1].price`, or `None` if the values are equal.
pub(super) fn difference(one: &Node, two: &Node) -> Option<String> {
    if one == two {
        return None;
    }
    let inner = match (one, two) {
        (Node::Object(one), Node::Object(two)) => {
            let mut names = one.iter().chain(two).map(|(name, _)| name);
            names.find_map(|name| match (field(one, name), field(two, name)) {
                (Some(one), Some(two)) => difference(one, two).map(|path| join(name, &path)),
                _ => Some(name.clone()),
            })
        }
        (Node::Array(one), Node::Array(two)) if one.len() == two.len() => {
            let mut pairs = one.iter().zip(two).enumerate();
            pairs.find_map(|(index, (one, two))| difference(one, two).map(|path| join(&format!("[{index}]"), &path)))
        }
        _ => None,
    };
    Some(inner.unwrap_or_default())
}

fn join(name: &str, path: &str) -> String {
    let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
    format!("{name}{dot}{path}")
}

fn field<'a>(fields: &'a [(String, Node)], name: &str) -> Option<&'a Node> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
            Self::Array(items) => items.serialize(serializer),
            Self::String(string) => string.serialize(serializer),
            Self::Number(raw) => raw.serialize(serializer),
            Self::Literal(literal) => literal.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(&raw, 0).map_err(D::Error::custom)
    }
}

/// An object's fields in order.
struct Fields(Vec<(String, Box<RawValue>)>);

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
    use super::*;

    fn node(json: &str) -> Node {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn json_round_trips_unchanged() {
        let json = r#"{"b":12345678901234567890.10,"a":[null,true,{"ğ":"İ\n"}],"c":{},"d":-1E+2}"#;
        assert_eq!(serde_json::to_string(&node(json)).unwrap(), json);
    }

    #[test]
    fn the_path_of_the_first_difference_is_returned() {
        for (one, two, path) in [
            (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, None),
            (r#"{"price":100}"#, r#"{"price":100.0}"#, Some("price")),
            (r#"{"a":[{"b":1},{"b":2}]}"#, r#"{"a":[{"b":1},{"b":3}]}"#, Some("a[1].b")),
            (r#"{"a":[[1]]}"#, r#"{"a":[[2]]}"#, Some("a[0][0]")),
            (r#"{"a":[1]}"#, r#"{"a":[1,2]}"#, Some("a")),
            (r#"{"a":1}"#, r#"{"a":1,"b":1}"#, Some("b")),
            (r#"{"a":{"c":1}}"#, r#"{"a":{}}"#, Some("a.c")),
            ("1", "[]", Some("")),
        ] {
            assert_eq!(difference(&node(one), &node(two)).as_deref(), path, "{one} {two}");
        }
    }

    #[test]
    fn deeply_nested_json_is_rejected() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(serde_json::from_str::<Node>(&deep).is_err());
    }
}

//! JSON as a tree: numbers keep their digits, objects the order and the duplicates of their fields.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::decimal::Number;
use super::local_time::{Date, LocalTime};

/// The deepest nesting that is read, below serde_json's own limit.
const MAX_DEPTH: usize = 100;

/// The fields that are floats, not decimals.
const FLOATS: [&str; 2] = ["fraudScore", "score"];

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Parses JSON. `None` if it is invalid or nested too deeply.
    pub(crate) fn parse(json: &[u8]) -> Option<Self> {
        let raw: &RawValue = serde_json::from_slice(json).ok()?;
        Self::of(raw, 0)
    }

    fn of(raw: &RawValue, depth: usize) -> Option<Self> {
        let json = raw.get();
        let below = |raw: &RawValue| if depth < MAX_DEPTH { Self::of(raw, depth + 1) } else { None };
        Some(match json.as_bytes().first()? {
            b'n' => Self::Null,
            b't' | b'f' => Self::Bool(json == "true"),
            b'"' => Self::String(serde_json::from_str(json).ok()?),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
                Self::List(items.into_iter().map(below).collect::<Option<_>>()?)
            }
            b'{' => {
                let Pairs(pairs) = serde_json::from_str(json).ok()?;
                let pairs = pairs.into_iter().map(|(name, raw)| Some((name, below(raw)?)));
                Self::Object(pairs.collect::<Option<_>>()?)
            }
            _ => Self::Number(json.to_owned()),
        })
    }

    /// Returns every value of a field, of which duplicates have several.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Self> {
        let fields = if let Self::Object(fields) = self { fields.as_slice() } else { &[] };
        fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value)
    }

    /// Returns the last value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.all(name).last()
    }

    /// Returns a string, or the digits of a number, which the client reads as a string too.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(string) | Self::Number(string) => Some(string),
            _ => None,
        }
    }

    /// Panics unless every value of `self` is the one of `source`, to the digit. The spellings that are read for the same
    /// number, time or string are equal.
    #[track_caller]
    pub(crate) fn assert_derived_from(&self, source: &Self, field: &str) {
        match (self, source) {
            // Free-form JSON, which may have duplicate fields.
            _ if self == source => {}
            // Documented: `null` is read as an empty list.
            (Self::List(values), Self::Null) if values.is_empty() => {}
            (Self::Object(_), Self::Object(_)) => {
                let Self::Object(fields) = self else { return };
                for (name, value) in fields {
                    let origin = source.get(name).unwrap_or_else(|| panic!("{name} is not in the source: {value:?}"));
                    value.assert_derived_from(origin, name);
                }
            }
            (Self::List(values), Self::List(origins)) => {
                assert_eq!(values.len(), origins.len(), "{field}");
                values.iter().zip(origins).for_each(|(value, origin)| value.assert_derived_from(origin, field));
            }
            _ => assert!(self.is_equivalent(source, field), "{field} became {self:?} from {source:?}"),
        }
    }

    fn is_equivalent(&self, source: &Self, field: &str) -> bool {
        let same_float = |value: &str, origin: &str| FLOATS.contains(&field) && float(value) == float(origin);
        match (self, source) {
            (Self::Number(value), Self::Number(origin) | Self::String(origin)) => {
                let number = Number::parse(origin.strip_prefix('+').unwrap_or(origin));
                Number::parse(value) == number && number.is_some() || same_float(value, origin)
            }
            (Self::String(value), Self::Number(origin)) => value == origin,
            (Self::String(value), Self::String(origin)) => {
                let time = || LocalTime::parse(origin).map(|time| time.to_string());
                value == origin || Some(value) == time().as_ref() || Some(value) == date(origin).as_ref()
            }
            _ => self == source,
        }
    }
}

fn date(string: &str) -> Option<String> {
    Date::parse(string).map(|date| date.to_string())
}

/// Returns the bits of the nearest float, which the standard library finds exactly.
fn float(string: &str) -> Option<u64> {
    string.parse::<f64>().ok().map(f64::to_bits)
}

/// An object's fields in their order, duplicates included.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;

        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(PairsVisitor)
    }
}

//! JSON as a tree of texts: numbers keep their digits, objects every field in its place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::decimal::Number;
use super::local_time::{Date, LocalTime};

/// As deep as serde_json itself reads.
const DEEPEST: usize = 100;

/// The fields whose values are no exact numbers.
const FLOATS: [&str; 2] = ["fraudScore", "score"];

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// `None` for what is no JSON, or is nested too deeply.
    pub(crate) fn read(json: &[u8]) -> Option<Self> {
        let raw: &RawValue = serde_json::from_slice(json).ok()?;
        Self::of(raw, 0)
    }

    fn of(raw: &RawValue, depth: usize) -> Option<Self> {
        let json = raw.get();
        let below = |raw: &RawValue| if depth < DEEPEST { Self::of(raw, depth + 1) } else { None };
        Some(match json.as_bytes().first()? {
            b'n' => Self::Null,
            b't' | b'f' => Self::Bool(json == "true"),
            b'"' => Self::Text(serde_json::from_str(json).ok()?),
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

    /// The values of a field: none where there is none, several where it comes again.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Self> {
        let fields = if let Self::Object(fields) = self { fields.as_slice() } else { &[] };
        fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value)
    }

    /// The last value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.all(name).last()
    }

    /// The text of a text or of a whole number, as a lenient reader of texts has it.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// Stops unless all that `self` says was said by `source`, to the digit: the other spellings that are read
    /// for a number, a time or a text stand for the same.
    #[track_caller]
    pub(crate) fn assert_said_by(&self, source: &Self, field: &str) {
        match (self, source) {
            // Free-form JSON, which may name a field twice.
            _ if self == source => {}
            (Self::Object(_), Self::Object(_)) => {
                let Self::Object(fields) = self else { return };
                for (name, value) in fields {
                    let said = source.get(name).unwrap_or_else(|| panic!("nobody said {name}: {value:?}"));
                    value.assert_said_by(said, name);
                }
            }
            (Self::List(values), Self::List(said)) => {
                assert_eq!(values.len(), said.len(), "{field}");
                values.iter().zip(said).for_each(|(value, said)| value.assert_said_by(said, field));
            }
            _ => assert!(self.is_as_said(source, field), "{field} became {self:?}, and was {source:?}"),
        }
    }

    fn is_as_said(&self, source: &Self, field: &str) -> bool {
        let same_float = |value: &str, said: &str| FLOATS.contains(&field) && float(value) == float(said);
        match (self, source) {
            (Self::Number(value), Self::Number(said) | Self::Text(said)) => {
                let number = Number::read(said.strip_prefix('+').unwrap_or(said));
                Number::read(value) == number && number.is_some() || same_float(value, said)
            }
            (Self::Text(value), Self::Number(said)) => value == said,
            (Self::Text(value), Self::Text(said)) => {
                let time = || LocalTime::read(said).map(|time| time.to_string());
                value == said || Some(value) == time().as_ref() || Some(value) == day(said).as_ref()
            }
            _ => self == source,
        }
    }
}

fn day(text: &str) -> Option<String> {
    Date::read(text).map(|date| date.to_string())
}

/// The nearest float. The standard library's reading is exact.
fn float(text: &str) -> Option<u64> {
    text.parse::<f64>().ok().map(f64::to_bits)
}

/// An object's fields, in their order and as often as they come.
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

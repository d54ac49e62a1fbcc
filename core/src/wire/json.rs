//! Free-form JSON, whose keys and numbers are kept unchanged.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed as _, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::raw::RAW_VALUE;
use super::transcoder::Transcoder;
use super::{AsWire, Wire, impl_wire_via_serde};

/// Any JSON value as an unchanged string: no number is rounded, no key is renamed.
///
/// Its `Debug` shows no content, since merchants and banks put card tokens and phone numbers here.
///
/// ```
/// use craftgate_core::Json;
///
/// let json = Json::from("ğüşıöç İ");
/// assert_eq!(json.as_str(), "\"ğüşıöç İ\"");
/// assert_eq!(json.deserialize::<String>().unwrap(), "ğüşıöç İ");
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Returns the JSON of a value.
    ///
    /// # Errors
    ///
    /// The error of the value's own `Serialize`.
    pub fn new(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        to_raw_value(value).map(Self)
    }

    /// Returns the JSON string, byte for byte as it was received or will be sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Deserializes the value into a type of the caller's.
    ///
    /// # Errors
    ///
    /// If the value has another shape than `T`.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// For values whose `Serialize` can't fail.
    pub(crate) fn infallible(value: &impl Serialize) -> Self {
        Self(to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.as_str().len())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, JsonVisitor).map(Self)
    }
}

/// Takes JSON as serde_json hands it over, or writes it from one of serde's buffers.
struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Box<RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Box::<RawValue>::deserialize(MapAccessDeserializer::new(map))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let mut json = String::new();
        Transcoder(&mut json).deserialize(deserializer)?;
        RawValue::from_string(json).map_err(D::Error::custom)
    }
}

impl_wire_via_serde!(Json, JsonMap);

impl From<Box<RawValue>> for Json {
    fn from(raw: Box<RawValue>) -> Self {
        Self(raw)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::infallible(&text)
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::infallible(&text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::infallible(&value)
    }
}

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::infallible(&value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::infallible(&value)
    }
}

impl From<Decimal> for Json {
    fn from(value: Decimal) -> Self {
        Self::infallible(&AsWire(&value))
    }
}

impl From<JsonMap> for Json {
    fn from(map: JsonMap) -> Self {
        Self::infallible(&map)
    }
}

/// A JSON object with the caller's or the bank's own keys, such as `additionalParams`.
///
/// Its `Debug` shows the keys alone.
///
/// ```
/// use craftgate_core::JsonMap;
///
/// let params = JsonMap::from([("threeDSCallbackVersion", 2)]);
/// assert_eq!(serde_json::to_string(&params).unwrap(), r#"{"threeDSCallbackVersion":2}"#);
/// assert_eq!(format!("{params:?}"), r#"{"threeDSCallbackVersion"}"#);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct JsonMap(BTreeMap<String, Json>);

impl JsonMap {
    /// An empty object.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `key`, and gives back what was there.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.insert(key.into(), value.into())
    }

    /// The value at `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }

    /// The entries, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for JsonMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for JsonMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K: Into<String>, V: Into<Json>, const N: usize> From<[(K, V); N]> for JsonMap {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl Serialize for JsonMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for JsonMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self)
    }
}

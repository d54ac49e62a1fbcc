//! Reading a response of which some optional fields can't be read: they are absent, and reported.
//!
//! A response is read strictly at first, in one pass. Only where that fails is it read again, field by field, each from
//! its own JSON.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json::Json;
use super::raw::Text;
use super::{Wire, reject_unexpected};

/// An optional field of a response that could not be read. In the result it is absent, or an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadField {
    path: String,
    reason: String,
    json: Json,
}

impl UnreadField {
    /// The path below `data`, or below `errors` of a rejection, such as `paymentTransactions[0].payout.parity`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the reason why it could not be read, such as `not a decimal number`. Quotes no content of the response.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The field as it came. A byte that is not UTF-8 is written as `\udcXX`, where XX is the byte in hexadecimal.
    ///
    /// It may be a secret, such as a card's token: `Debug` shows its length alone.
    #[must_use]
    pub fn json(&self) -> &Json {
        &self.json
    }
}

impl fmt::Display for UnreadField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// The unread fields of a response so far, and the path of what is being read.
#[derive(Debug, Default)]
pub(crate) struct UnreadFields {
    path: String,
    fields: Vec<UnreadField>,
}

impl UnreadFields {
    pub(crate) fn into_vec(self) -> Vec<UnreadField> {
        self.fields
    }

    /// Whether the field at this path is among them.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.fields.iter().any(|field| field.path == path)
    }

    /// Reads the value of a field below the current path.
    pub(crate) fn in_field<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let separator = if self.path.is_empty() { "" } else { "." };
        self.below(format_args!("{separator}{name}"), read)
    }

    /// Reads an item of the list at the current path.
    pub(crate) fn in_item<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.below(format_args!("[{index}]"), read)
    }

    fn below<T>(&mut self, segment: fmt::Arguments<'_>, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path += &segment.to_string();
        let value = read(self);
        self.path.truncate(length);
        value
    }

    /// Reads the optional value at the current path; `None` if it can't be read, which is reported.
    pub(crate) fn optional<T>(
        &mut self,
        json: &RawValue,
        read: impl FnOnce(&mut Self) -> Result<T, serde_json::Error>,
    ) -> Option<T> {
        let before = self.fields.len();
        match read(self) {
            Ok(value) => Some(value),
            Err(error) => {
                // Whatever was unread within it is unread with it.
                self.fields.truncate(before);
                let (path, reason) = (self.path.clone(), reason(&error));
                self.fields.push(UnreadField { path, reason, json: Json::from(json.to_owned()) });
                None
            }
        }
    }
}

/// The error's text without the position, which is that within the field.
fn reason(error: &serde_json::Error) -> String {
    let reason = error.to_string();
    match reason.rsplit_once(" at line ") {
        Some((reason, _)) if error.line() > 0 => reason.to_owned(),
        _ => reason,
    }
}

/// Reads a value strictly. `json` has no more than the value: it was a [`RawValue`].
pub(crate) fn strict<T: Wire>(json: &str) -> Result<T, serde_json::Error> {
    T::deserialize(&mut serde_json::Deserializer::from_str(json))
}

/// The error with the name of the field, or the index of the item, that it is about.
pub(crate) fn with_path(segment: fmt::Arguments<'_>, error: &serde_json::Error) -> serde_json::Error {
    serde_json::Error::custom(format_args!("{segment}: {}", reason(error)))
}

/// Reads the items of a list, each by `read`. They are required: a list without some of its items would be another list.
pub(crate) fn list<T>(
    json: &str,
    unread: &mut UnreadFields,
    read: impl Fn(&RawValue, &mut UnreadFields) -> Result<T, serde_json::Error>,
) -> Result<Vec<T>, serde_json::Error> {
    if json == "null" {
        return Ok(Vec::new());
    }
    if !json.starts_with('[') {
        return Err(serde_json::Error::custom("not a list"));
    }
    let items: Vec<&RawValue> = serde_json::from_str(json)?;
    let items = items.into_iter().enumerate().map(|(index, item)| {
        let value = unread.in_item(index, |unread| read(item, unread));
        value.map_err(|error| with_path(format_args!("[{index}]"), &error))
    });
    items.collect()
}

/// The names and the JSON of an object's fields.
pub(crate) fn fields(json: &str) -> Result<Vec<(Cow<'_, str>, &RawValue)>, serde_json::Error> {
    serde_json::from_str(json).map(|Fields(fields)| fields)
}

struct Fields<'de>(Vec<(Cow<'de, str>, &'de RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some((Text(name), value)) = map.next_entry()? {
            fields.push((name, value));
        }
        Ok(Fields(fields))
    }

    reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

/// The error that comes with the position in the response, where both have the same cause.
pub(crate) fn located(strict: serde_json::Error, lenient: serde_json::Error) -> serde_json::Error {
    if reason(&strict) == reason(&lenient) { strict } else { lenient }
}

/// Bytes as a string of the same JSON: each byte that is not UTF-8 becomes the escape of a lone surrogate, so that the
/// string that it is in can't be read, and every other one can.
pub(crate) fn escape_invalid_utf8(bytes: &[u8]) -> String {
    let mut json = String::with_capacity(bytes.len() + 64);
    for chunk in bytes.utf8_chunks() {
        json += chunk.valid();
        for byte in chunk.invalid() {
            json += &format!("\\udc{byte:02x}");
        }
    }
    json
}

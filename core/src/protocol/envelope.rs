//! The envelope of Craftgate's JSON responses.

use std::fmt;
use std::marker::PhantomData;
use std::mem::replace;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::wire::raw::Text;

/// `{"data": …}` of a success, `{"errors": …}` of a rejection.
pub(crate) struct Envelope<D, E> {
    pub(crate) data: Option<D>,
    pub(crate) errors: Option<E>,
}

impl<'de, D: Deserialize<'de>, E: Deserialize<'de>> Deserialize<'de> for Envelope<D, E> {
    fn deserialize<T: Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<D, E>(PhantomData<(D, E)>);

impl<'de, D: Deserialize<'de>, E: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<D, E> {
    type Value = Envelope<D, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut data: Option<Option<D>> = None;
        let mut errors: Option<Option<E>> = None;
        while let Some(Text(key)) = map.next_key()? {
            match &*key {
                "data" => fill(&mut data, map.next_value()?)?,
                "errors" => fill(&mut errors, map.next_value()?)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Envelope { data: data.flatten(), errors: errors.flatten() })
    }
}

/// The `data` of a body that has no errors and nothing that can't be read, as nearly every one: in one pass.
pub(crate) fn read_data<T: DeserializeOwned>(json: &str) -> Option<T> {
    let mut data = None;
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer.deserialize_map(DataVisitor(&mut data)).ok()?;
    deserializer.end().ok()?;
    data
}

/// Reads `data` into its place, since the types that are read into are large.
struct DataVisitor<'a, T>(&'a mut Option<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for DataVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut has_data, mut has_errors) = (false, false);
        while let Some(Text(key)) = map.next_key()? {
            match &*key {
                "data" if !replace(&mut has_data, true) => *self.0 = map.next_value()?,
                "errors" if !replace(&mut has_errors, true) => map.next_value::<()>()?,
                "data" | "errors" => return Err(A::Error::custom("duplicate field in the envelope")),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Sets a field, or rejects a duplicate, since it is ambiguous which of the two counts.
fn fill<T, E: Error>(field: &mut Option<T>, value: T) -> Result<(), E> {
    match field.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::custom("duplicate field in the envelope")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn what_is_no_envelope_says_what_is_expected() {
        let envelope = serde_json::from_slice::<Envelope<&RawValue, &RawValue>>(b"[]");
        let error = envelope.err().unwrap().to_string();
        assert!(error.starts_with("invalid type: sequence, expected an object"), "{error}");
    }
}

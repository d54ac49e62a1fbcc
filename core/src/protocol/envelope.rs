//! What every JSON response of Craftgate's is wrapped in.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::api::payment::PaymentError;
use crate::wire::FromWire;
use crate::wire::raw::Text;

/// `{"data": …}` of a success, `{"errors": …}` of a rejection.
pub(crate) struct Envelope<T> {
    pub(crate) data: Option<T>,
    pub(crate) errors: Option<Box<PaymentError>>,
}

impl<'de, T: Deserialize<'de>> Envelope<T> {
    pub(crate) fn parse(json: &'de [u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<T> {
    type Value = Envelope<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut data: Option<Option<T>> = None;
        let mut errors: Option<Option<FromWire<PaymentError>>> = None;
        while let Some(Text(key)) = map.next_key()? {
            match &*key {
                "data" => fill(&mut data, map.next_value()?)?,
                "errors" => fill(&mut errors, map.next_value()?)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let errors = errors.flatten().map(|FromWire(errors)| Box::new(errors));
        Ok(Envelope { data: data.flatten(), errors })
    }
}

/// Rejects a duplicate field: which of the two would count?
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
        let error = Envelope::<&RawValue>::parse(b"[]").err().unwrap().to_string();
        assert!(error.starts_with("invalid type: sequence, expected an object"), "{error}");
    }
}

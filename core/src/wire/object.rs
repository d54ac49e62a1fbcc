//! Objects with known fields: how the records that [`macros`](crate::macros) declares are read and written.
//!
//! Reading ignores unknown fields, takes `null` for absent, rejects a duplicate field, and names the field that is
//! wrong with the path to it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::lenient::{self, UnreadFields};
use super::{FromWire, Wire, reject_unexpected};

/// What the macros implement; everything else about records is written once, here.
pub(crate) trait Record: Sized {
    /// The fields read so far.
    type Partial: Default;

    /// The number of fields that go into a body or a query.
    const BODY_FIELDS: usize;

    /// The index of the field with this wire name.
    fn index_of(key: &str) -> Option<usize>;

    /// The wire name of the field at this index.
    fn name(index: usize) -> &'static str;

    /// Whether the field at this index can't be absent.
    fn is_required(index: usize) -> bool;

    /// Reads a value into the field at this index.
    fn deserialize_field<'de, V: FieldValue<'de>>(
        partial: &mut Self::Partial,
        index: usize,
        value: V,
    ) -> Result<(), V::Error>;

    /// The record, if every required field was read.
    fn finish<E: Error>(partial: Self::Partial) -> Result<Self, E>;

    /// Writes the fields of the path.
    fn serialize_path<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Writes every field but those of the path.
    fn serialize_body<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// A field's value that is still to be read.
pub(crate) trait FieldValue<'de> {
    type Error: Error;

    fn deserialize<T: Wire>(self) -> Result<T, Self::Error>;
}

/// The next value of a map, read strictly.
pub(crate) struct NextValue<'a, A>(pub(crate) &'a mut A);

impl<'de, A: MapAccess<'de>> FieldValue<'de> for NextValue<'_, A> {
    type Error = A::Error;

    fn deserialize<T: Wire>(self) -> Result<T, A::Error> {
        self.0.next_value().map(|FromWire(value)| value)
    }
}

/// A value by its JSON, read leniently.
struct LenientValue<'a> {
    json: &'a str,
    unread: &'a mut UnreadFields,
}

impl FieldValue<'_> for LenientValue<'_> {
    type Error = serde_json::Error;

    fn deserialize<T: Wire>(self) -> Result<T, serde_json::Error> {
        T::deserialize_lenient(self.json, self.unread)
    }
}

/// Reads a whole record.
pub(crate) fn deserialize<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_any(RecordVisitor(PhantomData))
}

/// Reads a whole record from its JSON, without the optional fields that can't be read. Of a duplicate field no value
/// could be chosen: it remains an error.
pub(crate) fn deserialize_lenient<R: Record>(json: &str, unread: &mut UnreadFields) -> Result<R, serde_json::Error> {
    let mut partial = R::Partial::default();
    let fields = Fields { index_of: R::index_of, name: R::name, is_required: R::is_required };
    fields.deserialize_lenient(json, unread, &mut |index, json, unread| {
        R::deserialize_field(&mut partial, index, LenientValue { json, unread })
    })?;
    R::finish(partial)
}

/// The fields of a record whose type is erased: a program has the code below once, not for each record that it reads.
struct Fields {
    index_of: fn(&str) -> Option<usize>,
    name: fn(usize) -> &'static str,
    is_required: fn(usize) -> bool,
}

impl Fields {
    fn deserialize_lenient(
        &self,
        json: &str,
        unread: &mut UnreadFields,
        read: &mut dyn FnMut(usize, &str, &mut UnreadFields) -> Result<(), serde_json::Error>,
    ) -> Result<(), serde_json::Error> {
        let mut indices: Vec<usize> = Vec::new();
        for (key, value) in lenient::fields(json)? {
            let Some(index) = (self.index_of)(&key) else { continue };
            let name = (self.name)(index);
            if indices.contains(&index) {
                return Err(with_path(name, serde_json::Error::custom("duplicate field")));
            }
            indices.push(index);
            let mut read = |unread: &mut _| read(index, value.get(), unread);
            unread.in_field(name, |unread| match (self.is_required)(index) {
                true => read(unread).map_err(|error| lenient::with_path(format_args!("{name}"), &error)),
                false => {
                    unread.optional(value, read);
                    Ok(())
                }
            })?;
        }
        Ok(())
    }
}

/// Writes a whole record.
pub(crate) fn serialize<R: Record, S: Serializer>(record: &R, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    record.serialize_path(&mut map)?;
    record.serialize_body(&mut map)?;
    map.end()
}

/// A record without its path fields: what goes into a request's body.
pub(crate) struct RecordBody<'a, R>(pub(crate) &'a R);

impl<R: Record> Serialize for RecordBody<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.serialize_body(&mut map)?;
        map.end()
    }
}

struct RecordVisitor<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R, A::Error> {
        let mut partial = R::Partial::default();
        while let Some(index) = map.next_key_seed(FieldIndex::<R>(PhantomData))? {
            match index {
                Some(index) => R::deserialize_field(&mut partial, index, NextValue(&mut map))
                    .map_err(|error| with_path(R::name(index), error))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        R::finish(partial)
    }

    reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

/// Turns a key into the index of its field without allocating.
struct FieldIndex<R>(PhantomData<R>);

impl<'de, R: Record> serde::de::DeserializeSeed<'de> for FieldIndex<R> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<R: Record> Visitor<'_> for FieldIndex<R> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(R::index_of(key))
    }
}

/// Reads a value into a field that has none yet.
pub(crate) fn deserialize_field<'de, T: Wire, V: FieldValue<'de>>(
    field: &mut Option<T>,
    value: V,
) -> Result<(), V::Error> {
    if field.is_some() {
        return Err(V::Error::custom("duplicate field"));
    }
    *field = Some(value.deserialize()?);
    Ok(())
}

/// Reads the next value of `map` into a field that has none yet.
pub(crate) fn deserialize_next<'de, T: Wire, A: MapAccess<'de>>(
    field: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    deserialize_field(field, NextValue(map))
}

/// The error with the name of the field that it is about.
pub(crate) fn with_path<E: Error>(name: &str, error: E) -> E {
    E::custom(format_args!("{name}: {error}"))
}

/// The value of a field that can't be absent.
pub(crate) fn require<T, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.ok_or_else(|| E::missing_field(name))
}

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, MapDeserializer};

    use super::*;
    use crate::api::payment::Amounts;

    #[test]
    fn a_key_that_is_not_a_string_says_what_is_expected() {
        let numbered = MapDeserializer::<_, Error>::new([(17, 1)].into_iter());
        let error = deserialize::<Amounts, _>(numbered).unwrap_err();
        assert_eq!(error.to_string(), "invalid type: integer `17`, expected a field name");
    }
}

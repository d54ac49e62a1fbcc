//! Objects with known fields: how the records that [`declare`](super::declare) declares are read and written.
//!
//! FromWire ignores unknown fields, takes `null` for absent, refuses a field that comes twice, and names
//! the field that was wrong.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{FromWire, Wire, reject_unexpected};

/// What the macros implement; everything else about records is written once, here.
pub(crate) trait Record: Sized {
    /// One empty place a field, for as long as the fields are still coming in.
    type Partial: Default;

    /// The number of fields that go into a body or a query.
    const BODY_FIELDS: usize;

    /// The place of the field with this wire name, looked for from `hint` on.
    fn find(key: &str, hint: usize) -> Option<usize>;

    /// The wire name of the field at this place.
    fn name(index: usize) -> &'static str;

    /// Reads the next value into its place.
    fn fill<'de, A: MapAccess<'de>>(partial: &mut Self::Partial, index: usize, map: &mut A) -> Result<(), A::Error>;

    /// Makes the record of what came in.
    fn build<E: Error>(partial: Self::Partial) -> Result<Self, E>;

    /// Writes the fields of the path.
    fn serialize_path<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Writes every field but those of the path.
    fn serialize_body<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads a whole record.
pub(crate) fn read<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_any(RecordVisitor(PhantomData))
}

/// Writes a whole record.
pub(crate) fn write<R: Record, S: Serializer>(record: &R, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    record.serialize_path(&mut map)?;
    record.serialize_body(&mut map)?;
    map.end()
}

/// A record without its path fields: what goes into a request's body.
pub(crate) struct Content<'a, R>(pub(crate) &'a R);

impl<R: Record> Serialize for Content<'_, R> {
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
        let mut hint = 0;
        while let Some(place) = map.next_key_seed(Key::<R>(hint, PhantomData))? {
            match place {
                Some(index) => {
                    R::fill(&mut partial, index, &mut map).map_err(|error| about(R::name(index), error))?;
                    hint = index + 1;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        R::build(partial)
    }

    reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

/// Turns a key into the place of its field without allocating.
struct Key<R>(usize, PhantomData<R>);

impl<'de, R: Record> serde::de::DeserializeSeed<'de> for Key<R> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<R: Record> Visitor<'_> for Key<R> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(R::find(key, self.0))
    }
}

/// Where `key` stands in `names`. Craftgate sends fields in the order we list them, so the search
/// starts where the last one ended.
pub(crate) fn position(names: &[&str], key: &str, hint: usize) -> Option<usize> {
    let hint = hint.min(names.len());
    let (before, after) = names.split_at(hint);
    let found = after.iter().position(|name| *name == key);
    found.map(|index| index + hint).or_else(|| before.iter().position(|name| *name == key))
}

/// Reads a field's value into its place; a second value for the same field is refused.
pub(crate) fn deserialize_field<'de, T: Wire, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom("the field comes twice"));
    }
    let FromWire(value) = map.next_value()?;
    *slot = Some(value);
    Ok(())
}

/// The error with the name of the field that it is about.
pub(crate) fn about<E: Error>(name: &str, error: E) -> E {
    E::custom(format_args!("{name}: {error}"))
}

/// The value of a field that has to be there.
pub(crate) fn require<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(name))
}

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, MapDeserializer};

    use super::*;
    use crate::api::payment::Amounts;

    #[test]
    fn a_key_that_is_no_text_says_what_is_wanted() {
        let numbered = MapDeserializer::<_, Error>::new([(17, 1)].into_iter());
        let error = read::<Amounts, _>(numbered).unwrap_err();
        assert_eq!(error.to_string(), "invalid type: integer `17`, expected a field name");
    }
}

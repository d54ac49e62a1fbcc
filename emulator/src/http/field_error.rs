//! Finds the field because of which a JSON document can't be deserialized.
//!
//! The document is deserialized through wrappers that keep track of the field that is being read. Whether a field is
//! missing or invalid follows from the error's constructor, [`Error::missing_field`] or any other, and not from its
//! message.

use std::cell::RefCell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The error of a field that can't be deserialized.
pub(super) struct FieldError {
    /// The names of the field and of those that contain it, separated by dots. Positions in lists are left out.
    pub(super) path: String,
    /// True if the field is missing; false if its value is invalid.
    pub(super) is_missing: bool,
}

/// Returns a document's first field error; `None` if it can be deserialized.
pub(super) fn find<T: DeserializeOwned>(json: &[u8]) -> Option<FieldError> {
    let tracker = Tracker::default();
    let mut json = serde_json::Deserializer::from_slice(json);
    // The result only repeats what the tracker has recorded.
    let _ = T::deserialize(Tracked { inner: &mut json, tracker: &tracker }).map_err(|error| tracker.record(error));
    tracker.error.into_inner()
}

/// The fields that are being read, and the first error.
#[derive(Default)]
struct Tracker {
    path: RefCell<Vec<String>>,
    error: RefCell<Option<FieldError>>,
}

impl Tracker {
    fn enter(&self, depth: usize, field: String) {
        self.leave(depth);
        self.path.borrow_mut().push(field);
    }

    fn leave(&self, depth: usize) {
        self.path.borrow_mut().truncate(depth);
    }

    fn depth(&self) -> usize {
        self.path.borrow().len()
    }

    /// Records an error, unless it is a consequence of an earlier one.
    fn record(&self, error: DeserializeError) -> DeserializeError {
        self.error.borrow_mut().get_or_insert_with(|| {
            let mut path = self.path.borrow().clone();
            let is_missing = match error {
                DeserializeError::Missing(field) => {
                    path.push(field.to_owned());
                    true
                }
                DeserializeError::Invalid => false,
            };
            FieldError { path: path.join("."), is_missing }
        });
        DeserializeError::Invalid
    }

    /// Records an error and returns one for the wrapped deserializer, which has an error type of its own.
    fn record_as<E: Error>(&self, error: DeserializeError) -> E {
        E::custom(self.record(error))
    }
}

/// The error of a deserialized type.
#[derive(Debug)]
enum DeserializeError {
    Missing(&'static str),
    Invalid,
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "missing field `{field}`"),
            Self::Invalid => f.write_str("invalid value"),
        }
    }
}

impl std::error::Error for DeserializeError {}

impl Error for DeserializeError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Invalid
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

/// A deserializer, or a part of one, that reports to a tracker.
struct Tracked<'t, T> {
    inner: T,
    tracker: &'t Tracker,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Tracked<'_, D> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let Self { inner, tracker } = self;
        inner
            .deserialize_any(Tracked { inner: visitor, tracker })
            .map_err(|_| tracker.record(DeserializeError::Invalid))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let Self { inner, tracker } = self;
        inner
            .deserialize_option(Tracked { inner: visitor, tracker })
            .map_err(|_| tracker.record(DeserializeError::Invalid))
    }

    /// Not tracked further, since this is how serde_json hands over raw JSON.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        let Self { inner, tracker } = self;
        inner.deserialize_newtype_struct(name, visitor).map_err(|_| tracker.record(DeserializeError::Invalid))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

macro_rules! forward_scalars {
    ($($visit:ident($($value:ident: $ty:ty)?);)*) => {$(
        fn $visit<E: Error>(self $(, $value: $ty)?) -> Result<Self::Value, E> {
            self.inner.$visit($($value)?)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Tracked<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    forward_scalars! {
        visit_bool(value: bool);
        visit_i64(value: i64);
        visit_u64(value: u64);
        visit_f64(value: f64);
        visit_str(value: &str);
        visit_borrowed_str(value: &'de str);
        visit_string(value: String);
        visit_none();
        visit_unit();
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        let tracker = self.tracker;
        self.inner.visit_some(Tracked { inner, tracker }).map_err(|error| tracker.record_as(error))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<Self::Value, A::Error> {
        let tracker = self.tracker;
        self.inner.visit_seq(Tracked { inner, tracker }).map_err(|error| tracker.record_as(error))
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<Self::Value, A::Error> {
        let tracker = self.tracker;
        let map = TrackedMap { inner, tracker, depth: tracker.depth() };
        self.inner.visit_map(map).map_err(|error| tracker.record_as(error))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Tracked<'_, A> {
    type Error = DeserializeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, inner: S) -> Result<Option<S::Value>, DeserializeError> {
        let tracker = self.tracker;
        self.inner.next_element_seed(Tracked { inner, tracker }).map_err(|_| tracker.record(DeserializeError::Invalid))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Tracked<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        let tracker = self.tracker;
        self.inner.deserialize(Tracked { inner, tracker }).map_err(|error| tracker.record_as(error))
    }
}

/// An object whose fields are tracked.
struct TrackedMap<'t, A> {
    inner: A,
    tracker: &'t Tracker,
    /// The number of fields that contain the object.
    depth: usize,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for TrackedMap<'_, A> {
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DeserializeError> {
        self.tracker.leave(self.depth);
        let key = self.inner.next_key::<String>().map_err(|_| self.tracker.record(DeserializeError::Invalid))?;
        key.map(|key| seed.deserialize(TrackedKey { key, tracker: self.tracker, depth: self.depth })).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, inner: S) -> Result<S::Value, DeserializeError> {
        let tracker = self.tracker;
        self.inner.next_value_seed(Tracked { inner, tracker }).map_err(|_| tracker.record(DeserializeError::Invalid))
    }
}

/// The key of an object. It is a field's name only where an identifier is expected: any other may hold anything.
struct TrackedKey<'t> {
    key: String,
    tracker: &'t Tracker,
    depth: usize,
}

impl<'de> Deserializer<'de> for TrackedKey<'_> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_string(self.key)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let value = visitor.visit_str(&self.key);
        self.tracker.enter(self.depth, self.key);
        value
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum ignored_any
    }
}

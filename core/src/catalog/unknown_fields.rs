//! Finds the fields that an operation doesn't have. Whether the others can be read is for the operation to say.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::info::{Object, Type};
use super::read_error::is_name;
use crate::wire::object::with_path;
use crate::wire::raw::Text;

/// Checks that `json` has no fields but the object's.
pub(super) fn check_fields(object: &'static Object, json: &str) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    Check(Type::Object(object)).deserialize(&mut deserializer)?;
    deserializer.end()
}

/// Compares the next value with a type.
#[derive(Clone, Copy)]
struct Check(Type);

impl Check {
    /// What the value of this field is compared with, if there is such a field.
    fn field(self, name: &str) -> Option<Self> {
        match self.0 {
            Type::Object(object) => object.field(name).map(|field| Self(field.kind())),
            Type::Map(value) => Some(Self(*value)),
            _ => Some(Self(Type::Json)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Check {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Self(Type::Object(_) | Type::List(_) | Type::Map(_)) => deserializer.deserialize_any(self),
            Self(_) => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
        }
    }
}

/// A value that is neither an object nor a list has no unknown fields.
macro_rules! pass {
    ($($visit:ident: $ty:ty),*) => {$(
        fn $visit<E>(self, _: $ty) -> Result<(), E> {
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Check {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let item = match self {
            Self(Type::List(item)) => *item,
            Self(_) => Type::Json,
        };
        while seq.next_element_seed(Check(item))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Text(name)) = map.next_key()? {
            let Some(check) = self.field(&name) else {
                let name = if is_name(&name) { &*name } else { "a field" };
                return Err(A::Error::custom(format_args!("{name}: unknown field")));
            };
            map.next_value_seed(check).map_err(|error| match is_name(&name) {
                true => with_path(&name, error),
                false => error,
            })?;
        }
        Ok(())
    }
}

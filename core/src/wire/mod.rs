//! How values look in JSON, paths and queries: money, whole numbers, times, open enums, free-form JSON.

pub(crate) mod container;
pub(crate) mod datetime;
pub(crate) mod decimal;
pub(crate) mod integer;
pub(crate) mod json;
pub(crate) mod lenient;
pub mod money;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod raw;
pub(crate) mod scalar;
pub(crate) mod selected_fields;
pub(crate) mod to_param;
pub(crate) mod transcoder;

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use lenient::UnreadFields;

/// A value as Craftgate's JSON spells it, where that differs from what serde would do.
///
/// Every field of every model goes through this trait, so that one place decides how an amount, an
/// id or a time is written and how leniently it is read.
pub(crate) trait Wire: Sized {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads the value from its JSON, without the optional fields in it that can't be read.
    #[inline]
    fn deserialize_lenient(json: &str, _: &mut UnreadFields) -> Result<Self, serde_json::Error> {
        lenient::strict(json)
    }
}

/// Serializes a value the wire's way.
pub(crate) struct AsWire<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for AsWire<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Deserializes a value the wire's way.
pub(crate) struct FromWire<T>(pub(crate) T);

impl<'de, T: Wire> Deserialize<'de> for FromWire<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(FromWire)
    }
}

/// The methods of a visitor that reject a value of the wrong type without quoting it, as serde would: it
/// may be a card's number in the wrong place.
macro_rules! reject_unexpected {
    ($($visit:ident: $ty:ty),*) => {$(
        fn $visit<E: ::serde::de::Error>(self, _: $ty) -> Result<Self::Value, E> {
            Err(E::custom(format_args!("not {}", $crate::wire::Expected(&self))))
        }
    )*};
}
pub(crate) use reject_unexpected;

/// Shows what a visitor expects.
pub(crate) struct Expected<'a, V>(pub(crate) &'a V);

impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

/// Types that already look on the wire as serde writes them.
macro_rules! impl_wire_via_serde {
    ($($ty:ty),* $(,)?) => {$(
        impl $crate::wire::Wire for $ty {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(self, serializer)
            }

            fn deserialize<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    )*};
}
pub(crate) use impl_wire_via_serde;

//! Money in a caller's own structs: `#[serde(with = "craftgate_core::money")]` on a `Decimal` field.
//!
//! The types of this crate need no such attribute. It is for an [`Operation`](crate::Operation) of
//! your own, whose fields have to look on the wire as ours do.

use rust_decimal::Decimal;
use serde::{Deserializer, Serializer};

use crate::wire::Wire;

pub use crate::wire::decimal::{DecimalError, parse_decimal};

/// Writes the JSON number with the value's own digits.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    Wire::serialize(value, serializer)
}

/// Reads a plain, quoted or exponent form number without losing a digit.
///
/// # Errors
///
/// What is not a number, or has more digits than a [`Decimal`] holds.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    <Decimal as Wire>::deserialize(deserializer)
}

//! Money in a caller's own structs: `#[serde(with = "craftgate_core::money")]` on a `Decimal` field.
//!
//! The types of this crate need no such attribute. It is for an [`Operation`](crate::Operation) of
//! your own, whose fields have to look on the wire as ours do.
//!
//! Constructors and setters take an amount as a `Decimal` alone: an integer, such as an id's number, is a type error.
//!
//! ```
//! use craftgate_core::id::PaymentId;
//! use craftgate_core::payment::PostAuthPayment;
//! use craftgate_core::rust_decimal::Decimal;
//!
//! PostAuthPayment::new(PaymentId::new(7)).paid_price(Decimal::from(100));
//! ```
//!
//! ```compile_fail,E0308
//! # use craftgate_core::id::PaymentId;
//! # use craftgate_core::payment::PostAuthPayment;
//! PostAuthPayment::new(PaymentId::new(7)).paid_price(100);
//! ```

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

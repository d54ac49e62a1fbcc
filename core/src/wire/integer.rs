//! Whole numbers: plain, quoted or in exponent form.

use serde::de::{Deserializer, Error as _};
use serde::ser::Serializer;

use super::decimal::parse_decimal;
use super::{Wire, number};

macro_rules! wire_integer {
    ($($ty:ty),*) => {$(
        impl Wire for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, serializer)
            }

            fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = parse_integer(&number::exact(deserializer)?).map_err(D::Error::custom)?;
                value.try_into().map_err(|_| D::Error::custom("a whole number out of range"))
            }
        }
    )*};
}

wire_integer!(i64, i32, u32);

/// The value of a whole number, also of one in exponent form.
fn parse_integer(text: &str) -> Result<i64, &'static str> {
    if let Ok(value) = text.parse::<i64>() {
        return Ok(value);
    }
    let value = parse_decimal(text).map_err(|_| "not a whole number")?;
    if !value.fract().is_zero() {
        return Err("not a whole number");
    }
    value.try_into().map_err(|_| "a whole number out of range")
}

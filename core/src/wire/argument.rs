//! What constructors and setters take.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

/// Something that a constructor or a setter takes for a field of type `T`: whatever converts into one.
///
/// Amounts are the exception: they are taken as [`Decimal`] alone, so that an id can't be given for one by
/// mistake. So are page numbers and sizes, as `u32`: an integer literal would not be inferred otherwise.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be given for a field of type `{T}`",
    note = "an amount is taken as a `Decimal` alone, such as `Decimal::new(100_00, 2)` or `Decimal::from(100)`"
)]
pub trait Argument<T>: sealed::Sealed<T> {
    /// The field's value.
    fn into_field(self) -> T;
}

impl<T: Field, U: Into<T>> Argument<T> for U {
    fn into_field(self) -> T {
        self.into()
    }
}

impl Argument<Self> for Decimal {
    fn into_field(self) -> Self {
        self
    }
}

impl Argument<Self> for u32 {
    fn into_field(self) -> Self {
        self
    }
}

mod sealed {
    use super::{Decimal, Field};

    #[allow(unnameable_types, reason = "sealed")]
    pub trait Sealed<T> {}

    impl<T: Field, U: Into<T>> Sealed<T> for U {}

    impl Sealed<Self> for Decimal {}

    impl Sealed<Self> for u32 {}
}

/// The type of a field whose argument may be anything that converts into it.
#[allow(unnameable_types, reason = "sealed")]
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` takes nothing but a `{Self}`",
    note = "an amount is taken as a `Decimal` alone, such as `Decimal::new(100_00, 2)` or `Decimal::from(100)`"
)]
pub trait Field {}

macro_rules! fields {
    ($($ty:ty),* $(,)?) => {$(impl Field for $ty {})*};
}

fields!(String, bool, f64, i32, i64, NaiveDate, NaiveDateTime);

impl<T> Field for Vec<T> {}

impl<T> Field for BTreeMap<String, T> {}

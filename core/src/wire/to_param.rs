//! Values as path segments and query values.

use std::fmt::Display;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::datetime::{Local, has_wire_form};

/// A value that can stand in a path or a query.
pub(crate) trait ToParam {
    /// The value as it is displayed, before percent-encoding; `None` for a value without a form on the wire.
    fn to_param(&self) -> Option<impl Display>;
}

impl ToParam for String {
    fn to_param(&self) -> Option<impl Display> {
        Some(self)
    }
}

impl ToParam for NaiveDateTime {
    fn to_param(&self) -> Option<impl Display> {
        has_wire_form(self.date()).then_some(Local(*self))
    }
}

impl ToParam for NaiveDate {
    fn to_param(&self) -> Option<impl Display> {
        has_wire_form(*self).then_some(self)
    }
}

macro_rules! to_param_as_displayed {
    ($($ty:ty),*) => {$(
        impl ToParam for $ty {
            fn to_param(&self) -> Option<impl Display> {
                Some(self)
            }
        }
    )*};
}

to_param_as_displayed!(i32, i64, u32, bool, Decimal);

//! Values as plain text, for paths and queries.

use std::fmt::Display;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::datetime::{Local, has_wire_form};

/// A value that can stand in a path or a query.
pub(crate) trait PlainText {
    /// What shows as the text; `None` for a value that has none on the wire.
    fn plain_text(&self) -> Option<impl Display>;
}

impl PlainText for String {
    fn plain_text(&self) -> Option<impl Display> {
        Some(self)
    }
}

impl PlainText for NaiveDateTime {
    fn plain_text(&self) -> Option<impl Display> {
        has_wire_form(self.date()).then_some(Local(*self))
    }
}

impl PlainText for NaiveDate {
    fn plain_text(&self) -> Option<impl Display> {
        has_wire_form(*self).then_some(self)
    }
}

macro_rules! plain_text_as_displayed {
    ($($ty:ty),*) => {$(
        impl PlainText for $ty {
            fn plain_text(&self) -> Option<impl Display> {
                Some(self)
            }
        }
    )*};
}

plain_text_as_displayed!(i32, i64, bool, Decimal);

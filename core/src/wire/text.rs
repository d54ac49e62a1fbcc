//! Values as plain text, for paths and queries.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::datetime::{Local, has_wire_form};

/// A value that can stand in a path or a query.
pub(crate) trait PlainText {
    /// The text; `None` for a value that has none on the wire.
    fn plain_text(&self) -> Option<Cow<'_, str>>;
}

impl PlainText for String {
    fn plain_text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl PlainText for NaiveDateTime {
    fn plain_text(&self) -> Option<Cow<'_, str>> {
        has_wire_form(self.date()).then(|| Cow::Owned(Local(*self).to_string()))
    }
}

impl PlainText for NaiveDate {
    fn plain_text(&self) -> Option<Cow<'_, str>> {
        has_wire_form(*self).then(|| Cow::Owned(self.to_string()))
    }
}

macro_rules! plain_text_as_displayed {
    ($($ty:ty),*) => {$(
        impl PlainText for $ty {
            fn plain_text(&self) -> Option<Cow<'_, str>> {
                Some(Cow::Owned(self.to_string()))
            }
        }
    )*};
}

plain_text_as_displayed!(i32, i64, bool, Decimal);

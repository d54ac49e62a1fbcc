//! Values as plain text, for paths and queries.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::datetime::Local;

/// A value that can stand in a path or a query.
pub(crate) trait PlainText {
    fn plain_text(&self) -> Cow<'_, str>;
}

impl PlainText for String {
    fn plain_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl PlainText for NaiveDateTime {
    fn plain_text(&self) -> Cow<'_, str> {
        Cow::Owned(Local(*self).to_string())
    }
}

macro_rules! plain_text_as_displayed {
    ($($ty:ty),*) => {$(
        impl PlainText for $ty {
            fn plain_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

plain_text_as_displayed!(i32, i64, bool, Decimal, NaiveDate);

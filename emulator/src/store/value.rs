//! What a record says.

use std::fmt::Display;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Record;

/// What a field says. All values of a field are of one kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Text(Box<str>),
    Amount(Decimal),
    Time(NaiveDateTime),
}

impl Value {
    pub(super) fn text(value: impl Display) -> Self {
        Self::Text(value.to_string().into())
    }

    /// Where the value is among others: no finer than by the unit or the second, and never out of order. Texts have no
    /// bounds, and no place.
    pub(super) fn place(&self) -> Option<i64> {
        match self {
            Self::Text(_) => None,
            Self::Amount(amount) if amount.is_sign_negative() => Some(amount.to_i64().unwrap_or(i64::MIN)),
            Self::Amount(amount) => Some(amount.to_i64().unwrap_or(i64::MAX)),
            Self::Time(time) => Some(time.and_utc().timestamp()),
        }
    }
}

impl From<Decimal> for Value {
    fn from(amount: Decimal) -> Self {
        Self::Amount(amount)
    }
}

impl From<NaiveDateTime> for Value {
    fn from(time: NaiveDateTime) -> Self {
        Self::Time(time)
    }
}

/// What a record says, by the names of its fields. A field may have several values.
#[derive(Default)]
pub(crate) struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    pub(super) fn of(record: &impl Record) -> Self {
        let mut fields = Self::default();
        record.fields(&mut fields);
        fields
    }

    /// Puts down a value that is found as it is.
    pub(crate) fn put(&mut self, name: &'static str, value: Option<impl Display>) {
        self.0.extend(value.map(|value| (name, Value::text(value))));
    }

    /// Puts down the one value of a field that is found between two others.
    pub(crate) fn put_ordered(&mut self, name: &'static str, value: Option<impl Into<Value>>) {
        self.0.extend(value.map(|value| (name, value.into())));
    }

    /// What is said here and not there.
    pub(super) fn without(&self, other: &Self) -> impl Iterator<Item = &(&'static str, Value)> {
        self.0.iter().filter(|field| !other.0.contains(field))
    }
}

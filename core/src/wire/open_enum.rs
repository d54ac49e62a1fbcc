//! Open enums: a value that this version does not list is kept as it came.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Visitor};

use super::reject_unexpected;

/// A value that this version of the crate does not list, as it came.
///
/// It can only come from a string, so that a listed value is never hidden in one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownVariant(Box<str>);

impl UnknownVariant {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// The wire value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Reads the wire value of an open enum. Compiled once for all of them.
pub(crate) fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_any(ValueVisitor)
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

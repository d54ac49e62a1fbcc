//! Sets of records.

use std::borrow::Cow;

use roaring::{MultiOps as _, RoaringBitmap};

/// Ids that have something in common. A bitmap is large for the single id of a value that no other record has.
pub(super) enum Ids {
    One(u32),
    Many(RoaringBitmap),
}

impl Default for Ids {
    fn default() -> Self {
        Self::Many(RoaringBitmap::new())
    }
}

impl Ids {
    pub(super) fn insert(&mut self, id: u32) {
        match self {
            Self::Many(ids) if ids.is_empty() => *self = Self::One(id),
            Self::Many(ids) => drop(ids.insert(id)),
            Self::One(one) => *self = Self::Many(RoaringBitmap::from([*one, id])),
        }
    }

    pub(super) fn remove(&mut self, id: u32) {
        match self {
            Self::Many(ids) => drop(ids.remove(id)),
            Self::One(one) if *one == id => *self = Self::default(),
            Self::One(_) => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Many(ids) if ids.is_empty())
    }

    fn bitmap(&self) -> Cow<'_, RoaringBitmap> {
        match self {
            Self::One(id) => Cow::Owned(RoaringBitmap::from([*id])),
            Self::Many(ids) => Cow::Borrowed(ids),
        }
    }
}

/// What is in one of these sets at least.
pub(super) fn union<'a>(sets: impl IntoIterator<Item = &'a Ids>) -> Cow<'a, RoaringBitmap> {
    let mut sets: Vec<_> = sets.into_iter().map(Ids::bitmap).collect();
    match sets.len() {
        0 | 1 => sets.pop().unwrap_or_default(),
        _ => Cow::Owned(sets.iter().map(Cow::as_ref).union()),
    }
}

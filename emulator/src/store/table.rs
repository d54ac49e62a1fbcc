//! Records by id.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::index::Index;
use crate::error::{ApiError, ErrorDef};

/// The id of a record: a number, in a type of its own.
pub(crate) trait Id: Copy + Ord {
    fn from_number(number: i64) -> Self;

    fn number(self) -> i64;
}

/// A record of a [`Table`].
pub(crate) trait Record {
    type Id: Id;

    /// What records are looked up by besides their ids. Such a look-up takes as long among many records as among few.
    type Key: Ord;

    /// The error for an id that no record has.
    const NOT_FOUND: ErrorDef;

    /// Returns the record's id.
    fn id(&self) -> Self::Id;

    /// Returns the keys that the record is looked up by.
    fn keys(&self) -> Vec<Self::Key> {
        Vec::new()
    }
}

/// The key of records that are looked up by id alone.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NoKey {}

/// Records by id, counted from 1, and by their keys.
pub(crate) struct Table<T: Record> {
    rows: BTreeMap<T::Id, Box<T>>,
    /// The last id that was given to a record, or to something that is not stored.
    last_id: i64,
    index: Index<T::Key, T::Id>,
    /// The record that was last added or borrowed mutably. The index does not contain it until another one is dirty.
    dirty: Option<T::Id>,
}

impl<T: Record> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), last_id: 0, index: Index::default(), dirty: None }
    }
}

impl<T: Record> Table<T> {
    /// Adds the record that `make` returns for the next id, which becomes its own, and returns the id.
    pub(crate) fn add(&mut self, make: impl FnOnce(T::Id) -> T) -> T::Id {
        let record = make(self.next_id());
        let id = record.id();
        self.insert(record);
        id
    }

    /// As [`add`](Self::add), but returns a copy of the record.
    pub(crate) fn create(&mut self, make: impl FnOnce(T::Id) -> T) -> T
    where
        T: Clone,
    {
        let record = make(self.next_id());
        self.insert(record.clone());
        record
    }

    /// Adds a record under its own id, which no other record has.
    pub(crate) fn insert(&mut self, record: T) {
        let id = record.id();
        self.reindex();
        self.dirty = Some(id);
        self.rows.insert(id, Box::new(record));
        self.last_id = self.last_id.max(id.number());
    }

    pub(crate) fn get(&self, id: T::Id) -> Option<&T> {
        self.rows.get(&id).map(Box::as_ref)
    }

    pub(crate) fn get_mut(&mut self, id: T::Id) -> Option<&mut T> {
        if self.dirty != Some(id) {
            let keys = self.get(id)?.keys();
            self.reindex();
            self.index.remove(&keys, id);
            self.dirty = Some(id);
        }
        self.rows.get_mut(&id).map(Box::as_mut)
    }

    /// As [`get`](Self::get), with the error of an unknown id.
    pub(crate) fn find(&self, id: T::Id) -> Result<&T, ApiError> {
        self.get(id).ok_or_else(|| T::NOT_FOUND.into())
    }

    /// As [`get_mut`](Self::get_mut), with the error of an unknown id.
    pub(crate) fn find_mut(&mut self, id: T::Id) -> Result<&mut T, ApiError> {
        self.get_mut(id).ok_or_else(|| T::NOT_FOUND.into())
    }

    /// Removes a record. Its id is not given to another one.
    pub(crate) fn remove(&mut self, id: T::Id) -> Result<T, ApiError> {
        self.find_mut(id)?;
        self.dirty = None;
        self.rows.remove(&id).map(|record| *record).ok_or_else(|| T::NOT_FOUND.into())
    }

    /// Takes all ids to this one for records that were removed.
    #[cfg(feature = "control")]
    pub(crate) fn skip_to(&mut self, id: i64) {
        self.last_id = self.last_id.max(id);
    }

    #[cfg(feature = "control")]
    pub(super) fn last_id(&self) -> i64 {
        self.last_id
    }

    /// Takes an id for something that is not stored.
    pub(crate) fn take_id(&mut self) -> T::Id {
        let id = self.next_id();
        self.last_id = id.number();
        id
    }

    /// Returns the id that the next record gets.
    pub(crate) fn next_id(&self) -> T::Id {
        T::Id::from_number(self.last_id.saturating_add(1))
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the records in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.values().map(Box::as_ref)
    }

    /// Returns the records after the first `count` ones, in the order of their ids.
    pub(super) fn iter_after(&self, count: usize) -> impl Iterator<Item = &T> {
        let (first, skipped) = match self.id_at(count) {
            Some(id) => (Bound::Included(id), 0),
            None => (Bound::Unbounded, count),
        };
        self.rows.range((first, Bound::Unbounded)).map(|(_, record)| record.as_ref()).skip(skipped)
    }

    /// Returns the id at this place, counted from 0; `None` unless every id has a record between the first and the last.
    fn id_at(&self, place: usize) -> Option<T::Id> {
        let (first, _) = self.rows.first_key_value()?;
        let (last, _) = self.rows.last_key_value()?;
        let distance = last.number().checked_sub(first.number())?;
        let is_dense = usize::try_from(distance).ok()?.checked_add(1)? == self.rows.len();
        let id = first.number().checked_add(i64::try_from(place).ok()?)?;
        is_dense.then(|| T::Id::from_number(id))
    }

    /// Returns the ids of the records with this key, in ascending order.
    pub(super) fn ids_with(&self, key: &T::Key) -> Vec<T::Id> {
        let mut ids = self.index.get(key).to_vec();
        let dirty = self.dirty.filter(|id| self.get(*id).is_some_and(|record| record.keys().contains(key)));
        if let Some((id, Err(place))) = dirty.map(|id| (id, ids.binary_search(&id))) {
            ids.insert(place, id);
        }
        ids
    }

    /// Indexes the dirty record by its current keys.
    fn reindex(&mut self) {
        if let Some(id) = self.dirty.take() {
            let keys = self.get(id).map(T::keys).unwrap_or_default();
            self.index.insert(keys, id);
        }
    }
}

//! Records by id.

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
    /// Record `n` at `n - 1`; `None` if it was removed, or if the id was taken for something that is not stored.
    rows: Vec<Option<Box<T>>>,
    /// The number of records.
    len: usize,
    index: Index<T::Key, T::Id>,
    /// The record that was last lent out to be changed. It is in the index again once another one is lent out.
    dirty: Option<T::Id>,
}

impl<T: Record> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), len: 0, index: Index::default(), dirty: None }
    }
}

impl<T: Record> Table<T> {
    /// Adds the record that `make` returns for the next id, and returns the id.
    pub(crate) fn add(&mut self, make: impl FnOnce(T::Id) -> T) -> T::Id {
        let id = self.next_id();
        let record = Box::new(make(id));
        self.index.insert(record.keys(), id);
        self.rows.push(Some(record));
        self.len += 1;
        id
    }

    /// As [`add`](Self::add), but returns a copy of the record.
    pub(crate) fn create(&mut self, make: impl FnOnce(T::Id) -> T) -> T
    where
        T: Clone,
    {
        let record = make(self.next_id());
        let copy = record.clone();
        self.add(|_| record);
        copy
    }

    pub(crate) fn get(&self, id: T::Id) -> Option<&T> {
        self.rows.get(place(id)?)?.as_deref()
    }

    pub(crate) fn get_mut(&mut self, id: T::Id) -> Option<&mut T> {
        if self.dirty != Some(id) {
            let keys = self.get(id)?.keys();
            self.reindex();
            self.index.remove(&keys, id);
            self.dirty = Some(id);
        }
        self.rows.get_mut(place(id)?)?.as_deref_mut()
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
        let row = place(id).and_then(|place| self.rows.get_mut(place)).and_then(Option::take);
        self.len -= usize::from(row.is_some());
        row.map(|record| *record).ok_or_else(|| T::NOT_FOUND.into())
    }

    /// Takes an id for something that is not stored.
    pub(crate) fn take_id(&mut self) -> T::Id {
        let id = self.next_id();
        self.rows.push(None);
        id
    }

    /// Returns the id that the next record gets.
    pub(crate) fn next_id(&self) -> T::Id {
        T::Id::from_number(i64::try_from(self.rows.len()).map_or(i64::MAX, |taken| taken + 1))
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns the records in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().filter_map(Option::as_deref)
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

    /// Puts the record that was lent out back into the index, by the keys that it has now.
    fn reindex(&mut self) {
        if let Some(id) = self.dirty.take() {
            let keys = self.get(id).map(T::keys).unwrap_or_default();
            self.index.insert(keys, id);
        }
    }
}

/// Returns the place of the record with this id.
fn place(id: impl Id) -> Option<usize> {
    usize::try_from(id.number()).ok()?.checked_sub(1)
}

//! Records that are found as fast among a million as among ten.

mod field;
mod ids;
mod index;
mod search;
#[cfg(test)]
mod tests;
mod value;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use index::Index;
pub(crate) use search::Search;
pub(crate) use value::Fields;

/// What searches find a record by.
pub(crate) trait Record {
    /// Puts down the fields that a search may want to have a value.
    fn fields(&self, _fields: &mut Fields) {}

    /// The time that a search may want to lie in a span. It never changes.
    fn made(&self) -> Option<NaiveDateTime> {
        None
    }
}

/// Records by their ids, which count from 1, and by their fields.
pub(crate) struct Table<T> {
    /// Boxed, since the tree's nodes are half empty and records are large.
    rows: BTreeMap<i64, Box<T>>,
    last_id: i64,
    index: RefCell<Index>,
    /// The record that was last given away to be written to. What it says now, the index learns when it is
    /// next needed.
    lent: Cell<Option<Lent>>,
}

struct Lent {
    id: i64,
    /// What the index knows of the record.
    indexed: Fields,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), last_id: 0, index: RefCell::default(), lent: Cell::default() }
    }
}

impl<T: Record> Table<T> {
    /// Adds the record that `make` makes for the next id.
    pub(crate) fn add(&mut self, make: impl FnOnce(i64) -> T) -> &mut T {
        self.settle();
        let id = self.take_id();
        self.lent.set(Some(Lent { id, indexed: Fields::default() }));
        self.rows.entry(id).or_insert_with(|| Box::new(make(id)))
    }

    pub(crate) fn get(&self, id: i64) -> Option<&T> {
        self.rows.get(&id).map(Box::as_ref)
    }

    pub(crate) fn get_mut(&mut self, id: i64) -> Option<&mut T> {
        if self.lent.get_mut().as_ref().is_none_or(|lent| lent.id != id) {
            let indexed = Fields::of(self.get(id)?);
            self.settle();
            self.lent.set(Some(Lent { id, indexed }));
        }
        self.rows.get_mut(&id).map(Box::as_mut)
    }

    pub(crate) fn remove(&mut self, id: i64) -> Option<T> {
        self.get_mut(id)?;
        self.rows.remove(&id).map(|row| *row)
    }

    /// Takes an id for something that is not kept.
    pub(crate) fn take_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// The id that the next record is added with.
    pub(crate) fn next_id(&self) -> i64 {
        self.last_id + 1
    }

    /// Starts a search, which finds every record until it is told what to look for.
    pub(crate) fn search(&self) -> Search<'_, T> {
        self.settle();
        Search::new(self)
    }

    /// Tells the index what the record that was lent says now; nobody writes to it any longer.
    fn settle(&self) {
        if let Some(Lent { id, indexed }) = self.lent.take() {
            self.index.borrow_mut().update(id, &indexed, self.get(id));
        }
    }
}

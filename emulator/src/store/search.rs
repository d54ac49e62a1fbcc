//! Finds records by what they contain.
//!
//! Ids and keys are looked up in the table's index. Every other condition is tested on each record that they leave, or
//! on all records where a search has neither.

use craftgate_core::Page;

use super::paging::Paging;
use super::table::{Record, Table};
use crate::error::ApiError;

/// A search in a table. A condition whose value is absent matches every record.
#[must_use]
pub(crate) struct Search<'a, T: Record> {
    table: &'a Table<T>,
    /// The ids of the records to test, in ascending order; `None` for all.
    ids: Option<Vec<T::Id>>,
    conditions: Vec<Box<Condition<'a, T>>>,
}

type Condition<'a, T> = dyn Fn(&T) -> bool + 'a;

impl<T: Record> Table<T> {
    pub(crate) fn search(&self) -> Search<'_, T> {
        Search { table: self, ids: None, conditions: Vec::new() }
    }
}

impl<'a, T: Record> Search<'a, T> {
    pub(crate) fn id(self, id: Option<T::Id>) -> Self {
        self.ids(id.as_slice())
    }

    /// Limits the search to these ids; to no ids if there are none.
    pub(crate) fn ids(self, ids: &[T::Id]) -> Self {
        if ids.is_empty() {
            return self;
        }
        let mut ids: Vec<T::Id> = ids.iter().copied().filter(|id| self.table.get(*id).is_some()).collect();
        ids.sort_unstable();
        ids.dedup();
        self.narrow(ids)
    }

    /// Limits the search to the records with this key.
    pub(crate) fn key(self, key: Option<T::Key>) -> Self {
        match key {
            Some(key) => {
                let ids = self.table.ids_with(&key);
                self.narrow(ids)
            }
            None => self,
        }
    }

    fn narrow(mut self, mut ids: Vec<T::Id>) -> Self {
        if let Some(known) = &self.ids {
            ids.retain(|id| known.binary_search(id).is_ok());
        }
        self.ids = Some(ids);
        self
    }

    /// Requires a field to equal this value.
    pub(crate) fn equals<V: PartialEq + 'a>(self, value: Option<V>, field: impl Fn(&T) -> Option<&V> + 'a) -> Self {
        match value {
            Some(value) => self.matching(move |record| field(record) == Some(&value)),
            None => self,
        }
    }

    /// Requires a field to lie between these bounds, which are included.
    pub(crate) fn between<V: PartialOrd + 'a>(
        mut self,
        min: Option<V>,
        max: Option<V>,
        field: impl Fn(&T) -> Option<V> + Copy + 'a,
    ) -> Self {
        if let Some(min) = min {
            self = self.matching(move |record| field(record).is_some_and(|value| value >= min));
        }
        match max {
            Some(max) => self.matching(move |record| field(record).is_some_and(|value| value <= max)),
            None => self,
        }
    }

    /// Requires a record to pass a test.
    pub(crate) fn matching(mut self, test: impl Fn(&T) -> bool + 'a) -> Self {
        self.conditions.push(Box::new(test));
        self
    }

    pub(crate) fn first(self) -> Option<&'a T> {
        self.iter().next()
    }

    /// Returns every match in the order of their ids.
    pub(crate) fn all(self) -> Vec<&'a T> {
        self.iter().collect()
    }

    /// Returns the requested page of the matches, each as `present` returns it.
    pub(crate) fn page<R>(
        self,
        page: Option<u32>,
        size: Option<u32>,
        present: impl Fn(&'a T) -> R,
    ) -> Result<Page<R>, ApiError> {
        let paging = Paging::new(page, size)?;
        if !self.conditions.is_empty() {
            return Ok(paging.page_of(self.iter(), present));
        }
        let total = self.ids.as_ref().map_or(self.table.len(), Vec::len);
        let items = self.candidates_after(paging.skipped).take(paging.length).map(present);
        Ok(paging.page(total, items.collect()))
    }

    fn iter(&self) -> impl Iterator<Item = &'a T> {
        self.candidates_after(0).filter(|record| self.conditions.iter().all(|condition| condition(record)))
    }

    /// Returns the records that the conditions apply to, without the first `count` ones.
    fn candidates_after(&self, count: usize) -> impl Iterator<Item = &'a T> {
        let by_id = self.ids.iter().flatten().filter_map(|id| self.table.get(*id)).skip(count);
        let all = self.ids.is_none().then(|| self.table.iter_after(count));
        by_id.chain(all.into_iter().flatten())
    }
}

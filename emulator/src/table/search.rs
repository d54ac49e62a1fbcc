//! ValidationError records.
//!
//! The index answers what a search wants by itself, with the number of records that are found: only those of the page
//! are read. Since that number is exact, sets that only some records are in are compared whole, which takes a bit for each
//! record that is stored. A test alone has to read every record that is left.

use std::borrow::Cow;
use std::fmt::Display;

use chrono::NaiveDateTime;
use craftgate_core::Page;
use roaring::RoaringBitmap;

use super::index::Index;
use super::value::Value;
use super::{Record, Table};
use crate::answer::Paging;
use crate::matching::within;
use crate::refusal::Refusal;

/// A search in a table. What was not asked for lets every record through.
#[must_use]
pub(crate) struct Search<'a, T> {
    table: &'a Table<T>,
    wanted: Vec<Wanted>,
    made: (Option<NaiveDateTime>, Option<NaiveDateTime>),
    tests: Vec<Box<Test<'a, T>>>,
}

type Test<'a, T> = dyn Fn(&T) -> bool + 'a;

/// What the index is asked for.
enum Wanted {
    Ids(Vec<i64>),
    Values(&'static str, Vec<Value>),
    Start(&'static str, String),
    Between(&'static str, Option<Value>, Option<Value>),
}

impl<'a, T: Record> Search<'a, T> {
    pub(super) fn new(table: &'a Table<T>) -> Self {
        Self { table, wanted: Vec::new(), made: (None, None), tests: Vec::new() }
    }

    /// Wants a field to have this value.
    pub(crate) fn is(self, name: &'static str, value: Option<impl Display>) -> Self {
        self.any(name, value.as_slice())
    }

    /// Wants a field to have one of these values.
    pub(crate) fn any(self, name: &'static str, values: &[impl Display]) -> Self {
        let wanted = Wanted::Values(name, values.iter().map(Value::text).collect());
        self.want((!values.is_empty()).then_some(wanted))
    }

    /// Wants a field to begin like this.
    pub(crate) fn starts(self, name: &'static str, start: Option<String>) -> Self {
        self.want(start.map(|start| Wanted::Start(name, start)))
    }

    pub(crate) fn id(self, id: Option<i64>) -> Self {
        self.ids(id.as_slice())
    }

    pub(crate) fn ids(self, ids: &[i64]) -> Self {
        self.want((!ids.is_empty()).then(|| Wanted::Ids(ids.to_vec())))
    }

    fn want(mut self, wanted: Option<Wanted>) -> Self {
        self.wanted.extend(wanted);
        self
    }

    /// Wants records that were made at one of these times or in between.
    pub(crate) fn made(mut self, from: Option<NaiveDateTime>, to: Option<NaiveDateTime>) -> Self {
        self.made = (from, to);
        self
    }

    /// Wants a field to be between these bounds, which count as between.
    pub(crate) fn between<V: Into<Value>>(self, name: &'static str, min: Option<V>, max: Option<V>) -> Self {
        let is_asked = min.is_some() || max.is_some();
        let wanted = Wanted::Between(name, min.map(V::into), max.map(V::into));
        self.want(is_asked.then_some(wanted))
    }

    /// Wants records that pass a test, where it `is_asked` for.
    pub(crate) fn test(mut self, is_asked: bool, test: impl Fn(&T) -> bool + 'a) -> Self {
        if is_asked {
            self.tests.push(Box::new(test));
        }
        self
    }

    pub(crate) fn first(self) -> Option<&'a T> {
        self.window(0, 1).1.pop()
    }

    /// Everything that is found, by id.
    pub(crate) fn all(self) -> Vec<&'a T> {
        self.window(0, usize::MAX).1
    }

    /// The part of what is found that is on the page asked for, as `tell` tells it.
    pub(crate) fn page<R>(
        self,
        page: Option<i32>,
        size: Option<i32>,
        tell: impl Fn(&'a T) -> R,
    ) -> Result<Page<R>, Refusal> {
        let paging = Paging::new(page, size)?;
        let (total, rows) = self.window(paging.skipped, paging.length);
        Ok(paging.page(total, rows.into_iter().map(tell).collect()))
    }

    /// How many records are found, and those among them that come after so many others.
    fn window(mut self, skipped: usize, length: usize) -> (usize, Vec<&'a T>) {
        let (from, to) = self.made;
        let table = self.table;
        let index = table.index.borrow();
        let made = index.made(from, to);
        if made.is_none() {
            self.tests.push(Box::new(move |record| within(&from, &to, &record.made())));
        }
        let ids = self.candidates(&index, made);
        let row = |id| table.get(i64::from(id));
        if self.tests.is_empty() {
            return (ids.iter().len(), ids.iter().skip(skipped).take(length).filter_map(row).collect());
        }
        let passed = ids.iter().filter_map(row).filter(|record| self.tests.iter().all(|test| test(record)));
        part(passed, skipped, length)
    }

    /// The ids in each of the sets. One that every record is in is not compared with the others.
    fn candidates<'i>(&self, index: &'i Index, made: Option<Cow<'i, RoaringBitmap>>) -> Cow<'i, RoaringBitmap> {
        let sets = self.wanted.iter().map(|wanted| wanted.find(index)).chain(made);
        let mut sets: Vec<_> = sets.filter(|set| set.len() < index.ids.len()).collect();
        sets.sort_by_key(|set| set.len());
        let common = sets.into_iter().reduce(|common, set| Cow::Owned(common.into_owned() & set.as_ref()));
        common.unwrap_or(Cow::Borrowed(&index.ids))
    }
}

impl Wanted {
    fn find<'i>(&self, index: &'i Index) -> Cow<'i, RoaringBitmap> {
        let found = match self {
            Self::Ids(ids) => Some(Cow::Owned(index.known(ids))),
            Self::Values(name, values) => index.field(name).map(|field| field.any(values)),
            Self::Start(name, start) => index.field(name).map(|field| field.starts(start)),
            Self::Between(name, min, max) => index.field(name).map(|field| field.between(min.as_ref(), max.as_ref())),
        };
        found.unwrap_or_default()
    }
}

/// How many items there are, and those that come after so many others.
fn part<T>(items: impl Iterator<Item = T>, skipped: usize, length: usize) -> (usize, Vec<T>) {
    let mut part = Vec::new();
    let mut total = 0;
    for item in items {
        if total >= skipped && part.len() < length {
            part.push(item);
        }
        total += 1;
    }
    (total, part)
}

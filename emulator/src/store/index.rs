//! Which records say what.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::ops::Range;

use chrono::NaiveDateTime;
use roaring::RoaringBitmap;

use super::Record;
use super::field::Field;
use super::value::Fields;

/// The ids of the records, by what they say.
#[derive(Default)]
pub(super) struct Index {
    pub(super) ids: RoaringBitmap,
    fields: BTreeMap<&'static str, Field>,
    times: Times,
}

impl Index {
    /// Learns that a record said one thing and says another now, or is gone.
    pub(super) fn update(&mut self, id: i64, was: &Fields, record: Option<&impl Record>) {
        let id = bit(id);
        let is = record.map(Fields::of).unwrap_or_default();
        for (name, value) in was.without(&is) {
            self.fields.entry(name).or_default().remove(value, id);
        }
        for (name, value) in is.without(was) {
            self.fields.entry(name).or_default().insert(value, id);
        }
        match record {
            Some(record) if self.ids.insert(id) => self.times.note(record.made(), id),
            Some(_) => {}
            None => drop(self.ids.remove(id)),
        }
    }

    /// Those of these ids that there are records with.
    pub(super) fn known(&self, ids: &[i64]) -> RoaringBitmap {
        let ids = ids.iter().filter_map(|id| u32::try_from(*id).ok());
        ids.filter(|id| self.ids.contains(*id)).collect()
    }

    /// What is known of a field, if anything.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// The records of this time; `None` where it is not that simple.
    pub(super) fn made(
        &self,
        from: Option<NaiveDateTime>,
        to: Option<NaiveDateTime>,
    ) -> Option<Cow<'_, RoaringBitmap>> {
        if from.is_none() && to.is_none() {
            return Some(Cow::Borrowed(&self.ids));
        }
        let Range { start, end } = self.times.span(from, to)?;
        let end = end.min(self.ids.max().map_or(0, |last| last.saturating_add(1)));
        if self.ids.range_cardinality(start..end) == self.ids.len() {
            return Some(Cow::Borrowed(&self.ids));
        }
        let mut span = RoaringBitmap::new();
        span.insert_range(start..end);
        Some(Cow::Owned(span & &self.ids))
    }
}

/// An id in a bitmap. There is no memory for as many records as would not fit.
fn bit(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// The first id of each time, as long as later records have later times. A clock that goes back ends that.
struct Times(Option<BTreeMap<NaiveDateTime, u32>>);

impl Default for Times {
    fn default() -> Self {
        Self(Some(BTreeMap::new()))
    }
}

impl Times {
    fn note(&mut self, made: Option<NaiveDateTime>, id: u32) {
        let Some(times) = &mut self.0 else { return };
        match (made, times.last_key_value()) {
            (Some(made), Some((last, _))) if made < *last => self.0 = None,
            (Some(made), _) => drop(times.entry(made).or_insert(id)),
            (None, _) => self.0 = None,
        }
    }

    fn span(&self, from: Option<NaiveDateTime>, to: Option<NaiveDateTime>) -> Option<Range<u32>> {
        let times = self.0.as_ref()?;
        let first = |bound| times.range((bound, Unbounded)).next().map_or(u32::MAX, |(_, id)| *id);
        let from = from.map_or(0, |from| first(Included(from)));
        let to = to.map_or(u32::MAX, |to| first(Excluded(to)));
        Some(from..to.max(from))
    }
}

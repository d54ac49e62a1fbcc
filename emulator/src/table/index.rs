//! Which records say what.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::ops::Range;

use chrono::NaiveDateTime;
use roaring::RoaringBitmap;
use rust_decimal::Decimal;

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

    /// Puts down a value that is found between two others.
    pub(crate) fn put_ordered(&mut self, name: &'static str, value: Option<impl Into<Value>>) {
        self.0.extend(value.map(|value| (name, value.into())));
    }

    /// What is said here and not there.
    fn without(&self, other: &Self) -> impl Iterator<Item = &(&'static str, Value)> {
        self.0.iter().filter(|field| !other.0.contains(field))
    }
}

/// The ids of the records, by what they say.
#[derive(Default)]
pub(super) struct Index {
    pub(super) ids: RoaringBitmap,
    fields: BTreeMap<&'static str, BTreeMap<Value, Ids>>,
    times: Times,
}

impl Index {
    /// Learns that a record said one thing and says another now, or is gone.
    pub(super) fn update(&mut self, id: i64, was: &Fields, record: Option<&impl Record>) {
        let id = bit(id);
        let is = record.map(Fields::of).unwrap_or_default();
        for (name, value) in was.without(&is) {
            self.leave(name, value, id);
        }
        for (name, value) in is.without(was) {
            self.fields.entry(name).or_default().entry(value.clone()).or_default().insert(id);
        }
        match record {
            Some(record) if self.ids.insert(id) => self.times.note(record.made(), id),
            Some(_) => {}
            None => drop(self.ids.remove(id)),
        }
    }

    fn leave(&mut self, name: &str, value: &Value, id: u32) {
        let Some(values) = self.fields.get_mut(name) else { return };
        let Some(ids) = values.get_mut(value) else { return };
        ids.remove(id);
        if ids.is_empty() {
            values.remove(value);
        }
    }

    /// Those of these ids that there are records with.
    pub(super) fn known(&self, ids: &[i64]) -> RoaringBitmap {
        let ids = ids.iter().filter_map(|id| u32::try_from(*id).ok());
        ids.filter(|id| self.ids.contains(*id)).collect()
    }

    /// The records in which a field has one of these values.
    pub(super) fn with(&self, name: &str, values: &[Value]) -> Cow<'_, RoaringBitmap> {
        let known = self.fields.get(name);
        union(values.iter().filter_map(|value| known?.get(value)))
    }

    /// The records in which a field begins like this.
    pub(super) fn with_start(&self, name: &str, start: &str) -> Cow<'_, RoaringBitmap> {
        let starts = |value: &Value| matches!(value, Value::Text(text) if text.starts_with(start));
        let from_here = self.fields.get(name).into_iter().flat_map(|known| known.range(Value::text(start)..));
        union(from_here.take_while(|(value, _)| starts(value)).map(|(_, ids)| ids))
    }

    /// The records in which a field is between these bounds, which count as between. Each value that is takes its time.
    pub(super) fn with_between(&self, name: &str, min: Option<&Value>, max: Option<&Value>) -> Cow<'_, RoaringBitmap> {
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            return Cow::default();
        }
        let bounds = (min.map_or(Unbounded, Included), max.map_or(Unbounded, Included));
        union(self.fields.get(name).into_iter().flat_map(|known| known.range(bounds)).map(|(_, ids)| ids))
    }

    /// The ids between which all records of this time are, and no others; `None` where it is not that simple.
    pub(super) fn span(&self, from: Option<NaiveDateTime>, to: Option<NaiveDateTime>) -> Option<Range<u32>> {
        match (from, to) {
            (None, None) => Some(0..u32::MAX),
            (from, to) => self.times.span(from, to),
        }
    }
}

fn union<'a>(sets: impl Iterator<Item = &'a Ids>) -> Cow<'a, RoaringBitmap> {
    let sets = sets.map(Ids::bitmap);
    sets.reduce(|all, some| Cow::Owned(all.into_owned() | some.as_ref())).unwrap_or_default()
}

/// An id in a bitmap. There is no memory for as many records as would not fit.
fn bit(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// Ids that have something in common. A bitmap is large for the single id of a value that no other record has.
enum Ids {
    One(u32),
    Many(RoaringBitmap),
}

impl Default for Ids {
    fn default() -> Self {
        Self::Many(RoaringBitmap::new())
    }
}

impl Ids {
    fn insert(&mut self, id: u32) {
        match self {
            Self::Many(ids) if ids.is_empty() => *self = Self::One(id),
            Self::Many(ids) => drop(ids.insert(id)),
            Self::One(one) => *self = Self::Many(RoaringBitmap::from([*one, id])),
        }
    }

    fn remove(&mut self, id: u32) {
        match self {
            Self::Many(ids) => drop(ids.remove(id)),
            Self::One(one) if *one == id => *self = Self::default(),
            Self::One(_) => {}
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Many(ids) if ids.is_empty())
    }

    fn bitmap(&self) -> Cow<'_, RoaringBitmap> {
        match self {
            Self::One(id) => Cow::Owned(RoaringBitmap::from([*id])),
            Self::Many(ids) => Cow::Borrowed(ids),
        }
    }
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

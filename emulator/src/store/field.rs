//! Which records say what in one field.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use roaring::RoaringBitmap;

use super::ids::{Ids, union};
use super::value::Value;

/// The ids of the records, by what one field says.
#[derive(Default)]
pub(super) struct Field {
    values: BTreeMap<Value, Ids>,
    /// The same by blocks of neighbouring places, which are wider in each level than in the one before. What is between
    /// two bounds is some values at either end, and next to them some blocks of each level.
    levels: [BTreeMap<i64, Ids>; WIDER.len()],
}

/// How many times wider the next level's blocks are, in powers of two. All that the last level has are in one of two:
/// what is below zero, and what is not.
const WIDER: [u32; 5] = [3, 3, 3, 3, 63];

impl Field {
    pub(super) fn insert(&mut self, value: &Value, id: u32) {
        self.values.entry(value.clone()).or_default().insert(id);
        for (level, block) in self.levels.iter_mut().zip(blocks(value)) {
            level.entry(block).or_default().insert(id);
        }
    }

    pub(super) fn remove(&mut self, value: &Value, id: u32) {
        remove(&mut self.values, value, id);
        for (level, block) in self.levels.iter_mut().zip(blocks(value)) {
            remove(level, &block, id);
        }
    }

    /// The records in which it is one of these values.
    pub(super) fn any(&self, values: &[Value]) -> Cow<'_, RoaringBitmap> {
        union(values.iter().filter_map(|value| self.values.get(value)))
    }

    /// The records in which it begins like this.
    pub(super) fn starts(&self, start: &str) -> Cow<'_, RoaringBitmap> {
        let starts = |value: &Value| matches!(value, Value::Text(text) if text.starts_with(start));
        let from_here = self.values.range(Value::text(start)..);
        union(from_here.take_while(|(value, _)| starts(value)).map(|(_, ids)| ids))
    }

    /// The records in which it is between these bounds, which count as between.
    pub(super) fn between(&self, min: Option<&Value>, max: Option<&Value>) -> Cow<'_, RoaringBitmap> {
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            return Cow::default();
        }
        let bounds = (min.map_or(Unbounded, Included), max.map_or(Unbounded, Included));
        let mut first = min.and_then(Value::place).unwrap_or(i64::MIN);
        let mut last = max.and_then(Value::place).unwrap_or(i64::MAX);
        let mut sets: Vec<&Ids> = ends(&self.values, bounds, Value::place, (Some(first), Some(last))).collect();
        for (level, wider) in self.levels.iter().zip(WIDER) {
            if first == last {
                break;
            }
            let between = (Excluded(&first), Excluded(&last));
            let outer = (first >> wider, last >> wider);
            sets.extend(ends(level, between, |block| block >> wider, outer));
            (first, last) = outer;
        }
        union(sets)
    }
}

/// The block in each level that a value is in, if there is an order to find it by.
fn blocks(value: &Value) -> impl Iterator<Item = i64> {
    let blocks = |place| WIDER.iter().scan(place, |block, wider| Some(mem::replace(block, *block >> wider)));
    value.place().into_iter().flat_map(blocks)
}

/// What is between these bounds and in the same wider block as the first of them, or as the last.
fn ends<'a, K: Ord, B: PartialEq + Copy>(
    sets: &'a BTreeMap<K, Ids>,
    bounds: (Bound<&K>, Bound<&K>),
    wider: impl Fn(&K) -> B + Copy,
    (first, last): (B, B),
) -> impl Iterator<Item = &'a Ids> {
    let at_first = sets.range(bounds).take_while(move |(key, _)| wider(key) == first);
    let at_last = sets.range(bounds).rev().take_while(move |(key, _)| first != last && wider(key) == last);
    at_first.chain(at_last).map(|(_, ids)| ids)
}

fn remove<K: Ord>(sets: &mut BTreeMap<K, Ids>, key: &K, id: u32) {
    let Some(ids) = sets.get_mut(key) else { return };
    ids.remove(id);
    if ids.is_empty() {
        sets.remove(key);
    }
}

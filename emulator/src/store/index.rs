//! Record ids by key.

use std::collections::BTreeMap;

/// The ids of the records with each key, in ascending order.
pub(super) struct Index<K>(BTreeMap<K, Vec<i64>>);

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Index<K> {
    pub(super) fn insert(&mut self, keys: Vec<K>, id: i64) {
        for key in keys {
            let ids = self.0.entry(key).or_insert_with(|| Vec::with_capacity(1));
            if let Err(place) = ids.binary_search(&id) {
                ids.insert(place, id);
            }
        }
    }

    pub(super) fn remove(&mut self, keys: &[K], id: i64) {
        for key in keys {
            let Some(ids) = self.0.get_mut(key) else { continue };
            if let Ok(place) = ids.binary_search(&id) {
                ids.remove(place);
            }
            if ids.is_empty() {
                self.0.remove(key);
            }
        }
    }

    pub(super) fn get(&self, key: &K) -> &[i64] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

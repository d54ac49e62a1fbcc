//! Record ids by key.

use std::collections::BTreeMap;

/// The ids of the records with each key, in ascending order.
pub(super) struct Index<K, I>(BTreeMap<K, Vec<I>>);

impl<K, I> Default for Index<K, I> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, I: Ord + Copy> Index<K, I> {
    pub(super) fn insert(&mut self, keys: Vec<K>, id: I) {
        for key in keys {
            let ids = self.0.entry(key).or_insert_with(|| Vec::with_capacity(1));
            if let Err(place) = ids.binary_search(&id) {
                ids.insert(place, id);
            }
        }
    }

    pub(super) fn remove(&mut self, keys: &[K], id: I) {
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

    pub(super) fn get(&self, key: &K) -> &[I] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

//! Records by token: pages, sessions and whatever else is known by a string.

use std::collections::BTreeMap;

/// Records by tokens, which are numbered from 1. They are predictable: nothing here is secret.
pub(crate) struct TokenStore<T> {
    records: BTreeMap<String, T>,
    last_id: i64,
}

impl<T> Default for TokenStore<T> {
    fn default() -> Self {
        Self { records: BTreeMap::new(), last_id: 0 }
    }
}

impl<T> TokenStore<T> {
    /// Adds a record and returns its token.
    pub(crate) fn add(&mut self, kind: &str, record: T) -> String {
        self.last_id += 1;
        let token = format!("emulator-{kind}-{}", self.last_id);
        self.records.insert(token.clone(), record);
        token
    }

    /// Returns the number in the next record's token.
    pub(crate) fn next_id(&self) -> i64 {
        self.last_id + 1
    }

    pub(crate) fn get(&self, token: &str) -> Option<&T> {
        self.records.get(token)
    }

    pub(crate) fn get_mut(&mut self, token: &str) -> Option<&mut T> {
        self.records.get_mut(token)
    }

    pub(crate) fn remove(&mut self, token: &str) -> Option<T> {
        self.records.remove(token)
    }
}

//! Records by tokens: pages, sessions and whatever else is known by a text.

use std::collections::BTreeMap;

/// Records by tokens, which count from 1. Nothing here is a secret, so they may be guessed.
pub(crate) struct Tokens<T> {
    rows: BTreeMap<String, T>,
    last: i64,
}

impl<T> Default for Tokens<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), last: 0 }
    }
}

impl<T> Tokens<T> {
    /// Adds a record, and gives its token.
    pub(crate) fn add(&mut self, kind: &str, record: T) -> String {
        self.last += 1;
        let token = format!("emulator-{kind}-{}", self.last);
        self.rows.insert(token.clone(), record);
        token
    }

    /// The number in the next record's token.
    pub(crate) fn next_id(&self) -> i64 {
        self.last + 1
    }

    pub(crate) fn get(&self, token: &str) -> Option<&T> {
        self.rows.get(token)
    }

    pub(crate) fn get_mut(&mut self, token: &str) -> Option<&mut T> {
        self.rows.get_mut(token)
    }

    pub(crate) fn remove(&mut self, token: &str) -> Option<T> {
        self.rows.remove(token)
    }
}

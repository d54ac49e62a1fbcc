//! Records by token: pages, sessions and whatever else is known by a string.

#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Records by tokens, which are numbered from 1. They are predictable: nothing here is secret.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct TokenStore<T> {
    records: BTreeMap<String, T>,
    #[cfg_attr(feature = "control", serde(default))]
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

    /// Returns the records with their tokens.
    #[cfg(feature = "control")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.records.iter().map(|(token, record)| (token.as_str(), record))
    }

    pub(crate) fn remove(&mut self, token: &str) -> Option<T> {
        self.records.remove(token)
    }
}

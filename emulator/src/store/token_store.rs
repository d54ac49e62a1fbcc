//! Records by token: pages, sessions and whatever else is known by a string.

#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

/// Records by tokens.
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
    /// Adds a record and returns its token, which is predictable: they are numbered from 1.
    pub(crate) fn add(&mut self, kind: &str, record: T) -> String {
        self.last_id += 1;
        let token = format!("emulator-{kind}-{}", self.last_id);
        self.records.insert(token.clone(), record);
        token
    }

    /// Adds a record of which whoever has the token disposes, and returns that token: 32 hexadecimal digits.
    pub(crate) fn add_secret(&mut self, record: T) -> String {
        self.last_id += 1;
        let token = unguessable_token();
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

    /// Returns the first token, in alphabetical order, whose record passes a test.
    pub(crate) fn find_token(&self, test: impl Fn(&T) -> bool) -> Option<&str> {
        self.records.iter().find(|(_, record)| test(record)).map(|(token, _)| token.as_str())
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

/// Returns a token that nobody can guess: the keyed hashes of standard hash maps, whose keys the operating system draws.
pub(crate) fn unguessable_token() -> String {
    let hash = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", hash(), hash())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TokenStore;

    #[test]
    fn secret_tokens_are_long_and_unique() {
        let mut store = TokenStore::default();
        let tokens: BTreeSet<String> = (0..1_000).map(|number| store.add_secret(number)).collect();
        assert_eq!(tokens.len(), 1_000);
        for token in &tokens {
            assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
            // No half is another token's, so that none is known from another one.
            assert_eq!(
                tokens.iter().filter(|other| other[16..] == token[16..] || other[..16] == token[..16]).count(),
                1
            );
        }
    }
}

//! The lists of values that fraud rules refer to.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use craftgate_core::fraud::{FraudValue, FraudValueList};
use craftgate_core::id::FraudValueId;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use crate::error::{ApiError, LIST_VALUE_NOT_FOUND, VALUE_LIST_NOT_FOUND};

/// The lists by name.
#[derive(Default)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase", default))]
pub(crate) struct ValueLists {
    lists: BTreeMap<String, Values>,
    last_id: u64,
}

/// The values in the order in which they were added.
type Values = Vec<ListedValue>;

#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
struct ListedValue {
    value: FraudValue,
    expires_at: Option<NaiveDateTime>,
}

/// A value to be listed.
#[derive(Default)]
pub(crate) struct NewValue {
    pub(crate) value: String,
    pub(crate) label: Option<String>,
    pub(crate) expires_at: Option<NaiveDateTime>,
}

impl ValueLists {
    /// Creates an empty list, unless it exists.
    pub(crate) fn create(&mut self, name: String) {
        self.lists.entry(name).or_default();
    }

    /// Adds a value to a list, which is created if necessary, and returns the value's id.
    pub(crate) fn add(&mut self, name: String, new: NewValue) -> FraudValueId {
        self.last_id += 1;
        let id = FraudValueId::new(self.last_id.to_string());
        let mut value = FraudValue::new(id.clone());
        value.label = new.label;
        value.value = Some(new.value);
        let listed = ListedValue { value, expires_at: new.expires_at };
        self.lists.entry(name).or_default().push(listed);
        id
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.lists.contains_key(name)
    }

    /// Returns true if a list has this value at this time.
    pub(crate) fn has(&self, name: &str, value: &str, now: NaiveDateTime) -> bool {
        let values = self.lists.get(name).into_iter().flatten();
        values.filter_map(|listed| listed.at(now)).any(|listed| listed.value.as_deref() == Some(value))
    }

    /// Returns a list as it is at this time.
    pub(crate) fn find(&self, name: &str, now: NaiveDateTime) -> Result<FraudValueList, ApiError> {
        let values = self.lists.get(name).ok_or(VALUE_LIST_NOT_FOUND)?;
        Ok(list(name, values, now))
    }

    /// Returns every list as it is at this time.
    pub(crate) fn all(&self, now: NaiveDateTime) -> Vec<FraudValueList> {
        self.lists.iter().map(|(name, values)| list(name, values, now)).collect()
    }

    pub(crate) fn remove(&mut self, name: &str) -> Result<(), ApiError> {
        self.lists.remove(name).map(drop).ok_or_else(|| VALUE_LIST_NOT_FOUND.into())
    }

    pub(crate) fn remove_value(&mut self, name: &str, id: &FraudValueId) -> Result<(), ApiError> {
        let values = self.lists.get_mut(name).ok_or(LIST_VALUE_NOT_FOUND)?;
        let place = values.iter().position(|listed| listed.value.id == *id).ok_or(LIST_VALUE_NOT_FOUND)?;
        values.remove(place);
        Ok(())
    }
}

/// Returns what identifies a card on a list, without its number.
pub(crate) fn card_fingerprint(bin: &str, last_four: &str) -> String {
    format!("emulator-card-{bin}-{last_four}")
}

fn list(name: &str, values: &Values, now: NaiveDateTime) -> FraudValueList {
    let mut list = FraudValueList::new(name);
    list.values = values.iter().filter_map(|listed| listed.at(now)).collect();
    list
}

impl ListedValue {
    /// Returns the value as it is at this time; `None` if it has expired.
    fn at(&self, now: NaiveDateTime) -> Option<FraudValue> {
        let mut value = self.value.clone();
        if let Some(expires_at) = self.expires_at {
            let remaining = (expires_at - now).num_seconds();
            value.expire_in_seconds = Some(i32::try_from(remaining).ok().filter(|remaining| *remaining > 0)?);
        }
        Some(value)
    }
}

//! The lists of values that fraud rules look at.

use std::collections::BTreeMap;

use craftgate_core::fraud::RemoveValueFromValueList;

use crate::context::Context;
use crate::emulator::Emulator;
use crate::refusal::{self, Refusal};

/// The lists by name, their values by id.
#[derive(Default)]
pub(crate) struct ValueLists {
    lists: BTreeMap<String, BTreeMap<String, String>>,
    last_id: u64,
}

pub(crate) fn remove_value(context: &mut Context<'_>, asked: RemoveValueFromValueList) -> Result<(), Refusal> {
    let list = context.state.value_lists.lists.get_mut(&asked.list_name);
    let removed = list.and_then(|list| list.remove(&asked.value_id));
    removed.map(drop).ok_or_else(|| refusal::LISTED_VALUE.plain())
}

impl Emulator {
    /// Puts a value on a fraud list, which is made if need be, and gives the value's id.
    pub fn add_listed_value(&self, list_name: impl Into<String>, value: impl Into<String>) -> String {
        let lists = &mut self.state().value_lists;
        lists.last_id += 1;
        let id = lists.last_id.to_string();
        lists.lists.entry(list_name.into()).or_default().insert(id.clone(), value.into());
        id
    }

    /// The values on a fraud list, in the order they were put there; none where there is no such list.
    #[must_use]
    pub fn listed_values(&self, list_name: &str) -> Vec<String> {
        let state = self.state();
        state.value_lists.lists.get(list_name).map(|list| list.values().cloned().collect()).unwrap_or_default()
    }
}

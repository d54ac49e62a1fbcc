//! The position of a field in a document.

use std::collections::BTreeMap;

use serde_ignored::Path;
use serde_json::value::RawValue;

/// A step from a value to one that it contains.
#[derive(Clone)]
pub(super) enum Step {
    Field(String),
    /// An item of a list, counted from 0.
    Item(usize),
    /// The record with an id, in a table.
    Record(i64),
}

impl Step {
    pub(super) fn field(name: &str) -> Self {
        Self::Field(name.to_owned())
    }
}

/// Returns the steps that lead to an ignored field.
pub(super) fn steps(path: &Path<'_>) -> Vec<Step> {
    let (parent, step) = match path {
        Path::Root => return Vec::new(),
        Path::Seq { parent, index } => (parent, Some(Step::Item(*index))),
        Path::Map { parent, key } => (parent, Some(Step::field(key))),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => (parent, None),
    };
    let mut steps = steps(parent);
    steps.extend(step);
    steps
}

/// Returns a path as people write it.
pub(super) fn display(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) if text.is_empty() => text += name,
            Step::Field(name) => text += &format!(".{name}"),
            Step::Item(index) => text += &format!("[{index}]"),
            Step::Record(id) => text += &format!("[id {id}]"),
        }
    }
    text
}

/// Returns the line of a value, counted from 1; `None` if there is no such value.
pub(super) fn line(json: &str, path: &[Step]) -> Option<usize> {
    let mut value: &RawValue = serde_json::from_str(json).ok()?;
    for step in path {
        value = child(value, step)?;
    }
    // Both point into the same string.
    let offset = (value.get().as_ptr() as usize).checked_sub(json.as_ptr() as usize)?;
    let before = json.as_bytes().get(..offset)?;
    Some(before.iter().filter(|byte| **byte == b'\n').count() + 1)
}

fn child<'a>(value: &'a RawValue, step: &Step) -> Option<&'a RawValue> {
    match step {
        Step::Field(name) => fields(value)?.remove(name),
        Step::Item(index) => items(value)?.get(*index).copied(),
        Step::Record(id) => {
            let records = fields(value).and_then(|mut table| table.remove("records")).unwrap_or(value);
            items(records)?.into_iter().find(|record| has_id(record, *id))
        }
    }
}

/// Returns true if the record, or the object of the API in it, has this id.
fn has_id(record: &RawValue, id: i64) -> bool {
    let Some(record) = fields(record) else { return false };
    let is_id = |value: &RawValue| value.get() == id.to_string();
    match record.get("id") {
        Some(value) => is_id(value),
        None => record
            .values()
            .any(|inner| fields(inner).is_some_and(|inner| inner.get("id").is_some_and(|value| is_id(value)))),
    }
}

fn fields(value: &RawValue) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(value.get()).ok()
}

fn items(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(value.get()).ok()
}

//! Any seed of the emulator: what is accepted is exported again without a loss, and what is not is named.

use std::collections::BTreeSet;

use craftgate_core::Secret;
use craftgate_emulator::{Emulator, Seed};
use serde_json::Value;

/// The input: a seed.
pub fn seed_files(data: &[u8]) {
    let Ok(json) = std::str::from_utf8(data) else { return };
    match Seed::parse(json) {
        Err(error) => {
            let lines = json.lines().count() + 1;
            assert!(error.line().is_none_or(|line| line <= lines), "line {:?} of {lines}", error.line());
            assert!(!error.to_string().is_empty());
        }
        Ok(seed) => {
            let emulators = seed.into_emulators(Emulator::builder);
            let exported = assert_restored(&emulators);
            let given: Value = serde_json::from_str(json).expect("an accepted seed is JSON");
            let exported: Value = serde_json::from_str(&exported).expect("an export is JSON");
            let lost: Vec<String> = paths(&given).difference(&paths(&exported)).cloned().collect();
            assert!(lost.is_empty(), "lost: {lost:?}");
        }
    }
}

/// Returns the state of these merchants. Panics unless it can be read again, with the same result.
pub(crate) fn assert_restored(emulators: &[Emulator]) -> String {
    let exported = Seed::export(emulators);
    let restored = Seed::parse(&exported).unwrap_or_else(|error| panic!("{error}: {exported}"));
    assert_eq!(Seed::export(&restored.into_emulators(keys_of_nobody)), exported);
    exported
}

/// Every merchant of an export has keys, so that these are never needed.
fn keys_of_nobody() -> craftgate_emulator::Builder {
    Emulator::builder().api_key(Secret::from("of nobody"))
}

/// Returns the paths of the values, without positions in lists. A table may be a list or an object with one.
fn paths(value: &Value) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    collect(value, String::new(), &mut paths);
    paths
}

fn collect(value: &Value, path: String, paths: &mut BTreeSet<String>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| collect(item, path.clone(), paths)),
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| *name != "lastId") {
                let path = if name == "records" { path.clone() } else { format!("{path}.{name}") };
                collect(field, path, paths);
            }
        }
        _ => drop(paths.insert(path)),
    }
}

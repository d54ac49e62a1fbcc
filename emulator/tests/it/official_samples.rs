//! The records that the official clients' samples ask for.

use std::collections::BTreeSet;

use craftgate_core::chrono::{NaiveDateTime, TimeDelta};
use craftgate_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::common::noon;

fn seeds() -> Vec<Value> {
    let mut file: Value = serde_json::from_str(include_str!("../../seeds/official-samples.json")).unwrap();
    serde_json::from_value(file["seeds"].take()).unwrap()
}

/// Returns the time that is written relative to [`noon`], such as `-6h` or `+1d`.
fn relative(time: &str) -> Option<NaiveDateTime> {
    let (number, unit) = time.split_at_checked(time.len().checked_sub(1)?)?;
    let number = number.strip_prefix('+').or_else(|| number.starts_with('-').then_some(number))?.parse().ok()?;
    match unit {
        "h" => Some(noon() + TimeDelta::hours(number)),
        "d" => Some(noon() + TimeDelta::days(number)),
        _ => None,
    }
}

fn resolve(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(resolve),
        Value::Array(items) => items.iter_mut().for_each(resolve),
        Value::String(time) if time == "today" => *time = noon().date().to_string(),
        Value::String(time) => {
            if let Some(resolved) = relative(time) {
                *time = resolved.format("%Y-%m-%dT%H:%M:%S").to_string();
            }
        }
        _ => {}
    }
}

#[test]
fn the_seed_of_every_sample_can_be_used_and_exported() {
    for seed in seeds() {
        let mut records = seed["records"].clone();
        resolve(&mut records);
        let seed_file = json!({ "merchants": [{ "apiKey": "api-key", "records": records }] }).to_string();
        let parsed = Seed::parse(&seed_file).unwrap_or_else(|error| panic!("{}: {error}", seed["samples"]));
        let exported = Seed::export(&parsed.into_emulators(|| Emulator::builder().clock(noon)));
        Seed::parse(&exported).unwrap_or_else(|error| panic!("{}: {error}", seed["samples"]));
    }
}

#[test]
fn each_sample_has_one_seed() {
    let seeds = seeds();
    let samples: Vec<&str> = seeds
        .iter()
        .flat_map(|seed| seed["samples"].as_array().unwrap())
        .map(|sample| sample.as_str().unwrap())
        .collect();
    assert_eq!(samples.iter().collect::<BTreeSet<_>>().len(), samples.len());
    assert_eq!(samples.len(), 557);
}

#[test]
fn a_clock_is_a_time_that_the_command_takes() {
    let clocks: Vec<Value> = seeds().iter_mut().filter_map(|seed| Some(seed.get_mut("clock")?.take())).collect();
    assert!(!clocks.is_empty());
    for clock in clocks {
        assert!(clock.as_str().unwrap().parse::<NaiveDateTime>().is_ok(), "{clock}");
    }
}

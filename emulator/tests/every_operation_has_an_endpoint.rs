//! Every operation of Craftgate's is answered: none meets an unknown address or a wrong method.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, signed, text};
use serde_json::Value;

/// The catalog of operations, as the client's own tests have it.
const CATALOG: &str = include_str!("../../core/tests/it/data/operations.json");

/// The codes of an unknown address and of a wrong method.
const UNKNOWN: [&str; 2] = ["1010", "1011"];

/// The path with a 1 for every parameter.
fn filled(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "1" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn every_operation_has_an_endpoint() {
    let shop = Shop::open();
    let catalog: Vec<Value> = serde_json::from_str(CATALOG).unwrap();
    assert!(catalog.len() >= 136);
    let is_unknown = |operation: &&Value| {
        let (method, path) = (operation["method"].as_str().unwrap(), operation["path"].as_str().unwrap());
        let url = format!("http://127.0.0.1{}", filled(path));
        let answer = shop.emulator.handle(signed(&shop.emulator, method, &url, ""));
        let answer: Option<Value> = serde_json::from_str(text(&answer)).ok();
        answer.is_some_and(|answer| UNKNOWN.iter().any(|code| answer["errors"]["errorCode"] == *code))
    };
    let unknown: Vec<_> = catalog.iter().filter(is_unknown).map(|operation| &operation["operation"]).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

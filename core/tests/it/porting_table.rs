//! The porting table has a row for every operation of the catalog.

use std::collections::BTreeSet;

#[test]
fn it_has_every_operation_once() {
    let catalog: Vec<serde_json::Value> = serde_json::from_str(include_str!("data/operations.json")).unwrap();
    let operations: BTreeSet<&str> = catalog.iter().filter_map(|entry| entry["operation"].as_str()).collect();
    let table = include_str!("../../src/porting.md");
    let rows: Vec<&str> = table
        .lines()
        .filter_map(|row| row.strip_suffix(") |")?.rsplit_once("](").map(|(_, name)| name))
        .filter(|name| operations.contains(name))
        .collect();
    assert_eq!(rows.len(), 136);
    assert_eq!(rows.into_iter().collect::<BTreeSet<_>>(), operations);
}

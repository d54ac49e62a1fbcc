//! The figures that the README states and that don't depend on the machine are the measured ones.

use std::collections::BTreeMap;

use craftgate_benches::cases;

use crate::allocations::allocations;

/// The rows of the table under "Results": a case's name, and its and its baseline's allocations.
fn stated() -> BTreeMap<&'static str, [u64; 2]> {
    let readme = include_str!("../../README.md");
    let (_, results) = readme.split_once("## Results").unwrap();
    let rows = results.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| !line.is_empty());
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells[0].split(" (").next().unwrap();
        (name, [cells[5], cells[6]].map(|cell| cell.parse().unwrap()))
    })
    .collect()
}

#[test]
fn the_stated_allocations_are_the_measured_ones() {
    let measured: BTreeMap<&str, [u64; 2]> = cases()
        .iter()
        .map(|case| {
            let name = case.name.split(" (").next().unwrap();
            (name, [&case.library, &case.baseline].map(|work| allocations(work).count_total))
        })
        .collect();
    assert_eq!(stated(), measured);
}

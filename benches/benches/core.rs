//! Times the library beside the floor and prints a table.
//!
//! ```text
//! cargo bench -p craftgate-benches --bench core                          the table
//! cargo bench -p craftgate-benches --bench core -- payment               the rows whose name has this in it
//! cargo bench -p craftgate-benches --bench core -- library 1000 webhook  one way of them, so many times, for a profiler
//! cargo test -p craftgate-benches --benches                               each row for a moment, so that it can't rot
//! ```
#![allow(clippy::expect_used, clippy::panic, reason = "what can't do its work can't be measured")]

use std::env;
use std::time::Duration;

use craftgate_benches::{Row, compare, rows};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // Cargo says `--bench` where times are wanted, and nothing where a test is.
    let (flags, words): (Vec<&str>, Vec<&str>) = arguments.iter().map(String::as_str).partition(|a| a.starts_with('-'));
    let budget = if flags.contains(&"--bench") { Duration::from_secs(2) } else { Duration::ZERO };
    match *words.as_slice() {
        [] => table("", budget),
        [name] => table(name, budget),
        [way, times, name] => repeat(way, times.parse().expect("a number of times"), name),
        _ => panic!("not one of the command lines at the head of {}", file!()),
    }
}

fn table(name: &str, budget: Duration) {
    println!("{:<48} {:>9} {:>9} {:>7} {:>7} {:>6}", "", "library", "floor", "ratio", "median", "reach");
    for row in rows_with(name) {
        let timing = compare(&row, budget).wall;
        let (ratio, median) = (timing.ratio(), timing.median_ratio);
        println!(
            "{:<48} {:>6.2} µs {:>6.2} µs {ratio:>6.2}x {median:>6.2}x {:>5.1}x",
            row.name, timing.library, timing.floor, row.reach
        );
    }
}

fn repeat(way: &str, times: usize, name: &str) {
    for row in rows_with(name) {
        let work = if way == "floor" { &row.floor } else { &row.library };
        work.repeat(times, &mut |batch| batch());
    }
}

fn rows_with(name: &str) -> Vec<Row> {
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.name.contains(name)).collect();
    assert!(!rows.is_empty(), "no row has {name:?} in its name");
    rows
}

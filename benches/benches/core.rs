//! Times the library and its baseline, and prints a table.
//!
//! ```text
//! cargo bench -p craftgate-benches --bench core                          the table
//! cargo bench -p craftgate-benches --bench core -- payment               the cases whose name contains this
//! cargo bench -p craftgate-benches --bench core -- library 1000 webhook  the library (or `baseline`) 1,000 times, for a profiler
//! cargo test -p craftgate-benches --benches                               each case once or twice, as CI does
//! ```
#![allow(clippy::expect_used, clippy::panic, reason = "a failing operation must not be measured")]

use std::env;
use std::time::Duration;

use craftgate_benches::{Case, cases, compare};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // Cargo passes `--bench` to a benchmark, and nothing to a test.
    let (flags, arguments): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|a| a.starts_with('-'));
    let budget = if flags.contains(&"--bench") { Duration::from_secs(2) } else { Duration::ZERO };
    match *arguments.as_slice() {
        [] => table("", budget),
        [name] => table(name, budget),
        [side, times, name] => repeat(side, times.parse().expect("a number of repetitions"), name),
        _ => panic!("expected arguments as in the documentation of {}", file!()),
    }
}

fn table(name: &str, budget: Duration) {
    println!("{:<48} {:>9} {:>9} {:>7} {:>7} {:>6}", "", "library", "baseline", "ratio", "median", "target");
    for case in cases_with(name) {
        let timing = compare(&case, budget).wall;
        let (ratio, median) = (timing.ratio(), timing.median_ratio);
        println!(
            "{:<48} {:>6.2} µs {:>6.2} µs {ratio:>6.2}x {median:>6.2}x {:>5.1}x",
            case.name, timing.library, timing.baseline, case.target_ratio
        );
    }
}

fn repeat(side: &str, times: usize, name: &str) {
    for case in cases_with(name) {
        let work = if side == "baseline" { &case.baseline } else { &case.library };
        work.repeat(times, &mut |batch| batch());
    }
}

fn cases_with(name: &str) -> Vec<Case> {
    let cases: Vec<Case> = cases().into_iter().filter(|case| case.name.contains(name)).collect();
    assert!(!cases.is_empty(), "no case has {name:?} in its name");
    cases
}

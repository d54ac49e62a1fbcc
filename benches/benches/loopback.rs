//! Times payments over loopback and the HTTP stack alone, and prints two tables.
//!
//! ```text
//! cargo bench -p craftgate-benches --bench loopback                       over ureq
//! cargo bench -p craftgate-benches --bench loopback --features libcurl    and over libcurl
//! cargo bench -p craftgate-benches --bench loopback -- library 1000 prepared  the library 1,000 times, for a profiler
//! cargo test -p craftgate-benches --benches                               each case once or twice, as CI does
//! ```
#![allow(clippy::expect_used, clippy::panic, reason = "a failing operation must not be measured")]

use std::time::Duration;
use std::{env, thread};

use craftgate_benches::{Throughput, compare, loopback, resident_bytes, throughput};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (flags, arguments): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|a| a.starts_with('-'));
    let budget = Duration::from_secs(if flags.contains(&"--bench") { 10 } else { 0 });
    match *arguments.as_slice() {
        [] => {
            memory_of_waiting_threads(if budget.is_zero() { 2 } else { 400 });
            table(budget);
            threads(budget / 4);
        }
        [side, times, name] => repeat(side, times.parse().expect("a number of repetitions"), name),
        _ => panic!("expected arguments as in the documentation of {}", file!()),
    }
}

/// Prints the memory of a thread that waits for a response: its stack, the connection and its buffers.
fn memory_of_waiting_threads(threads: usize) {
    let before = resident_bytes();
    let during = loopback::while_waiting(threads, resident_bytes);
    if let (Some(before), Some(during), Ok(count)) = (before, during, i64::try_from(threads)) {
        println!("{} KB for each of {threads} threads that wait for a response\n", (during - before) / count / 1000);
    }
}

/// Prints the times of every case.
fn table(budget: Duration) {
    println!("{:<52} {:>22} {:>7} {:>29} {:>6}", "", "client's CPU", "ratio", "wall", "ratio");
    for case in loopback::cases() {
        let (name, timings) = (case.name, compare(&case, budget));
        let (cpu, wall) = (timings.cpu, timings.wall);
        println!(
            "{name:<52} {:>8.2} : {:>8.2} µs {:>6.2}x {:>6.2}x {:>8.2} : {:>8.2} µs {:>6.2}x",
            cpu.library,
            cpu.baseline,
            cpu.ratio(),
            cpu.median_ratio,
            wall.library,
            wall.baseline,
            wall.ratio()
        );
    }
}

fn repeat(side: &str, times: usize, name: &str) {
    for case in loopback::cases().into_iter().filter(|case| case.name.contains(name)) {
        let work = if side == "baseline" { &case.baseline } else { &case.library };
        work.repeat(times, &mut |batch| batch());
    }
}

/// Prints the throughput of one client that is shared by more and more threads.
fn threads(budget: Duration) {
    let most = thread::available_parallelism().map_or(1, usize::from) * 4;
    println!("\n{:>7} {:>14} {:>37}", "threads", "payments/s", "payments per second of client's CPU");
    for threads in (0..).map(|power| 1 << power).take_while(|threads| *threads <= most) {
        let pay = loopback::payer();
        let Throughput { per_second, per_cpu_second, .. } = throughput(threads, budget, || pay.clone());
        println!("{threads:>7} {per_second:>14.0} {per_cpu_second:>37.0}");
    }
}

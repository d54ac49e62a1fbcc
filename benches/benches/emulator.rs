//! Times the emulator's calls with more and more stored payments, and prints a table.
//!
//! ```text
//! cargo bench -p craftgate-benches --bench emulator              1, 10,000 and 100,000 payments
//! cargo bench -p craftgate-benches --bench emulator -- 1000000   1,000,000 payments
//! cargo test -p craftgate-benches --benches                      1 and 10, as CI does
//! ```
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a failing operation must not be measured")]

use std::env;
use std::time::Duration;

use craftgate_benches::emulated::{Account, Servers, calls, payer};
use craftgate_benches::{Throughput, compare, fastest, resident_bytes, throughput};

fn main() {
    let (flags, sizes): (Vec<String>, Vec<String>) =
        env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let is_bench = flags.iter().any(|flag| flag == "--bench");
    let sizes: Vec<i64> = sizes.iter().map(|size| size.parse().expect("a number of payments")).collect();
    match (is_bench, sizes.as_slice()) {
        (true, []) => {
            http(Duration::from_secs(10));
            table(&[1, 10_000, 100_000], 50);
        }
        (true, sizes) => table(sizes, 50),
        (false, _) => {
            http(Duration::ZERO);
            table(&[1, 10], 1);
        }
    }
}

/// Prints the times of a payment over HTTP, on one connection and on sixteen.
fn http(budget: Duration) {
    let servers = Servers::start();
    let case = servers.case();
    let timings = compare(&case, budget);
    let (server, wall) = (timings.other_threads, timings.wall);
    println!("{:<50} {:>8.2} : {:>8.2} µs of the server's CPU", case.name, server.library, server.baseline);
    println!("{:<50} {:>8.2} : {:>8.2} µs of wall-clock time", "", wall.library, wall.baseline);
    for connections in [1, 16] {
        let [emulator, bare] = fastest_of_turns(&servers, connections, budget);
        println!("payments a second over {connections:>2} connections {:>26.0} : {:>8.0}", emulator.0, bare.0);
        println!("{:<50} {:>8.2} : {:>8.2} µs of the server's CPU", "", emulator.1, bare.1);
    }
    println!();
}

/// Returns the most payments a second and the least of a server's processor time for one, in microseconds, of five
/// turns, in which the emulator and the server with a prepared response alternate.
fn fastest_of_turns(servers: &Servers, connections: usize, budget: Duration) -> [(f64, f64); 2] {
    let mut fastest = [(0.0, f64::INFINITY); 2];
    for _ in 0..5 {
        for (fastest, url) in fastest.iter_mut().zip(servers.urls()) {
            let Throughput { per_second, other_threads, .. } = throughput(connections, budget / 10, || payer(&url));
            *fastest = (per_second.max(fastest.0), other_threads.min(fastest.1));
        }
    }
    fastest
}

/// Prints the processor time of each call in the fastest of this many batches, with a column for each size.
fn table(sizes: &[i64], batches: usize) {
    let columns: Vec<Column> = sizes.iter().map(|size| column(*size, batches)).collect();
    print!("{:<50}", "µs per call, by stored payments");
    columns.iter().for_each(|column| print!(" {:>10}", column.payments));
    println!();
    for (row, (name, _)) in columns.first().into_iter().flat_map(|column| column.times.iter().enumerate()) {
        print!("{name:<50}");
        columns.iter().filter_map(|column| column.times.get(row)).for_each(|(_, time)| print!(" {time:>10.2}"));
        println!();
    }
    print!("{:<50}", "bytes per stored payment");
    columns.iter().for_each(|column| print!(" {:>10}", column.bytes.map_or("-".to_owned(), |bytes| bytes.to_string())));
    println!();
}

struct Column {
    payments: i64,
    times: Vec<(&'static str, f64)>,
    bytes: Option<i64>,
}

fn column(payments: i64, batches: usize) -> Column {
    let account = Account::empty();
    let before = resident_bytes();
    account.take_payments(payments);
    let bytes = before.zip(resident_bytes()).map(|(before, after)| (after - before) / payments);
    let others = (payments / 10).max(1);
    account.add_other_records(others);
    let times = calls(&account, payments, others).into_iter().map(|(name, work)| (name, fastest(&work, batches)));
    // The memory of a few payments is less than a page.
    Column { payments, times: times.collect(), bytes: bytes.filter(|_| payments >= 10_000) }
}

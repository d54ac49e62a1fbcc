//! Times payments over loopback beside the HTTP stack alone, and prints two tables.
//!
//! ```text
//! cargo bench -p craftgate-benches --bench loopback                       over ureq
//! cargo bench -p craftgate-benches --bench loopback --features libcurl    and over libcurl
//! cargo bench -p craftgate-benches --bench loopback -- library 1000 hand  one way of some rows, for a profiler
//! cargo test -p craftgate-benches --benches                               each for a moment, so that it can't rot
//! ```
#![allow(clippy::expect_used, clippy::panic, reason = "what can't do its work can't be measured")]

use std::time::{Duration, Instant};
use std::{env, thread};

use cpu_time::ThreadTime;
use craftgate_benches::{compare, loopback, resident};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (flags, words): (Vec<&str>, Vec<&str>) = arguments.iter().map(String::as_str).partition(|a| a.starts_with('-'));
    let budget = Duration::from_secs(if flags.contains(&"--bench") { 10 } else { 0 });
    match *words.as_slice() {
        [] => {
            waiting(if budget.is_zero() { 2 } else { 400 });
            rows(budget);
            threads(budget / 4);
        }
        [way, times, name] => repeat(way, times.parse().expect("a number of times"), name),
        _ => panic!("not one of the command lines at the head of {}", file!()),
    }
}

/// The memory of a thread that has sent a payment and waits: its stack, the connection and its buffers.
fn waiting(threads: usize) {
    let before = resident();
    let during = loopback::waiting(threads, resident);
    if let (Some(before), Some(during), Ok(count)) = (before, during, i64::try_from(threads)) {
        println!("{} KB for each of {threads} threads that wait for an answer\n", (during - before) / count / 1000);
    }
}

fn rows(budget: Duration) {
    println!("{:<52} {:>22} {:>7} {:>29} {:>6}", "", "client's CPU", "ratio", "wall", "ratio");
    for row in loopback::rows() {
        let (name, timings) = (row.name, compare(&row, budget));
        let (cpu, wall) = (timings.cpu, timings.wall);
        println!(
            "{name:<52} {:>8.2} : {:>8.2} µs {:>6.2}x {:>6.2}x {:>8.2} : {:>8.2} µs {:>6.2}x",
            cpu.library,
            cpu.floor,
            cpu.ratio(),
            cpu.median_ratio,
            wall.library,
            wall.floor,
            wall.ratio()
        );
    }
}

fn repeat(way: &str, times: usize, name: &str) {
    for row in loopback::rows().into_iter().filter(|row| row.name.contains(name)) {
        let work = if way == "floor" { &row.floor } else { &row.library };
        work.repeat(times, &mut |batch| batch());
    }
}

/// Payments by one client, shared by ever more threads.
fn threads(budget: Duration) {
    let most = thread::available_parallelism().map_or(1, usize::from) * 4;
    println!("\n{:>7} {:>14} {:>37}", "threads", "payments/s", "payments per second of client's CPU");
    for threads in (0..).map(|power| 1 << power).take_while(|threads| *threads <= most) {
        let (per_second, per_cpu_second) = pay(threads, budget);
        println!("{threads:>7} {per_second:>14.0} {per_cpu_second:>37.0}");
    }
}

/// How many payments a second all threads take together, by the clock and by the processor time of the threads.
fn pay(threads: usize, budget: Duration) -> (f64, f64) {
    let pay = loopback::payer();
    let start = Instant::now();
    let worker = || {
        let (pay, cpu) = (pay.clone(), ThreadTime::now());
        let mut count = 0_u32;
        while count == 0 || start.elapsed() < budget {
            pay(16);
            count += 16;
        }
        (f64::from(count), cpu.elapsed().as_secs_f64())
    };
    let totals = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().expect("a payment failed")).collect::<Vec<_>>()
    });
    let count: f64 = totals.iter().map(|(count, _)| count).sum();
    let cpu: f64 = totals.iter().map(|(_, cpu)| cpu).sum();
    (count / start.elapsed().as_secs_f64(), count / cpu)
}

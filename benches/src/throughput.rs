//! What several threads do at once.

use std::thread;
use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};

/// The repetitions between two looks at the clock.
const BATCH: usize = 16;

/// What several threads did at once.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Throughput {
    /// The repetitions of all threads per second.
    pub per_second: f64,
    /// The repetitions per second of the threads' processor time.
    pub per_cpu_second: f64,
    /// The processor time of the other threads of the process for a repetition, such as a server's, in microseconds.
    pub other_threads: f64,
}

/// Returns what this many threads did within `budget`. Each of them repeats what `start` returns to it, which is passed
/// a number of repetitions.
pub fn throughput<W: Fn(usize)>(threads: usize, budget: Duration, start: impl Fn() -> W + Sync) -> Throughput {
    let (wall, process) = (Instant::now(), ProcessTime::now());
    let worker = || {
        let (work, cpu) = (start(), ThreadTime::now());
        let mut count = 0_u32;
        while count == 0 || wall.elapsed() < budget {
            work(BATCH);
            count += u32::try_from(BATCH).unwrap();
        }
        (f64::from(count), cpu.elapsed().as_secs_f64())
    };
    let totals = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    let count: f64 = totals.iter().map(|(count, _)| count).sum();
    let cpu: f64 = totals.iter().map(|(_, cpu)| cpu).sum();
    Throughput {
        per_second: count / wall.elapsed().as_secs_f64(),
        per_cpu_second: count / cpu,
        other_threads: (process.elapsed().as_secs_f64() - cpu) * 1e6 / count,
    }
}

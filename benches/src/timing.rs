//! Timing the library and its baseline fairly on a busy machine.
//!
//! The two alternate, batch by batch, so that other load affects both. The fastest batch is the least affected one, and
//! the median of the ratios within a turn shows whether the fastest ones can be trusted. The common bench crates don't
//! alternate: they measure one function after the other, minutes apart.

use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};

use crate::case::{Case, Work};

/// The times of the library and of the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timing {
    /// The time of a repetition in the library's fastest batch, in microseconds.
    pub library: f64,
    /// The time of a repetition in the baseline's fastest batch, in microseconds.
    pub baseline: f64,
    /// The median ratio of the library's time to the baseline's within a turn.
    pub median_ratio: f64,
}

/// The times of a case by three clocks.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timings {
    /// Wall-clock time.
    pub wall: Timing,
    /// The processor time of the thread that does the work: no waiting, and no other thread or process.
    pub cpu: Timing,
    /// The processor time of the other threads of the process, such as a server's.
    pub other_threads: Timing,
}

impl Timing {
    /// Returns the ratio of the library's time to the baseline's, by the fastest batches.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.library / self.baseline
    }
}

/// Returns the times of a case, the library and the baseline alternating for as long as `budget`, two turns at least.
#[must_use]
pub fn compare(case: &Case, budget: Duration) -> Timings {
    let batch = case.baseline.batch.unwrap_or_else(|| batch_size(&case.baseline));
    let mut turns = Vec::new();
    let start = Instant::now();
    while turns.len() < 2 || start.elapsed() < budget {
        turns.push((time(&case.library, batch), time(&case.baseline, batch)));
    }
    Timings {
        wall: timing(&turns, |time| time.wall),
        cpu: timing(&turns, |time| time.cpu),
        other_threads: timing(&turns, |time| time.other_threads),
    }
}

fn timing(turns: &[(Time, Time)], clock: fn(&Time) -> f64) -> Timing {
    let mut ratios: Vec<f64> = turns.iter().map(|(library, baseline)| clock(library) / clock(baseline)).collect();
    ratios.sort_by(f64::total_cmp);
    Timing {
        library: turns.iter().map(|(library, _)| clock(library)).fold(f64::INFINITY, f64::min),
        baseline: turns.iter().map(|(_, baseline)| clock(baseline)).fold(f64::INFINITY, f64::min),
        median_ratio: ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN),
    }
}

/// Returns the time of a repetition in the fastest of this many batches of eight, in microseconds of processor time.
/// Small batches keep what the work leaves behind small.
#[must_use]
pub fn fastest(work: &Work, batches: usize) -> f64 {
    (0..batches).map(|_| time(work, 8).cpu).fold(f64::INFINITY, f64::min)
}

/// Returns a number of repetitions that is large enough for the clock's resolution, and small enough that a batch's
/// inputs fit into the cache.
fn batch_size(work: &Work) -> usize {
    let once = time(work, 1).wall.min(time(work, 1).wall).max(0.1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 500")]
    let batch = (50.0 / once).ceil() as usize;
    batch.clamp(1, 64)
}

/// The times of a repetition, in microseconds.
#[derive(Default)]
struct Time {
    wall: f64,
    cpu: f64,
    other_threads: f64,
}

fn time(work: &Work, times: usize) -> Time {
    let mut elapsed = [Duration::ZERO; 3];
    work.repeat(times, &mut |batch| {
        let (process, wall, thread) = (ProcessTime::now(), Instant::now(), ThreadTime::now());
        batch();
        let thread = thread.elapsed();
        elapsed = [wall.elapsed(), thread, process.elapsed().saturating_sub(thread)];
    });
    #[allow(clippy::cast_precision_loss, reason = "a few dozen")]
    let times = times as f64;
    let [wall, cpu, other_threads] = elapsed.map(|elapsed| elapsed.as_secs_f64() * 1e6 / times);
    Time { wall, cpu, other_threads }
}

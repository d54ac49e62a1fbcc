//! Timing two ways of one thing fairly on a machine that has other things to do.
//!
//! The two take turns, a batch each, so that whatever disturbs one disturbs the other. The fastest batch is the one
//! that was disturbed least, and the median of the ratios within a turn says whether the fastest ones can be
//! trusted. No bench crate at hand takes turns: they measure one function after the other, minutes apart.

use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};

use crate::row::{Row, Work};

/// How long each way takes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timing {
    /// The library's fastest batch, by the repetition, in microseconds.
    pub library: f64,
    /// The floor's, likewise.
    pub floor: f64,
    /// The median of how many times the floor's time the library took within a turn.
    pub median_ratio: f64,
}

/// What a clock on the wall says, and what the thread that did the work was charged with.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timings {
    /// By the clock on the wall.
    pub wall: Timing,
    /// By the processor: waiting costs nothing, and neither does what another thread or process does.
    pub cpu: Timing,
    /// What the other threads of the process were charged with meanwhile: a server, if it is one of them.
    pub others: Timing,
}

impl Timing {
    /// How many times the floor's time the library takes, by the fastest batches.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.library / self.floor
    }
}

/// Lets both ways of a row take turns for as long as `budget`, and two turns at least.
#[must_use]
pub fn compare(row: &Row, budget: Duration) -> Timings {
    let batch = row.floor.batch.unwrap_or_else(|| batch_size(&row.floor));
    let mut turns = Vec::new();
    let start = Instant::now();
    while turns.len() < 2 || start.elapsed() < budget {
        turns.push((time(&row.library, batch), time(&row.floor, batch)));
    }
    Timings {
        wall: timing(&turns, |time| time.wall),
        cpu: timing(&turns, |time| time.cpu),
        others: timing(&turns, |time| time.others),
    }
}

fn timing(turns: &[(Time, Time)], clock: fn(&Time) -> f64) -> Timing {
    let mut ratios: Vec<f64> = turns.iter().map(|(library, floor)| clock(library) / clock(floor)).collect();
    ratios.sort_by(f64::total_cmp);
    Timing {
        library: turns.iter().map(|(library, _)| clock(library)).fold(f64::INFINITY, f64::min),
        floor: turns.iter().map(|(_, floor)| clock(floor)).fold(f64::INFINITY, f64::min),
        median_ratio: ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN),
    }
}

/// The fastest of so many small batches, by the repetition, in microseconds of the thread's own time. Work that leaves
/// something behind leaves no more than eight times as many of it.
#[must_use]
pub fn fastest(work: &Work, batches: usize) -> f64 {
    (0..batches).map(|_| time(work, 8).cpu).fold(f64::INFINITY, f64::min)
}

/// So many repetitions that a clock's resolution is nothing, and so few that a batch's inputs fit into the cache.
fn batch_size(work: &Work) -> usize {
    let once = time(work, 1).wall.min(time(work, 1).wall).max(0.1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 500")]
    let batch = (50.0 / once).ceil() as usize;
    batch.clamp(1, 64)
}

/// Microseconds a repetition.
#[derive(Default)]
struct Time {
    wall: f64,
    cpu: f64,
    others: f64,
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
    let [wall, cpu, others] = elapsed.map(|elapsed| elapsed.as_secs_f64() * 1e6 / times);
    Time { wall, cpu, others }
}

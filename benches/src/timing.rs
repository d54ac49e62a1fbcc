//! Timing two ways of one thing fairly on a machine that has other things to do.
//!
//! The two take turns, a batch each, so that whatever disturbs one disturbs the other. The fastest batch is the one
//! that was disturbed least, and the median of the ratios within a turn says whether the fastest ones can be
//! trusted. No bench crate at hand takes turns: they measure one function after the other, minutes apart.

use std::time::{Duration, Instant};

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

impl Timing {
    /// How many times the floor's time the library takes, by the fastest batches.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.library / self.floor
    }
}

/// Lets both ways of a row take turns for as long as `budget`, and two turns at least.
#[must_use]
pub fn compare(row: &Row, budget: Duration) -> Timing {
    let batch = batch_size(&row.floor);
    let mut turns = Vec::new();
    let start = Instant::now();
    while turns.len() < 2 || start.elapsed() < budget {
        turns.push((time(&row.library, batch), time(&row.floor, batch)));
    }
    let mut ratios: Vec<f64> = turns.iter().map(|(library, floor)| library / floor).collect();
    ratios.sort_by(f64::total_cmp);
    Timing {
        library: turns.iter().map(|(library, _)| *library).fold(f64::INFINITY, f64::min),
        floor: turns.iter().map(|(_, floor)| *floor).fold(f64::INFINITY, f64::min),
        median_ratio: ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN),
    }
}

/// So many repetitions that a clock's resolution is nothing, and so few that a batch's inputs fit into the cache.
fn batch_size(work: &Work) -> usize {
    let once = time(work, 1).min(time(work, 1)).max(0.1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 500")]
    let batch = (50.0 / once).ceil() as usize;
    batch.clamp(1, 64)
}

/// Microseconds a repetition.
fn time(work: &Work, times: usize) -> f64 {
    let mut elapsed = Duration::ZERO;
    work.repeat(times, &mut |batch| {
        let start = Instant::now();
        batch();
        elapsed = start.elapsed();
    });
    #[allow(clippy::cast_precision_loss, reason = "a few dozen")]
    let times = times as f64;
    elapsed.as_secs_f64() * 1e6 / times
}

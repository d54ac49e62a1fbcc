//! What the library costs, each case beside a baseline: the same work in code written for it alone.
//!
//! One file for each group of cases. `benches/core.rs` times them, `tests/` checks their allocations.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failing operation must not be measured")]

mod case;
pub mod emulated;
pub mod loopback;
mod memory;
mod requests;
mod responses;
mod throughput;
mod timing;
mod verification;

pub use case::{Case, Work};
pub use memory::resident_bytes;
pub use responses::page_of;
pub use throughput::{Throughput, throughput};
pub use timing::{Timing, Timings, compare, fastest};

/// Every case, group by group.
#[must_use]
pub fn cases() -> Vec<Case> {
    [requests::cases(), responses::cases(), verification::cases()].into_iter().flatten().collect()
}

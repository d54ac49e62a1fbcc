//! What the library costs, each cost beside a floor: the same work by hand, with nothing that could be left out.
//!
//! A file a group of rows. `benches/core.rs` times them, `tests/` holds their allocations and their results.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what can't do its work can't be measured")]

mod answers;
pub mod emulated;
pub mod loopback;
mod memory;
mod requests;
mod row;
mod timing;
mod verification;

pub use answers::page_of;
pub use memory::resident;
pub use row::{Row, Work};
pub use timing::{Timing, Timings, compare, fastest};

/// Every row, by group.
#[must_use]
pub fn rows() -> Vec<Row> {
    [requests::rows(), answers::rows(), verification::rows()].into_iter().flatten().collect()
}

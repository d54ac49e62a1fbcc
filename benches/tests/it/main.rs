//! What the library and the emulator allocate.
//!
//! The global allocator of `allocation_counter` counts for each thread alone, so that the tests of one binary don't
//! count each other's allocations.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod allocations;
mod emulator;
mod memory;
mod readme;

//! Fixtures and helpers that the tests of several crates share. A helper that fails panics, and fails its test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

pub mod bad_inputs;
pub mod catalog;
pub mod http;
pub mod layers;
pub mod operations;

mod errors;
mod members;
mod payments;

pub use errors::shown;
pub use members::member;
pub use payments::{APPROVED_CARD, BONUS_CARD, DECLINED_CARD, card, expiry, noon, payment};

/// The published examples of signatures and hashes, as JSON.
pub const VECTORS: &str = include_str!("../data/vectors.json");

//! Recording and replaying: nothing secret on disk, the same types back, and every mismatch told by its place.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod catalog;
mod common;
mod mismatches_are_told;
mod recordings_play_back;
mod secrets_stay_out;

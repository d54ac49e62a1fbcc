//! The tests of the ABI, called as C calls it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

mod bad_arguments;
mod error_messages;
mod header;
mod same_as_rust;
mod vectors;

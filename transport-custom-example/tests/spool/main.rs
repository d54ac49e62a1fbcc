//! Calls through files: they come back typed, each request is sent at most once, and what is wrong with a file is said.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod calls_come_back_typed;
mod common;
mod files_are_private;
mod requests_are_sent_once;
mod wrong_entries_are_named;

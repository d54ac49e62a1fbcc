//! The tests of the command: the built binary, against the emulator over loopback.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod call;
mod command;
mod error_messages;
mod input;
mod keys;
mod offline;
mod resolve;
mod verify;

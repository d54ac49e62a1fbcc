//! The transports of this crate, against the emulator and against malformed responses.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod cassette;
mod conformance;
mod end_to_end;
#[cfg(feature = "libcurl")]
mod libcurl;
mod stacks;

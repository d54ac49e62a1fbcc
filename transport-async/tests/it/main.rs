//! The async client against the emulator, and its transport over reqwest against the contract.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod cancellation;
mod client;
mod concurrency;
mod conformance;
mod cookbook;
mod end_to_end;
mod pages;
mod resolution;
mod scripted;
mod web_server;

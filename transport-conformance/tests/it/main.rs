//! The conformance checks pass a correct transport and report each fault of a faulty one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod faulty_transports;
mod reference_client;

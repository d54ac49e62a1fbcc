//! The transport against real connections on loopback.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod conformance;
mod connection_reuse;
mod error_classification;
mod interrupted_requests;
mod peer;
mod proxy;
mod request_integrity;
mod response_isolation;
mod secrets;
mod status_codes;
mod timeouts;
mod tls_close_notify;
mod tls_handshake;
mod tls_server;
#[cfg(all(feature = "catalog", feature = "tracing"))]
mod tracing;
mod truncated_responses;

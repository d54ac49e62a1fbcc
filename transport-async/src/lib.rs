#![doc = include_str!("../README.md")]
#![warn(
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_in_result
)]

mod client;
mod paging;
#[cfg(feature = "reqwest")]
mod random;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod resolve;
mod transport;

pub use client::{Call, Client};
pub use craftgate_core;
pub use paging::{Items, Pages};
#[cfg(feature = "reqwest")]
pub use random::{idempotency_key, random_key};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{BodyTooLarge, ReqwestTransport, client, client_with_transport};
pub use transport::{AsyncTransport, FromFn, from_fn};

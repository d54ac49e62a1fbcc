//! Custom HTTP stacks: worked examples of transports, tested against the emulator.
//!
//! The README of this crate says which one to read. Each meets the numbered requirements of
//! [`Transport`](craftgate_core::Transport).

pub mod cassette;
#[cfg(feature = "libcurl")]
pub mod libcurl;

mod random;
mod read_error;
mod stored;

pub use random::random_key;
pub use read_error::ReadError;
pub use stored::ParseError;

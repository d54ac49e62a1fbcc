//! Bring your own HTTP stack: worked examples, each against the emulator.
//!
//! The README beside this crate says which one to read. What every one of them keeps to is the numbered list at
//! [`Transport`](craftgate_core::Transport).

pub mod asynchronous;
pub mod cassette;
#[cfg(feature = "libcurl")]
pub mod libcurl;
pub mod spool;

mod answer_fault;
mod random;
mod stored;

pub use answer_fault::AnswerFault;
pub use random::random_key;
pub use stored::Unreadable;

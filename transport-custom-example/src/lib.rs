//! Bring your own HTTP stack: worked examples, each against the emulator.
//!
//! The README beside this crate says which one to read. What every one of them keeps to is the numbered list at
//! [`Transport`](craftgate_core::Transport).

pub mod asynchronous;
#[cfg(feature = "libcurl")]
pub mod libcurl;

mod answer_fault;
mod random;

pub use answer_fault::AnswerFault;
pub use random::random_key;

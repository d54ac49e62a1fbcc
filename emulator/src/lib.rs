#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "pages"), allow(dead_code, reason = "what only the pages read"))]
#![warn(clippy::print_stderr, clippy::print_stdout, clippy::string_slice, clippy::unwrap_in_result)]

#[cfg(feature = "control")]
mod control;
mod domain;
mod emulator;
mod error;
mod handlers;
#[cfg(feature = "server")]
mod host;
mod http;
#[cfg(feature = "pages")]
mod pages;
mod protocol;
#[cfg(feature = "control")]
mod seed;
#[cfg(feature = "server")]
mod server;
mod simulate;
mod store;

pub use domain::event::Event;
pub use domain::keys::Keys;
pub use domain::test_cards::{Bank, Behaviour, TEST_CARDS, TestCard};
pub use domain::three_ds::ThreeDsOutcome;
pub use emulator::{API_KEY, Builder, CALLBACK_KEY, Emulator, SECRET_KEY, WEBHOOK_KEY};
#[cfg(feature = "control")]
pub use host::delivery_queue::WebhookSchedule;
#[cfg(feature = "server")]
pub use host::log::LogEntry;
pub use protocol::callback_form::CallbackForm;
#[cfg(feature = "control")]
pub use seed::{Seed, SeedError};
#[cfg(feature = "server")]
pub use server::{Server, ServerBuilder};
pub use simulate::{CardEntry, MethodEntry, PageStep, PaymentDeclined, ProviderOutcome};

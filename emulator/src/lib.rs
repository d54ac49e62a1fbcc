#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
mod auth;
mod bank_page;
mod cards;
mod context;
mod decline;
mod emulator;
mod fraud;
mod idempotency;
mod incoming;
mod installments;
mod members;
mod money;
mod order;
mod payments;
mod post_auth;
mod refunds;
mod refusal;
mod reports;
mod routes;
#[cfg(feature = "server")]
mod server;
mod state;
mod test_cards;
mod three_ds;
mod webhooks;

pub use bank_page::ThreeDsPage;
pub use emulator::{API_KEY, Builder, CALLBACK_KEY, Emulator, SECRET_KEY, WEBHOOK_KEY};
#[cfg(feature = "server")]
pub use server::Server;
pub use test_cards::{Bank, Behaviour, TEST_CARDS, TestCard};
pub use webhooks::Event;

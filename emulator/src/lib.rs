#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
mod auth;
mod bank_account;
mod bank_page;
mod cards;
mod context;
mod decline;
mod emulator;
mod fields;
mod fraud;
mod idempotency;
mod incoming;
mod installments;
mod links;
mod matching;
mod members;
mod merchants;
mod money;
mod order;
mod payment_reports;
mod payments;
mod payout_accounts;
mod pos;
mod post_auth;
mod refunds;
mod refusal;
mod reports;
mod routes;
#[cfg(feature = "server")]
mod server;
mod settlements;
mod state;
mod test_cards;
mod three_ds;
mod wallet;
mod webhooks;

pub use bank_page::ThreeDsPage;
pub use emulator::{API_KEY, Builder, CALLBACK_KEY, Emulator, SECRET_KEY, WEBHOOK_KEY};
#[cfg(feature = "server")]
pub use server::Server;
pub use test_cards::{Bank, Behaviour, TEST_CARDS, TestCard};
pub use webhooks::Event;

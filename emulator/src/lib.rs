#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(clippy::print_stderr, clippy::print_stdout, clippy::string_slice, clippy::unwrap_in_result)]

mod answer;
mod apm;
mod apple_pay;
mod approvals;
mod auth;
mod bank_account;
mod bank_page;
mod bkm_express;
mod bnpl;
mod callbacks;
mod card_transfers;
mod card_verify;
mod cards;
mod checkout;
mod context;
mod customer;
mod decline;
mod deposits;
mod emulator;
mod fields;
mod fraud;
mod idempotency;
mod incoming;
mod installments;
mod instant_transfers;
mod juzdan;
mod links;
mod loyalties;
mod masterpass;
mod matching;
mod meal_cards;
mod members;
mod merchant_apms;
mod merchants;
mod money;
mod multi_payments;
mod order;
mod pages;
mod payment_reports;
mod payment_tokens;
mod payments;
mod payout_accounts;
mod pos;
mod pos_apm;
mod post_auth;
mod refund_marks;
mod refunds;
mod refusal;
mod reports;
mod routes;
#[cfg(feature = "server")]
mod server;
mod settlements;
mod state;
mod table;
mod test_cards;
mod three_ds;
mod tokens;
mod vault;
mod waiting;
mod wallet;
mod webhooks;

pub use bank_page::ThreeDsPage;
pub use customer::NotPaid;
pub use emulator::{API_KEY, Builder, CALLBACK_KEY, Emulator, SECRET_KEY, WEBHOOK_KEY};
#[cfg(feature = "server")]
pub use server::Server;
pub use test_cards::{Bank, Behaviour, TEST_CARDS, TestCard};
pub use webhooks::Event;

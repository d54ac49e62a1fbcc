//! The integration tests of the emulator: each module is named for its subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing helper fails its test"
)]

mod alternative_payment_methods;
mod apple_pay;
mod approvals;
mod authentication;
mod bank_account_tracking;
mod bkm_express;
mod bnpl;
mod callbacks;
mod card_verification;
mod checkout;
mod client_deviations;
#[cfg(feature = "command")]
mod command;
mod common;
#[cfg(feature = "control")]
mod control;
#[cfg(feature = "control")]
mod deliveries;
mod deposits;
mod documented_rules;
mod file_reporting;
mod fraud;
mod idempotency;
mod installments;
mod juzdan;
mod layers;
mod lenient;
mod loyalty;
mod malformed_requests;
mod mark_as_refunded;
mod masterpass;
mod meal_voucher;
#[cfg(feature = "control")]
mod merchant_apms;
mod merchant_pos;
mod model_based;
mod multi_payment;
mod numeric_edge_cases;
#[cfg(feature = "control")]
mod official_samples;
mod onboarding;
mod page_payments;
#[cfg(feature = "pages")]
mod pages;
mod pay_by_link;
mod payment_reporting;
mod payment_token;
mod payment_totals;
mod payouts;
mod pos_rules;
#[cfg(all(feature = "control", feature = "pages"))]
mod properties;
mod refunds;
mod request_rules;
mod resolution;
mod routing;
mod secrecy;
#[cfg(feature = "control")]
mod seeds;
#[cfg(feature = "server")]
mod server;
mod settlement;
mod stored_cards;
mod test_cards;
mod three_ds;
mod unknown_outcomes;
mod wallet_payments;
mod wallets;
mod webhooks;

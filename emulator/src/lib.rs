#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(clippy::print_stderr, clippy::print_stdout, clippy::string_slice, clippy::unwrap_in_result)]

#[path = "http/response.rs"]
mod answer;
#[path = "handlers/payment/apm.rs"]
mod apm;
#[path = "handlers/payment/apple_pay.rs"]
mod apple_pay;
#[path = "handlers/payment/approval.rs"]
mod approvals;
#[path = "protocol/authentication.rs"]
mod auth;
#[path = "handlers/bank_account_tracking.rs"]
mod bank_account;
#[path = "protocol/three_ds_page.rs"]
mod bank_page;
#[path = "handlers/bkm_express.rs"]
mod bkm_express;
#[path = "handlers/payment/bnpl.rs"]
mod bnpl;
#[path = "protocol/callbacks.rs"]
mod callbacks;
#[path = "handlers/payment/card_import.rs"]
mod card_transfers;
#[path = "handlers/payment/card_verify.rs"]
mod card_verify;
#[path = "domain/card.rs"]
mod cards;
#[path = "handlers/payment/checkout.rs"]
mod checkout;
#[cfg(feature = "conformance")]
pub mod conformance;
#[path = "domain/context.rs"]
mod context;
#[path = "simulate/customer.rs"]
mod customer;
#[path = "error/declined_payment.rs"]
mod decline;
#[path = "handlers/payment/deposit.rs"]
mod deposits;
mod emulator;
#[path = "handlers/copy.rs"]
mod fields;
#[path = "handlers/fraud/mod.rs"]
mod fraud;
#[path = "protocol/idempotency.rs"]
mod idempotency;
#[path = "http/request.rs"]
mod incoming;
#[path = "handlers/installment.rs"]
mod installments;
#[path = "handlers/payment/instant_transfer.rs"]
mod instant_transfers;
#[path = "handlers/juzdan.rs"]
mod juzdan;
#[path = "handlers/pay_by_link.rs"]
mod links;
#[path = "domain/loyalty.rs"]
mod loyalties;
#[path = "handlers/masterpass.rs"]
mod masterpass;
#[path = "store/filter.rs"]
mod matching;
#[path = "handlers/meal_voucher.rs"]
mod meal_cards;
#[path = "handlers/onboarding.rs"]
mod members;
#[path = "handlers/merchant_apm.rs"]
mod merchant_apms;
#[path = "handlers/merchants.rs"]
mod merchants;
#[path = "domain/money.rs"]
mod money;
#[path = "handlers/payment/multi_payment.rs"]
mod multi_payments;
#[path = "domain/validation.rs"]
mod order;
#[path = "domain/hosted_page.rs"]
mod pages;
#[path = "handlers/payment_reporting/mod.rs"]
mod payment_reports;
#[path = "handlers/payment_token.rs"]
mod payment_tokens;
#[path = "domain/payment.rs"]
mod payments;
#[path = "handlers/payout_account.rs"]
mod payout_accounts;
#[path = "domain/merchant_pos.rs"]
mod pos;
#[path = "handlers/payment/pos_apm.rs"]
mod pos_apm;
#[path = "handlers/payment/post_auth.rs"]
mod post_auth;
#[path = "handlers/payment/mark_refunded.rs"]
mod refund_marks;
#[path = "domain/refund.rs"]
mod refunds;
#[path = "error/definitions.rs"]
mod refusal;
#[path = "handlers/file_reporting/mod.rs"]
mod reports;
#[path = "http/routes.rs"]
mod routes;
#[cfg(feature = "server")]
mod server;
#[path = "handlers/settlement.rs"]
mod settlements;
#[path = "domain/state.rs"]
mod state;
#[path = "store/table.rs"]
mod table;
#[path = "domain/test_cards.rs"]
mod test_cards;
#[path = "handlers/payment/three_ds.rs"]
mod three_ds;
#[path = "store/token_store.rs"]
mod tokens;
#[path = "domain/vault.rs"]
mod vault;
#[path = "domain/pending_payment.rs"]
mod waiting;
#[path = "domain/ledger.rs"]
mod wallet;
#[path = "protocol/webhooks.rs"]
mod webhooks;

pub use bank_page::ThreeDsPage;
pub use customer::NotPaid;
pub use emulator::{API_KEY, Builder, CALLBACK_KEY, Emulator, SECRET_KEY, WEBHOOK_KEY};
#[cfg(feature = "server")]
pub use server::Server;
pub use test_cards::{Bank, Behaviour, TEST_CARDS, TestCard};
pub use webhooks::Event;

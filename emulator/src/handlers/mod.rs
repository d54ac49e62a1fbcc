//! The endpoints. The modules have the names of core's: `payment/refund.rs` handles what core's `payment/refund.rs`
//! declares.
//!
//! A handler takes an operation, checks it and changes the account by the rules of the domain.

pub(crate) mod bank_account_tracking;
pub(crate) mod bkm_express;
mod copy;
pub(crate) mod file_reporting;
pub(crate) mod fraud;
pub(crate) mod installment;
pub(crate) mod juzdan;
pub(crate) mod masterpass;
pub(crate) mod meal_voucher;
pub(crate) mod merchant;
pub(crate) mod merchant_apm;
pub(crate) mod onboarding;
pub(crate) mod pay_by_link;
pub(crate) mod payment;
pub(crate) mod payment_reporting;
pub(crate) mod payment_token;
pub(crate) mod settlement;
pub(crate) mod settlement_reporting;
pub(crate) mod wallet;

//! The areas of the API, one module each, and the types that areas share.

pub mod bank_account_tracking;
pub mod bkm_express;
pub mod file_reporting;
pub mod fraud;
pub mod id;
pub mod installment;
pub mod juzdan;
pub mod masterpass;
pub mod meal_voucher;
pub mod merchant;
pub mod merchant_apm;
pub mod onboarding;
pub mod pay_by_link;
pub mod payment;
pub mod payment_reporting;
pub mod payment_token;
pub mod settlement;
pub mod settlement_reporting;
pub mod wallet;

pub(crate) mod card;
pub(crate) mod currency;
pub(crate) mod date_range;
mod every_operation;

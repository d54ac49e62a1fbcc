//! Payments by card and by every other method, refunds, stored cards and deposits.

pub(crate) mod apm;
pub(crate) mod apple_pay;
pub(crate) mod approval;
pub(crate) mod bnpl;
pub(crate) mod card_verify;
pub(crate) mod checkout;
pub(crate) mod create;
pub(crate) mod deposit;
pub(crate) mod garanti_pay;
pub(crate) mod instant_transfer;
pub(crate) mod loyalty;
pub(crate) mod multi_payment;
pub(crate) mod pos_apm;
pub(crate) mod post_auth;
pub(crate) mod refund;
pub(crate) mod stored_card;
pub(crate) mod three_ds;

//! The merchant's account: its records, and the rules by which they change.
//!
//! From the bottom: values and tables of facts (`money`, `clock`, `expiry`, `flow`, `test_cards`, `installments`,
//! `loyalty`), records and their collections (`vault`, `payment`, `refund`, `ledger` and others), the account that
//! holds them all (`state`) and what a handler works with (`context`), and what changes several records at once
//! (`charge`, `pending_payment`, `wallet`, `deposit`, `card_verification`).

pub(crate) mod acceptance;
pub(crate) mod amount_rules;
pub(crate) mod apm;
pub(crate) mod card;
pub(crate) mod card_verification;
pub(crate) mod charge;
pub(crate) mod checkout;
pub(crate) mod clock;
pub(crate) mod context;
pub(crate) mod customer_approval;
pub(crate) mod deposit;
pub(crate) mod destination;
pub(crate) mod digits;
pub(crate) mod earnings;
pub(crate) mod event;
pub(crate) mod expiry;
pub(crate) mod flow;
pub(crate) mod fraud_check;
pub(crate) mod fraud_rules;
pub(crate) mod hosted_page;
pub(crate) mod installments;
pub(crate) mod keys;
pub(crate) mod ledger;
pub(crate) mod link;
pub(crate) mod loan;
pub(crate) mod loyalty;
pub(crate) mod masterpass;
pub(crate) mod meal_voucher;
pub(crate) mod merchant_apm;
pub(crate) mod merchant_pos;
pub(crate) mod money;
pub(crate) mod multi_payment;
pub(crate) mod order;
#[cfg(feature = "control")]
pub(crate) mod outbox;
pub(crate) mod page_installments;
pub(crate) mod page_method;
pub(crate) mod page_payment;
pub(crate) mod payment;
pub(crate) mod payout;
pub(crate) mod payout_run;
pub(crate) mod payout_shares;
pub(crate) mod pending_payment;
pub(crate) mod pos_integrators;
pub(crate) mod pos_rules;
pub(crate) mod records;
pub(crate) mod refund;
pub(crate) mod request_rules;
pub(crate) mod settings;
pub(crate) mod state;
#[cfg(feature = "control")]
mod stored_amounts;
pub(crate) mod test_cards;
pub(crate) mod three_ds;
pub(crate) mod validation;
pub(crate) mod value_list;
pub(crate) mod vault;
pub(crate) mod wallet;
pub(crate) mod wallet_payment;

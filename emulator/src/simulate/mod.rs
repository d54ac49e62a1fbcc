//! What no request of the merchant causes: the actions of customers, banks and Craftgate, which a test performs.

mod bank_transfer;
mod card_verify;
mod checkout;
mod customer;
mod fraud;
mod link;
mod multi_payment;
mod page;
mod pos;
mod provider;
mod three_ds;
mod webhook;

pub use customer::PaymentDeclined;
pub use page::{CardEntry, PageStep};
pub use provider::ProviderOutcome;

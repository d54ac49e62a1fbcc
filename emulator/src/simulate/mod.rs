//! Simulated actions of customers, banks and Craftgate, which a test performs.

mod bank_transfer;
mod bkm_express;
mod card_verify;
mod checkout;
mod clock;
mod customer;
mod fraud;
mod link;
mod loan;
mod masterpass;
mod method;
mod multi_payment;
mod page;
mod payout;
mod pos;
mod provider;
mod returning;
mod three_ds;
mod webhook;

pub use customer::PaymentDeclined;
pub use method::MethodEntry;
pub use page::{CardEntry, PageStep};
pub use provider::ProviderOutcome;
#[cfg(feature = "server")]
pub(crate) use webhook::webhook_agent;

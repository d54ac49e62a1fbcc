//! Wallets: accounts, remittances, withdraws, and refunds to cards.

pub(crate) mod account;
pub(crate) mod refund;
pub(crate) mod remittance;
pub(crate) mod withdraw;

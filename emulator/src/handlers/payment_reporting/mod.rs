//! Reports of payments, their transactions and their refunds.

pub(crate) mod payment;
pub(crate) mod refund;

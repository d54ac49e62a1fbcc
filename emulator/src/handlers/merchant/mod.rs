//! The merchant's POS, and their commissions.

pub(crate) mod commission;
pub(crate) mod pos;

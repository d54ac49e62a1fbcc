//! Fraud: checks of payments under review, rules, and the value lists that they refer to.

pub(crate) mod check;
pub(crate) mod rule;
pub(crate) mod value_list;

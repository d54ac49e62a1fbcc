//! Fraud: the lists of values that rules look at, and payments under review.
//!
//! No rule is ever applied to a payment: a test puts a payment under review itself.

mod check;
mod value_list;

pub(crate) use check::{CheckRecord, search as search_checks, search_rules, update_status as update_check_status};
pub(crate) use value_list::{
    ValueLists, add_card, add_value, delete as delete_list, remove_value, retrieve as retrieve_list,
    retrieve_all as retrieve_all_lists,
};

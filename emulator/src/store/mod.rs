//! Generic in-memory storage: tables of records by id, records by token, searches and pages.
//!
//! Nothing here knows what is stored: the layers above define the records.

mod filter;
mod index;
mod paging;
mod search;
#[cfg(feature = "control")]
mod stored_table;
mod table;
#[cfg(test)]
mod tests;
mod token_store;

pub(crate) use filter::matches;
pub(crate) use paging::page;
pub(crate) use search::Search;
pub(crate) use table::{Id, NoKey, Record, Table};
pub(crate) use token_store::{TokenStore, unguessable_token};

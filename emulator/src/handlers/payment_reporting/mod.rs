//! What became of payments: themselves, their lines and their refunds.

mod payment;
mod refund;

pub(crate) use payment::{retrieve, retrieve_lines, search};
pub(crate) use refund::{line_refunds, refunds, search_line_refunds, search_refunds};

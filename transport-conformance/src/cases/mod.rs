//! The cases, a file for each part of the contract.

mod answers;
mod bounds;
mod delivery;
mod requests;
mod whole;

use super::Limits;
use super::case::{Case, JSON};

/// All cases, in the contract's order.
pub(super) fn all(limits: &Limits) -> Vec<Case> {
    let files = [requests::cases(), answers::cases(), bounds::cases(limits), delivery::cases(), whole::cases()];
    let mut cases: Vec<_> = files.into_iter().flatten().collect();
    cases.sort_by_key(|case| case.rule);
    cases
}

/// An answer with [`JSON`] and these further header lines.
fn ok(headers: &str) -> String {
    with_length("200 OK", headers, JSON)
}

fn with_length(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}")
}

/// [`JSON`] in two chunks.
fn chunked(headers: &str) -> String {
    let (first, second) = JSON.split_at(20);
    let head = format!("HTTP/1.1 200 OK\r\n{headers}transfer-encoding: chunked\r\n\r\n");
    format!("{head}{:x}\r\n{first}\r\n{:X}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len())
}

//! The cases, one file per part of the contract.

mod integrity;
mod limits;
mod requests;
mod responses;
mod send_status;

use crate::Limits;
use crate::case::{Case, JSON};

/// Returns all cases in the order of the contract.
pub(super) fn all(limits: &Limits) -> Vec<Case> {
    let files =
        [requests::cases(), responses::cases(), limits::cases(limits), send_status::cases(), integrity::cases()];
    let mut cases: Vec<_> = files.into_iter().flatten().collect();
    cases.sort_by_key(|case| case.requirement);
    cases
}

/// A response with [`JSON`] and these additional header lines.
fn ok(headers: &str) -> String {
    with_length("200 OK", headers, JSON)
}

/// A response with a `content-length`.
fn with_length(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}")
}

/// A response with [`JSON`] in two chunks.
fn chunked(headers: &str) -> String {
    let (first, second) = JSON.split_at(20);
    let head = format!("HTTP/1.1 200 OK\r\n{headers}transfer-encoding: chunked\r\n\r\n");
    format!("{head}{:x}\r\n{first}\r\n{:X}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len())
}

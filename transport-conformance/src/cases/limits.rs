//! Requirement 6: responses are bounded in time and size.

use super::{ok, with_length};
use crate::Limits;
use crate::case::{Case, JSON};
use crate::server::{Script, Step};

pub(super) fn cases(limits: &Limits) -> Vec<Case> {
    timeouts(limits).into_iter().chain(sizes(limits)).collect()
}

fn timeouts(limits: &Limits) -> Vec<Case> {
    let interval = limits.timeout / 4;
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    vec![
        Case::new(6, "slow first byte within the timeout")
            .script(vec![Step::ReceiveHead, Step::ReceiveBody, Step::Wait(interval), Step::Send(ok("").into_bytes())])
            .expect_response(200, JSON),
        Case::new(6, "stall before the response").respond("").stall().expect_maybe_sent(),
        Case::new(6, "stall within a header").respond("HTTP/1.1 200 OK\r\nx-tra").stall().expect_maybe_sent(),
        Case::new(6, "stall after the headers").respond(head).stall().expect_truncated(LENGTH, ""),
        Case::new(6, "stall within the body").respond(format!("{head}{{")).stall().expect_truncated(LENGTH, "{"),
        Case::new(6, "stall within a chunk")
            .respond("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n{")
            .stall()
            .expect_truncated(("transfer-encoding", &["chunked"]), "{"),
        Case::new(6, "slow headers, then a slow body")
            .script(slow_parts(limits))
            .runs_into_timeout()
            .expect_maybe_sent(),
        Case::new(6, "slow-drip headers")
            .respond("HTTP/1.1 200 OK\r\n")
            .drip("x-a: b\r\n", interval)
            .expect_maybe_sent(),
        Case::new(6, "slow-drip body").respond(head).drip("x", interval).expect_maybe_sent(),
        Case::new(6, "endless interim responses")
            .respond("")
            .drip("HTTP/1.1 103 Early Hints\r\n\r\n", limits.timeout / 40)
            .expect_maybe_sent(),
    ]
}

/// The header of a response that is never complete.
const LENGTH: (&str, &[&str]) = ("content-length", &["1000"]);

/// Sends the head and the body each within the timeout, and both together after it.
fn slow_parts(limits: &Limits) -> Script {
    let pause = Step::Wait(limits.timeout * 7 / 10);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", JSON.len());
    let [head, body] = [head.as_str(), JSON].map(|part| Step::Send(part.into()));
    vec![Step::ReceiveHead, Step::ReceiveBody, pause.clone(), head, pause, body]
}

fn sizes(limits: &Limits) -> Vec<Case> {
    let limit = usize::try_from(limits.max_response_bytes).unwrap_or(usize::MAX);
    let longest = "x".repeat(limit);
    let too_long = "x".repeat(limit.saturating_add(1));
    let chunked_head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |body: &str| format!("{chunked_head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let block = "x".repeat(64 * 1024);
    vec![
        Case::new(6, "body of exactly the limit")
            .respond(with_length("200 OK", "", &longest))
            .expect_response(200, longest),
        Case::new(6, "body one byte over the limit").respond(with_length("200 OK", "", &too_long)).expect_maybe_sent(),
        Case::new(6, "chunked body one byte over the limit").respond(chunk(&too_long)).expect_maybe_sent(),
        Case::new(6, "endless body").respond("HTTP/1.1 200 OK\r\n\r\n").flood(block.as_str()).expect_maybe_sent(),
        Case::new(6, "endless chunks").respond(chunked_head).flood(format!("10000\r\n{block}\r\n")).expect_maybe_sent(),
        Case::new(6, "endless headers")
            .respond("HTTP/1.1 200 OK\r\n")
            .flood(format!("x-a: {}\r\n", "b".repeat(1000)).repeat(60))
            .expect_maybe_sent(),
        Case::new(6, "endless header line").respond("HTTP/1.1 200 OK\r\nx-a: ").flood(block).expect_maybe_sent(),
    ]
}

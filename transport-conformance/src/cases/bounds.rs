//! Rule 6: an answer is bounded in time and in size.

use super::super::Limits;
use super::super::case::{Case, JSON};
use super::super::server::Step;
use super::{ok, with_length};

pub(super) fn cases(limits: &Limits) -> Vec<Case> {
    in_time(limits).into_iter().chain(in_size(limits)).collect()
}

fn in_time(limits: &Limits) -> Vec<Case> {
    let often = limits.read_timeout / 4;
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    vec![
        Case::new(6, "a first byte that is slow, but in time")
            .act(vec![Step::ReceiveHead, Step::ReceiveBody, Step::Wait(often), Step::Send(ok("").into_bytes())])
            .answered(200, JSON),
        Case::new(6, "silence instead of an answer").answer("").stall().unknown(),
        Case::new(6, "silence in the middle of a header").answer("HTTP/1.1 200 OK\r\nx-tra").stall().unknown(),
        Case::new(6, "silence after the headers").answer(head).stall().unknown(),
        Case::new(6, "silence in the middle of a body").answer(format!("{head}{{")).stall().unknown(),
        Case::new(6, "silence in the middle of a chunk")
            .answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n{")
            .stall()
            .unknown(),
        Case::new(6, "headers that drip for ever").answer("HTTP/1.1 200 OK\r\n").drip("x-a: b\r\n", often).unknown(),
        Case::new(6, "a body that drips for ever").answer(head).drip("x", often).unknown(),
        Case::new(6, "interim answers for ever")
            .answer("")
            .drip("HTTP/1.1 103 Early Hints\r\n\r\n", limits.read_timeout / 40)
            .unknown(),
    ]
}

fn in_size(limits: &Limits) -> Vec<Case> {
    let limit = usize::try_from(limits.max_response_bytes).unwrap_or(usize::MAX);
    let longest = "x".repeat(limit);
    let longer = "x".repeat(limit.saturating_add(1));
    let in_chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |body: &str| format!("{in_chunks}{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let many = "x".repeat(64 * 1024);
    vec![
        Case::new(6, "a body as long as the limit").answer(with_length("200 OK", "", &longest)).answered(200, longest),
        Case::new(6, "a body one byte longer").answer(with_length("200 OK", "", &longer)).unknown(),
        Case::new(6, "a body one byte longer, in a chunk").answer(chunk(&longer)).unknown(),
        Case::new(6, "a body without an end").answer("HTTP/1.1 200 OK\r\n\r\n").flood(many.as_str()).unknown(),
        Case::new(6, "chunks without an end").answer(in_chunks).flood(format!("10000\r\n{many}\r\n")).unknown(),
        Case::new(6, "headers without an end")
            .answer("HTTP/1.1 200 OK\r\n")
            .flood(format!("x-a: {}\r\n", "b".repeat(1000)).repeat(60))
            .unknown(),
        Case::new(6, "a header without an end").answer("HTTP/1.1 200 OK\r\nx-a: ").flood(many).unknown(),
    ]
}

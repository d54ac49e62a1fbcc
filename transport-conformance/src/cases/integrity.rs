//! Requirement 8: a response is complete and belongs to its request; everything else is an error.

use std::time::Duration;

use super::{chunked, ok, with_length};
use crate::case::{Call, Case, Expected, ExpectedResponse, JSON};
use crate::server::Step;

pub(super) fn cases() -> Vec<Case> {
    truncated().into_iter().chain(malformed()).chain(next_call()).collect()
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";

const LENGTH: (&str, &[&str]) = ("content-length", &["1000"]);
const CHUNKED: (&str, &[&str]) = ("transfer-encoding", &["chunked"]);

/// Returns a response that ends with [`JSON`], or with a chunk of it, without its last bytes.
fn truncate(response: &str) -> &[u8] {
    let length = response.len() - JSON.len() / 2;
    response.as_bytes().get(..length).unwrap_or_default()
}

fn truncated() -> Vec<Case> {
    let too_short = format!("{HEAD}{JSON}");
    let no_last_chunk = chunked("").replace("0\r\n\r\n", "");
    let open = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{JSON}");
    // What is left out ends with the last chunk, and the line ends around it.
    let in_chunks = JSON.get(..JSON.len() - (JSON.len() / 2 - "\r\n0\r\n\r\n".len())).unwrap_or_default();
    let case = |place: &str, bytes: &[u8]| Case::new(8, format!("connection closed {place}")).respond(bytes).close();
    let closed_in_head = |place: &str, bytes: &[u8]| case(place, bytes).expect_maybe_sent();
    let closed = |place: &str, bytes: &[u8], header, body: &str| case(place, bytes).expect_truncated(header, body);
    let reset = |place: &str, bytes: &[u8]| {
        Case::new(8, format!("connection reset {place}")).respond_early(bytes).reset().expect_maybe_sent()
    };
    vec![
        closed_in_head("within a header", b"HTTP/1.1 200 OK\r\nx-tra"),
        closed_in_head("before the end of the head", b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n"),
        closed("before the content-length is reached", too_short.as_bytes(), LENGTH, JSON),
        reset("before the content-length is reached", too_short.as_bytes()),
        closed("within a chunk", truncate(&chunked("")), CHUNKED, in_chunks),
        reset("within a chunk", truncate(&chunked(""))),
        closed("before the last chunk", no_last_chunk.as_bytes(), CHUNKED, JSON),
        reset("before the last chunk", no_last_chunk.as_bytes()),
        reset("within a close-delimited body", open.as_bytes()),
    ]
}

fn malformed() -> Vec<Case> {
    let case = |name: &str, bytes: &str| Case::new(8, name).respond(bytes).close().expect_maybe_sent();
    let status = |status: &str| {
        case(&format!("status code {status}"), &format!("HTTP/1.1 {status} Status\r\ncontent-length: 0\r\n\r\n"))
    };
    let length = |name: &str, headers: &str| case(name, &format!("HTTP/1.1 200 OK\r\n{headers}\r\n{JSON}"));
    vec![
        case("binary garbage", "\0\u{1}no HTTP at all\r\n\r\n"),
        case("SMTP greeting", "220 posta.example ESMTP\r\n"),
        case("HTML without a head", "<html>Bakım var</html>"),
        status("099"),
        status("1000"),
        status("abc"),
        length("content-length not a number", "content-length: çok\r\n"),
        length("negative content-length", "content-length: -1\r\n"),
        length("conflicting content-lengths", "content-length: 4\r\ncontent-length: 8\r\n"),
        length("chunk size not a number", "transfer-encoding: chunked\r\n"),
        case(
            "chunk size overflow",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        ),
    ]
}

/// Two calls: no byte of the first response may become part of the second.
fn next_call() -> Vec<Case> {
    const UNSOLICITED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{\"data\":{\"id\":2}}";
    let response = |status| Expected::Response(ExpectedResponse::new(status, JSON));
    let then = |case: Case, first: Expected| case.respond(ok("")).call(Call::post().expect(first)).call(Call::post());
    let status = |status: u16| {
        let case = Case::new(8, format!("call after status {status}"));
        then(case.respond(with_length(&format!("{status} No"), "", JSON)), response(status))
    };
    let after = |name: &str, first: String| then(Case::new(8, name).respond(first), response(200));
    vec![
        after("call after a response", ok("")),
        after("call after a chunked response", chunked("")),
        after("call after connection: close", ok("connection: close\r\n")),
        status(422),
        status(500),
        then(Case::new(8, "call after a truncated response").respond(truncate(&ok(""))).close(), Expected::MaybeSent),
        then(Case::new(8, "call after a connection reset").respond_early("").reset(), Expected::MaybeSent),
        then(Case::new(8, "call after a timeout").respond(HEAD).stall(), Expected::MaybeSent),
        Case::new(8, "call after the idle connection was closed")
            .respond(ok(""))
            .close()
            .respond(ok(""))
            .call(Call::post())
            .call(Call::post().expect(Expected::ResponseOrError(ExpectedResponse::new(200, JSON)))),
        after("extra response right after the response", ok("") + UNSOLICITED),
        then(
            Case::new(8, "unsolicited response on an idle connection")
                .respond(ok(""))
                .then(Step::Wait(Duration::from_millis(20)))
                .then(Step::Send(UNSOLICITED.into())),
            response(200),
        ),
    ]
}

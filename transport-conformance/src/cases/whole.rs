//! Rule 8: an answer is whole and the request's own, or it is an error.

use std::time::Duration;

use super::super::case::{Answer, Call, Case, Expected, JSON};
use super::super::server::Step;
use super::{chunked, ok, with_length};

pub(super) fn cases() -> Vec<Case> {
    cut().into_iter().chain(not_http()).chain(next()).collect()
}

const LENGTH: &str = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";

/// Of an answer that ends with [`JSON`] or a chunk of it, all but the last half of that.
fn half(answer: &str) -> &[u8] {
    let length = answer.len() - JSON.len() / 2;
    answer.as_bytes().get(..length).unwrap_or_default()
}

fn cut() -> Vec<Case> {
    let too_short = format!("{LENGTH}{JSON}");
    let no_last_chunk = chunked("").replace("0\r\n\r\n", "");
    let open = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{JSON}");
    let closed = |place: &str, bytes: &[u8]| {
        Case::new(8, format!("a connection closed {place}")).answer(bytes).close().unknown()
    };
    let reset =
        |place: &str, bytes: &[u8]| Case::new(8, format!("a connection reset {place}")).early(bytes).reset().unknown();
    vec![
        closed("in the middle of a header", b"HTTP/1.1 200 OK\r\nx-tra"),
        closed("before the empty line", b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n"),
        closed("short of the content-length", too_short.as_bytes()),
        reset("short of the content-length", too_short.as_bytes()),
        closed("in the middle of a chunk", half(&chunked(""))),
        reset("in the middle of a chunk", half(&chunked(""))),
        closed("before the last chunk", no_last_chunk.as_bytes()),
        reset("before the last chunk", no_last_chunk.as_bytes()),
        reset("in a body that goes to its end", open.as_bytes()),
    ]
}

fn not_http() -> Vec<Case> {
    let case = |name: &str, bytes: &str| Case::new(8, name).answer(bytes).close().unknown();
    let status = |status: &str| {
        case(&format!("the status {status}"), &format!("HTTP/1.1 {status} Status\r\ncontent-length: 0\r\n\r\n"))
    };
    let length = |name: &str, headers: &str| case(name, &format!("HTTP/1.1 200 OK\r\n{headers}\r\n{JSON}"));
    vec![
        case("garbage instead of an answer", "\0\u{1}no HTTP at all\r\n\r\n"),
        case("a mail server's greeting", "220 posta.example ESMTP\r\n"),
        case("a page without a head", "<html>Bakım var</html>"),
        status("099"),
        status("1000"),
        status("abc"),
        length("a content-length that is no number", "content-length: çok\r\n"),
        length("a content-length below zero", "content-length: -1\r\n"),
        length("two content-lengths that differ", "content-length: 4\r\ncontent-length: 8\r\n"),
        length("a chunk whose length is no number", "transfer-encoding: chunked\r\n"),
        case(
            "a chunk longer than there are numbers for",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        ),
    ]
}

/// Two calls: nothing of the first one's answer may reach the second.
fn next() -> Vec<Case> {
    const OTHERS: &str = "HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{\"data\":{\"id\":2}}";
    let answered = |status| Expected::Answer(Answer::new(status, JSON));
    let then = |case: Case, first: Expected| case.answer(ok("")).call(Call::post().expect(first)).call(Call::post());
    let status = |status: u16| {
        let case = Case::new(8, format!("a call after status {status}"));
        then(case.answer(with_length(&format!("{status} No"), "", JSON)), answered(status))
    };
    let alike = |name: &str, answer: String| then(Case::new(8, name).answer(answer), answered(200));
    vec![
        alike("a call after an answer", ok("")),
        alike("a call after an answer in chunks", chunked("")),
        alike("a call after an answer that closes", ok("connection: close\r\n")),
        status(422),
        status(500),
        then(Case::new(8, "a call after an answer cut short").answer(half(&ok(""))).close(), Expected::Unknown),
        then(Case::new(8, "a call after a connection was reset").early("").reset(), Expected::Unknown),
        then(Case::new(8, "a call after a timeout").answer(LENGTH).stall(), Expected::Unknown),
        Case::new(8, "a call after its kept connection was closed")
            .answer(ok(""))
            .close()
            .answer(ok(""))
            .call(Call::post())
            .call(Call::post().expect(Expected::AnswerOrError(Answer::new(200, JSON)))),
        alike("another answer right after the answer", ok("") + OTHERS),
        then(
            Case::new(8, "another answer while nothing is asked")
                .answer(ok(""))
                .then(Step::Wait(Duration::from_millis(20)))
                .then(Step::Send(OTHERS.into())),
            answered(200),
        ),
    ]
}

//! Rules 2, 3, 5 and 8: whatever status comes is an answer, a redirect too, with all its headers and its whole body.

use super::super::case::{Answer, Call, Case, Expected, JSON};
use super::super::server::Step;
use super::{chunked, ok, with_length};

/// Statuses, and what some clients take for a request to act.
const STATUSES: [(u16, &str); 17] = [
    (200, ""),
    (201, "location: /elsewhere\r\n"),
    (202, "retry-after: 0\r\n"),
    (299, ""),
    (400, ""),
    (401, "www-authenticate: Basic realm=\"kasa\"\r\n"),
    (404, ""),
    (407, "proxy-authenticate: Basic realm=\"kasa\"\r\n"),
    (408, "connection: close\r\n"),
    (409, ""),
    (421, ""),
    (422, ""),
    (425, ""),
    (429, "retry-after: 0\r\n"),
    (500, ""),
    (503, "retry-after: 0\r\n"),
    (599, ""),
];

const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

pub(super) fn cases() -> Vec<Case> {
    let statuses = STATUSES.into_iter().map(|(status, headers)| {
        let answer = with_length(&format!("{status} Status"), headers, JSON);
        Case::new(2, format!("status {status}")).answer(answer).answered(status, JSON)
    });
    let redirects = REDIRECTS.into_iter().map(|status| {
        let answer = with_length(&format!("{status} Moved"), "location: /elsewhere\r\n", "taşındı");
        let expected = Answer::new(status, "taşındı").header("location", &["/elsewhere"]);
        Case::new(3, format!("a redirect with status {status}")).answer(answer).expect(Expected::Answer(expected))
    });
    statuses.chain(without_body()).chain(redirects).chain(headers()).chain(bodies()).collect()
}

fn without_body() -> Vec<Case> {
    vec![
        Case::new(2, "status 204").answer("HTTP/1.1 204 No Content\r\n\r\n").answered(204, ""),
        Case::new(2, "status 304").answer("HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n").answered(304, ""),
        Case::new(2, "a status without a reason")
            .answer("HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n")
            .answered(200, ""),
        Case::new(2, "a status with a reason in Turkish")
            .answer("HTTP/1.1 422 Reddedildi: yetersiz bakiye ığü\r\ncontent-length: 0\r\n\r\n")
            .maybe_answered(422, ""),
        Case::new(2, "100 Continue before the answer")
            .answer(format!("HTTP/1.1 100 Continue\r\n\r\n{}", ok("")))
            .answered(200, JSON),
        Case::new(2, "100 Continue with a header before the answer")
            .answer(format!("HTTP/1.1 100 Continue\r\nserver: kasa\r\n\r\n{}", ok("")))
            .maybe_answered(200, JSON),
        Case::new(2, "102 and 103 before the answer")
            .answer(format!("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n{}", ok("")))
            .answered(200, JSON),
        Case::new(2, "101 that nobody asked for")
            .answer("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n")
            .close()
            .maybe_answered(101, ""),
    ]
}

fn headers() -> Vec<Case> {
    let case = |name: &str, lines: &str, header: &'static str, values: &'static [&'static str]| {
        let expected = Answer::new(200, JSON).header(header, values);
        (Case::new(5, name).answer(ok(lines)), expected)
    };
    let must = |(case, answer): (Case, Answer)| case.expect(Expected::Answer(answer));
    let may = |(case, answer): (Case, Answer)| case.expect(Expected::AnswerOrError(answer));
    vec![
        must(case("a header that comes once", "X-Trace-Id: abc\r\n", "x-trace-id", &["abc"])),
        must(case("a header that comes three times", THRICE, "set-cookie", &["a=1; path=/", "b=2, c", "a=1; path=/"])),
        must(case("a head of 8 KiB", &format!("x-long: {}\r\nx-last: 1\r\n", "x".repeat(8000)), "x-last", &["1"])),
        must(case("a header without a value", "x-empty:\r\n", "x-empty", &[""])),
        must(case("a header with spaces around its value", "x-space: \t a  b \t\r\n", "x-space", &["a  b"])),
        may(case("a header with Turkish letters", "x-note: ğüşıöç\r\n", "x-note", &["ğüşıöç"])),
        may(case("a header folded over two lines", "x-note: a\r\n  b\r\n", "x-note", &["a b"])),
    ]
}

const THRICE: &str = "set-cookie: a=1; path=/\r\nset-cookie: b=2, c\r\nSet-Cookie: a=1; path=/\r\n";

/// `{"data":{"id":1}}`, zipped.
const GZIP: &[u8] = b"\
    \x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xab\x56\x4a\x49\x2c\x49\x54\xb2\
    \xaa\x56\xca\x4c\x51\xb2\x32\xac\xad\x05\x00\xe2\xb4\xb0\xc8\x11\x00\x00\x00";

fn bodies() -> Vec<Case> {
    let old = format!("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{JSON}");
    let until_the_end = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{JSON}");
    let trailers = chunked("").replace("0\r\n\r\n", "0;last\r\nx-sum: 1\r\n\r\n");
    let mut zipped =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", GZIP.len()).into_bytes();
    zipped.extend(GZIP);
    vec![
        Case::new(8, "a body in chunks").answer(chunked("")).answered(200, JSON),
        Case::new(8, "a body in chunks, with extensions and trailers").answer(trailers).answered(200, JSON),
        Case::new(8, "a body to the end of the connection, HTTP/1.0").answer(old).close().answered(200, JSON),
        Case::new(8, "a body to the end of the connection, HTTP/1.1").answer(until_the_end).close().answered(200, JSON),
        Case::new(8, "an empty body").answer(with_length("200 OK", "", "")).answered(200, ""),
        Case::new(8, "gzip that nobody asked for, left alone")
            .answer(zipped)
            .call(Call::get().expect(Expected::AnswerOrError(Answer::new(200, GZIP)))),
        Case::new(8, "an answer before the request's body is read")
            .early(with_length("413 Too Large", "", JSON))
            .then(Step::ReceiveBody)
            .answered(413, JSON),
    ]
}

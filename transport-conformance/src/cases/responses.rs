//! Requirements 2, 3, 5 and 8: every status is a response, redirects included, with all headers and the complete body.

use super::{chunked, ok, with_length};
use crate::case::{Call, Case, Expected, ExpectedResponse, JSON};
use crate::server::Step;

/// Statuses with headers on which some clients act.
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
        let response = with_length(&format!("{status} Status"), headers, JSON);
        Case::new(2, format!("status {status}")).respond(response).expect_response(status, JSON)
    });
    let redirects = REDIRECTS.into_iter().map(|status| {
        let response = with_length(&format!("{status} Moved"), "location: /elsewhere\r\n", "taşındı");
        let expected = ExpectedResponse::new(status, "taşındı").header("location", &["/elsewhere"]);
        Case::new(3, format!("redirect with status {status}")).respond(response).expect(Expected::Response(expected))
    });
    statuses.chain(without_body()).chain(redirects).chain(headers()).chain(bodies()).collect()
}

fn without_body() -> Vec<Case> {
    vec![
        Case::new(2, "status 204").respond("HTTP/1.1 204 No Content\r\n\r\n").expect_response(204, ""),
        Case::new(2, "status 304")
            .respond("HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n")
            .expect_response(304, ""),
        Case::new(2, "status without a reason phrase")
            .respond("HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n")
            .expect_response(200, ""),
        Case::new(2, "reason phrase with non-ASCII characters")
            .respond("HTTP/1.1 422 Reddedildi: yetersiz bakiye ığü\r\ncontent-length: 0\r\n\r\n")
            .expect_response_or_error(422, ""),
        Case::new(2, "100 Continue before the response")
            .respond(format!("HTTP/1.1 100 Continue\r\n\r\n{}", ok("")))
            .expect_response(200, JSON),
        Case::new(2, "100 Continue with a header before the response")
            .respond(format!("HTTP/1.1 100 Continue\r\nserver: kasa\r\n\r\n{}", ok("")))
            .expect_response_or_error(200, JSON),
        Case::new(2, "102 and 103 before the response")
            .respond(format!("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n{}", ok("")))
            .expect_response(200, JSON),
        Case::new(2, "unrequested 101 Switching Protocols")
            .respond("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n")
            .close()
            .expect_response_or_error(101, ""),
    ]
}

fn headers() -> Vec<Case> {
    let case = |name: &str, lines: &str, header: &'static str, values: &'static [&'static str]| {
        let expected = ExpectedResponse::new(200, JSON).header(header, values);
        (Case::new(5, name).respond(ok(lines)), expected)
    };
    let must = |(case, response): (Case, ExpectedResponse)| case.expect(Expected::Response(response));
    let may = |(case, response): (Case, ExpectedResponse)| case.expect(Expected::ResponseOrError(response));
    vec![
        must(case("single response header", "X-Trace-Id: abc\r\n", "x-trace-id", &["abc"])),
        must(case(
            "response header with three values",
            THREE_COOKIES,
            "set-cookie",
            &["a=1; path=/", "b=2, c", "a=1; path=/"],
        )),
        must(case(
            "response head of 8 KiB",
            &format!("x-long: {}\r\nx-last: 1\r\n", "x".repeat(8000)),
            "x-last",
            &["1"],
        )),
        must(case("128 response headers", &numbered_headers(126), "x-125", &["125"])),
        may(case("1000 response headers", &numbered_headers(998), "x-997", &["997"])),
        must(case("empty header value", "x-empty:\r\n", "x-empty", &[""])),
        must(case("whitespace around a header value", "x-space: \t a  b \t\r\n", "x-space", &["a  b"])),
        may(case("non-ASCII header value", "x-note: ğüşıöç\r\n", "x-note", &["ğüşıöç"])),
        may(case("folded header (obs-fold)", "x-note: a\r\n  b\r\n", "x-note", &["a b"])),
    ]
}

/// Returns this many header lines, beside the two of [`ok`].
fn numbered_headers(count: usize) -> String {
    (0..count).map(|number| format!("x-{number}: {number}\r\n")).collect()
}

const THREE_COOKIES: &str = "set-cookie: a=1; path=/\r\nset-cookie: b=2, c\r\nSet-Cookie: a=1; path=/\r\n";

/// `{"data":{"id":1}}`, compressed with gzip.
const GZIP: &[u8] = b"\
    \x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xab\x56\x4a\x49\x2c\x49\x54\xb2\
    \xaa\x56\xca\x4c\x51\xb2\x32\xac\xad\x05\x00\xe2\xb4\xb0\xc8\x11\x00\x00\x00";

fn bodies() -> Vec<Case> {
    let http_1_0 = format!("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{JSON}");
    let until_close = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{JSON}");
    let trailers = chunked("").replace("0\r\n\r\n", "0;last\r\nx-sum: 1\r\n\r\n");
    let mut gzipped =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", GZIP.len()).into_bytes();
    gzipped.extend(GZIP);
    vec![
        Case::new(8, "chunked body").respond(chunked("")).expect_response(200, JSON),
        Case::new(8, "chunked body with extensions and trailers").respond(trailers).expect_response(200, JSON),
        Case::new(8, "body delimited by close, HTTP/1.0").respond(http_1_0).close().expect_response(200, JSON),
        Case::new(8, "body delimited by close, HTTP/1.1").respond(until_close).close().expect_response(200, JSON),
        Case::new(8, "empty body").respond(with_length("200 OK", "", "")).expect_response(200, ""),
        Case::new(8, "unrequested gzip not decoded")
            .respond(gzipped)
            .call(Call::get().expect(Expected::ResponseOrError(ExpectedResponse::new(200, GZIP)))),
        Case::new(8, "response before the request body is read")
            .respond_early(with_length("413 Too Large", "", JSON))
            .then(Step::ReceiveBody)
            .expect_response(413, JSON),
    ]
}

//! Requirement 1: a request arrives as it was signed.

use craftgate_core::Request;
use craftgate_core::http::Method;

use super::ok;
use crate::case::{Call, Case, Check};
use crate::received::{Framing, ReceivedRequest};

const TARGET: &str =
    "/fraud/v1/value-lists/kara%20liste%2F%C4%9F%c4%b1//values/~100%25%2B1?names=a%2Cb&empty=&%C3%BC=%27";

/// Headers that HTTP needs and a transport may add.
const ALLOWED_HEADERS: [&str; 3] = ["host", "content-length", "connection"];

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("percent-encoded path and query", request_line, Call::new(Method::GET, TARGET, "")),
        case("header value with punctuation", headers, Call::post().header("lang", "tr;  q=\"0,5\" ~!#$%&'*+|")),
        case("repeated request header", headers, Call::post().header("x-note", "a").header("x-note", "b")),
        case("GET without added headers", nothing_added, Call::get()),
        case("POST without added headers", nothing_added, Call::post()),
        case("body with non-ASCII characters", line_and_body, Call::post()),
        case("body with every byte value", line_and_body, Call::new(Method::POST, "/files", every_byte())),
        case("body of 1 MiB", nothing_added, Call::new(Method::POST, "/files", every_byte().repeat(4096))),
        case("GET without a body", line_and_body, Call::get()),
        case("POST with an empty body", empty_body, Call::new(Method::POST, "/approve", "")),
        case("PUT with an empty body", empty_body, Call::new(Method::PUT, "/approve", "")),
        case("PUT with a body", line_and_body, Call::new(Method::PUT, "/members/1", "{}")),
        case("PATCH with a body", line_and_body, Call::new(Method::PATCH, "/members/1", "{}")),
        case("DELETE without a body", line_and_body, Call::new(Method::DELETE, "/members/1", "")),
        case("DELETE with a body", line_and_body, Call::new(Method::DELETE, "/members/1", "{}")),
        Case::new(1, "cookie not sent back")
            .respond(ok("set-cookie: session=1; path=/\r\n"))
            .check(|_, received| {
                received
                    .values("cookie")
                    .next()
                    .map(|cookie| format!("the request has the added header cookie: {cookie}"))
            })
            .call(Call::get())
            .call(Call::get()),
    ]
}

fn case(name: &str, check: Check, call: Call) -> Case {
    Case::new(1, name).respond(ok("")).check(check).call(call)
}

fn every_byte() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

/// Compares method, path and query.
fn request_line(request: &Request, received: &ReceivedRequest) -> Option<String> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let expected = format!("{} {target} HTTP/1.1", request.method());
    (received.line != expected).then(|| format!("the request line arrived as {}", received.line))
}

/// Compares the values of every header.
fn headers(request: &Request, received: &ReceivedRequest) -> Option<String> {
    let mut names = request.headers().keys();
    let changed = |name: &str| {
        let sent = request.headers().get_all(name).into_iter().map(|value| value.as_bytes());
        !sent.eq(received.values(name).map(str::as_bytes))
    };
    let name = names.find(|name| changed(name.as_str()))?.as_str();
    Some(format!("header {name} arrived as {:?}", received.values(name).collect::<Vec<_>>()))
}

/// Compares the request line and the body, and rejects added headers other than [`ALLOWED_HEADERS`].
fn nothing_added(request: &Request, received: &ReceivedRequest) -> Option<String> {
    let given = |name: &str| ALLOWED_HEADERS.contains(&name) || request.headers().contains_key(name);
    let added = received.headers.iter().find(|(name, _)| !given(name));
    line_and_body(request, received)
        .or_else(|| added.map(|(name, value)| format!("the request has the added header {name}: {value}")))
}

/// Compares the request line and the body, and rejects a chunked body.
fn line_and_body(request: &Request, received: &ReceivedRequest) -> Option<String> {
    request_line(request, received).or_else(|| match received.framing() {
        _ if received.body != request.body().as_bytes() => {
            Some(format!("the body arrived as {} different bytes", received.body.len()))
        }
        Framing::Chunked => Some("the body arrived chunked".to_owned()),
        Framing::Empty | Framing::Length(_) => None,
    })
}

/// Requires `content-length: 0`: without it, servers wait for a body or reject the request.
fn empty_body(request: &Request, received: &ReceivedRequest) -> Option<String> {
    let says_so = received.values("content-length").eq(["0"]);
    line_and_body(request, received).or_else(|| (!says_so).then(|| "the request has no content-length: 0".to_owned()))
}

//! Rule 1: a request arrives as it was signed.

use craftgate_core::Request;
use craftgate_core::http::Method;

use super::super::case::{Call, Case, Check};
use super::super::received::{Framing, Received};
use super::ok;

const TARGET: &str =
    "/fraud/v1/value-lists/kara%20liste%2F%C4%9F%c4%b1//values/~100%25%2B1?names=a%2Cb&empty=&%C3%BC=%27";

/// What HTTP itself needs, and a transport may add.
const HTTPS_OWN: [&str; 3] = ["host", "content-length", "connection"];

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("a path and query with escapes", line, Call::new(Method::GET, TARGET, "")),
        case("a header's value to the letter", headers, Call::post().header("lang", "tr;  q=\"0,5\" ~!#$%&'*+|")),
        case("a header that comes twice", headers, Call::post().header("x-note", "a").header("x-note", "b")),
        case("a GET with no header of the transport's own", nothing_added, Call::get()),
        case("a POST with no header of the transport's own", nothing_added, Call::post()),
        case("a body with Turkish letters", whole, Call::post()),
        case("a body with every byte there is", whole, Call::new(Method::POST, "/files", every_byte())),
        case("a body of 1 MiB", nothing_added, Call::new(Method::POST, "/files", every_byte().repeat(4096))),
        case("a GET has no body", whole, Call::get()),
        case("a POST with an empty body", empty, Call::new(Method::POST, "/approve", "")),
        case("a PUT with an empty body", empty, Call::new(Method::PUT, "/approve", "")),
        case("a PUT with a body", whole, Call::new(Method::PUT, "/members/1", "{}")),
        case("a PATCH with a body", whole, Call::new(Method::PATCH, "/members/1", "{}")),
        case("a DELETE without a body", whole, Call::new(Method::DELETE, "/members/1", "")),
        case("a DELETE with a body", whole, Call::new(Method::DELETE, "/members/1", "{}")),
        Case::new(1, "a cookie is not sent back")
            .answer(ok("set-cookie: session=1; path=/\r\n"))
            .check(|_, received| {
                received.values("cookie").next().map(|cookie| format!("it came with cookie: {cookie}"))
            })
            .call(Call::get())
            .call(Call::get()),
    ]
}

fn case(name: &str, check: Check, call: Call) -> Case {
    Case::new(1, name).answer(ok("")).check(check).call(call)
}

fn every_byte() -> Vec<u8> {
    (0..=u8::MAX).collect()
}

/// Method, path and query, to the letter.
fn line(request: &Request, received: &Received) -> Option<String> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let line = format!("{} {target} HTTP/1.1", request.method());
    (received.line != line).then(|| format!("it arrived as {}", received.line))
}

fn headers(request: &Request, received: &Received) -> Option<String> {
    let mut names = request.headers().keys();
    let changed = |name: &str| {
        let sent = request.headers().get_all(name).into_iter().map(|value| value.as_bytes());
        !sent.eq(received.values(name).map(str::as_bytes))
    };
    let name = names.find(|name| changed(name.as_str()))?.as_str();
    Some(format!("{name} arrived as {:?}", received.values(name).collect::<Vec<_>>()))
}

/// The line, the body, and no header beyond those that were given and HTTP's own.
fn nothing_added(request: &Request, received: &Received) -> Option<String> {
    let given = |name: &str| HTTPS_OWN.contains(&name) || request.headers().contains_key(name);
    let added = received.headers.iter().find(|(name, _)| !given(name));
    whole(request, received).or_else(|| added.map(|(name, value)| format!("it came with {name}: {value}")))
}

/// The line and the body, whose length is told only where there is one.
fn whole(request: &Request, received: &Received) -> Option<String> {
    line(request, received).or_else(|| match received.framing() {
        _ if received.body != request.body().as_bytes() => {
            Some(format!("its body arrived as {} other bytes", received.body.len()))
        }
        Framing::Chunked => Some("its body arrived in chunks".to_owned()),
        Framing::Nothing | Framing::Length(_) => None,
    })
}

/// Servers wait for a body, or refuse, where nothing says that there is none.
fn empty(request: &Request, received: &Received) -> Option<String> {
    let says_so = received.values("content-length").eq(["0"]);
    whole(request, received).or_else(|| (!says_so).then(|| "it came without content-length: 0".to_owned()))
}

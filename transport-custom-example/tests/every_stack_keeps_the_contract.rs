//! What `craftgate_core::Transport` asks of a transport, each stack keeps: also towards hostile servers.

mod common;

use craftgate_core::Transport;
use craftgate_transport_conformance::{Conformance, Limits};

#[test]
fn the_closure() {
    keeps_the_contract(|limits| common::closure(limits.read_timeout, limits.max_response_bytes), None);
}

#[test]
fn the_async_one() {
    keeps_the_contract(|limits| common::asynchronous(limits.read_timeout, limits.max_response_bytes), None);
}

#[cfg(feature = "libcurl")]
#[test]
fn libcurl() {
    // It writes the `%c4` in that case's URL as `%C4`; src/libcurl.rs says why that does no harm.
    let known = (
        "percent-encoded path and query",
        "the request line arrived as GET /fraud/v1/value-lists/kara%20liste%2F%C4%9F%C4%B1//values/~100%25%2B1?\
         names=a%2Cb&empty=&%C3%BC=%27 HTTP/1.1",
    );
    keeps_the_contract(|limits| common::libcurl(limits.read_timeout, limits.max_response_bytes), Some(known));
}

fn keeps_the_contract<T: Transport + Send + 'static>(transport: impl Fn(&Limits) -> T, known: Option<(&str, &str)>) {
    let report = Conformance::new(transport).run();
    let mut unknown =
        report.failures().filter(|result| result.failure().map(|failure| (result.case(), failure)) != known);
    assert!(unknown.next().is_none(), "{report}");
}

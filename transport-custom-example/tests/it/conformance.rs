//! Each stack meets the contract of [`craftgate_core::Transport`].

use std::time::Duration;

use craftgate_core::Transport;
use craftgate_transport_conformance::{Conformance, Limits};

use crate::stacks;

#[test]
fn closure() {
    assert_conforms(|limits| stacks::closure(limits.timeout, limits.max_response_bytes), None);
}

#[cfg(feature = "libcurl")]
#[test]
fn libcurl() {
    // It sends the `%c4` of that URL as `%C4`, which is harmless: see src/libcurl.rs.
    let known = (
        "percent-encoded path and query",
        "the request line arrived as GET /fraud/v1/value-lists/kara%20liste%2F%C4%9F%C4%B1//values/~100%25%2B1?\
         names=a%2Cb&empty=&%C3%BC=%27 HTTP/1.1",
    );
    assert_conforms(|limits| stacks::libcurl(limits.timeout, limits.max_response_bytes), Some(known));
}

fn assert_conforms<T: Transport + Send + 'static>(transport: impl Fn(&Limits) -> T, known: Option<(&str, &str)>) {
    // Only the cases without a response reach this timeout, on the busiest machine.
    let report = Conformance::new(transport).timeout(Duration::from_secs(5)).run();
    let mut unexpected =
        report.failures().filter(|result| result.failure().map(|failure| (result.case(), failure)) != known);
    assert!(unexpected.next().is_none(), "{report}");
}

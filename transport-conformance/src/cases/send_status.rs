//! Requirements 4 and 7: a request is sent at most once, and an error tells correctly whether it can have been sent.

use craftgate_core::Request;

use super::ok;
use crate::case::{Call, Case, Expected, Target};
use crate::received::ReceivedRequest;
use crate::server::Step;

pub(super) fn cases() -> Vec<Case> {
    at_most_once().into_iter().chain(not_sent()).chain(maybe_sent()).collect()
}

fn at_most_once() -> Vec<Case> {
    let reused = |name: &str| Case::new(4, name).respond(ok(""));
    let two_calls = |case: Case, second: Expected| case.call(Call::post()).call(Call::post().expect(second));
    vec![
        Case::new(4, "GET not served from a cache")
            .respond(ok("cache-control: max-age=3600\r\n"))
            .check(arrives)
            .call(Call::get())
            .call(Call::get()),
        two_calls(
            reused("reused connection closed on a request").respond("").close().respond(ok("")),
            Expected::MaybeSent,
        ),
        two_calls(
            reused("reused connection reset on a request").respond_early("").reset().respond(ok("")),
            Expected::MaybeSent,
        ),
        two_calls(
            reused("reused connection closed within a response").respond("HTTP/1.1 200 OK\r\n").close().respond(ok("")),
            Expected::MaybeSent,
        ),
    ]
}

/// Passes every request: one that did not arrive fails any check.
fn arrives(_: &Request, _: &ReceivedRequest) -> Option<String> {
    None
}

fn not_sent() -> Vec<Case> {
    let case = |name: &str, target| Case::new(7, name).target(target).expect(Expected::NotSent);
    vec![case("connection refused", Target::ClosedPort), case("unresolvable host", Target::UnknownHost)]
}

fn maybe_sent() -> Vec<Case> {
    vec![
        Case::new(7, "connection closed before a response").respond("").close().expect_maybe_sent(),
        Case::new(7, "connection reset before the request is read").script(vec![Step::Reset]).expect_maybe_sent(),
        Case::new(7, "connection reset before the response").respond_early("").reset().expect_maybe_sent(),
    ]
}

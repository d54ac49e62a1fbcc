//! Rule 7: what is said of a failure is true. Rule 4: and nothing is sent twice to make it good.

use craftgate_core::Request;

use super::super::case::{Call, Case, Expected, Host};
use super::super::received::Received;
use super::super::server::Step;
use super::ok;

pub(super) fn cases() -> Vec<Case> {
    once().into_iter().chain(not_sent()).chain(unknown()).collect()
}

fn once() -> Vec<Case> {
    let kept = |name: &str| Case::new(4, name).answer(ok(""));
    let twice = |case: Case, second: Expected| case.call(Call::post()).call(Call::post().expect(second));
    vec![
        Case::new(4, "a GET is sent each time, not answered from a cache")
            .answer(ok("cache-control: max-age=3600\r\n"))
            .check(arrives)
            .call(Call::get())
            .call(Call::get()),
        twice(
            kept("a kept connection that ends as a request comes").answer("").close().answer(ok("")),
            Expected::Unknown,
        ),
        twice(
            kept("a kept connection that is reset as a request comes").early("").reset().answer(ok("")),
            Expected::Unknown,
        ),
        twice(
            kept("a kept connection that breaks off in an answer").answer("HTTP/1.1 200 OK\r\n").close().answer(ok("")),
            Expected::Unknown,
        ),
    ]
}

/// A request that did not arrive fails any check.
fn arrives(_: &Request, _: &Received) -> Option<String> {
    None
}

fn not_sent() -> Vec<Case> {
    let case = |name: &str, host| Case::new(7, name).host(host).expect(Expected::NotSent);
    vec![case("a connection that is refused", Host::Nobody), case("a host that does not resolve", Host::Nowhere)]
}

fn unknown() -> Vec<Case> {
    vec![
        Case::new(7, "a connection closed instead of an answer").answer("").close().unknown(),
        Case::new(7, "a connection reset before the request is read").act(vec![Step::Reset]).unknown(),
        Case::new(7, "a connection reset before the answer").early("").reset().unknown(),
    ]
}

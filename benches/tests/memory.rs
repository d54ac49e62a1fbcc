//! A big page is parsed in little more memory than its body and its results need, and a walk over many pages holds
//! one of them at a time.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use std::sync::atomic::{AtomicUsize, Ordering};

use allocation_counter::measure;
use craftgate_benches::page_of;
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Client, Credentials, Environment, Protocol, RandomKey, Response};

/// Code that isn't optimised parses an eighth of it, to be done in a second: a list grows by doubling, so that an
/// eighth as many items leave as great a part of it empty.
const MANY: usize = if cfg!(debug_assertions) { 1_250 } else { 10_000 };

fn protocol() -> Protocol {
    Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox)
}

/// The most bytes that are held at one time, a list that grows being held twice.
fn peak(work: impl FnOnce()) -> u64 {
    measure(work).bytes_max
}

#[test]
fn a_page_of_ten_thousand_payments_takes_less_than_three_times_its_body() {
    let body = page_of(MANY).into_bytes();
    let length = u64::try_from(body.len()).unwrap();
    let (protocol, search, answer) = (protocol(), SearchPayments::new(), Response::new(Body::from(body)));
    let peak = length + peak(|| assert_eq!(protocol.exchange(&search).parse(answer).unwrap().items.len(), MANY));
    println!("{length} bytes of body, {peak} bytes at most");
    assert!(peak < 3 * length, "{peak} bytes for a body of {length}");
}

#[test]
fn a_walk_over_many_pages_holds_one_at_a_time() {
    let (few, many) = (peak_of_a_walk(2), peak_of_a_walk(20));
    println!("{few} bytes at most for 2 pages, {many} for 20");
    assert!(many < few + few / 10, "{few} bytes for 2 pages, {many} for 20");
}

/// Walks over so many pages of 20 payments each, item by item.
fn peak_of_a_walk(pages: usize) -> u64 {
    let (asked, mut items) = (AtomicUsize::new(0), 0);
    let total = format!(r#""totalSize":{}"#, 20 * pages);
    let page = page_of(20).replace(r#""totalSize":20"#, &total);
    let peak = peak(|| {
        let transport = from_fn(|_| {
            asked.fetch_add(1, Ordering::Relaxed);
            Ok(Response::new(Body::from(page.as_str())))
        });
        let client = Client::new(protocol(), transport, || RandomKey::new("Xa15Fp11T"));
        items = client.items(SearchPayments::new().size(20)).map(Result::unwrap).count();
    });
    assert_eq!((asked.into_inner(), items), (pages, 20 * pages));
    peak
}

//! A large page is parsed in little more memory than its body and its items take, and iterating over pages keeps one of
//! them at a time.

use std::sync::atomic::{AtomicUsize, Ordering};

use allocation_counter::measure;
use craftgate_benches::page_of;
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Client, Credentials, Environment, Protocol, RandomKey, Response};

/// The payments of a large page. An unoptimized build parses an eighth, to finish in a second: a vector's capacity
/// doubles, so that an eighth of the items leaves the same part of it unused.
const ITEMS: usize = if cfg!(debug_assertions) { 1_250 } else { 10_000 };

fn protocol() -> Protocol {
    Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox)
}

/// The most bytes that are allocated at one time. A vector that is reallocated counts twice.
fn peak_bytes(work: impl FnOnce()) -> u64 {
    measure(work).bytes_max
}

#[test]
fn a_large_page_takes_less_than_three_times_the_memory_of_its_body() {
    let body = page_of(ITEMS).into_bytes();
    let length = u64::try_from(body.len()).unwrap();
    let (protocol, search, response) = (protocol(), SearchPayments::new(), Response::new(Body::from(body)));
    let peak =
        length + peak_bytes(|| assert_eq!(protocol.exchange(&search).parse(response).unwrap().items.len(), ITEMS));
    println!("{length} bytes of body, {peak} bytes at most");
    assert!(peak < 3 * length, "{peak} bytes for a body of {length}");
}

#[test]
fn iterating_over_pages_keeps_one_at_a_time() {
    let (few, many) = (peak_of_iteration(2), peak_of_iteration(20));
    println!("{few} bytes at most for 2 pages, {many} for 20");
    assert!(many < few + few / 10, "{few} bytes for 2 pages, {many} for 20");
}

/// The most bytes that are allocated while iterating over this many pages of 20 payments.
fn peak_of_iteration(pages: usize) -> u64 {
    let (requests, mut items) = (AtomicUsize::new(0), 0);
    let total = format!(r#""totalSize":{}"#, 20 * pages);
    let page = page_of(20).replace(r#""totalSize":20"#, &total);
    let peak = peak_bytes(|| {
        let transport = from_fn(|_| {
            let number = requests.fetch_add(1, Ordering::Relaxed);
            let page = page.replace(r#""page":0"#, &format!(r#""page":{number}"#));
            Ok(Response::new(Body::from(page.replace(r#""id":90817"#, &format!(r#""id":{}"#, 90_817 + number)))))
        });
        let client = Client::new(protocol(), transport, || RandomKey::new("Xa15Fp11T"));
        items = client.items(SearchPayments::new().size(20)).map(Result::unwrap).count();
    });
    assert_eq!((requests.into_inner(), items), (pages, 20 * pages));
    peak
}

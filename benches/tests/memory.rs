//! A big page is parsed in little more memory than its body and its results need, and a walk over many pages holds
//! one of them at a time.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use std::sync::atomic::{AtomicUsize, Ordering};

use allocation_counter::measure;
use craftgate_benches::page_of;
use craftgate_core::payment_reporting::{ReportedPayment, SearchPayments};
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Client, Craftgate, Credentials, Environment, RandomKey, Response};

fn craftgate() -> Craftgate {
    Craftgate::new(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox)
}

/// The highest sum of everything that is held at one time, in bytes.
fn peak(work: impl FnOnce()) -> u64 {
    measure(work).bytes_max
}

#[test]
fn a_page_of_ten_thousand_payments_takes_less_than_three_times_its_body() {
    let body = page_of(10_000).into_bytes();
    let length = u64::try_from(body.len()).unwrap();
    let (craftgate, search, answer) = (craftgate(), SearchPayments::new(), Response::new(Body::from(body)));
    let peak = length + peak(|| assert_eq!(craftgate.call(&search).response(answer).unwrap().items.len(), 10_000));
    println!("{length} bytes of body, {peak} bytes at most, {} a payment itself", size_of::<ReportedPayment>());
}

#[test]
fn a_walk_over_many_pages_holds_one_at_a_time() {
    let peak_of = |pages: usize| {
        let asked = AtomicUsize::new(0);
        let mut items = 0;
        let peak = peak(|| {
            let transport = from_fn(|_| {
                asked.fetch_add(1, Ordering::Relaxed);
                let page = page_of(50).replace(r#""totalSize":50"#, &format!(r#""totalSize":{}"#, 50 * pages));
                Ok(Response::new(Body::from(page)))
            });
            let client = Client::new(craftgate(), transport, || RandomKey::new("Xa15Fp11T"));
            items = client.items(SearchPayments::new().size(50)).map(Result::unwrap).count();
        });
        assert_eq!((asked.into_inner(), items), (pages, 50 * pages));
        peak
    };
    let (few, many) = (peak_of(2), peak_of(20));
    println!("{few} bytes at most for 2 pages, {many} for 20");
}

//! A payment over loopback, on a connection that is kept alive: the library over an HTTP stack beside the stack alone.

pub(crate) mod bare_ureq;
#[cfg(feature = "libcurl")]
mod libcurl;
mod server;

use std::sync::{Arc, Barrier};
use std::thread;

use craftgate_core::{Credentials, Environment, Protocol, RandomKey, Request, Transport};
use craftgate_ureq::UreqTransport;

use crate::answers::{self, PAYMENT};
use crate::requests::{self, API_KEY, SECRET_KEY};
use crate::row::{Row, Work};

/// So many exchanges a turn: a thread's clock takes its time too.
const BATCH: usize = 32;

/// Every row over loopback.
#[must_use]
pub fn rows() -> Vec<Row> {
    let shop = Shop::at(server::start(PAYMENT));
    let rows = [
        Row::new("a prepared payment: craftgate-ureq, ureq", 1.05, shop.transport(), shop.bare()),
        Row::new("a payment: craftgate-ureq, by hand over ureq", 1.05, shop.library(), shop.by_hand()),
        Row::new("a payment: craftgate-ureq, prepared over ureq", 1.05, shop.library(), shop.bare()),
    ];
    let rows = rows.into_iter();
    #[cfg(feature = "libcurl")]
    let rows = rows.chain(libcurl::rows(&shop));
    rows.collect()
}

/// A client that pays `count` times, one payment after the other, wherever it is called.
pub fn payer() -> impl Fn(usize) + Clone + Send {
    let client = Shop::at(server::start(PAYMENT)).client();
    move |count| (0..count).for_each(|_| drop(client.call(&requests::payment()).send().unwrap()))
}

/// Has so many threads pay by one client, and gives what `look` sees while all of them wait for the answer.
pub fn waiting<T>(threads: usize, look: impl FnOnce() -> T) -> T {
    let barrier = Arc::new(Barrier::new(2));
    let client = Shop::at(server::start_patient(PAYMENT, threads, Arc::clone(&barrier))).client();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| client.call(&requests::payment()).send().unwrap());
        }
        barrier.wait();
        let seen = look();
        barrier.wait();
        seen
    })
}

/// A merchant with a server that takes every payment.
struct Shop {
    url: String,
    protocol: Protocol,
}

impl Shop {
    fn at(url: String) -> Self {
        let credentials = Credentials::new(API_KEY, SECRET_KEY).unwrap();
        Self { protocol: Protocol::new(credentials, Environment::custom(&url).unwrap()), url }
    }

    fn client(&self) -> craftgate_ureq::Client {
        craftgate_ureq::client_over(self.protocol.clone(), UreqTransport::new())
    }

    /// All that a merchant writes.
    fn library(&self) -> Work {
        let (client, payment) = (self.client(), requests::payment());
        Work::new(|| (), move |()| client.call(&payment).send().unwrap()).in_batches(BATCH)
    }

    /// The same without the library: JSON, signature, one request, JSON.
    fn by_hand(&self) -> Work {
        let (agent, pay) = (bare_ureq::agent(), requests::by_hand(&self.url));
        Work::new(|| (), move |()| answers::by_hand(bare_ureq::exchange(&agent, pay()))).in_batches(BATCH)
    }

    /// The library's transport alone.
    fn transport(&self) -> Work {
        let transport = UreqTransport::new();
        Work::new(self.prepared(), move |request| transport.send(request).unwrap()).in_batches(BATCH)
    }

    /// The HTTP stack alone.
    fn bare(&self) -> Work {
        let agent = bare_ureq::agent();
        let send = move |request: Request| bare_ureq::exchange(&agent, request.map(|body| body.into_bytes()));
        Work::new(self.prepared(), send).in_batches(BATCH)
    }

    fn prepared(&self) -> impl Fn() -> Request + 'static {
        let protocol = self.protocol.clone();
        let payment = requests::payment();
        move || protocol.exchange(&payment).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_bring_the_same_answer() {
        let shop = Shop::at(server::start(PAYMENT));
        let library = UreqTransport::new().send(shop.prepared()()).unwrap();
        let request = shop.prepared()().map(craftgate_core::Body::into_bytes);
        let bare = bare_ureq::exchange(&bare_ureq::agent(), request);
        assert_eq!(library.body().as_bytes(), PAYMENT.as_bytes());
        assert_eq!(bare.body(), PAYMENT.as_bytes());
        assert_eq!((library.status(), library.headers()), (bare.status(), bare.headers()));
    }
}

//! A payment over loopback: the library over an HTTP stack, and the stack alone. On a connection that is kept alive, unless a
//! case says otherwise.

pub(crate) mod bare_ureq;
#[cfg(feature = "libcurl")]
mod libcurl;
mod server;
mod tls;

use std::sync::{Arc, Barrier};
use std::thread;

use craftgate_core::{Credentials, Environment, Protocol, RandomKey, Request, Transport};
use craftgate_ureq::UreqTransport;
use ureq::Agent;

use crate::case::{Case, Work};
use crate::requests::{self, API_KEY, SECRET_KEY};
use crate::responses::{self, PAYMENT};

/// The exchanges in a batch, enough to make the cost of reading a thread's clock small.
const BATCH: usize = 32;

/// Every case over loopback.
#[must_use]
pub fn cases() -> Vec<Case> {
    let merchant = Merchant::at(server::start(PAYMENT));
    let cases = [
        Case::new("a prepared payment: craftgate-ureq, ureq", 1.05, merchant.transport(), merchant.bare()),
        Case::new(
            "a payment: craftgate-ureq, the baseline over ureq",
            1.05,
            merchant.library(merchant.client()),
            merchant.baseline(bare_ureq::agent()),
        ),
        Case::new(
            "a payment: craftgate-ureq, prepared over ureq",
            1.05,
            merchant.library(merchant.client()),
            merchant.bare(),
        ),
    ];
    let cases = cases.into_iter().chain(tls::cases());
    #[cfg(feature = "libcurl")]
    let cases = cases.chain(libcurl::cases(&merchant));
    cases.collect()
}

/// Returns a function that takes `count` payments by a shared client, one after the other.
pub fn payer() -> impl Fn(usize) + Clone + Send {
    let client = Merchant::at(server::start(PAYMENT)).client();
    move |count| (0..count).for_each(|_| drop(client.call(&requests::payment()).send().unwrap()))
}

/// Takes a payment in each of this many threads, and returns the result of `observe` while all wait for a response.
pub fn while_waiting<T>(threads: usize, observe: impl FnOnce() -> T) -> T {
    let barrier = Arc::new(Barrier::new(2));
    let client = Merchant::at(server::start_holding(PAYMENT, threads, Arc::clone(&barrier))).client();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| client.call(&requests::payment()).send().unwrap());
        }
        barrier.wait();
        let observed = observe();
        barrier.wait();
        observed
    })
}

/// A merchant whose payments go to a server on loopback.
struct Merchant {
    url: String,
    protocol: Protocol,
}

impl Merchant {
    fn at(url: String) -> Self {
        let credentials = Credentials::new(API_KEY, SECRET_KEY).unwrap();
        Self { protocol: Protocol::new(credentials, Environment::custom(&url).unwrap()), url }
    }

    fn client(&self) -> craftgate_ureq::Client {
        craftgate_ureq::client_with_transport(self.protocol.clone(), UreqTransport::new())
    }

    /// Builds, signs, sends and parses a payment by the library.
    fn library(&self, client: craftgate_ureq::Client) -> Work {
        let payment = requests::payment();
        Work::new(|| (), move |()| client.call(&payment).send().unwrap()).in_batches(BATCH)
    }

    /// Builds, signs, sends and parses a payment by the baseline over bare ureq.
    fn baseline(&self, agent: Agent) -> Work {
        let pay = requests::payments_baseline(&self.url);
        Work::new(|| (), move |()| responses::parse_baseline(bare_ureq::exchange(&agent, pay()))).in_batches(BATCH)
    }

    /// Sends a prepared request by the library's transport.
    fn transport(&self) -> Work {
        let transport = UreqTransport::new();
        Work::new(self.prepared(), move |request| transport.send(request).unwrap()).in_batches(BATCH)
    }

    /// Sends a prepared request by bare ureq.
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
    fn transport_and_bare_ureq_return_the_same_response() {
        let merchant = Merchant::at(server::start(PAYMENT));
        let library = UreqTransport::new().send(merchant.prepared()()).unwrap();
        let request = merchant.prepared()().map(craftgate_core::Body::into_bytes);
        let bare = bare_ureq::exchange(&bare_ureq::agent(), request);
        assert_eq!(library.body().as_bytes(), PAYMENT.as_bytes());
        assert_eq!(bare.body(), PAYMENT.as_bytes());
        assert_eq!((library.status(), library.headers()), (bare.status(), bare.headers()));
    }
}

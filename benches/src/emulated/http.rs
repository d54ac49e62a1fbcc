//! The emulator over HTTP, beside a server of the same crates that sends the same response to every request.

use std::convert::Infallible;
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use craftgate_core::{Environment, Protocol, RandomKey};
use craftgate_emulator::{Emulator, Server};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::runtime;
use ureq::Agent;

use super::account::{Account, payment};
use crate::case::{Case, Work};
use crate::loopback::bare_ureq;

/// The emulator, and a server of the same crates that sends what the emulator responded to a payment.
#[derive(Debug)]
pub struct Servers {
    emulator: Server,
    /// The URL of the other one, which runs as long as the process.
    bare: String,
}

impl Servers {
    /// Starts both.
    #[must_use]
    pub fn start() -> Self {
        let emulator = Server::start(Account::empty().emulator).unwrap();
        let response = bare_ureq::exchange(&bare_ureq::agent(), prepared(&emulator.url())()).into_body();
        Self { emulator, bare: start(response.into()) }
    }

    /// A payment at each of them.
    #[must_use]
    pub fn case(&self) -> Case {
        let [emulator, bare] = self.urls().map(|url| work(&url));
        Case::new("a payment: the emulator, a server with a prepared response", 2.0, emulator, bare)
    }

    /// The URLs of the emulator and of the other one.
    #[must_use]
    pub fn urls(&self) -> [String; 2] {
        [self.emulator.url(), self.bare.clone()]
    }
}

fn work(url: &str) -> Work {
    let agent = bare_ureq::agent();
    Work::new(prepared(url), move |request| exchange(&agent, request)).in_batches(32)
}

/// Returns a function that sends this many payments to a server over a connection of its own.
pub fn payer(url: &str) -> impl Fn(usize) + use<> {
    let (agent, pay) = (bare_ureq::agent(), prepared(url));
    move |count| (0..count).for_each(|_| drop(exchange(&agent, pay())))
}

fn exchange(agent: &Agent, request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
    let response = bare_ureq::exchange(agent, request);
    assert!(response.status().is_success());
    response
}

/// Returns a function that builds a signed payment to a server.
fn prepared(url: &str) -> impl Fn() -> http::Request<Vec<u8>> + use<> {
    let environment = Environment::custom(url).unwrap();
    let protocol = Protocol::new(Emulator::new().credentials().unwrap(), environment);
    let random_key = RandomKey::new("Xa15Fp11T").unwrap();
    move || protocol.exchange(&payment(0)).request(&random_key).unwrap().map(craftgate_core::Body::into_bytes)
}

/// Starts the bare server, and returns its URL. It runs as long as the process.
fn start(body: Bytes) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(accept(listener, body));
    });
    url
}

async fn accept(listener: TcpListener, body: Bytes) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let body = body.clone();
        let service = service_fn(move |request| respond(request, body.clone()));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn respond(request: hyper::Request<Incoming>, body: Bytes) -> Result<http::Response<Full<Bytes>>, Infallible> {
    drop(request.into_body().collect().await);
    let response = http::Response::builder().header("content-type", "application/json");
    Ok(response.body(Full::new(body)).unwrap())
}

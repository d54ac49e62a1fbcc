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

use super::account::{Account, payment};
use crate::case::{Case, Work};
use crate::loopback::bare_ureq;

/// A payment at the emulator, and at a server with a prepared response.
#[must_use]
pub fn case() -> Case {
    let server = Server::start(Account::empty().emulator).unwrap();
    let response = {
        let (agent, pay) = (bare_ureq::agent(), prepared(&server.url()));
        bare_ureq::exchange(&agent, pay()).into_body()
    };
    let bare = start(response.into());
    let url = server.url();
    Case::new(
        "a payment: the emulator, a server with a prepared response",
        2.0,
        work(&url, Some(server)),
        work(&bare, None),
    )
}

fn work(url: &str, server: Option<Server>) -> Work {
    let agent = bare_ureq::agent();
    let send = move |request| {
        let _running = &server;
        let response = bare_ureq::exchange(&agent, request);
        assert!(response.status().is_success());
        response
    };
    Work::new(prepared(url), send).in_batches(32)
}

/// Returns a function that builds a signed payment to a server.
fn prepared(url: &str) -> impl Fn() -> http::Request<Vec<u8>> + 'static {
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

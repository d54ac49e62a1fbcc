//! The emulator behind a socket, beside a server of the same crates that says the same to everybody.

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

use super::account::payment;
use crate::loopback::bare_ureq;
use crate::row::{Row, Work};

/// A payment at the emulator, and at a server that has its answer ready.
#[must_use]
pub fn row() -> Row {
    let server = Server::start(Emulator::new()).unwrap();
    let answer = {
        let (agent, pay) = (bare_ureq::agent(), prepared(&server.url()));
        bare_ureq::exchange(&agent, pay()).into_body()
    };
    let bare = start(answer.into());
    let url = server.url();
    Row::new("a payment: the emulator, a server with an answer ready", 2.0, work(&url, Some(server)), work(&bare, None))
}

fn work(url: &str, server: Option<Server>) -> Work {
    let agent = bare_ureq::agent();
    let send = move |request| {
        let _running = &server;
        let answer = bare_ureq::exchange(&agent, request);
        assert!(answer.status().is_success());
        answer
    };
    Work::new(prepared(url), send).in_batches(32)
}

/// A payment that is signed for whatever server is at this URL.
fn prepared(url: &str) -> impl Fn() -> http::Request<Vec<u8>> + 'static {
    let environment = Environment::custom(url).unwrap();
    let protocol = Protocol::new(Emulator::new().credentials().unwrap(), environment);
    let random_key = RandomKey::new("Xa15Fp11T").unwrap();
    move || protocol.exchange(&payment(0)).request(&random_key).unwrap().map(craftgate_core::Body::into_bytes)
}

/// Starts the bare server, and gives its URL. It runs as long as the process.
fn start(answer: Bytes) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(accept(listener, answer));
    });
    url
}

async fn accept(listener: TcpListener, answer: Bytes) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let answer = answer.clone();
        let service = service_fn(move |request| respond(request, answer.clone()));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn respond(request: hyper::Request<Incoming>, answer: Bytes) -> Result<http::Response<Full<Bytes>>, Infallible> {
    drop(request.into_body().collect().await);
    let response = http::Response::builder().header("content-type", "application/json");
    Ok(response.body(Full::new(answer)).unwrap())
}

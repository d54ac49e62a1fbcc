//! The shortest way in: a closure. Here over `reqwest::blocking`; any client that blocks goes the same way.
//!
//! The numbers are the rules of `craftgate_core::Transport`.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use craftgate_core::installment::RetrieveBinNumber;
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Client, Environment, Protocol, Request, Response, Transport, TransportError};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, Server};
use reqwest::blocking;

pub(crate) fn transport(timeout: Duration, max_response_bytes: usize) -> reqwest::Result<impl Transport + Send + Sync> {
    let http = blocking::Client::builder()
        .redirect(reqwest::redirect::Policy::none()) //      rule 3
        .retry(reqwest::retry::never()) //                   rule 4
        .connect_timeout(Duration::from_secs(10)) //         rule 6
        .timeout(timeout)
        .no_proxy() // unless you want one: else the environment can choose it
        .build()?;
    Ok(from_fn(move |request| send(&http, request, max_response_bytes, Instant::now() + timeout)))
}

fn send(http: &blocking::Client, request: Request, max: usize, deadline: Instant) -> Result<Response, TransportError> {
    // Rule 1: reqwest speaks the types of the `http` crate too, so nothing can get lost on the way over.
    let request = blocking::Request::try_from(request.map(Body::into_bytes)).map_err(classify)?;
    // Rule 2: only `error_for_status` would make an error of a status, and nobody calls it.
    let mut answer = http.execute(request).map_err(classify)?;

    let mut response = Response::default();
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut()); // rule 5
    *response.body_mut() = read(BufReader::new(answer), max, deadline)?;
    Ok(response)
}

/// Rule 6. reqwest's timeout holds for each piece of a body anew: a body that drips would go on for ever. Rule 8
/// is reqwest's own: a body that stops short of its length is an error of `fill_buf`.
fn read(mut answer: impl BufRead, max: usize, deadline: Instant) -> Result<Body, TransportError> {
    let mut body = Vec::new();
    while Instant::now() < deadline {
        let piece = answer.fill_buf().map_err(TransportError::maybe_sent)?;
        if piece.is_empty() {
            return Ok(body.into());
        }
        if body.len() + piece.len() > max {
            return Err(TransportError::maybe_sent("the answer is longer than the limit"));
        }
        body.extend_from_slice(piece);
        let length = piece.len();
        answer.consume(length);
    }
    Err(TransportError::maybe_sent("the answer took too long"))
}

/// Rule 7. reqwest knows whether a connection stood; a client that doesn't tell is `unknown` throughout.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url(); // which may hold a token
    match error.is_connect() || error.is_builder() {
        true => TransportError::not_sent(error),
        false => TransportError::maybe_sent(error),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(Emulator::new())?;
    println!("Craftgate's emulator at {}", server.url());
    let protocol = Protocol::new(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let transport = || transport(Duration::from_secs(150), 16 * 1024 * 1024);
    let client = Client::new(protocol.clone(), transport()?, random_key);

    let card = client.call(&RetrieveBinNumber::new("40430800")).send()?;
    println!("40430800 is a card of {}", card.bank_name.as_deref().unwrap_or("a bank not known"));

    drop(server);
    let client = Client::new(protocol, transport()?, random_key);
    let Err(error) = client.call(&RetrieveBinNumber::new("40430800")).send() else {
        return Err("nobody was there, and answered".into());
    };
    println!("with nobody there: {error} ({:?})", error.outcome());
    Ok(())
}

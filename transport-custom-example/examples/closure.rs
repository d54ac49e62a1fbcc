//! A closure as a transport, here over `reqwest::blocking`; any blocking client works the same way.
//!
//! The numbers are the requirements of `craftgate_core::Transport`.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use craftgate_core::installment::RetrieveBinNumber;
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Client, Environment, Protocol, Request, Response, Transport, TransportError};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, Server};
use reqwest::blocking;

/// Returns a transport over a blocking reqwest client.
pub(crate) fn transport(timeout: Duration, max_response_bytes: usize) -> reqwest::Result<impl Transport + Send + Sync> {
    let http = blocking::Client::builder()
        .redirect(reqwest::redirect::Policy::none()) // requirement 3
        .retry(reqwest::retry::never()) // requirement 4
        .connect_timeout(Duration::from_secs(10)) // requirement 6
        .timeout(timeout)
        .http1_max_headers(1024) // requirement 5: by default, a response with more than 100 is an error
        .no_proxy() // otherwise the environment chooses it
        .build()?;
    Ok(from_fn(move |request| send(&http, request, max_response_bytes, Instant::now() + timeout)))
}

fn send(http: &blocking::Client, request: Request, max: usize, deadline: Instant) -> Result<Response, TransportError> {
    // Requirement 1: reqwest converts from the types of the `http` crate without loss.
    let request = blocking::Request::try_from(request.map(Body::into_bytes)).map_err(classify)?;
    // Requirement 2: only `error_for_status` turns a status into an error.
    let mut received = http.execute(request).map_err(classify)?;

    let mut response = Response::default();
    *response.status_mut() = received.status();
    *response.headers_mut() = std::mem::take(received.headers_mut()); // requirement 5
    let mut body = Vec::new();
    let read = read(BufReader::new(received), &mut body, max, deadline);
    *response.body_mut() = body.into();
    match read {
        Ok(()) => Ok(response),
        Err(error) => Err(error.with_partial_response(response)), // requirement 8
    }
}

/// Requirement 6: reqwest's timeout applies to each read of the body, so a slow-drip body needs a deadline. Requirement 8:
/// a truncated body is an error of `fill_buf`.
fn read(
    mut body_reader: impl BufRead,
    body: &mut Vec<u8>,
    max: usize,
    deadline: Instant,
) -> Result<(), TransportError> {
    while Instant::now() < deadline {
        let piece = body_reader.fill_buf().map_err(TransportError::maybe_sent)?;
        if piece.is_empty() {
            return Ok(());
        }
        if body.len() + piece.len() > max {
            return Err(TransportError::maybe_sent("the response is longer than the limit"));
        }
        body.extend_from_slice(piece);
        let length = piece.len();
        body_reader.consume(length);
    }
    Err(TransportError::maybe_sent("the response timed out"))
}

/// Requirement 7: reqwest distinguishes connection errors. With a client that does not, every error is `unknown`.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url(); // which may contain a token
    match error.is_connect() || error.is_builder() {
        true => TransportError::not_sent(error),
        false => TransportError::maybe_sent(error),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(Emulator::new())?;
    println!("Craftgate emulator at {}", server.url());
    let protocol = Protocol::new(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let transport = || transport(Duration::from_secs(150), 16 * 1024 * 1024);
    let client = Client::new(protocol.clone(), transport()?, random_key);

    let card = client.call(&RetrieveBinNumber::new("40430800")).send()?;
    println!("40430800 is a card of {}", card.bank_name.as_deref().unwrap_or("an unknown bank"));

    drop(server);
    let client = Client::new(protocol, transport()?, random_key);
    let Err(error) = client.call(&RetrieveBinNumber::new("40430800")).send() else {
        return Err("a stopped server responded".into());
    };
    println!("without a server: {error} ({:?})", error.outcome());
    Ok(())
}

//! Async: the same core over reqwest and tokio, with nothing that blocks.
//!
//! [`send`] is the whole of an async client: `Client::send` of core, with `await` where that one blocks. It
//! works over any stack that is an [`AsyncTransport`]. [`Reqwest`] is one.

use std::time::Duration;

use bytes::Bytes;
use craftgate_core::http::header::CONTENT_LENGTH;
use craftgate_core::http::{HeaderValue, Method};
use craftgate_core::{Body, Error, Exchange, Operation, Request, Response, RetryPolicy, TransportError};

use crate::{AnswerFault, random_key};

/// What [`Transport`](craftgate_core::Transport) is to a blocking stack. The same seven rules hold.
pub trait AsyncTransport {
    /// Sends `request` and waits for the answer, whatever its status.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if no complete answer came back.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> + Send;
}

/// Signs a call, sends it, and reads the answer; again where `retries` allows it.
///
/// Drop the future and nobody knows whether the request left. So write down what you are about to do before you
/// await this, and settle what is still written down afterwards: `examples/asynchronous.rs` shows it.
///
/// # Errors
///
/// [`Error`] says what is known: not sent, refused, or unknown.
pub async fn send<O: Operation>(
    call: &Exchange<'_, O>,
    transport: &impl AsyncTransport,
    retries: RetryPolicy,
) -> Result<O::Output, Error> {
    let mut attempts = call.retry_state(retries);
    loop {
        match attempt(call, transport).await {
            Ok(output) => return Ok(output),
            Err(error) => tokio::time::sleep(attempts.next_backoff(error)?).await,
        }
    }
}

/// One attempt. Each has a random key of its own, and so a signature of its own.
async fn attempt<O: Operation>(call: &Exchange<'_, O>, transport: &impl AsyncTransport) -> Result<O::Output, Error> {
    let request = call.request(&random_key()?)?;
    let response = transport.send(request).await?;
    call.parse(response)
}

/// Sends requests with reqwest. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Reqwest {
    client: reqwest::Client,
    max_response_bytes: usize,
}

impl Reqwest {
    /// With 10 seconds to connect, 150 for the whole exchange, at most 16 MiB an answer, and no proxy, whatever
    /// the environment says: a variable must not be able to send card data to another machine.
    ///
    /// # Errors
    ///
    /// reqwest's own, if it can't be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(150));
        Self::from_builder(builder)
    }

    /// With timeouts, certificates or a proxy of your own. Without timeouts it waits forever.
    ///
    /// # Errors
    ///
    /// reqwest's own, if it can't be set up.
    pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            // What a server refused unread, reqwest would send again by itself.
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self { client, max_response_bytes: 16 * 1024 * 1024 })
    }

    /// Refuses answers longer than this.
    #[must_use]
    pub fn max_response_bytes(mut self, max: usize) -> Self {
        self.max_response_bytes = max;
        self
    }

    async fn read(&self, mut answer: reqwest::Response) -> Result<Body, TransportError> {
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(classify)? {
            if body.len() + chunk.len() > self.max_response_bytes {
                return Err(TransportError::maybe_sent(AnswerFault::TooLong { limit: self.max_response_bytes }));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.into())
    }
}

impl AsyncTransport for Reqwest {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let request = into_reqwest(request)?;
        let mut answer = self.client.execute(request).await.map_err(classify)?;
        let mut response = Response::default();
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        *response.body_mut() = self.read(answer).await?;
        Ok(response)
    }
}

/// The body is not copied: it wipes itself when reqwest is done with it. reqwest sends no empty one, and so does
/// not say that a `POST` or `PUT` has none; a server may wait for it then.
fn into_reqwest(request: Request) -> Result<reqwest::Request, TransportError> {
    let is_empty = request.body().is_empty();
    let mut request = reqwest::Request::try_from(request.map(Bytes::from_owner)).map_err(classify)?;
    if is_empty {
        *request.body_mut() = None;
        if [Method::POST, Method::PUT, Method::PATCH].contains(request.method()) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(0));
        }
    }
    Ok(request)
}

/// reqwest tells what failed before a connection stood. Its text leaves out the URL, which may hold a token.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    match error.is_connect() || error.is_builder() {
        true => TransportError::not_sent(error),
        false => TransportError::maybe_sent(error),
    }
}

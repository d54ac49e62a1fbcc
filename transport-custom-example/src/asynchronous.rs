//! An async client over reqwest and tokio.
//!
//! [`send`] is the async counterpart of core's blocking client. It works over any [`AsyncTransport`]; [`Reqwest`] is
//! one.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use craftgate_core::http::header::CONTENT_LENGTH;
use craftgate_core::http::{HeaderValue, Method};
use craftgate_core::{Error, Exchange, Operation, Request, RequestError, Response, RetryPolicy, TransportError};

use crate::{ReadError, random_key};

/// The async counterpart of [`Transport`](craftgate_core::Transport), with the same eight requirements.
pub trait AsyncTransport {
    /// Sends `request` and returns the response, whatever its status.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if no complete response was received.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> + Send;
}

/// Signs a call, sends it and returns its output, with retries as `retries` allows.
///
/// If the future is dropped, it is unknown whether the request was sent. So record the call before awaiting, and resolve
/// recorded calls without a result afterwards, as in `examples/asynchronous.rs`.
///
/// # Errors
///
/// [`Error`] tells whether the call was not sent, was rejected, or has an unknown outcome.
pub async fn send<O: Operation>(
    call: &Exchange<'_, O>,
    transport: &impl AsyncTransport,
    retries: RetryPolicy,
) -> Result<O::Output, Error> {
    let mut state = call.retry_state(retries);
    loop {
        match attempt(call, transport).await {
            Ok(output) => return Ok(output),
            Err(error) => tokio::time::sleep(state.next_backoff(error, unix_time())?).await,
        }
    }
}

/// The system's time in seconds since 1970 UTC; 0 if it is set before.
fn unix_time() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}

/// Makes one attempt, with its own random key and signature.
async fn attempt<O: Operation>(call: &Exchange<'_, O>, transport: &impl AsyncTransport) -> Result<O::Output, Error> {
    let random_key = random_key().map_err(|error| RequestError::RandomKey(error.into()))?;
    let request = call.request(&random_key)?;
    let response = transport.send(request).await?;
    call.parse(response)
}

/// The maximum number of a response's headers. By default, reqwest accepts 100.
const MAX_HEADERS: usize = 1024;

/// An async transport over reqwest. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Reqwest {
    client: reqwest::Client,
    max_response_bytes: usize,
}

impl Reqwest {
    /// A transport with a timeout of 10 seconds to connect and 150 for the whole exchange, responses of at most 16 MiB, and
    /// no proxy, whatever the environment says: a variable must not redirect card data to another machine.
    ///
    /// # Errors
    ///
    /// Fails if reqwest cannot be initialized.
    pub fn new() -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(150));
        Self::from_builder(builder)
    }

    /// A transport with the given timeouts, certificates and proxy. Without timeouts, a call can wait forever.
    ///
    /// # Errors
    ///
    /// Fails if reqwest cannot be initialized.
    pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            // By default, reqwest retries requests that the server rejected unread.
            .retry(reqwest::retry::never())
            .http1_max_headers(MAX_HEADERS)
            .build()?;
        Ok(Self { client, max_response_bytes: 16 * 1024 * 1024 })
    }

    /// Sets the maximum length of a response body, in bytes.
    #[must_use]
    pub fn max_response_bytes(mut self, max: usize) -> Self {
        self.max_response_bytes = max;
        self
    }

    /// Appends the response's body, or what arrives of it before an error.
    async fn read(&self, mut response: reqwest::Response, body: &mut Vec<u8>) -> Result<(), TransportError> {
        while let Some(chunk) = response.chunk().await.map_err(classify)? {
            if body.len() + chunk.len() > self.max_response_bytes {
                return Err(TransportError::maybe_sent(ReadError::TooLong { limit: self.max_response_bytes }));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    }
}

impl AsyncTransport for Reqwest {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let request = into_reqwest(request)?;
        let mut received = self.client.execute(request).await.map_err(classify)?;
        let mut response = Response::default();
        *response.status_mut() = received.status();
        *response.headers_mut() = std::mem::take(received.headers_mut());
        let mut body = Vec::new();
        let read = self.read(received, &mut body).await;
        *response.body_mut() = body.into();
        match read {
            Ok(()) => Ok(response),
            Err(error) => Err(error.with_partial_response(response)),
        }
    }
}

/// Converts the request without copying the body, which wipes itself when reqwest drops it. For an empty body reqwest
/// sends no `content-length`; a server may then wait for a body.
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

/// reqwest distinguishes errors before the connection is established. The URL is removed, since it may contain a token.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    match error.is_connect() || error.is_builder() {
        true => TransportError::not_sent(error),
        false => TransportError::maybe_sent(error),
    }
}

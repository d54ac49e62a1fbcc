//! The transport over reqwest, configured for payments.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use craftgate_core::http::header::CONTENT_LENGTH;
use craftgate_core::http::{HeaderValue, Method};
use craftgate_core::{Credentials, Environment, Protocol, Request, Response, TransportError};

use crate::client::Client;
use crate::random::random_key;
use crate::transport::AsyncTransport;

/// Returns a client with the timeouts and limits of [`ReqwestTransport::new`].
///
/// # Errors
///
/// Fails if reqwest cannot be initialized.
pub fn client(credentials: Credentials, environment: Environment) -> Result<Client<ReqwestTransport>, reqwest::Error> {
    Ok(client_with_transport(Protocol::new(credentials, environment), ReqwestTransport::new()?))
}

/// Returns a client over the given transport, with the operating system's randomness and clock.
#[must_use]
pub fn client_with_transport<T: AsyncTransport>(protocol: Protocol, transport: T) -> Client<T> {
    Client::new(protocol, transport, random_key).clock(unix_time)
}

/// Returns the system's time in seconds since 1970 UTC.
fn unix_time() -> i64 {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}

/// The maximum number of a response's headers. By default, reqwest accepts 100.
const MAX_HEADERS: usize = 1024;

/// An async transport over reqwest. Clones share their connections.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    max_response_bytes: usize,
}

impl ReqwestTransport {
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
            if body.len().saturating_add(chunk.len()) > self.max_response_bytes {
                return Err(TransportError::maybe_sent(BodyTooLarge { limit: self.max_response_bytes }));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    }
}

impl AsyncTransport for ReqwestTransport {
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

/// A response was longer than the limit and was not read to its end. The cause of a [`TransportError`], which carries what
/// was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyTooLarge {
    /// The limit, in bytes.
    pub limit: usize,
}

impl fmt::Display for BodyTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response is longer than {} bytes", self.limit)
    }
}

impl std::error::Error for BodyTooLarge {}

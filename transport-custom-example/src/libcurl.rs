//! A transport over libcurl, for services that use its proxies, certificates and TLS.
//!
//! The numbers in the comments are the requirements of [`Transport`]. Most of them are one option of libcurl. The others:
//!
//! - Connections are not reused. On a reused connection that turns out to be closed, libcurl retries a request, even a
//!   `POST`; and it takes unsolicited data for the response. A bank takes a second or two per payment, a handshake some
//!   hundredths, and less here, because a handle keeps the host's address and its TLS session.
//! - Whether anything can have been sent is decided by libcurl's counters, not by the error alone: the bytes of the request
//!   written to a connection, and the time of the TLS handshake, after which bytes can be sent before they are counted.
//! - A truncated head and conflicting content-lengths, which libcurl accepts, are errors.
//!
//! One deviation: newer versions send a URL's `%c4` as `%C4`. Core writes capitals, so only a base URL can contain lower
//! case; and the signature covers the decoded URL, which is the same.

use std::error::Error;
use std::fmt;
use std::io::Read as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use craftgate_core::http::header::CONTENT_LENGTH;
use craftgate_core::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use curl::easy::{self, Easy2, Handler, HttpVersion, List, SslOpt, WriteError};

use crate::ReadError;

const MAX_HEAD_BYTES: usize = 256 * 1024;

/// A libcurl handle, on which [`Libcurl::with_options`] sets options.
pub type Handle = Easy2<Exchange>;

type Options = dyn Fn(&mut Handle) -> Result<(), curl::Error> + Send + Sync;

/// A transport over libcurl. Idle handles are reused with their DNS cache and TLS sessions.
pub struct Libcurl {
    options: Box<Options>,
    max_response_bytes: usize,
    idle: Mutex<Vec<Handle>>,
}

impl Libcurl {
    /// A transport with a timeout of 10 seconds to connect and 150 for the whole exchange, and responses of at most 16 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::with_options(|_| Ok(()))
    }

    /// A transport with additional options: a proxy, a client certificate, timeouts. They are set once per handle.
    ///
    /// For a custom root certificate, call `ssl_options(&SslOpt::new())` before `cainfo`: with rustls, libcurl ignores the
    /// file while it uses the operating system's certificates.
    ///
    /// ```no_run
    /// use craftgate_custom_transports::libcurl::Libcurl;
    ///
    /// let transport = Libcurl::with_options(|handle| {
    ///     handle.proxy("http://proxy.example.com:3128")?;
    ///     handle.ssl_cert("/etc/shop/client.pem")
    /// });
    /// ```
    pub fn with_options(options: impl Fn(&mut Handle) -> Result<(), curl::Error> + Send + Sync + 'static) -> Self {
        Self { options: Box::new(options), max_response_bytes: 16 * 1024 * 1024, idle: Mutex::default() }
    }

    /// Sets the maximum length of a response body, in bytes.
    #[must_use]
    pub fn max_response_bytes(mut self, max: usize) -> Self {
        self.max_response_bytes = max;
        self
    }

    /// Returns a new handle with the options of every request.
    fn handle(&self) -> Result<Handle, curl::Error> {
        let mut handle = Easy2::new(Exchange::default());
        handle.connect_timeout(Duration::from_secs(10))?; // requirement 6
        handle.timeout(Duration::from_secs(150))?;
        handle.follow_location(false)?; // requirement 3
        handle.forbid_reuse(true)?; // requirements 4 and 8: one request per connection
        handle.http_version(HttpVersion::V11)?;
        handle.path_as_is(true)?; // requirement 1
        handle.proxy("")?; // no proxy, whatever the environment says
        let _ = handle.ssl_options(SslOpt::new().native_ca(true)); // fails if libcurl has no TLS
        (self.options)(&mut handle)?;
        Ok(handle)
    }

    fn prepare(&self, request: Request) -> Result<Handle, Box<dyn Error + Send + Sync>> {
        let idle = self.idle().pop();
        let mut handle = idle.map_or_else(|| self.handle(), Ok)?;
        handle.url(&request.uri().to_string())?;
        handle.http_headers(headers(&request)?)?;
        method(&mut handle, &request)?;
        *handle.get_mut() = Exchange::new(request.into_body(), self.max_response_bytes);
        Ok(handle)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Handle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Libcurl {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !matches!(request.uri().scheme_str(), Some("http" | "https")) {
            return Err(TransportError::not_sent("not an HTTP URL")); // libcurl supports many other protocols
        }
        let mut handle = self.prepare(request).map_err(TransportError::not_sent)?;
        let result = handle.perform().map_err(|error| classify(error, may_have_been_sent(&handle)));
        let exchange = std::mem::take(handle.get_mut());
        self.idle().push(handle);
        exchange.conclude(result)
    }
}

impl Default for Libcurl {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Libcurl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Libcurl").field("max_response_bytes", &self.max_response_bytes).finish_non_exhaustive()
    }
}

/// Requirement 1: the request's headers, and none of libcurl's, which a name without a value removes.
fn headers(request: &Request) -> Result<List, Box<dyn Error + Send + Sync>> {
    let mut list = List::new();
    for name in ["accept", "content-type", "expect"] {
        if !request.headers().contains_key(name) {
            list.append(&format!("{name}:"))?;
        }
    }
    let mut line = String::new();
    for (name, value) in request.headers() {
        line.clear();
        line.extend([name.as_str(), ": ", value.to_str()?]);
        list.append(&line)?;
    }
    Ok(list)
}

/// Sends a request with a `content-length` like a `POST`, every other like a `GET`.
fn method(handle: &mut Handle, request: &Request) -> Result<(), curl::Error> {
    let needs_length = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if needs_length || !request.body().is_empty() {
        handle.post(true)?;
        handle.post_field_size(request.body().len() as u64)?;
    } else {
        handle.get(true)?;
    }
    handle.custom_request(request.method().as_str())
}

/// The state of one exchange, which libcurl's callbacks update.
#[derive(Default)]
pub struct Exchange {
    request: Body,
    taken: usize,
    status: Option<StatusCode>,
    has_whole_head: bool,
    headers: HeaderMap,
    head_length: usize,
    body: Vec<u8>,
    limit: usize,
    error: Option<ReadError>,
}

impl Handler for Exchange {
    /// Writes the next part of the body. Requirement 4: without `seek`, libcurl cannot send it again.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, easy::ReadError> {
        let mut rest = self.request.as_bytes().get(self.taken..).unwrap_or_default();
        let length = rest.read(buffer).map_err(|_| easy::ReadError::Abort)?;
        self.taken += length;
        Ok(length)
    }

    /// Reads a line of the head, or of the trailers of a chunked body.
    fn header(&mut self, line: &[u8]) -> bool {
        self.head_length += line.len();
        let line = line.trim_ascii_end();
        let error = match line.strip_prefix(b"HTTP/") {
            _ if self.head_length > MAX_HEAD_BYTES => Some(ReadError::TooLong { limit: MAX_HEAD_BYTES }),
            Some(status_line) => self.start_head(status_line).err(),
            None => self.add_header(line).err(),
        };
        self.fail(error)
    }

    /// Requirement 6.
    fn write(&mut self, data: &[u8]) -> Result<usize, WriteError> {
        let is_too_long = self.body.len() + data.len() > self.limit;
        if !self.fail(is_too_long.then_some(ReadError::TooLong { limit: self.limit })) {
            return Ok(0); // any value other than the data's length aborts the transfer
        }
        self.body.extend_from_slice(data);
        Ok(data.len())
    }
}

impl Exchange {
    fn new(request: Body, limit: usize) -> Self {
        Self { request, limit, ..Self::default() }
    }

    /// Starts a new head: an interim response has one before that of the final response.
    fn start_head(&mut self, status_line: &[u8]) -> Result<(), ReadError> {
        self.headers.clear();
        self.has_whole_head = false;
        let code = status_line.split(|byte| *byte == b' ').nth(1).ok_or(ReadError::Head)?;
        self.status = Some(StatusCode::from_bytes(code).map_err(|_| ReadError::Head)?);
        Ok(())
    }

    fn add_header(&mut self, line: &[u8]) -> Result<(), ReadError> {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        match (parts.next(), parts.next()) {
            (Some(b""), None) => self.has_whole_head = true,
            (Some(name), Some(value)) => {
                let name = HeaderName::from_bytes(name).map_err(|_| ReadError::Head)?;
                let value = HeaderValue::from_bytes(value.trim_ascii()).map_err(|_| ReadError::Head)?;
                self.headers.append(name, value); // requirement 5: keeps earlier values of the name
            }
            _ => return Err(ReadError::Head),
        }
        Ok(())
    }

    /// Stores the error, if any, and returns true if there is none.
    fn fail(&mut self, error: Option<ReadError>) -> bool {
        self.error = error;
        self.error.is_none()
    }

    fn conclude(mut self, result: Result<(), TransportError>) -> Result<Response, TransportError> {
        let result = self.error.take().map_or(result, |error| Err(TransportError::maybe_sent(error)));
        let has_unambiguous_length = self.has_unambiguous_length();
        match (result, self.received()) {
            (Ok(()), Some(response)) if has_unambiguous_length => Ok(response),
            (Ok(()), response) => Err(with_received(TransportError::maybe_sent(ReadError::Head), response)),
            (Err(error), response) => Err(with_received(error, response)),
        }
    }

    /// What was received of a response, whose head must be whole: libcurl accepts a truncated one (requirement 8).
    fn received(self) -> Option<Response> {
        let status = self.status.filter(|status| self.has_whole_head && !status.is_informational())?;
        let mut response = Response::new(self.body.into());
        *response.status_mut() = status; // requirement 2
        *response.headers_mut() = self.headers;
        Some(response)
    }

    /// Requirement 8: older versions of libcurl accept conflicting content-lengths.
    fn has_unambiguous_length(&self) -> bool {
        let mut lengths = self.headers.get_all(CONTENT_LENGTH).iter();
        let length = lengths.next();
        lengths.all(|other| Some(other) == length)
    }
}

/// Requirement 8: what was received of a truncated response stays.
fn with_received(error: TransportError, response: Option<Response>) -> TransportError {
    match response {
        Some(response) => error.with_partial_response(response),
        None => error,
    }
}

/// Requirement 7: the error code is not sufficient, since a timeout can end the wait for a connection or for a response.
fn classify(error: curl::Error, may_have_been_sent: bool) -> TransportError {
    let is_pre_connect = error.is_couldnt_resolve_proxy()
        || error.is_couldnt_resolve_host()
        || error.is_couldnt_connect()
        || error.is_ssl_connect_error()
        || error.is_peer_failed_verification()
        || error.is_ssl_cacert_badfile()
        || error.is_unsupported_protocol()
        || error.is_operation_timedout();
    match is_pre_connect && !may_have_been_sent {
        true => TransportError::not_sent(error),
        false => TransportError::maybe_sent(error),
    }
}

/// Requirement 7: older versions also count the bytes sent to a proxy, which errs on the safe side.
fn may_have_been_sent(handle: &Handle) -> bool {
    let no_bytes_counted = handle.request_size().is_ok_and(|bytes| bytes == 0);
    let no_tls_handshake = handle.appconnect_time().is_ok_and(|time| time.is_zero());
    !(no_bytes_counted && no_tls_handshake)
}

/// Shows neither the request nor the response.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

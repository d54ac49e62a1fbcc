//! libcurl, for services that have it anyway: their proxies, their certificates, their TLS.
//!
//! [`Libcurl`] is a [`Transport`]. The numbers are that trait's rules; most of them are one option of libcurl's.
//!
//! What is more than an option:
//!
//! - No connection is used twice. On one that it had kept, libcurl sends a request again by itself, a `POST`
//!   too, if the connection turns out to be dead; and it takes what the other side had sent there unasked for the
//!   answer. A payment takes its bank a second or two, a handshake some hundredths, and fewer still here: a
//!   handle keeps the host's address and its TLS session.
//! - Whether anything was sent is not read off the error alone, but off what libcurl has counted: the bytes of the
//!   request that a connection took, and the time until TLS stood, behind which a part can leave before it is counted.
//! - What libcurl lets pass, a head cut short and two lengths that differ, is an error here.
//!
//! One thing can't be kept: newer versions write a URL's `%c4` as `%C4`. Core writes capitals itself, so only a
//! base URL can have one; and the signature covers the decoded URL, which stays the same.

use std::error::Error;
use std::fmt;
use std::io::Read as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use craftgate_core::http::header::CONTENT_LENGTH;
use craftgate_core::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use curl::easy::{Easy2, Handler, HttpVersion, List, ReadError, SslOpt, WriteError};

use crate::AnswerFault;

const MAX_HEAD_BYTES: usize = 256 * 1024;

/// One libcurl handle, for whoever sets options of their own.
pub type Handle = Easy2<Exchange>;

type Options = dyn Fn(&mut Handle) -> Result<(), curl::Error> + Send + Sync;

/// Sends requests with libcurl. A handle that is done waits for the next request, with what it has learned.
pub struct Libcurl {
    options: Box<Options>,
    max_response_bytes: usize,
    idle: Mutex<Vec<Handle>>,
}

impl Libcurl {
    /// With 10 seconds to connect, 150 for the whole exchange, and at most 16 MiB an answer.
    #[must_use]
    pub fn new() -> Self {
        Self::with_options(|_| Ok(()))
    }

    /// With options of your own on top: a proxy, a client certificate, other timeouts. They are set once for
    /// each handle.
    ///
    /// For a root certificate of your own, `ssl_options(&SslOpt::new())` comes before `cainfo`: with rustls, libcurl
    /// looks at no file while it is to ask the operating system.
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

    /// Refuses answers whose body is longer than this.
    #[must_use]
    pub fn max_response_bytes(mut self, max: usize) -> Self {
        self.max_response_bytes = max;
        self
    }

    /// A handle with all that is the same for every request.
    fn handle(&self) -> Result<Handle, curl::Error> {
        let mut handle = Easy2::new(Exchange::default());
        handle.connect_timeout(Duration::from_secs(10))?; // rule 6
        handle.timeout(Duration::from_secs(150))?;
        handle.follow_location(false)?; // rule 3
        handle.forbid_reuse(true)?; // rules 4 and 8: one connection, one request
        handle.http_version(HttpVersion::V11)?;
        handle.path_as_is(true)?; // rule 1
        handle.proxy("")?; // no proxy, whatever the environment says
        let _ = handle.ssl_options(SslOpt::new().native_ca(true)); // one without TLS knows no such option
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
            return Err(TransportError::not_sent("not a URL of HTTP")); // libcurl speaks a dozen other protocols
        }
        let mut handle = self.prepare(request).map_err(TransportError::not_sent)?;
        let result = handle.perform().map_err(|error| classify(error, may_have_left(&handle)));
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

/// Rule 1: the request's headers, and none of libcurl's. A name without a value takes libcurl's own away.
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

/// What has a body, or has to say that it is empty, goes libcurl's way of a `POST`; the rest its way of a `GET`.
fn method(handle: &mut Handle, request: &Request) -> Result<(), curl::Error> {
    let says_length = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if says_length || !request.body().is_empty() {
        handle.post(true)?;
        handle.post_field_size(request.body().len() as u64)?;
    } else {
        handle.get(true)?;
    }
    handle.custom_request(request.method().as_str())
}

/// One request on its way out, and its answer on its way in: what libcurl calls back.
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
    fault: Option<AnswerFault>,
}

impl Handler for Exchange {
    /// Gives the body away, piece by piece. Rule 4: without a `seek` there is no going back to its start.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let mut rest = self.request.as_bytes().get(self.taken..).unwrap_or_default();
        let length = rest.read(buffer).map_err(|_| ReadError::Abort)?;
        self.taken += length;
        Ok(length)
    }

    /// One line of the head, or of what comes after a body in chunks.
    fn header(&mut self, line: &[u8]) -> bool {
        self.head_length += line.len();
        let line = line.trim_ascii_end();
        let fault = match line.strip_prefix(b"HTTP/") {
            _ if self.head_length > MAX_HEAD_BYTES => Some(AnswerFault::TooLong { limit: MAX_HEAD_BYTES }),
            Some(status_line) => self.start_head(status_line).err(),
            None => self.add_header(line).err(),
        };
        self.end_if(fault)
    }

    /// Rule 6.
    fn write(&mut self, data: &[u8]) -> Result<usize, WriteError> {
        let is_too_long = self.body.len() + data.len() > self.limit;
        if !self.end_if(is_too_long.then_some(AnswerFault::TooLong { limit: self.limit })) {
            return Ok(0); // anything but the data's length ends the transfer
        }
        self.body.extend_from_slice(data);
        Ok(data.len())
    }
}

impl Exchange {
    fn new(request: Body, limit: usize) -> Self {
        Self { request, limit, ..Self::default() }
    }

    /// A `100 Continue` has a head of its own, before the one that counts.
    fn start_head(&mut self, status_line: &[u8]) -> Result<(), AnswerFault> {
        self.headers.clear();
        self.has_whole_head = false;
        let code = status_line.split(|byte| *byte == b' ').nth(1).ok_or(AnswerFault::Head)?;
        self.status = Some(StatusCode::from_bytes(code).map_err(|_| AnswerFault::Head)?);
        Ok(())
    }

    fn add_header(&mut self, line: &[u8]) -> Result<(), AnswerFault> {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        match (parts.next(), parts.next()) {
            (Some(b""), None) => self.has_whole_head = true,
            (Some(name), Some(value)) => {
                let name = HeaderName::from_bytes(name).map_err(|_| AnswerFault::Head)?;
                let value = HeaderValue::from_bytes(value.trim_ascii()).map_err(|_| AnswerFault::Head)?;
                self.headers.append(name, value); // rule 5: beside the earlier values of that name
            }
            _ => return Err(AnswerFault::Head),
        }
        Ok(())
    }

    /// Whether to go on.
    fn end_if(&mut self, fault: Option<AnswerFault>) -> bool {
        self.fault = fault;
        self.fault.is_none()
    }

    fn conclude(mut self, result: Result<(), TransportError>) -> Result<Response, TransportError> {
        if let Some(fault) = self.fault.take() {
            return Err(TransportError::maybe_sent(fault));
        }
        result?;
        let status = self.final_status().ok_or_else(|| TransportError::maybe_sent(AnswerFault::Head))?;
        let mut response = Response::new(self.body.into());
        *response.status_mut() = status; // rule 2
        *response.headers_mut() = self.headers;
        Ok(response)
    }

    /// Rule 8. To libcurl a head that stops in the middle is none the worse; of two lengths that differ, its older
    /// versions take one.
    fn final_status(&self) -> Option<StatusCode> {
        let mut lengths = self.headers.get_all(CONTENT_LENGTH).iter();
        let length = lengths.next();
        let is_sound = self.has_whole_head && lengths.all(|other| Some(other) == length);
        self.status.filter(|status| is_sound && !status.is_informational())
    }
}

/// Rule 7. The code alone does not tell: a timeout can end the wait for a connection or for an answer.
fn classify(error: curl::Error, may_have_left: bool) -> TransportError {
    let is_before_connection = error.is_couldnt_resolve_proxy()
        || error.is_couldnt_resolve_host()
        || error.is_couldnt_connect()
        || error.is_ssl_connect_error()
        || error.is_peer_failed_verification()
        || error.is_ssl_cacert_badfile()
        || error.is_unsupported_protocol()
        || error.is_operation_timedout();
    match is_before_connection && !may_have_left {
        true => TransportError::not_sent(error),
        false => TransportError::maybe_sent(error),
    }
}

/// Rule 7. What a proxy is told is not the request; older versions count it too, which errs on the safe side.
fn may_have_left(handle: &Handle) -> bool {
    let has_counted_nothing = handle.request_size().is_ok_and(|bytes| bytes == 0);
    let has_no_tls = handle.appconnect_time().is_ok_and(|time| time.is_zero());
    !(has_counted_nothing && has_no_tls)
}

/// Neither what is sent nor what comes back.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

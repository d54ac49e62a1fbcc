//! The transport: ureq, configured for payments.

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use craftgate_core::http::{Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use ureq::config::Config;
use ureq::{Agent, AsSendBody};

use crate::error::{classify, phase_tracking_agent};
use crate::proxy::{self, UnsupportedProxy};
use crate::request_limits;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(150);
const MAX_RESPONSE_BYTES: u64 = 16 * 1024 * 1024;
/// ureq's default of 3 per host would make each payment of a fourth thread establish a new connection.
const MAX_IDLE_CONNECTIONS: usize = 100;
/// The maximum length of a response's head, and of a URL. ureq's default is 128 KiB.
const BUFFER_BYTES: usize = 64 * 1024;
/// ureq panics on timeouts that overflow `Instant`, such as `Duration::MAX`.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A blocking transport over ureq: keeps connections alive, follows no redirects, and returns every status as a response.
///
/// The head of a response has at most 64 KiB and 128 headers; one with more is an error. Of a response that was truncated
/// within its body, or timed out there, the [`TransportError`] keeps status, headers and the bytes that arrived.
///
/// Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct UreqTransport {
    agent: Agent,
    max_response_bytes: u64,
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl UreqTransport {
    /// A transport with the official clients' timeouts, 10 seconds to connect and 150 for the whole call, and responses of
    /// at most 16 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// A builder with the defaults of [`new`](Self::new).
    #[must_use]
    pub fn builder() -> UreqTransportBuilder {
        UreqTransportBuilder {
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            max_response_bytes: MAX_RESPONSE_BYTES,
            max_idle_connections: MAX_IDLE_CONNECTIONS,
            proxy: None,
        }
    }

    /// A transport with ureq's own configuration: root certificates, a client certificate, single timeouts.
    ///
    /// Redirects are never followed and statuses are never errors, whatever the configuration says. Everything else
    /// applies: without timeouts a call can wait forever, without `proxy(None)` the environment chooses the proxy, and
    /// without `user_agent("")` ureq adds its own. With a TLS provider other than rustls, set `max_idle_connections(0)`:
    /// unsolicited data from a server could become the response to the next request. ureq panics on timeouts that
    /// overflow `Instant`, such as [`Duration::MAX`]; leave the timeout unset instead.
    ///
    /// # Errors
    ///
    /// [`UnsupportedProxy`] if the configuration's proxy, which may be the environment's, needs a feature that is off.
    ///
    /// ```
    /// # fn main() -> Result<(), craftgate_ureq::UnsupportedProxy> {
    /// use std::time::Duration;
    /// use craftgate_ureq::UreqTransport;
    /// use craftgate_ureq::ureq::Agent;
    /// use craftgate_ureq::ureq::tls::{RootCerts, TlsConfig};
    ///
    /// let roots = RootCerts::new_with_certs(&[/* your proxy's */]);
    /// let config = Agent::config_builder()
    ///     .tls_config(TlsConfig::builder().root_certs(roots).build())
    ///     .proxy(None)
    ///     .user_agent("")
    ///     .timeout_global(Some(Duration::from_secs(180)))
    ///     .build();
    /// let transport = UreqTransport::from_config(config)?;
    /// # let _ = transport;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_config(config: Config) -> Result<Self, UnsupportedProxy> {
        proxy::check(config.proxy())?;
        Ok(Self::from_supported_config(config))
    }

    fn from_supported_config(config: Config) -> Self {
        Self { agent: phase_tracking_agent(config), max_response_bytes: MAX_RESPONSE_BYTES }
    }

    /// A transport over an agent with custom connectors or a custom resolver. Otherwise
    /// [`from_config`](Self::from_config) is safer, because such an agent has three weaknesses:
    ///
    /// - Fewer errors are reported as not sent: the operating system's error does not tell whether the connection was
    ///   established.
    /// - A response with neither a length nor chunks counts as complete when the connection is reset: check a downloaded
    ///   file before you trust it.
    /// - Unsolicited data on an idle connection can become the response to the next request, unless
    ///   `max_idle_connections(0)` is set.
    ///
    /// # Errors
    ///
    /// [`UnsupportedProxy`] if the agent's proxy, which may be the environment's, needs a feature that is off.
    pub fn from_agent(agent: Agent) -> Result<Self, UnsupportedProxy> {
        proxy::check(agent.config().proxy())?;
        Ok(Self { agent, max_response_bytes: MAX_RESPONSE_BYTES })
    }

    /// Sets the maximum length of a response body, in bytes, after decompression by ureq, if that is on.
    #[must_use]
    pub fn max_response_bytes(mut self, max: u64) -> Self {
        self.max_response_bytes = max;
        self
    }

    fn run(
        &self,
        request: ureq::http::Request<impl AsSendBody>,
    ) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let config = self.agent.config();
        if config.max_redirects() == 0 && !config.http_status_as_error() {
            return self.agent.run(request);
        }
        let request = self.agent.configure_request(request).max_redirects(0).http_status_as_error(false).build();
        self.agent.run(request)
    }

    fn read(&self, response: ureq::http::Response<ureq::Body>) -> Result<Response, TransportError> {
        let (parts, body) = response.into_parts();
        let (limit, status) = (self.max_response_bytes, parts.status);
        let mut bytes = Vec::new();
        let read = read_within(limit, body.into_reader(), &mut bytes);
        let response = Response::from_parts(parts, Body::from(bytes));
        let error = match read {
            Ok(true) => return Ok(response),
            Ok(false) => TransportError::maybe_sent(BodyTooLarge { status, limit }),
            Err(error) => TransportError::maybe_sent(ureq::Error::from(error)),
        };
        Err(error.with_partial_response(response))
    }
}

/// Reads to the end, or returns false if there are more bytes than the limit. ureq's own limit counts compressed bytes.
fn read_within(limit: u64, mut reader: impl Read, bytes: &mut Vec<u8>) -> io::Result<bool> {
    reader.by_ref().take(limit).read_to_end(bytes)?;
    reader.read(&mut [0]).map(|more| more == 0)
}

impl Transport for UreqTransport {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let (parts, body) = request.into_parts();
        request_limits::check(&parts, self.agent.config()).map_err(TransportError::not_sent)?;
        let has_body = !body.is_empty() || [Method::POST, Method::PUT, Method::PATCH].contains(&parts.method);
        let response = if has_body {
            self.run(ureq::http::Request::from_parts(parts, body.as_bytes()))
        } else {
            self.run(ureq::http::Request::from_parts(parts, ()))
        };
        self.read(response.map_err(classify)?)
    }
}

/// A builder of [`UreqTransport`].
#[derive(Debug, Clone)]
pub struct UreqTransportBuilder {
    connect_timeout: Duration,
    timeout: Duration,
    max_response_bytes: u64,
    max_idle_connections: usize,
    proxy: Option<ureq::Proxy>,
}

impl UreqTransportBuilder {
    /// Sets the timeout of resolving the host, and of connecting to it, TLS handshake included. The default is
    /// 10 seconds, the maximum a year.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(MAX_TIMEOUT);
        self
    }

    /// Sets the time limit of a whole call, from resolving the host to the last byte of the response, however slowly its
    /// bytes arrive. The default is 150 seconds, because banks are slow and a payment that timed out has to be looked up;
    /// the maximum is a year.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(MAX_TIMEOUT);
        self
    }

    /// Sets the proxy. The default is none, whatever the environment says: a variable must not redirect card data to
    /// another machine. `ureq::Proxy::try_from_env` reads the environment.
    ///
    /// # Errors
    ///
    /// [`UnsupportedProxy`] if the proxy needs a feature that is off.
    ///
    /// ```
    /// use craftgate_ureq::UreqTransport;
    /// use craftgate_ureq::ureq::Proxy;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = Proxy::new("http://proxy.example.com:3128")?;
    /// let transport = UreqTransport::builder().proxy(proxy)?.build();
    /// # let _ = transport;
    /// # Ok(())
    /// # }
    /// ```
    pub fn proxy(mut self, proxy: ureq::Proxy) -> Result<Self, UnsupportedProxy> {
        proxy::check(Some(&proxy))?;
        self.proxy = Some(proxy);
        Ok(self)
    }

    /// Sets the maximum length of a response body, in bytes. The default is 16 MiB.
    #[must_use]
    pub fn max_response_bytes(mut self, max: u64) -> Self {
        self.max_response_bytes = max;
        self
    }

    /// Sets the maximum number of idle connections. The default is 100: each thread that shares the transport uses one. An
    /// idle connection is closed after 15 seconds.
    #[must_use]
    pub fn max_idle_connections(mut self, max: usize) -> Self {
        self.max_idle_connections = max;
        self
    }

    /// Returns the transport.
    #[must_use]
    pub fn build(self) -> UreqTransport {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(self.proxy)
            .user_agent("")
            .accept_encoding("")
            .timeout_resolve(Some(self.connect_timeout))
            .timeout_connect(Some(self.connect_timeout))
            .timeout_global(Some(self.timeout))
            .max_idle_connections(self.max_idle_connections)
            .max_idle_connections_per_host(self.max_idle_connections)
            .input_buffer_size(BUFFER_BYTES)
            .output_buffer_size(BUFFER_BYTES)
            .build();
        UreqTransport::from_supported_config(config).max_response_bytes(self.max_response_bytes)
    }
}

/// A response was longer than the limit and was not read to its end. The cause of a [`TransportError`], which carries what
/// was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyTooLarge {
    /// The status of the response.
    pub status: StatusCode,
    /// The limit, in bytes.
    pub limit: u64,
}

impl fmt::Display for BodyTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response (status {}) is longer than {} bytes", self.status.as_u16(), self.limit)
    }
}

impl std::error::Error for BodyTooLarge {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_reader_is_read_up_to_the_limit() {
        for limit in [0, 1, 100_000] {
            let mut bytes = Vec::new();
            assert!(!read_within(limit, io::repeat(b'x'), &mut bytes).unwrap());
            assert_eq!(bytes.len() as u64, limit);
        }
    }

    #[test]
    fn the_limit_is_inclusive() {
        let bytes = [b'x'; 1000];
        for (limit, is_within) in [(999, false), (1000, true), (1001, true), (u64::MAX, true)] {
            let mut read = Vec::new();
            assert_eq!(read_within(limit, &bytes[..], &mut read).unwrap(), is_within, "{limit}");
            assert!(bytes.starts_with(&read) && (read.len() == 1000) == is_within, "{limit}");
        }
    }
}

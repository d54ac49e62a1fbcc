//! The transport: ureq with what payments need.

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use craftgate_core::http::{Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use ureq::config::Config;
use ureq::{Agent, AsSendBody};

use crate::delivery::{classify, marking_agent};
use crate::head;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(150);
const MAX_RESPONSE_BYTES: u64 = 16 * 1024 * 1024;
/// ureq's own 3 for each host are for browsing many: a fourth thread would make a new connection for each payment.
const MAX_IDLE_CONNECTIONS: usize = 100;
/// The longest head of an answer that ureq takes, and the longest URL. ureq's own 128 KiB are for downloads.
const BUFFER_BYTES: usize = 64 * 1024;
/// ureq adds a timeout to the clock, which has no room for `Duration::MAX`.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends requests with ureq: connections are kept alive, redirects are not followed, every status is an
/// answer. Cheap to clone; clones share their connections.
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
    /// With the official clients' timeouts, 10 seconds to connect and 150 for an answer, and at most
    /// 16 MiB an answer.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// With other timeouts or limits.
    #[must_use]
    pub fn builder() -> UreqTransportBuilder {
        UreqTransportBuilder {
            connect_timeout: CONNECT_TIMEOUT,
            read_timeout: READ_TIMEOUT,
            max_response_bytes: MAX_RESPONSE_BYTES,
            max_idle_connections: MAX_IDLE_CONNECTIONS,
            proxy: None,
        }
    }

    /// With a configuration of ureq's own: other root certificates, a client certificate, single timeouts.
    ///
    /// Whatever it says, redirects are not followed and statuses are not errors. The rest holds as it stands:
    /// without timeouts it waits forever, without `proxy(None)` the environment chooses the proxy, and without
    /// `user_agent("")` ureq names itself. With a TLS provider other than rustls, keep no connections
    /// (`max_idle_connections(0)`): what a server sends unasked could pass for the answer to the next request. A timeout
    /// that no clock has room for, as [`Duration::MAX`], makes ureq panic when it sends: set none instead.
    ///
    /// ```
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
    /// let transport = UreqTransport::from_config(config);
    /// # let _ = transport;
    /// ```
    #[must_use]
    pub fn from_config(config: Config) -> Self {
        Self { agent: marking_agent(config), max_response_bytes: MAX_RESPONSE_BYTES }
    }

    /// Over an agent of your own, with connectors or a resolver of your own. For anything else
    /// [`from_config`](Self::from_config) is safer.
    ///
    /// Three things such an agent does not tell. Fewer of its failures are certain not to have been sent: what the
    /// operating system says of a broken connection does not tell when it broke. And where an answer has neither a
    /// length nor chunks, half of it passes for the whole when the connection breaks: look at a file before you
    /// trust it. And what a server sends unasked on a connection that is kept can pass for the answer to the next
    /// request: `max_idle_connections(0)` keeps none.
    #[must_use]
    pub fn from_agent(agent: Agent) -> Self {
        Self { agent, max_response_bytes: MAX_RESPONSE_BYTES }
    }

    /// Refuses answers longer than this, counted as they are unpacked where ureq does that for you.
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
        let limit = self.max_response_bytes;
        match read_within(limit, body.into_reader()) {
            Ok(Some(bytes)) => Ok(Response::from_parts(parts, Body::from(bytes))),
            Ok(None) => Err(TransportError::maybe_sent(BodyTooLarge { status: parts.status, limit })),
            Err(error) => Err(TransportError::maybe_sent(ureq::Error::from(error))),
        }
    }
}

/// All that the reader gives, unless it is more than the limit. ureq's own limit counts what it has not unpacked yet.
fn read_within(limit: u64, reader: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let length = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((length as u64 <= limit).then_some(bytes))
}

impl Transport for UreqTransport {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let (parts, body) = request.into_parts();
        head::check(&parts, self.agent.config()).map_err(TransportError::not_sent)?;
        let has_body = !body.is_empty() || [Method::POST, Method::PUT, Method::PATCH].contains(&parts.method);
        let response = if has_body {
            self.run(ureq::http::Request::from_parts(parts, body.as_bytes()))
        } else {
            self.run(ureq::http::Request::from_parts(parts, ()))
        };
        self.read(response.map_err(classify)?)
    }
}

/// Builds a [`UreqTransport`].
#[derive(Debug, Clone)]
pub struct UreqTransportBuilder {
    connect_timeout: Duration,
    read_timeout: Duration,
    max_response_bytes: u64,
    max_idle_connections: usize,
    proxy: Option<ureq::Proxy>,
}

impl UreqTransportBuilder {
    /// How long finding the host, and then connecting to it, TLS included, may take: at most a year. 10 seconds if
    /// not set.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(LONGEST_TIMEOUT);
        self
    }

    /// How long the answer may take to begin, and then to arrive: at most a year. 150 seconds if not set: banks are
    /// slow, and a payment whose answer was not waited for has to be looked up.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout.min(LONGEST_TIMEOUT);
        self
    }

    /// Goes through a proxy. Without this none is used, whatever the environment says: a variable must not
    /// be able to send card data to another machine. `ureq::Proxy::try_from_env` reads the environment. A SOCKS
    /// proxy needs ureq's feature `socks-proxy`: ureq panics without it.
    #[must_use]
    pub fn proxy(mut self, proxy: ureq::Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// Refuses answers longer than this. 16 MiB if not set.
    #[must_use]
    pub fn max_response_bytes(mut self, max: u64) -> Self {
        self.max_response_bytes = max;
        self
    }

    /// Keeps no more connections than this for later requests. 100 if not set: as many threads as share the
    /// transport want one each. A connection is kept for 15 seconds.
    #[must_use]
    pub fn max_idle_connections(mut self, max: usize) -> Self {
        self.max_idle_connections = max;
        self
    }

    /// The transport.
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
            .timeout_send_request(Some(self.read_timeout))
            .timeout_send_body(Some(self.read_timeout))
            .timeout_recv_response(Some(self.read_timeout))
            .timeout_recv_body(Some(self.read_timeout))
            .max_idle_connections(self.max_idle_connections)
            .max_idle_connections_per_host(self.max_idle_connections)
            .input_buffer_size(BUFFER_BYTES)
            .output_buffer_size(BUFFER_BYTES)
            .build();
        UreqTransport::from_config(config).max_response_bytes(self.max_response_bytes)
    }
}

/// An answer was longer than the limit, and was not read to its end. The cause inside a
/// [`TransportError`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyTooLarge {
    /// The answer's status.
    pub status: StatusCode,
    /// The limit, in bytes.
    pub limit: u64,
}

impl fmt::Display for BodyTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer (status {}) is longer than {} bytes", self.status.as_u16(), self.limit)
    }
}

impl std::error::Error for BodyTooLarge {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_without_end_is_read_to_the_limit() {
        for limit in [0, 1, 100_000] {
            assert_eq!(read_within(limit, io::repeat(b'x')).unwrap(), None);
        }
    }

    #[test]
    fn what_is_as_long_as_the_limit_is_within_it() {
        let bytes = [b'x'; 1000];
        for (limit, is_within) in [(999, false), (1000, true), (1001, true), (u64::MAX, true)] {
            assert_eq!(read_within(limit, &bytes[..]).unwrap(), is_within.then(|| bytes.to_vec()), "{limit}");
        }
    }
}

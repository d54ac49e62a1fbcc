//! Whether a failed request can have reached Craftgate.
//!
//! An operating system's error code doesn't tell: "host unreachable" can end an attempt to connect, and it can
//! end the wait for an answer to a payment that has arrived. So what fails before a connection stands, TLS
//! included, is marked where it fails. That takes ureq's connector traits, which may change with a minor
//! version of ureq: then this file does not compile.

use std::fmt;
use std::sync::Arc;

use craftgate_core::TransportError;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};
use ureq::{Agent, Error, Timeout};

use crate::lookup::{self, Later};
use crate::strict::Strict;

/// An agent whose errors tell on which side of the connection they happened.
pub(crate) fn marking_agent(config: Config) -> Agent {
    agent_with(config, DefaultResolver::default())
}

fn agent_with(config: Config, resolver: impl Resolver) -> Agent {
    let resolver: Arc<dyn Resolver> = Arc::new(MarkingResolver(resolver));
    let connector = MarkingConnector { connector: DefaultConnector::default(), resolver: Arc::clone(&resolver) };
    Agent::with_parts(config, connector, Later(resolver))
}

/// Sorts an error of ureq's. What is not certain not to have been sent counts as possibly sent.
pub(crate) fn classify(error: Error) -> TransportError {
    match error {
        Error::Other(cause) => match cause.downcast::<BeforeConnection>() {
            Ok(before) => TransportError::not_sent(before.0),
            Err(cause) => TransportError::unknown(cause),
        },
        // These two would show the URL, and a token in it.
        Error::BadUri(_) => TransportError::not_sent("not a URL that ureq takes"),
        Error::RequireHttpsOnly(_) => TransportError::not_sent("the agent takes https alone"),
        error if is_before_connection(&error) => TransportError::not_sent(error),
        error => TransportError::unknown(error),
    }
}

/// What can only happen before a connection stands, also with an agent that marks nothing.
fn is_before_connection(error: &Error) -> bool {
    matches!(
        error,
        Error::Http(_)
            | Error::HostNotFound
            | Error::InvalidProxyUrl
            | Error::ConnectProxyFailed(_)
            | Error::ConnectionFailed
            | Error::TlsRequired
            | Error::Timeout(Timeout::Resolve | Timeout::Connect)
    )
}

/// An error that ended the attempt to find the host or to connect to it.
#[derive(Debug)]
struct BeforeConnection(Error);

impl BeforeConnection {
    fn mark(error: Error) -> Error {
        Error::Other(Box::new(Self(error)))
    }
}

impl fmt::Display for BeforeConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for BeforeConnection {}

#[derive(Debug)]
struct MarkingConnector {
    connector: DefaultConnector,
    resolver: Arc<dyn Resolver>,
}

impl Connector<()> for MarkingConnector {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let found = lookup::now(&*self.resolver, details)?;
        let details = found.as_ref().unwrap_or(details);
        let connection = self.connector.connect(details, chained).map_err(BeforeConnection::mark)?;
        Ok(connection.map(|connection| Box::new(Strict::new(connection)) as Self::Out))
    }
}

#[derive(Debug)]
struct MarkingResolver<R>(R);

impl<R: Resolver> Resolver for MarkingResolver<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(BeforeConnection::mark)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use std::io::{Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpListener};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use craftgate_core::transport::Delivery;

    use super::*;

    /// Knows one host, and how often it was asked for it.
    #[derive(Debug)]
    struct Counting(Arc<AtomicUsize>);

    impl Resolver for Counting {
        fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            assert_eq!((uri.host(), timeout.reason), (Some("api.example.com"), Timeout::Resolve));
            self.0.fetch_add(1, Ordering::Relaxed);
            let port = uri.port_u16().unwrap_or_default();
            let uri = format!("http://127.0.0.1:{port}/").parse().map_err(|_| Error::HostNotFound)?;
            DefaultResolver::default().resolve(&uri, config, timeout)
        }
    }

    /// A server that answers `count` requests without bodies on each of its connections, and then hangs up.
    fn server(count: usize) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for mut stream in listener.incoming().map(Result::unwrap) {
                for last in (0..count).rev() {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let mut byte = [0];
                        stream.read_exact(&mut byte).unwrap();
                        head.extend(byte);
                    }
                    let connection = if last == 0 { "close" } else { "keep-alive" };
                    write!(stream, "HTTP/1.1 204 No Content\r\nconnection: {connection}\r\n\r\n").unwrap();
                }
            }
        });
        port
    }

    #[test]
    fn a_host_is_looked_up_once_for_each_connection() {
        let lookups = Arc::new(AtomicUsize::new(0));
        let minute = Some(std::time::Duration::from_secs(60));
        let config = Agent::config_builder().proxy(None).timeout_resolve(minute).build();
        let agent = agent_with(config, Counting(Arc::clone(&lookups)));
        let url = format!("http://api.example.com:{}/", server(3));
        for request in 0..7 {
            assert_eq!(agent.get(&url).call().unwrap().status(), 204);
            assert_eq!(lookups.load(Ordering::Relaxed), request / 3 + 1, "before request {request}");
        }
    }

    #[test]
    fn an_error_code_alone_does_not_tell_that_nothing_was_sent() {
        for kind in [ErrorKind::HostUnreachable, ErrorKind::NetworkUnreachable, ErrorKind::ConnectionRefused] {
            let error = || Error::Io(io::Error::from(kind));
            assert_eq!(classify(error()).delivery(), Delivery::Unknown, "{kind}");
            assert_eq!(classify(BeforeConnection::mark(error())).delivery(), Delivery::NotSent, "{kind}");
        }
    }
}

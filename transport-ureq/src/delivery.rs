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

/// The same with a resolver of the caller's.
pub(crate) fn agent_with(config: Config, resolver: impl Resolver) -> Agent {
    let resolver: Arc<dyn Resolver> = Arc::new(MarkingResolver(resolver));
    let connector = MarkingConnector { connector: DefaultConnector::default(), resolver: Arc::clone(&resolver) };
    Agent::with_parts(config, connector, Later(resolver))
}

/// Sorts an error of ureq's. What is not certain not to have been sent counts as possibly sent.
pub(crate) fn classify(error: Error) -> TransportError {
    match error {
        Error::Other(cause) => match cause.downcast::<BeforeConnection>() {
            Ok(before) => TransportError::not_sent(before.0),
            Err(cause) => TransportError::maybe_sent(cause),
        },
        // These two would show the URL, and a token in it.
        Error::BadUri(_) => TransportError::not_sent("not a URL that ureq takes"),
        Error::RequireHttpsOnly(_) => TransportError::not_sent("the agent takes https alone"),
        error if is_before_connection(&error) => TransportError::not_sent(error),
        error => TransportError::maybe_sent(error),
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
    /// Once is enough: behind a proxy there are two connections to make, one within the other.
    fn mark(error: Error) -> Error {
        match error {
            Error::Other(cause) if cause.is::<Self>() => Error::Other(cause),
            error => Error::Other(Box::new(Self(error))),
        }
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
        let tls = details.config.tls_config().provider();
        Ok(connection.map(|connection| Box::new(Strict::new(connection, tls)) as Self::Out))
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

    use craftgate_core::transport::SendStatus;

    use super::*;

    #[test]
    fn an_error_code_alone_does_not_tell_that_nothing_was_sent() {
        for kind in [ErrorKind::HostUnreachable, ErrorKind::NetworkUnreachable, ErrorKind::ConnectionRefused] {
            let error = || Error::Io(io::Error::from(kind));
            assert_eq!(classify(error()).send_status(), SendStatus::MaybeSent, "{kind}");
            assert_eq!(classify(BeforeConnection::mark(error())).send_status(), SendStatus::NotSent, "{kind}");
        }
    }
}

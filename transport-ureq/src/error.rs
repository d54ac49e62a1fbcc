//! Classification of errors: whether a failed request can have reached Craftgate.
//!
//! An operating system's error code is not enough: "host unreachable" can end an attempt to connect, or the wait for
//! the response to a payment that has arrived. So errors before a connection is established, TLS included, are marked
//! where they occur. This needs ureq's `unversioned` connector traits, which may change in a minor version of ureq.

use std::fmt;
use std::sync::Arc;

use craftgate_core::TransportError;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};
use ureq::{Agent, Error, Timeout};

use crate::resolver::{self, LazyResolver};
use crate::strict_framing::StrictFraming;

/// Returns an agent whose errors tell whether they occurred before the connection was established.
pub(crate) fn phase_tracking_agent(config: Config) -> Agent {
    agent_with(config, DefaultResolver::default())
}

/// [`phase_tracking_agent`] with the given resolver.
pub(crate) fn agent_with(config: Config, resolver: impl Resolver) -> Agent {
    let resolver: Arc<dyn Resolver> = Arc::new(PhaseTrackingResolver(resolver));
    let connector = PhaseTrackingConnector { connector: DefaultConnector::default(), resolver: Arc::clone(&resolver) };
    Agent::with_parts(config, connector, LazyResolver(resolver))
}

/// Converts ureq's error. It counts as possibly sent unless it is certain that nothing was sent.
pub(crate) fn classify(error: Error) -> TransportError {
    match error {
        Error::Other(cause) => match cause.downcast::<PreConnectError>() {
            Ok(error) => TransportError::not_sent(error.0),
            Err(cause) => TransportError::maybe_sent(cause),
        },
        // Their messages would show the URL, which may contain a token.
        Error::BadUri(_) => TransportError::not_sent("the URL is not valid for ureq"),
        Error::RequireHttpsOnly(_) => TransportError::not_sent("the agent allows https only"),
        error if is_pre_connect(&error) => TransportError::not_sent(error),
        error => TransportError::maybe_sent(error),
    }
}

/// Returns true for errors that occur only before the connection is established, also of agents without phase tracking.
fn is_pre_connect(error: &Error) -> bool {
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

/// An error of resolving the host or connecting to it.
#[derive(Debug)]
struct PreConnectError(Error);

impl PreConnectError {
    /// Marks an error unless it is marked: behind a proxy, one connection is established within another.
    fn mark(error: Error) -> Error {
        match error {
            Error::Other(cause) if cause.is::<Self>() => Error::Other(cause),
            error => Error::Other(Box::new(Self(error))),
        }
    }
}

impl fmt::Display for PreConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for PreConnectError {}

/// Marks connection errors, and wraps connections in [`StrictFraming`].
#[derive(Debug)]
struct PhaseTrackingConnector {
    connector: DefaultConnector,
    resolver: Arc<dyn Resolver>,
}

impl Connector<()> for PhaseTrackingConnector {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let resolved = resolver::resolve_now(&*self.resolver, details)?;
        let details = resolved.as_ref().unwrap_or(details);
        let connection = self.connector.connect(details, chained).map_err(PreConnectError::mark)?;
        let tls = details.config.tls_config().provider();
        Ok(connection.map(|connection| Box::new(StrictFraming::new(connection, tls)) as Self::Out))
    }
}

/// Marks errors of resolving the host.
#[derive(Debug)]
struct PhaseTrackingResolver<R>(R);

impl<R: Resolver> Resolver for PhaseTrackingResolver<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(PreConnectError::mark)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use craftgate_core::transport::SendStatus;

    use super::*;

    #[test]
    fn an_error_code_alone_does_not_prove_that_nothing_was_sent() {
        for kind in [ErrorKind::HostUnreachable, ErrorKind::NetworkUnreachable, ErrorKind::ConnectionRefused] {
            let error = || Error::Io(io::Error::from(kind));
            assert_eq!(classify(error()).send_status(), SendStatus::MaybeSent, "{kind}");
            assert_eq!(classify(PreConnectError::mark(error())).send_status(), SendStatus::NotSent, "{kind}");
        }
    }
}

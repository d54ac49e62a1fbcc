//! A host's address is looked up when a connection to it has to be made.
//!
//! ureq looks it up before each request, before it sees whether it kept a connection: that is a question to the
//! network for every payment and, since the answer has only so much time, a thread for every payment.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, NextTimeout};
use ureq::{Error, Timeout};

/// Stands for an address that nobody has looked up yet.
const LATER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// Puts looking up off until a connection is made. Where a proxy may do it instead, ureq knows best when.
#[derive(Debug)]
pub(crate) struct Later(pub(crate) Arc<dyn Resolver>);

impl Resolver for Later {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        if config.proxy().is_some() {
            return self.0.resolve(uri, config, timeout);
        }
        let mut addresses = self.empty();
        addresses.push(LATER);
        Ok(addresses)
    }
}

/// The same details with the host's address, where that was put off.
pub(crate) fn now<'a>(
    resolver: &dyn Resolver,
    details: &ConnectionDetails<'a>,
) -> Result<Option<ConnectionDetails<'a>>, Error> {
    if details.addrs.first() != Some(&LATER) {
        return Ok(None);
    }
    let mut timeout = NextTimeout { reason: Timeout::Resolve, ..NextTimeout::default() };
    if let Some(after) = details.config.timeouts().resolve {
        timeout.after = after.into();
    }
    Ok(Some(ConnectionDetails {
        uri: details.uri,
        addrs: resolver.resolve(details.uri, details.config, timeout)?,
        config: details.config,
        request_level: details.request_level,
        resolver: details.resolver,
        now: (details.current_time)(),
        timeout: details.timeout,
        current_time: Arc::clone(&details.current_time),
        run_connector: Arc::clone(&details.run_connector),
        register_shutdown: Arc::clone(&details.register_shutdown),
    }))
}

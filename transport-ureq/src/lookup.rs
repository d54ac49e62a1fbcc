//! A host's address is looked up when a connection to it has to be made.
//!
//! ureq looks it up before each request, before it sees whether it kept a connection: that is a question to the
//! network for every payment and, since the answer has only so much time, a thread for every payment.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::{Config, Timeouts};
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
    let (start, timeouts) = (Instant::now(), details.config.timeouts());
    let in_time = limit(&timeouts, (timeouts.resolve, Timeout::Resolve), Duration::ZERO);
    let addrs = resolver.resolve(details.uri, details.config, in_time)?;
    let in_time = limit(&timeouts, (timeouts.connect, Timeout::Connect), start.elapsed());
    Ok(Some(ConnectionDetails {
        uri: details.uri,
        addrs,
        config: details.config,
        request_level: details.request_level,
        resolver: details.resolver,
        now: (details.current_time)(),
        timeout: NextTimeout { after: in_time.after, reason: in_time.reason, ..details.timeout },
        current_time: Arc::clone(&details.current_time),
        run_connector: Arc::clone(&details.run_connector),
        register_shutdown: Arc::clone(&details.register_shutdown),
    }))
}

/// How long a step may take that has a limit of its own, after so much of the time for everything was spent.
fn limit(timeouts: &Timeouts, own: (Option<Duration>, Timeout), spent: Duration) -> NextTimeout {
    let of_all = |limit: Option<Duration>| limit.map(|limit| limit.saturating_sub(spent));
    let limits = [own, (of_all(timeouts.per_call), Timeout::PerCall), (of_all(timeouts.global), Timeout::Global)];
    let limits = limits.into_iter().filter_map(|(limit, reason)| Some((limit?, reason)));
    match limits.min_by_key(|(limit, _)| *limit) {
        Some((limit, reason)) => NextTimeout { after: limit.into(), reason, ..NextTimeout::default() },
        None => NextTimeout::default(),
    }
}

#[cfg(test)]
mod tests {
    use ureq::Agent;

    use super::*;

    #[test]
    fn each_step_has_its_own_limit_and_what_is_left_of_the_time_for_everything() {
        let second = Duration::from_secs(1);
        let timeouts = |global: Option<Duration>, per_call: Option<Duration>| {
            Agent::config_builder().timeout_global(global).timeout_per_call(per_call).build().timeouts()
        };
        let limit = |timeouts: Timeouts, own: Option<Duration>, spent: Duration| {
            let limit = limit(&timeouts, (own, Timeout::Resolve), spent);
            (!limit.after.is_not_happening()).then_some((*limit.after, limit.reason))
        };
        assert_eq!(limit(timeouts(None, None), None, second), None);
        assert_eq!(limit(timeouts(None, None), Some(second), second), Some((second, Timeout::Resolve)));
        assert_eq!(limit(timeouts(Some(3 * second), None), None, second), Some((2 * second, Timeout::Global)));
        let both = timeouts(Some(3 * second), Some(2 * second));
        assert_eq!(limit(both, Some(2 * second), second), Some((second, Timeout::PerCall)));
        assert_eq!(limit(both, Some(second / 2), second), Some((second / 2, Timeout::Resolve)));
        assert_eq!(limit(both, Some(second), 9 * second), Some((Duration::ZERO, Timeout::PerCall)));
    }
}

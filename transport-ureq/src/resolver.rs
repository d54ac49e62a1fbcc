//! Lazy DNS resolution: a host is resolved only when a new connection is established.
//!
//! ureq resolves the host before it looks for an idle connection: one DNS query for every payment and, since the query
//! has a timeout, one thread.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::{Config, Timeouts};
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, NextTimeout};
use ureq::{Error, Timeout};

/// The placeholder of an address that is not resolved yet.
const UNRESOLVED: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// A resolver that returns [`UNRESOLVED`]. With a proxy, which may resolve the host itself, it resolves at once, as ureq does.
#[derive(Debug)]
pub(crate) struct LazyResolver(pub(crate) Arc<dyn Resolver>);

impl Resolver for LazyResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        if config.proxy().is_some() {
            return self.0.resolve(uri, config, timeout);
        }
        let mut addresses = self.empty();
        addresses.push(UNRESOLVED);
        Ok(addresses)
    }
}

/// Returns the connection's details with the resolved address, or `None` if it was resolved before.
pub(crate) fn resolve_now<'a>(
    resolver: &dyn Resolver,
    details: &ConnectionDetails<'a>,
) -> Result<Option<ConnectionDetails<'a>>, Error> {
    if details.addrs.first() != Some(&UNRESOLVED) {
        return Ok(None);
    }
    let (start, timeouts) = (Instant::now(), details.config.timeouts());
    let timeout = limit(&timeouts, (timeouts.resolve, Timeout::Resolve), Duration::ZERO);
    let addrs = resolver.resolve(details.uri, details.config, timeout)?;
    let timeout = limit(&timeouts, (timeouts.connect, Timeout::Connect), start.elapsed());
    Ok(Some(ConnectionDetails {
        uri: details.uri,
        addrs,
        config: details.config,
        request_level: details.request_level,
        resolver: details.resolver,
        now: (details.current_time)(),
        timeout: NextTimeout { after: timeout.after, reason: timeout.reason, ..details.timeout },
        current_time: Arc::clone(&details.current_time),
        run_connector: Arc::clone(&details.run_connector),
        register_shutdown: Arc::clone(&details.register_shutdown),
    }))
}

/// Returns the timeout of a step with its own limit, given how much of the overall timeouts was spent.
fn limit(timeouts: &Timeouts, own: (Option<Duration>, Timeout), spent: Duration) -> NextTimeout {
    let remaining = |limit: Option<Duration>| limit.map(|limit| limit.saturating_sub(spent));
    let limits = [own, (remaining(timeouts.per_call), Timeout::PerCall), (remaining(timeouts.global), Timeout::Global)];
    let limits = limits.into_iter().filter_map(|(limit, reason)| Some((limit?, reason)));
    match limits.min_by_key(|(limit, _)| *limit) {
        Some((limit, reason)) => NextTimeout { after: limit.into(), reason, ..NextTimeout::default() },
        None => NextTimeout::default(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write as _};
    use std::net::{Ipv6Addr, TcpListener};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use craftgate_core::transport::SendStatus;
    use ureq::config::ConfigBuilder;
    use ureq::http::StatusCode;
    use ureq::typestate::AgentScope;
    use ureq::{Agent, Proxy};

    use super::*;
    use crate::error::{agent_with, classify};

    const HOUR: Duration = Duration::from_secs(3600);

    /// A resolver that calls a function for `api.example.com`.
    struct FakeResolver<F>(F);

    type Resolved = Result<Vec<SocketAddr>, Error>;

    impl<F> std::fmt::Debug for FakeResolver<F> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("FakeResolver")
        }
    }

    impl<F: Fn(NextTimeout) -> Resolved + Send + Sync + 'static> Resolver for FakeResolver<F> {
        fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            assert_eq!(uri.host(), Some("api.example.com"));
            let mut addresses = self.empty();
            (self.0)(timeout)?.into_iter().for_each(|address| addresses.push(address));
            Ok(addresses)
        }
    }

    /// Resolves to these addresses after this time, or times out, as ureq's resolver does.
    fn resolve_after(time: Duration, addresses: Vec<SocketAddr>) -> impl Fn(NextTimeout) -> Resolved {
        move |timeout| {
            thread::sleep(time.min(*timeout.after));
            if time < *timeout.after { Ok(addresses.clone()) } else { Err(Error::Timeout(timeout.reason)) }
        }
    }

    /// Starts a server that closes each connection after `count` requests without bodies.
    fn server(count: usize) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().map(Result::unwrap) {
                for last in (0..count).rev() {
                    craftgate_test_support::http::read_head(&mut stream).unwrap();
                    let connection = if last == 0 { "close" } else { "keep-alive" };
                    write!(stream, "HTTP/1.1 204 No Content\r\nconnection: {connection}\r\n\r\n").unwrap();
                }
            }
        });
        address
    }

    /// Addresses on which nothing listens.
    fn closed_ports() -> Vec<SocketAddr> {
        vec![(Ipv6Addr::LOCALHOST, 1).into(), (Ipv4Addr::LOCALHOST, 1).into()]
    }

    fn without_proxy() -> ConfigBuilder<AgentScope> {
        Agent::config_builder().proxy(None)
    }

    fn get(
        config: Config,
        resolve: impl Fn(NextTimeout) -> Resolved + Send + Sync + 'static,
    ) -> Result<StatusCode, Error> {
        let response = agent_with(config, FakeResolver(resolve)).get("http://api.example.com/").call()?;
        Ok(response.status())
    }

    /// Returns the message of an error that reports the request as not sent.
    fn cause(result: Result<StatusCode, Error>) -> String {
        let error = classify(result.unwrap_err());
        assert_eq!(error.send_status(), SendStatus::NotSent, "{error:?}");
        error.cause().to_string()
    }

    #[test]
    fn a_host_is_resolved_once_per_connection() {
        let (address, lookups) = (server(3), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&lookups);
        let resolver = FakeResolver(move |timeout: NextTimeout| {
            assert_eq!(timeout.reason, Timeout::Resolve);
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(vec![address])
        });
        let agent = agent_with(without_proxy().timeout_resolve(Some(HOUR)).build(), resolver);
        for request in 0..7 {
            assert_eq!(agent.get("http://api.example.com/").call().unwrap().status(), 204);
            assert_eq!(lookups.load(Ordering::Relaxed), request / 3 + 1, "before request {request}");
        }
    }

    #[test]
    fn an_unknown_host_is_not_sent() {
        assert_eq!(cause(get(without_proxy().build(), |_| Err(Error::HostNotFound))), "host not found");
        let failure = |_| Err(io::Error::other("temporary failure in name resolution").into());
        assert_eq!(cause(get(without_proxy().build(), failure)), "io: temporary failure in name resolution");
    }

    #[test]
    fn a_slow_lookup_times_out_and_is_not_sent() {
        let soon = Some(Duration::from_millis(20));
        let in_time = without_proxy().timeout_resolve(soon).timeout_connect(Some(HOUR)).timeout_global(Some(HOUR));
        assert_eq!(cause(get(in_time.build(), resolve_after(HOUR, closed_ports()))), "timeout: resolve");
        let all_in_time = without_proxy().timeout_resolve(Some(HOUR)).timeout_global(soon);
        assert_eq!(cause(get(all_in_time.build(), resolve_after(HOUR, closed_ports()))), "timeout: global");
    }

    #[test]
    fn resolving_a_proxy_is_bounded_by_the_connect_timeout() {
        let proxy = Proxy::new("http://api.example.com:3128").unwrap();
        let config = without_proxy().proxy(Some(proxy)).timeout_connect(Some(Duration::from_millis(20))).build();
        assert_eq!(cause(get(config, resolve_after(HOUR, closed_ports()))), "timeout: connect");
    }

    #[test]
    fn a_slow_lookup_counts_towards_the_global_timeout() {
        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let addresses = vec![silent.local_addr().unwrap()];
        let [takes, connect, all] = [150, 200, 300].map(Duration::from_millis);
        let config = without_proxy().timeout_connect(Some(connect)).timeout_global(Some(all)).build();
        let agent = agent_with(config, FakeResolver(resolve_after(takes, addresses)));
        // The TLS handshake waits for the rest of the global timeout, which is shorter than the connect timeout.
        let result = agent.get("https://api.example.com/").call();
        assert_eq!(cause(result.map(|response| response.status())), "timeout: global");
    }

    #[test]
    fn the_next_address_is_tried_after_a_refused_connection() {
        let addresses = [closed_ports(), vec![server(1)]].concat();
        assert_eq!(get(without_proxy().build(), move |_| Ok(addresses.clone())).unwrap(), 204);
        let refused = cause(get(without_proxy().build(), |_| Ok(closed_ports())));
        assert!(refused.starts_with("io: "), "{refused}");
    }

    #[test]
    fn each_step_is_bounded_by_its_own_limit_and_the_rest_of_the_overall_timeouts() {
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

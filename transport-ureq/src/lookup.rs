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
    use std::io::{self, Read as _, Write as _};
    use std::net::{Ipv6Addr, TcpListener};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use craftgate_core::transport::SendStatus;
    use ureq::config::ConfigBuilder;
    use ureq::http::StatusCode;
    use ureq::typestate::AgentScope;
    use ureq::{Agent, Proxy};

    use super::*;
    use crate::delivery::{agent_with, classify};

    const HOUR: Duration = Duration::from_secs(3600);

    /// A name server that knows what a test wants of `api.example.com`.
    struct Names<F>(F);

    type Found = Result<Vec<SocketAddr>, Error>;

    impl<F> std::fmt::Debug for Names<F> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Names")
        }
    }

    impl<F: Fn(NextTimeout) -> Found + Send + Sync + 'static> Resolver for Names<F> {
        fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            assert_eq!(uri.host(), Some("api.example.com"));
            let mut addresses = self.empty();
            (self.0)(timeout)?.into_iter().for_each(|address| addresses.push(address));
            Ok(addresses)
        }
    }

    /// Finds these addresses after so long, or gives up when its time is over, as ureq's own does.
    fn after(time: Duration, found: Vec<SocketAddr>) -> impl Fn(NextTimeout) -> Found {
        move |timeout| {
            thread::sleep(time.min(*timeout.after));
            if time < *timeout.after { Ok(found.clone()) } else { Err(Error::Timeout(timeout.reason)) }
        }
    }

    /// A server that answers `count` requests without bodies on each of its connections, and then hangs up.
    fn server(count: usize) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
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
        address
    }

    /// Where nobody listens.
    fn nobody() -> Vec<SocketAddr> {
        vec![(Ipv6Addr::LOCALHOST, 1).into(), (Ipv4Addr::LOCALHOST, 1).into()]
    }

    fn direct() -> ConfigBuilder<AgentScope> {
        Agent::config_builder().proxy(None)
    }

    fn get(config: Config, answer: impl Fn(NextTimeout) -> Found + Send + Sync + 'static) -> Result<StatusCode, Error> {
        let response = agent_with(config, Names(answer)).get("http://api.example.com/").call()?;
        Ok(response.status())
    }

    /// The cause of a failure, if it says that nothing was sent.
    fn cause(result: Result<StatusCode, Error>) -> String {
        let error = classify(result.unwrap_err());
        assert_eq!(error.send_status(), SendStatus::NotSent, "{error:?}");
        error.cause().to_string()
    }

    #[test]
    fn a_host_is_looked_up_once_for_each_connection() {
        let (address, lookups) = (server(3), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&lookups);
        let names = Names(move |timeout: NextTimeout| {
            assert_eq!(timeout.reason, Timeout::Resolve);
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(vec![address])
        });
        let agent = agent_with(direct().timeout_resolve(Some(HOUR)).build(), names);
        for request in 0..7 {
            assert_eq!(agent.get("http://api.example.com/").call().unwrap().status(), 204);
            assert_eq!(lookups.load(Ordering::Relaxed), request / 3 + 1, "before request {request}");
        }
    }

    #[test]
    fn a_name_that_is_not_found_sent_nothing() {
        assert_eq!(cause(get(direct().build(), |_| Err(Error::HostNotFound))), "host not found");
        let trouble = |_| Err(io::Error::other("temporary failure in name resolution").into());
        assert_eq!(cause(get(direct().build(), trouble)), "io: temporary failure in name resolution");
    }

    #[test]
    fn a_lookup_that_takes_too_long_ends_in_its_time_and_sent_nothing() {
        let soon = Some(Duration::from_millis(20));
        let in_time = direct().timeout_resolve(soon).timeout_connect(Some(HOUR)).timeout_global(Some(HOUR));
        assert_eq!(cause(get(in_time.build(), after(HOUR, nobody()))), "timeout: resolve");
        let all_in_time = direct().timeout_resolve(Some(HOUR)).timeout_global(soon);
        assert_eq!(cause(get(all_in_time.build(), after(HOUR, nobody()))), "timeout: global");
    }

    #[test]
    fn looking_a_proxy_up_takes_no_longer_than_connecting_may() {
        let proxy = Proxy::new("http://api.example.com:3128").unwrap();
        let config = direct().proxy(Some(proxy)).timeout_connect(Some(Duration::from_millis(20))).build();
        assert_eq!(cause(get(config, after(HOUR, nobody()))), "timeout: connect");
    }

    #[test]
    fn a_slow_lookup_takes_from_the_time_for_everything() {
        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let found = vec![silent.local_addr().unwrap()];
        let [takes, connect, all] = [150, 200, 300].map(Duration::from_millis);
        let config = direct().timeout_connect(Some(connect)).timeout_global(Some(all)).build();
        let agent = agent_with(config, Names(after(takes, found)));
        // TLS waits for what is left, which is less than its own limit.
        let result = agent.get("https://api.example.com/").call();
        assert_eq!(cause(result.map(|response| response.status())), "timeout: global");
    }

    #[test]
    fn where_one_address_refuses_the_next_one_is_tried() {
        let addresses = [nobody(), vec![server(1)]].concat();
        assert_eq!(get(direct().build(), move |_| Ok(addresses.clone())).unwrap(), 204);
        let refused = cause(get(direct().build(), |_| Ok(nobody())));
        assert!(refused.starts_with("io: "), "{refused}");
    }

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

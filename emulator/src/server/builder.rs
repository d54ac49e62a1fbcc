//! The builder of a server.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use super::Server;
use super::dispatch::Dispatcher;
use crate::emulator::Emulator;
use crate::host::Host;
#[cfg(any(feature = "control", feature = "pages"))]
use crate::host::access::AccessRules;
#[cfg(feature = "control")]
use crate::host::deliveries::Deliveries;
#[cfg(feature = "control")]
use crate::host::delivery_queue::WebhookSchedule;
use crate::host::log::{Log, LogEntry};
use crate::http::listener::Listener;

/// Builds a [`Server`] of several merchants, or with custom options.
///
/// ```
/// use craftgate_emulator::{Emulator, Server};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let second = Emulator::builder().api_key("key-2").secret_key("secret-2").build();
/// let server = Server::builder(Emulator::new()).merchant(second).log(|entry| println!("{entry}")).bind("127.0.0.1:0")?;
/// # let _ = server;
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct ServerBuilder {
    emulator: Emulator,
    others: Vec<Emulator>,
    public_url: Option<String>,
    #[cfg(any(feature = "control", feature = "pages"))]
    allows_remote: bool,
    #[cfg(feature = "control")]
    webhook_url: Option<String>,
    #[cfg(feature = "control")]
    webhook_schedule: WebhookSchedule,
    log: Option<Arc<Log>>,
}

impl ServerBuilder {
    pub(super) fn new(emulator: Emulator) -> Self {
        Self {
            emulator,
            others: Vec::new(),
            public_url: None,
            #[cfg(any(feature = "control", feature = "pages"))]
            allows_remote: false,
            #[cfg(feature = "control")]
            webhook_url: None,
            #[cfg(feature = "control")]
            webhook_schedule: WebhookSchedule::Real,
            log: None,
        }
    }

    /// Adds a merchant with an account of its own. Its API key decides which requests are for it.
    pub fn merchant(mut self, emulator: Emulator) -> Self {
        self.others.push(emulator);
        self
    }

    /// Sets the URL by which customers reach the server, if it differs from its address.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Sets whether the panel and the control API can be used from other machines (default: false), whatever the
    /// address.
    #[cfg(any(feature = "control", feature = "pages"))]
    pub fn allow_remote(mut self, allow: bool) -> Self {
        self.allows_remote = allow;
        self
    }

    /// Sets the URL that webhooks are sent to, over plain HTTP. Without one, none is sent.
    #[cfg(feature = "control")]
    pub fn webhook_url(mut self, url: impl Into<String>) -> Self {
        self.webhook_url = Some(url.into());
        self
    }

    /// Sets the schedule of retries for webhooks that the merchant's server did not accept.
    #[cfg(feature = "control")]
    pub fn webhook_schedule(mut self, schedule: WebhookSchedule) -> Self {
        self.webhook_schedule = schedule;
        self
    }

    /// Sets the function that is called with every request that was handled, and with those to pages' `merchantWebhookUrl`.
    pub fn log(mut self, log: impl Fn(&LogEntry) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(log));
        self
    }

    /// Serves on the given address, over plain HTTP.
    ///
    /// # Errors
    ///
    /// Those of the operating system, such as an address in use.
    pub fn bind(self, address: impl ToSocketAddrs) -> io::Result<Server> {
        let emulator = self.emulator.clone();
        let mut url = String::new();
        let listener = Listener::bind(address, |address| {
            url = self.public_url.clone().unwrap_or_else(|| local_url(address)).trim_end_matches('/').to_owned();
            let dispatcher = Arc::new(self.dispatcher(&url)?);
            Ok(move |request| dispatcher.respond(request))
        })?;
        Ok(Server { emulator, listener, url })
    }

    fn dispatcher(self, url: &str) -> io::Result<Dispatcher> {
        let merchants = [vec![self.emulator], self.others].concat();
        #[cfg(feature = "control")]
        let deliveries = match self.webhook_url {
            Some(webhook_url) => Some(Deliveries::start(webhook_url, self.webhook_schedule, merchants.clone())?),
            None => None,
        };
        Ok(Dispatcher {
            host: Host::new(
                merchants,
                url,
                #[cfg(feature = "control")]
                deliveries,
            ),
            #[cfg(any(feature = "control", feature = "pages"))]
            access: AccessRules::new(url, self.allows_remote),
            log: self.log,
        })
    }
}

impl fmt::Debug for ServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerBuilder").finish_non_exhaustive()
    }
}

/// Returns the URL of an address on this machine: loopback in place of "any address".
fn local_url(mut address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{address}")
}

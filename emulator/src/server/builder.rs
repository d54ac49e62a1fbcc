//! What a server serves, and to whom.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use http::Uri;

use super::Server;
use super::dispatch::Dispatcher;
use crate::emulator::Emulator;
use crate::host::Host;
use crate::host::access::AccessRules;
use crate::http::listener::Listener;

/// Builds a [`Server`] of several merchants, or with a URL of its own.
///
/// ```
/// use craftgate_emulator::{Emulator, Server};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let second = Emulator::builder().api_key("key-2").secret_key("secret-2").build();
/// let server = Server::builder(Emulator::new()).merchant(second).bind("127.0.0.1:0")?;
/// # let _ = server;
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct ServerBuilder {
    emulator: Emulator,
    others: Vec<Emulator>,
    public_url: Option<String>,
    allows_remote: bool,
}

impl ServerBuilder {
    pub(super) fn new(emulator: Emulator) -> Self {
        Self { emulator, others: Vec::new(), public_url: None, allows_remote: false }
    }

    /// Adds a merchant with an account of its own. Its API key decides which requests are for it.
    pub fn merchant(mut self, emulator: Emulator) -> Self {
        self.others.push(emulator);
        self
    }

    /// Sets the URL by which customers reach the server, if it is not its address.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Sets whether the panel can be used from other machines. By default only this one can, whatever the address.
    pub fn allow_remote(mut self, allow: bool) -> Self {
        self.allows_remote = allow;
        self
    }

    /// Serves on the given address, over plain HTTP.
    ///
    /// # Errors
    ///
    /// Those of the operating system, such as an address in use.
    pub fn bind(self, address: impl ToSocketAddrs) -> io::Result<Server> {
        let Self { emulator, others, public_url, allows_remote } = self;
        let merchants = [vec![emulator.clone()], others].concat();
        let mut url = String::new();
        let listener = Listener::bind(address, |address| {
            url = public_url.unwrap_or_else(|| local_url(address)).trim_end_matches('/').to_owned();
            let access = AccessRules { public_host: host_of(&url), allows_remote };
            let dispatcher = Arc::new(Dispatcher { host: Host::new(merchants, &url), access });
            move |request| dispatcher.respond(request)
        })?;
        Ok(Server { emulator, listener, url })
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

fn host_of(url: &str) -> String {
    let uri = url.parse::<Uri>().unwrap_or_default();
    uri.host().unwrap_or_default().to_owned()
}

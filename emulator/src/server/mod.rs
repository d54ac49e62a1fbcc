//! The emulator on a socket, for clients that are tested with their own HTTP stack.

mod builder;
mod dispatch;

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};

pub use builder::ServerBuilder;

use crate::emulator::Emulator;
use crate::http::listener::Listener;

/// An emulator on loopback, served by a thread of its own until it is dropped.
///
/// ```
/// use craftgate_emulator::{Emulator, Server};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::start(Emulator::new())?;
/// let environment = craftgate_core::Environment::custom(&server.url())?;
/// # let _ = environment;
/// # Ok(())
/// # }
/// ```
pub struct Server {
    emulator: Emulator,
    listener: Listener,
    url: String,
}

impl Server {
    /// Serves on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// Those of the operating system, such as an address in use.
    pub fn start(emulator: Emulator) -> io::Result<Self> {
        Self::bind((Ipv4Addr::LOCALHOST, 0), emulator)
    }

    /// Serves on the given address, over plain HTTP: keep it on this machine.
    ///
    /// # Errors
    ///
    /// Those of the operating system, such as an address in use.
    pub fn bind(address: impl ToSocketAddrs, emulator: Emulator) -> io::Result<Self> {
        Self::builder(emulator).bind(address)
    }

    /// Returns a builder of a server of this account and others.
    pub fn builder(emulator: Emulator) -> ServerBuilder {
        ServerBuilder::new(emulator)
    }

    /// Returns the base URL, such as `http://127.0.0.1:49152`.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Returns the address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// Returns the server's emulator; the first one of several.
    #[must_use]
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address()).finish_non_exhaustive()
    }
}

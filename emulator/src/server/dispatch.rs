//! Which part of the server responds to a request.

use craftgate_core::{Request, Response};
#[cfg(feature = "pages")]
use http::StatusCode;

use crate::host::Host;
use crate::host::access::AccessRules;
#[cfg(feature = "pages")]
use crate::pages;

/// Passes each request to the part that its path names, if that part is open to whoever asks.
pub(super) struct Dispatcher {
    pub(super) host: Host,
    pub(super) access: AccessRules,
}

impl Dispatcher {
    /// Responds to a request.
    #[cfg(feature = "pages")]
    pub(super) fn respond(&self, request: Request) -> Response {
        match request.uri().path().split('/').nth(1) {
            Some("" | "panel") if !self.access.is_local(&request) => forbidden("the panel is for this machine alone"),
            Some("" | "panel") if !self.access.is_same_site(&request) => forbidden("sent by the page of another site"),
            Some("" | "panel" | "pages") if !self.access.is_own_name(&request) => forbidden("unknown host name"),
            Some("" | "panel" | "pages") => pages::respond(&self.host, &request),
            _ => self.host.handle(request),
        }
    }

    /// Responds to a request.
    #[cfg(not(feature = "pages"))]
    pub(super) fn respond(&self, request: Request) -> Response {
        let _ = &self.access;
        self.host.handle(request)
    }
}

#[cfg(feature = "pages")]
fn forbidden(reason: &'static str) -> Response {
    let mut response = Response::new(reason.to_owned().into());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

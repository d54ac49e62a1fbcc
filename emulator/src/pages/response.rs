//! The responses with pages, and the headers that keep a browser from doing more than the page asks.

use craftgate_core::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderValue, StatusCode};

/// Where a page may be framed, and where its forms may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// Neither in a frame nor away from the emulator.
    Panel,
    /// In the merchant's frame.
    Customer,
    /// In the merchant's frame, and on to the merchant, who may redirect.
    Leaving,
}

impl Policy {
    fn content_security(self) -> &'static str {
        match self {
            Self::Panel => concat!(
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; ",
                "form-action 'self'; frame-ancestors 'none'"
            ),
            Self::Customer => concat!(
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; ",
                "form-action 'self'; frame-ancestors http: https:"
            ),
            Self::Leaving => concat!(
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; ",
                "form-action http: https:; frame-ancestors http: https:"
            ),
        }
    }
}

/// Returns a response with a page.
pub(super) fn html(status: StatusCode, policy: Policy, page: String) -> Response {
    let mut response = file("text/html; charset=utf-8", page.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy.content_security()));
    if policy == Policy::Panel {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        // Without it the browser hides that a form of the panel comes from the panel.
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    response
}

/// Returns a response that is not kept and whose type is not guessed.
fn file(content_type: &'static str, body: Vec<u8>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    let set: [(HeaderName, &'static str); 4] = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

pub(super) fn css(sheet: &'static str) -> Response {
    file("text/css; charset=utf-8", sheet.as_bytes().to_vec())
}

pub(super) fn svg(picture: String) -> Response {
    file("image/svg+xml", picture.into_bytes())
}

/// Returns a response that leads to another page of the emulator, as a GET.
pub(super) fn redirect(path: &str) -> Response {
    let mut response = file("text/plain; charset=utf-8", Vec::new());
    match HeaderValue::from_str(path) {
        Ok(location) => {
            *response.status_mut() = StatusCode::SEE_OTHER;
            response.headers_mut().insert(LOCATION, location);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

//! The parts of a request that its signature covers, and the headers that carry it.

use craftgate_core::Request;
use http::header::HOST;
use percent_encoding::percent_decode_str;

use crate::error::{ApiError, MISSING_HEADER};

/// Returns a header's value, which must not be empty.
pub(super) fn header<'a>(request: &'a Request, name: &'static str) -> Result<&'a [u8], ApiError> {
    let value = request.headers().get(name).map(http::HeaderValue::as_bytes);
    value.filter(|value| !value.is_empty()).ok_or_else(|| MISSING_HEADER.field(name))
}

/// Returns the decoded URL, as the client signed it.
pub(super) fn signed_url(request: &Request) -> Vec<u8> {
    percent_decode_str(&url(request)).collect()
}

/// Returns the URL as the client sent it. A request from a socket has a path and a query only: the authority is in
/// its `host` header.
fn url(request: &Request) -> String {
    let uri = request.uri();
    if uri.authority().is_some() {
        return uri.to_string();
    }
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}{uri}")
}

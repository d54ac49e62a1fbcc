//! Finds the endpoint of a request.

use craftgate_core::Request;

use super::request::MatchedRequest;
use super::route::Handler;
use super::routes::ROUTES;
use crate::error::{ApiError, METHOD_NOT_ALLOWED, UNKNOWN_ENDPOINT};

/// Returns the handler of a request's endpoint.
pub(crate) fn find(request: &Request) -> Result<(Handler, MatchedRequest<'_>), ApiError> {
    let mut error = UNKNOWN_ENDPOINT;
    for route in ROUTES {
        let Some(path) = route.parameters(request.uri().path()) else { continue };
        if route.method == *request.method() {
            return Ok((route.handler, MatchedRequest { request, path, query_types: route.query_types() }));
        }
        error = METHOD_NOT_ALLOWED;
    }
    Err(error.into())
}

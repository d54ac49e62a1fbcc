//! Finds the endpoint of a request.

use craftgate_core::Request;

use super::request::MatchedRequest;
use super::route::Handler;
use super::routes::ROUTES;
use crate::error::{ApiError, METHOD_NOT_ALLOWED, UNKNOWN_ENDPOINT};

/// Returns the handler of a request's endpoint. A slash at the end of the path may be one too many.
pub(crate) fn find(request: &Request) -> Result<(Handler, MatchedRequest<'_>), ApiError> {
    let path = request.uri().path();
    find_path(request, path).or_else(|error| {
        let without_slash = path.strip_suffix('/').and_then(|path| find_path(request, path).ok());
        without_slash.ok_or(error)
    })
}

fn find_path<'a>(request: &'a Request, path: &str) -> Result<(Handler, MatchedRequest<'a>), ApiError> {
    let mut error = UNKNOWN_ENDPOINT;
    for route in ROUTES {
        let Some(parameters) = route.parameters(path) else { continue };
        if route.method == *request.method() {
            let (template, query_types) = (route.path(), route.query_types());
            return Ok((route.handler, MatchedRequest { request, path: parameters, query_types, template }));
        }
        error = METHOD_NOT_ALLOWED;
    }
    Err(error.into())
}

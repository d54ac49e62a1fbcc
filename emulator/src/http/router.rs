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

/// Returns a path for a log. Words and short numbers stay; a segment that could be a token, a key or a card number
/// becomes `***`.
#[cfg(feature = "server")]
pub(crate) fn loggable_path(path: &str) -> String {
    const LONGEST_ID: usize = 10;
    const LONGEST_WORD: usize = 40;
    let is_word = |segment: &str| {
        segment.len() <= LONGEST_WORD && segment.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let is_id = |segment: &str| segment.len() <= LONGEST_ID && segment.bytes().all(|byte| byte.is_ascii_digit());
    let segments = path.split('/').map(|segment| match is_word(segment) || is_id(segment) || is_static(segment) {
        true => segment,
        false => "***",
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Returns true if the segment stands in the path of an endpoint.
#[cfg(feature = "server")]
fn is_static(segment: &str) -> bool {
    ROUTES.iter().any(|route| route.template.split(['/', '?']).any(|known| known == segment))
}

//! An endpoint and its handler.

use craftgate_core::Response;
use http::Method;
use percent_encoding::percent_decode_str;

use super::request::MatchedRequest;
use crate::domain::context::Context;
use crate::error::ApiError;

/// Reads a request's operation, performs it and returns the response.
pub(crate) type Handler = fn(&mut Context<'_>, &MatchedRequest<'_>) -> Result<Response, ApiError>;

/// An endpoint.
pub(super) struct Route {
    pub(super) method: Method,
    /// The path, with parameters in braces. After a question mark, the query parameters that are not strings.
    pub(super) template: &'static str,
    pub(super) handler: Handler,
}

impl Route {
    /// Returns the path's template.
    pub(super) fn path(&self) -> &'static str {
        self.template.split_once('?').map_or(self.template, |(path, _)| path)
    }

    /// Returns the query parameters that are not strings.
    pub(super) fn query_types(&self) -> &'static str {
        self.template.split_once('?').map_or("", |(_, query)| query)
    }

    /// Returns the decoded path parameters by name; `None` if the path is another one.
    pub(super) fn parameters(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let mut parameters = Vec::new();
        let mut segments = path.split('/');
        for expected in self.path().split('/') {
            let segment = segments.next()?;
            match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(_) if segment.is_empty() => return None,
                Some(name) => parameters.push((name, percent_decode_str(segment).decode_utf8().ok()?.into_owned())),
                None if expected == segment => {}
                None => return None,
            }
        }
        segments.next().is_none().then_some(parameters)
    }
}

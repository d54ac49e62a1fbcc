//! The responses: JSON in an envelope, files, or no content.

use craftgate_core::{Body, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::ser::{Serialize, Serializer};

use crate::error::{ApiError, INTERNAL_ERROR, Language};
use crate::handlers::file_reporting::ReportFile;

/// Returns a response with a result in `data`.
pub(crate) fn data(result: impl Serialize) -> Result<Response, ApiError> {
    enveloped(StatusCode::OK, "data", &result).ok_or_else(|| INTERNAL_ERROR.into())
}

/// Returns a response without content.
pub(crate) fn no_content((): ()) -> Result<Response, ApiError> {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// Returns a response with a report.
pub(crate) fn file(file: ReportFile) -> Result<Response, ApiError> {
    Ok(with_type(StatusCode::OK, file.media_type, file.content.into()))
}

/// Returns an error response.
pub(crate) fn error(error: ApiError, language: Language) -> Response {
    enveloped(error.status(), "errors", &error.into_errors(language)).unwrap_or_default()
}

fn enveloped(status: StatusCode, name: &str, content: &impl Serialize) -> Option<Response> {
    let body = Body::json(&Envelope { name, content }).ok()?;
    Some(with_type(status, "application/json", body))
}

/// A JSON object with a single field.
struct Envelope<'a, T> {
    name: &'a str,
    content: &'a T,
}

impl<T: Serialize> Serialize for Envelope<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.name, self.content)])
    }
}

fn with_type(status: StatusCode, content_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

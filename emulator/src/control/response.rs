//! Writing control responses.

use craftgate_core::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::error::ControlError;

/// Returns a result as JSON.
pub(super) fn json(result: &impl Serialize) -> Result<Response, ControlError> {
    let json = serde_json::to_string(result).map_err(|error| ControlError::invalid(error.to_string()))?;
    Ok(with_json(StatusCode::OK, json))
}

/// Returns JSON as it is.
pub(super) fn with_json(status: StatusCode, json: String) -> Response {
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

pub(super) fn no_content() -> Result<Response, ControlError> {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// Returns an error as `{"error": "…"}`.
pub(super) fn error(error: &ControlError) -> Response {
    with_json(error.status, serde_json::json!({"error": error.reason}).to_string())
}

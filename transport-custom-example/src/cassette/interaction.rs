//! One recorded request and its result, redacted.

use std::collections::BTreeMap;

use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Request, Response, TransportError};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::error::Mismatch;
use super::json::{self, Node};
use super::personal::could_be_personal;
use super::redact::{self, name_and_value, pairs};

/// The response headers that are kept. All others are dropped, such as cookies and trace ids.
const ALLOWED_HEADERS: [HeaderName; 2] = [CONTENT_TYPE, RETRY_AFTER];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Interaction {
    pub(super) request: RecordedRequest,
    pub(super) result: RecordedResult,
}

/// A request without its host and headers, which are secret, the same for all, or different each time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RecordedRequest {
    method: String,
    path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    query: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Content>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum RecordedResult {
    Response {
        status: u16,
        headers: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Content>,
    },
    /// An error, and nothing was sent. Its message may contain a URL and is dropped.
    NotSent,
    /// An error, and the request may have arrived.
    MaybeSent,
}

/// A body. If it is not JSON, only its kind and length in bytes are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Content {
    Json(Node),
    /// Truncated JSON.
    Truncated(usize),
    /// HTML, such as a proxy's error page.
    Html(usize),
    /// Any other content, such as a report.
    File(usize),
}

impl RecordedRequest {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            method: request.method().to_string(),
            path: redact::path(request.uri().path()),
            query: redact::query(request.uri().query().unwrap_or_default()),
            body: Content::of(request.body()),
        }
    }

    /// Returns the first difference between this recorded request and an actual one.
    pub(super) fn mismatch(&self, actual: &Self) -> Option<Mismatch> {
        if self.method != actual.method {
            return Some(Mismatch::Method { recorded: self.method.clone(), actual: actual.method.clone() });
        }
        if self.path != actual.path {
            return Some(Mismatch::Path { recorded: self.path.clone(), actual: actual.path.clone() });
        }
        let query = query_difference(&self.query, &actual.query).map(|name| Mismatch::Query { name });
        query
            .or_else(|| body_difference(self.body.as_ref(), actual.body.as_ref()).map(|field| Mismatch::Body { field }))
    }
}

/// Returns the name of the first parameter that differs, regardless of the order.
fn query_difference(recorded: &str, actual: &str) -> Option<String> {
    let name = |pair| name_and_value(pair).0;
    let values = |query, wanted| pairs(query).filter(move |pair| name(pair) == wanted);
    let mut names = pairs(recorded).chain(pairs(actual)).map(name);
    names.find(|name| values(recorded, *name).ne(values(actual, *name))).map(str::to_owned)
}

/// Returns the path of the first field that differs.
fn body_difference(recorded: Option<&Content>, actual: Option<&Content>) -> Option<String> {
    match (recorded, actual) {
        (Some(Content::Json(recorded)), Some(Content::Json(actual))) => json::difference(recorded, actual),
        (recorded, actual) if recorded == actual => None,
        _ => Some(String::new()),
    }
}

impl RecordedResult {
    pub(super) fn of(result: &Result<Response, TransportError>) -> Self {
        match result {
            Ok(response) => Self::Response {
                status: response.status().as_u16(),
                headers: allowed_headers(response.headers()),
                body: Content::of(response.body()),
            },
            Err(error) => match error.send_status() {
                SendStatus::NotSent => Self::NotSent,
                SendStatus::MaybeSent => Self::MaybeSent,
            },
        }
    }

    pub(super) fn play(&self) -> Result<Response, TransportError> {
        let (status, headers, body) = match self {
            Self::Response { status, headers, body } => (status, headers, body),
            Self::NotSent => return Err(TransportError::not_sent("recorded as not sent")),
            Self::MaybeSent => return Err(TransportError::maybe_sent("recorded as maybe sent")),
        };
        let mut response = Response::new(body.as_ref().map_or_else(Body::default, Content::placeholder));
        *response.status_mut() = StatusCode::from_u16(*status).map_err(TransportError::not_sent)?;
        for (name, value) in headers {
            let name: HeaderName = name.parse().map_err(TransportError::not_sent)?;
            response.headers_mut().append(name, HeaderValue::from_str(value).map_err(TransportError::not_sent)?);
        }
        Ok(response)
    }
}

fn allowed_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let value = |name: &HeaderName| headers.get(name)?.to_str().ok().filter(|value| !could_be_personal(value));
    let header = |name: &HeaderName| Some((name.to_string(), value(name)?.to_owned()));
    ALLOWED_HEADERS.iter().filter_map(header).collect()
}

impl Content {
    fn of(body: &Body) -> Option<Self> {
        let bytes = body.as_bytes();
        // Core skips a byte order mark as well.
        let content = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.is_empty() {
            return None;
        }
        Some(match serde_json::from_slice(content) {
            Ok(node) => Self::Json(redact::body(node)),
            Err(error) if error.is_eof() => Self::Truncated(bytes.len()),
            Err(_) if content.trim_ascii_start().starts_with(b"<") => Self::Html(bytes.len()),
            Err(_) => Self::File(bytes.len()),
        })
    }

    /// Returns a body that parses to the same fields, or to the same error, as the recorded one.
    fn placeholder(&self) -> Body {
        match self {
            Self::Json(node) => Body::json(node).unwrap_or_default(),
            Self::Truncated(_) => Body::from("{"),
            Self::Html(_) => Body::from("<redacted>"),
            Self::File(_) => Body::from("redacted"),
        }
    }
}

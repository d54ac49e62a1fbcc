//! What a cassette says of one request and its answer: what is left of them when they are redacted.

use std::collections::BTreeMap;

use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Request, Response, TransportError};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::error::Difference;
use super::json::{self, Node};
use super::redact::{self, name_and_value, pairs};

/// What an answer's headers tell the client: the rest is dropped, cookies and trace ids with it.
const KEPT_HEADERS: [HeaderName; 2] = [CONTENT_TYPE, RETRY_AFTER];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Interaction {
    pub(super) request: Asked,
    pub(super) answer: Answer,
}

/// A request without its host and its headers: those are fresh each time, or keys, or the same for all.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Asked {
    method: String,
    path: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    query: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Content>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Answer {
    Response {
        status: u16,
        headers: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Content>,
    },
    /// The transport failed, and nothing was sent. Its reason may name a URL, and is dropped.
    NotSent,
    /// The transport failed, and the request may have arrived.
    Unknown,
}

/// A body. Of what is not JSON, what it was and its length in bytes are all that is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Content {
    Json(Node),
    /// JSON that stops in the middle.
    Cut(usize),
    /// HTML, such as a proxy's.
    Page(usize),
    /// Anything else, such as a report.
    File(usize),
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            method: request.method().to_string(),
            path: redact::path(request.uri().path()),
            query: redact::query(request.uri().query().unwrap_or_default()),
            body: Content::of(request.body()),
        }
    }

    /// Where this recorded request differs from one that came.
    pub(super) fn difference(&self, came: &Self) -> Option<Difference> {
        if self.method != came.method {
            return Some(Difference::Method { recorded: self.method.clone(), came: came.method.clone() });
        }
        if self.path != came.path {
            return Some(Difference::Path { recorded: self.path.clone(), came: came.path.clone() });
        }
        let query = query_difference(&self.query, &came.query).map(|name| Difference::Query { name });
        query
            .or_else(|| body_difference(self.body.as_ref(), came.body.as_ref()).map(|field| Difference::Body { field }))
    }
}

/// The first parameter that is not the same. Their order does not matter.
fn query_difference(recorded: &str, came: &str) -> Option<String> {
    let name = |pair| name_and_value(pair).0;
    let values = |query, wanted| pairs(query).filter(move |pair| name(pair) == wanted);
    let mut names = pairs(recorded).chain(pairs(came)).map(name);
    names.find(|name| values(recorded, *name).ne(values(came, *name))).map(str::to_owned)
}

/// The way to the first field that is not the same.
fn body_difference(recorded: Option<&Content>, came: Option<&Content>) -> Option<String> {
    match (recorded, came) {
        (Some(Content::Json(recorded)), Some(Content::Json(came))) => json::difference(recorded, came),
        (recorded, came) if recorded == came => None,
        _ => Some(String::new()),
    }
}

impl Answer {
    pub(super) fn of(result: &Result<Response, TransportError>) -> Self {
        match result {
            Ok(response) => Self::Response {
                status: response.status().as_u16(),
                headers: kept_headers(response.headers()),
                body: Content::of(response.body()),
            },
            Err(error) => match error.send_status() {
                SendStatus::NotSent => Self::NotSent,
                SendStatus::MaybeSent => Self::Unknown,
            },
        }
    }

    pub(super) fn play(&self) -> Result<Response, TransportError> {
        let (status, headers, body) = match self {
            Self::Response { status, headers, body } => (status, headers, body),
            Self::NotSent => return Err(TransportError::not_sent("recorded as not sent")),
            Self::Unknown => return Err(TransportError::maybe_sent("recorded as perhaps sent")),
        };
        let mut response = Response::new(body.as_ref().map_or_else(Body::default, Content::stand_in));
        *response.status_mut() = StatusCode::from_u16(*status).map_err(TransportError::not_sent)?;
        for (name, value) in headers {
            let name: HeaderName = name.parse().map_err(TransportError::not_sent)?;
            response.headers_mut().append(name, HeaderValue::from_str(value).map_err(TransportError::not_sent)?);
        }
        Ok(response)
    }
}

fn kept_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |name: &HeaderName| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned()));
    KEPT_HEADERS.iter().filter_map(text).collect()
}

impl Content {
    fn of(body: &Body) -> Option<Self> {
        let bytes = body.as_bytes();
        // What core's reader skips is skipped here too: a byte order mark.
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.is_empty() {
            return None;
        }
        Some(match serde_json::from_slice(text) {
            Ok(node) => Self::Json(redact::body(node)),
            Err(error) if error.is_eof() => Self::Cut(bytes.len()),
            Err(_) if text.trim_ascii_start().starts_with(b"<") => Self::Page(bytes.len()),
            Err(_) => Self::File(bytes.len()),
        })
    }

    /// Bytes that read as the recorded ones did: as the same fields, or with the same error.
    fn stand_in(&self) -> Body {
        match self {
            Self::Json(node) => Body::json(node).unwrap_or_default(),
            Self::Cut(_) => Body::from("{"),
            Self::Page(_) => Body::from("<redacted>"),
            Self::File(_) => Body::from("redacted"),
        }
    }
}

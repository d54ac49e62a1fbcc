//! The log of requests and their results, without secrets.

use std::time::Duration;

use craftgate_core::{Request, Response};
use http::{Method, StatusCode};
use serde_json::Value;

use crate::http::router;

/// A function that is called with every request.
pub(crate) type Log = dyn Fn(&LogEntry) + Send + Sync;

/// A request that was handled, or one to a page's `merchantWebhookUrl` that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEntry {
    /// The HTTP method.
    pub method: Method,
    /// The path without its query; with the server before it, if the request was sent. Segments that could be a token, a
    /// key or a card number are replaced by `***`.
    pub path: String,
    /// The status of the response; `None` if a fault dropped it, or nobody responded.
    pub status: Option<u16>,
    /// Why nobody responded to a request that was sent.
    pub delivery_error: Option<String>,
    /// The code of the response's error.
    pub error_code: Option<String>,
    /// The time to handle the request, without the delay of a fault.
    pub duration: Duration,
}

impl LogEntry {
    /// Returns the entry of a request that is to be handled.
    pub(crate) fn begin(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            path: router::loggable_path(request.uri().path()),
            status: None,
            delivery_error: None,
            error_code: None,
            duration: Duration::ZERO,
        }
    }

    /// Returns the entry of a request that is to be sent.
    pub(crate) fn begin_delivery(request: &Request) -> Self {
        let mut entry = Self::begin(request);
        let uri = request.uri();
        let port = uri.port().map(|port| format!(":{port}")).unwrap_or_default();
        let scheme = uri.scheme_str().unwrap_or("http");
        entry.path = format!("{scheme}://{}{port}{}", uri.host().unwrap_or_default(), entry.path);
        entry
    }

    /// Adds the status of the response to a request that was sent, or why there is none.
    pub(crate) fn end_delivery(mut self, result: Result<StatusCode, String>, duration: Duration) -> Self {
        match result {
            Ok(status) => self.status = Some(status.as_u16()),
            Err(error) => self.delivery_error = Some(error),
        }
        self.duration = duration;
        self
    }

    /// Adds the result of the request.
    pub(crate) fn end(mut self, response: Option<&Response>, duration: Duration) -> Self {
        self.status = response.map(|response| response.status().as_u16());
        self.error_code = response.and_then(error_code);
        self.duration = duration;
        self
    }
}

/// The method, the path, the status, the error's code and the time, on one line.
impl std::fmt::Display for LogEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ", self.method, self.path)?;
        match (self.status, &self.delivery_error) {
            (Some(status), _) => write!(f, "{status}")?,
            (None, Some(error)) => write!(f, "not sent: {error}")?,
            (None, None) => f.write_str("dropped")?,
        }
        if let Some(code) = &self.error_code {
            write!(f, " error {code}")?;
        }
        write!(f, " {:.1} ms", self.duration.as_secs_f64() * 1_000.0)
    }
}

fn error_code(response: &Response) -> Option<String> {
    if response.status().is_success() {
        return None;
    }
    let body: Value = serde_json::from_slice(response.body().as_bytes()).ok()?;
    body.get("errors")?.get("errorCode")?.as_str().map(str::to_owned)
}

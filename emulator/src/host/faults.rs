//! Faults that are injected into the next requests, to test a client's error handling.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use craftgate_core::{Request, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use crate::http::outgoing::{Ending, OutgoingResponse};

/// The most faults that can wait for a request.
const MAX_FAULTS: usize = 100;
/// The longest delay: ten minutes.
const MAX_DELAY: u64 = 600_000;

/// A fault, and which requests it is for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// How many requests it is still for.
    #[serde(default = "once")]
    times: u32,
    /// The method of the requests; any if it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// The path of the requests, or what it starts with before a final `*`; any if it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(default)]
    delay_milliseconds: u64,
    #[serde(default)]
    effect: Effect,
    /// Whether the request is handled before the fault.
    #[serde(default)]
    after_work: bool,
    /// What `tooManyRequests` and `unavailable` tell the client to wait, in seconds.
    #[serde(default = "one_second")]
    retry_after_seconds: u32,
}

/// What a client gets instead of the response.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Effect {
    /// The response, after the delay.
    #[default]
    None,
    /// A closed connection without a response.
    Drop,
    /// Half of the response to the handled request.
    Truncate,
    /// 429 with `Retry-After`.
    TooManyRequests,
    /// 500.
    InternalError,
    /// 503 with `Retry-After`.
    Unavailable,
    /// 502 with the HTML page of a proxy.
    ProxyPage,
}

fn once() -> u32 {
    1
}

fn one_second() -> u32 {
    1
}

impl Fault {
    /// Checks what JSON can say and no fault can do.
    fn check(&self) -> Result<(), &'static str> {
        match self {
            Self { times: 0, .. } => Err("times: at least 1"),
            Self { delay_milliseconds, .. } if *delay_milliseconds > MAX_DELAY => {
                Err("delayMilliseconds: at most 600000")
            }
            Self { effect: Effect::None, delay_milliseconds: 0, .. } => Err("effect: missing, and there is no delay"),
            _ => Ok(()),
        }
    }

    fn matches(&self, request: &Request) -> bool {
        let is_method =
            self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(request.method().as_str()));
        let path = request.uri().path();
        is_method
            && self.path.as_ref().is_none_or(|wanted| match wanted.strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == wanted,
            })
    }

    /// Returns the response to a request, which `handle` handles if the fault comes after the work.
    pub(crate) fn apply(&self, handle: impl FnOnce() -> Response) -> OutgoingResponse {
        let is_handled = self.after_work || matches!(self.effect, Effect::None | Effect::Truncate);
        let handled = is_handled.then(handle).unwrap_or_default();
        let response = match self.effect {
            Effect::None | Effect::Drop | Effect::Truncate => handled,
            Effect::TooManyRequests => self.retry_later(StatusCode::TOO_MANY_REQUESTS),
            Effect::InternalError => {
                response(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", "Internal Server Error\n")
            }
            Effect::Unavailable => self.retry_later(StatusCode::SERVICE_UNAVAILABLE),
            Effect::ProxyPage => response(StatusCode::BAD_GATEWAY, "text/html", PROXY_PAGE),
        };
        let ending = match self.effect {
            Effect::Drop => Ending::Dropped,
            Effect::Truncate => Ending::Truncated,
            _ => Ending::Whole,
        };
        OutgoingResponse { response, delay: Duration::from_millis(self.delay_milliseconds), ending }
    }

    fn retry_later(&self, status: StatusCode) -> Response {
        let mut response = response(status, "text/plain", "Try again later\n");
        response.headers_mut().insert(RETRY_AFTER, self.retry_after_seconds.into());
        response
    }
}

const PROXY_PAGE: &str = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n\
    <center><h1>502 Bad Gateway</h1></center>\n<hr><center>proxy</center>\n</body>\n</html>\n";

fn response(status: StatusCode, content_type: &'static str, body: &str) -> Response {
    let mut response = Response::new(body.to_owned().into());
    *response.status_mut() = status;
    let content_type: (HeaderName, HeaderValue) = (CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().extend([content_type]);
    response
}

/// The faults that wait for requests.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Adds a fault after those that wait.
    ///
    /// # Errors
    ///
    /// If no fault can do that, or too many wait.
    pub(crate) fn add(&self, fault: Fault) -> Result<(), &'static str> {
        fault.check()?;
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.len() >= MAX_FAULTS {
            return Err("too many faults are waiting for requests");
        }
        faults.push(fault);
        Ok(())
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Returns the first fault for this request, which has one request less to wait for.
    pub(crate) fn take(&self, request: &Request) -> Option<Fault> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = faults.iter_mut().find(|fault| fault.matches(request))?;
        fault.times -= 1;
        let taken = fault.clone();
        faults.retain(|fault| fault.times > 0);
        Some(taken)
    }
}

//! How calls, requests and answers are written down.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Request, Response, Secret, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use serde::{Deserialize, Serialize};

use super::error::EntryProblem;

/// A call: what is to be done, and the key under which it is done once.
#[derive(Serialize, Deserialize)]
pub(super) struct CallEntry<I> {
    /// The method and path: what tells operations with the same fields apart.
    pub(super) endpoint: Secret,
    pub(super) intent: I,
}

/// A signed request of a call.
#[derive(Serialize, Deserialize)]
pub(super) struct RequestEntry {
    attempt: String,
    method: String,
    /// Some URLs have a token in them.
    url: Secret,
    headers: Headers,
    body: Base64,
}

/// What became of a request.
#[derive(Serialize, Deserialize)]
pub(super) struct AnswerEntry {
    attempt: String,
    outcome: Outcome,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    Response {
        status: u64,
        headers: Headers,
        body: Base64,
    },
    /// No answer came, and nothing was sent.
    NotSent {
        cause: String,
    },
    /// No answer came, and the request may have arrived.
    Unknown {
        cause: String,
    },
}

/// Names and values in their order. HTTP's values are bytes: they are written as Latin-1.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Headers(Vec<(String, Secret)>);

/// A body may be anything, a report's XLSX for one.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Base64(Secret);

impl RequestEntry {
    pub(super) fn new(attempt: String, request: &Request) -> Self {
        Self {
            attempt,
            method: request.method().to_string(),
            url: request.uri().to_string().into(),
            headers: Headers::new(request.headers()),
            body: Base64::new(request.body()),
        }
    }

    pub(super) fn request(self, attempt: &str) -> Result<Request, EntryProblem> {
        check_name(self.attempt, attempt)?;
        let url: Uri = self.url.expose().parse().map_err(|_| EntryProblem::Url)?;
        let mut request = Request::new(self.body.read()?);
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).map_err(|_| EntryProblem::Method)?;
        *request.headers_mut() = self.headers.read()?;
        *request.uri_mut() = match (url.scheme(), url.authority()) {
            (Some(_), Some(_)) => url,
            _ => return Err(EntryProblem::Url),
        };
        Ok(request)
    }
}

impl AnswerEntry {
    pub(super) fn new(attempt: String, result: &Result<Response, TransportError>) -> Self {
        let outcome = match result {
            Ok(response) => Outcome::Response {
                status: response.status().as_u16().into(),
                headers: Headers::new(response.headers()),
                body: Base64::new(response.body()),
            },
            Err(error) => match error.send_status() {
                SendStatus::NotSent => Outcome::NotSent { cause: causes(error) },
                SendStatus::MaybeSent => Outcome::Unknown { cause: causes(error) },
            },
        };
        Self { attempt, outcome }
    }

    pub(super) fn result(self, attempt: &str) -> Result<Result<Response, TransportError>, EntryProblem> {
        check_name(self.attempt, attempt)?;
        match self.outcome {
            Outcome::Response { status, headers, body } => {
                let mut response = Response::new(body.read()?);
                *response.status_mut() = read_status(status)?;
                *response.headers_mut() = headers.read()?;
                Ok(Ok(response))
            }
            Outcome::NotSent { cause } => Ok(Err(TransportError::not_sent(cause))),
            Outcome::Unknown { cause } => Ok(Err(TransportError::maybe_sent(cause))),
        }
    }
}

impl Headers {
    fn new(headers: &HeaderMap) -> Self {
        let latin_1 = |value: &HeaderValue| value.as_bytes().iter().map(|byte| char::from(*byte)).collect::<String>();
        Self(headers.iter().map(|(name, value)| (name.to_string(), latin_1(value).into())).collect())
    }

    /// Which of them are secret is not known any more, so `Debug` shows none.
    fn read(&self) -> Result<HeaderMap, EntryProblem> {
        let mut headers = HeaderMap::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            let bytes: Option<Vec<u8>> = value.expose().chars().map(|letter| u8::try_from(letter).ok()).collect();
            let name: HeaderName = name.parse().map_err(|_| EntryProblem::Header)?;
            let value = HeaderValue::try_from(bytes.ok_or(EntryProblem::Header)?);
            let mut value = value.map_err(|_| EntryProblem::Header)?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        Ok(headers)
    }
}

impl Base64 {
    fn new(body: &Body) -> Self {
        Self(STANDARD.encode(body).into())
    }

    fn read(&self) -> Result<Body, EntryProblem> {
        STANDARD.decode(self.0.expose()).map(Body::from).map_err(|_| EntryProblem::Body)
    }
}

fn read_status(found: u64) -> Result<StatusCode, EntryProblem> {
    let status = u16::try_from(found).ok().and_then(|status| StatusCode::from_u16(status).ok());
    status.ok_or(EntryProblem::Status { found })
}

fn check_name(inside: String, expected: &str) -> Result<(), EntryProblem> {
    if inside == expected { Ok(()) } else { Err(EntryProblem::Misnamed { inside }) }
}

/// The error's cause and what that was caused by, in one line.
fn causes(error: &TransportError) -> String {
    let mut text = error.cause().to_string();
    let mut next = error.cause().source();
    while let Some(cause) = next {
        text += &format!(": {cause}");
        next = cause.source();
    }
    text
}

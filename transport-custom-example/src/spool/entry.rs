//! The file formats of calls, requests and results.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Request, Response, Secret, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use serde::{Deserialize, Serialize};

use super::error::EntryError;

/// A call: its operation and idempotency key.
#[derive(Serialize, Deserialize)]
pub(super) struct CallEntry<I> {
    /// The method and path, which distinguish operations with the same fields.
    pub(super) endpoint: Secret,
    pub(super) pending: I,
}

/// A signed request.
#[derive(Serialize, Deserialize)]
pub(super) struct RequestEntry {
    attempt: String,
    method: String,
    /// Secret, because some URLs contain a token.
    url: Secret,
    headers: Headers,
    body: Base64,
}

/// The result of a request.
#[derive(Serialize, Deserialize)]
pub(super) struct ResultEntry {
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
    /// No response was received, and nothing was sent.
    NotSent {
        cause: String,
    },
    /// No response was received, and the request may have arrived.
    MaybeSent {
        cause: String,
    },
}

/// Header names and values in order. The values are bytes, stored as Latin-1.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Headers(Vec<(String, Secret)>);

/// A body, which may be binary.
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

    pub(super) fn request(self, attempt: &str) -> Result<Request, EntryError> {
        check_name(self.attempt, attempt)?;
        let url: Uri = self.url.expose().parse().map_err(|_| EntryError::Url)?;
        let mut request = Request::new(self.body.read()?);
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).map_err(|_| EntryError::Method)?;
        *request.headers_mut() = self.headers.read()?;
        *request.uri_mut() = match (url.scheme(), url.authority()) {
            (Some(_), Some(_)) => url,
            _ => return Err(EntryError::Url),
        };
        Ok(request)
    }
}

impl ResultEntry {
    pub(super) fn new(attempt: String, result: &Result<Response, TransportError>) -> Self {
        let outcome = match result {
            Ok(response) => Outcome::Response {
                status: response.status().as_u16().into(),
                headers: Headers::new(response.headers()),
                body: Base64::new(response.body()),
            },
            Err(error) => match error.send_status() {
                SendStatus::NotSent => Outcome::NotSent { cause: causes(error) },
                SendStatus::MaybeSent => Outcome::MaybeSent { cause: causes(error) },
            },
        };
        Self { attempt, outcome }
    }

    pub(super) fn result(self, attempt: &str) -> Result<Result<Response, TransportError>, EntryError> {
        check_name(self.attempt, attempt)?;
        match self.outcome {
            Outcome::Response { status, headers, body } => {
                let mut response = Response::new(body.read()?);
                *response.status_mut() = read_status(status)?;
                *response.headers_mut() = headers.read()?;
                Ok(Ok(response))
            }
            Outcome::NotSent { cause } => Ok(Err(TransportError::not_sent(cause))),
            Outcome::MaybeSent { cause } => Ok(Err(TransportError::maybe_sent(cause))),
        }
    }
}

impl Headers {
    fn new(headers: &HeaderMap) -> Self {
        let latin_1 = |value: &HeaderValue| value.as_bytes().iter().map(|byte| char::from(*byte)).collect::<String>();
        Self(headers.iter().map(|(name, value)| (name.to_string(), latin_1(value).into())).collect())
    }

    /// Marks every value as sensitive, since it is not stored which are.
    fn read(&self) -> Result<HeaderMap, EntryError> {
        let mut headers = HeaderMap::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            let bytes: Option<Vec<u8>> = value.expose().chars().map(|char| u8::try_from(char).ok()).collect();
            let name: HeaderName = name.parse().map_err(|_| EntryError::Header)?;
            let value = HeaderValue::try_from(bytes.ok_or(EntryError::Header)?);
            let mut value = value.map_err(|_| EntryError::Header)?;
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

    fn read(&self) -> Result<Body, EntryError> {
        STANDARD.decode(self.0.expose()).map(Body::from).map_err(|_| EntryError::Body)
    }
}

fn read_status(found: u64) -> Result<StatusCode, EntryError> {
    let status = u16::try_from(found).ok().and_then(|status| StatusCode::from_u16(status).ok());
    status.ok_or(EntryError::Status { found })
}

fn check_name(found: String, expected: &str) -> Result<(), EntryError> {
    if found == expected { Ok(()) } else { Err(EntryError::Misnamed { found }) }
}

/// Returns the messages of the error's cause and its sources, on one line.
fn causes(error: &TransportError) -> String {
    let mut message = error.cause().to_string();
    let mut next = error.cause().source();
    while let Some(cause) = next {
        message += &format!(": {cause}");
        next = cause.source();
    }
    message
}

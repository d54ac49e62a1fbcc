//! Distinguishes results from errors, and both from responses that are not Craftgate's.

use std::fmt;

use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::api::payment::PaymentError;
use crate::protocol::body::{Body, Response};
use crate::protocol::envelope::Envelope;
use crate::protocol::error::{ApiError, Error, ResponseError, ResponseErrorKind};
use crate::protocol::operation::Output;

/// A result and the response it came in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseWithMeta<T> {
    /// The result.
    pub output: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The response's headers.
    pub headers: HeaderMap,
    /// The response's body, as it came.
    pub body: Body,
}

/// Reads a response into `T`.
pub(crate) fn read<T: Output>(response: Response) -> Result<ResponseWithMeta<T>, Error> {
    match success(&response).and_then(T::read) {
        Ok(output) => {
            let (parts, body) = response.into_parts();
            Ok(ResponseWithMeta { output, status: parts.status, headers: parts.headers, body })
        }
        Err(error) => Err(error.with(response)),
    }
}

/// The content of a response whose status is a success.
fn success(response: &Response) -> Result<ResponseContent<'_>, OutputError> {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() || status.as_u16() >= 600 {
        return Err(rejection(response));
    }
    if status.is_redirection() {
        return Err(ResponseErrorKind::Redirect.into());
    }
    if !status.is_success() {
        return Err(ResponseErrorKind::Status.into());
    }
    Ok(ResponseContent { response })
}

fn rejection(response: &Response) -> OutputError {
    match Envelope::<&RawValue>::parse(json_bytes(response)) {
        Ok(Envelope { errors: Some(details), .. }) => OutputError(Reason::Rejected(details)),
        Ok(_) | Err(_) => ResponseErrorKind::NoErrorDetails.into(),
    }
}

/// The content of a successful response, for an [`Output`] to be read from.
#[derive(Debug)]
pub struct ResponseContent<'a> {
    response: &'a Response,
}

impl<'a> ResponseContent<'a> {
    /// The JSON in the response's `data`.
    ///
    /// # Errors
    ///
    /// If there is no `data`, or if it has another shape than `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, OutputError> {
        match std::str::from_utf8(json_bytes(self.response)).map(serde_json::from_str) {
            Ok(Ok(Envelope { data: Some(data), errors: None })) => Ok(data),
            _ => serde_json::from_str(self.data()?.get()).map_err(|error| OutputError(Reason::Shape(error))),
        }
    }

    /// The body's bytes: anything but an error, a proxy's page, or nothing, whatever the content type says.
    ///
    /// # Errors
    ///
    /// If the body is one of those.
    pub fn file(&self) -> Result<&'a Body, OutputError> {
        match self.envelope() {
            Err(error) if error.is_rejection() || error.is_malformed_object(self.response) => Err(error),
            Err(error) if json_bytes(self.response).trim_ascii_start().starts_with(b"<") => Err(error),
            _ if self.response.body().is_empty() => Err(ResponseErrorKind::MissingData.into()),
            _ => Ok(self.response.body()),
        }
    }

    /// Nothing. JSON is ignored, but not what is no JSON at all: it may be a proxy's.
    ///
    /// # Errors
    ///
    /// If the body is an error, or not JSON.
    pub fn empty(&self) -> Result<(), OutputError> {
        match self.envelope() {
            Err(error) if error.is_rejection() => Err(error),
            _ if json_bytes(self.response).trim_ascii().is_empty() => Ok(()),
            Err(error) if is_object(self.response) || !error.is_data() => Err(error),
            _ => Ok(()),
        }
    }

    fn data(&self) -> Result<&'a RawValue, OutputError> {
        if self.response.body().is_empty() {
            return Err(ResponseErrorKind::MissingData.into());
        }
        self.envelope()?.data.ok_or(ResponseErrorKind::MissingData.into())
    }

    /// The envelope of a success. An `errors` object in one is a rejection all the same.
    fn envelope(&self) -> Result<Envelope<&'a RawValue>, OutputError> {
        match Envelope::parse(json_bytes(self.response)) {
            Ok(Envelope { errors: Some(details), .. }) => Err(OutputError(Reason::Rejected(details))),
            Ok(envelope) => Ok(envelope),
            Err(error) => Err(OutputError(Reason::Json(error))),
        }
    }
}

/// The body without a byte order mark.
fn json_bytes(response: &Response) -> &[u8] {
    let body = response.body().as_bytes();
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

fn is_object(response: &Response) -> bool {
    json_bytes(response).trim_ascii_start().starts_with(b"{")
}

/// Why an [`Output`] can't be read. The caller of an operation gets it as an [`Error`], with the response.
#[derive(Debug)]
pub struct OutputError(Reason);

#[derive(Debug)]
enum Reason {
    Rejected(Box<PaymentError>),
    Kind(ResponseErrorKind),
    Json(serde_json::Error),
    Shape(serde_json::Error),
}

impl OutputError {
    fn is_rejection(&self) -> bool {
        matches!(self.0, Reason::Rejected(_))
    }

    /// Whether the body is JSON, but not the JSON that is expected.
    fn is_data(&self) -> bool {
        matches!(&self.0, Reason::Json(error) if error.is_data())
    }

    fn is_malformed_object(&self, response: &Response) -> bool {
        self.is_data() && is_object(response)
    }

    fn with(self, response: Response) -> Error {
        let (kind, parser_error) = match self.0 {
            Reason::Rejected(details) => return Error::Api(Box::new(ApiError::new(*details, response))),
            Reason::Kind(kind) => (kind, None),
            Reason::Shape(error) => (ResponseErrorKind::UnexpectedShape, Some(error)),
            Reason::Json(error) => (kind_of(&error, response.body()), Some(error)),
        };
        Error::Response(Box::new(ResponseError::new(kind, parser_error, response)))
    }
}

impl From<ResponseErrorKind> for OutputError {
    fn from(kind: ResponseErrorKind) -> Self {
        Self(Reason::Kind(kind))
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Reason::Rejected(_) => "the response is an error",
            Reason::Kind(_) | Reason::Json(_) | Reason::Shape(_) => "the response is not what the operation expects",
        })
    }
}

impl std::error::Error for OutputError {}

fn kind_of(error: &serde_json::Error, body: &Body) -> ResponseErrorKind {
    match error.classify() {
        _ if is_truncated(error, body) => ResponseErrorKind::Truncated,
        Category::Data => ResponseErrorKind::UnexpectedShape,
        Category::Eof | Category::Syntax | Category::Io => ResponseErrorKind::NotJson,
    }
}

/// Returns true if the body is a truncated prefix of valid JSON. Truncation inside a number or a multi-byte character
/// surfaces as a syntax error, so those are retried with a digit appended.
fn is_truncated(error: &serde_json::Error, body: &Body) -> bool {
    let bytes = body.as_bytes();
    let whole_characters = match std::str::from_utf8(bytes) {
        Ok(text) => text.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => return false,
    };
    if error.is_eof() {
        return true;
    }
    let longer = [bytes.get(..whole_characters).unwrap_or_default(), b"0"].concat();
    serde_json::from_slice::<IgnoredAny>(&longer).is_err_and(|error| error.is_eof())
}

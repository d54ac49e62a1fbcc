//! The content of a response, from which an output is read.

use std::borrow::Cow;
use std::fmt;

use http::header::{CONTENT_ENCODING, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName};
use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::protocol::body::{Body, Response};
use crate::protocol::envelope::{Envelope, read_data};
use crate::protocol::error::payment::PaymentError;
use crate::protocol::error::{ApiError, Error, ResponseError, ResponseErrorKind};
use crate::wire::lenient::{self, UnreadField, UnreadFields};
use crate::wire::{FromWire, Wire};

/// The content of a successful response, for an [`Output`](crate::Output) to be read from.
#[derive(Debug)]
pub struct ResponseContent<'a> {
    source: Source<'a>,
    unread: &'a mut UnreadFields,
}

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Response(&'a Response),
    /// An item of the list in a response.
    Item(&'a RawValue),
}

impl<'a> ResponseContent<'a> {
    pub(crate) fn new(response: &'a Response, unread: &'a mut UnreadFields) -> Self {
        Self { source: Source::Response(response), unread }
    }

    pub(crate) fn item(item: &'a RawValue, unread: &'a mut UnreadFields) -> Self {
        Self { source: Source::Item(item), unread }
    }

    /// Returns the same content, to be read again.
    #[cfg(feature = "catalog")]
    pub(crate) fn reborrow(&mut self) -> ResponseContent<'_> {
        ResponseContent { source: self.source, unread: self.unread }
    }

    /// Returns the JSON in the response's `data`, as received.
    #[cfg(feature = "catalog")]
    pub(crate) fn data_json(self) -> Result<Body, OutputError> {
        self.source.data().map(|data| Body::from(data.json.get()))
    }

    /// Returns the JSON in the response's `data`, deserialized.
    ///
    /// # Errors
    ///
    /// If there is no `data`, or if it has another shape than `T`.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, OutputError> {
        if let Some(value) = self.source.read_in_one_pass() {
            return Ok(value);
        }
        match self.source.data()? {
            Data { invalid_utf8: Some(error), .. } => Err(OutputError(Reason::Json(error))),
            Data { json, .. } => serde_json::from_str(json.get()).map_err(|error| OutputError(Reason::Shape(error))),
        }
    }

    /// Returns the JSON in the response's `data`, deserialized without the optional fields that can't be read.
    pub(crate) fn lenient<T: Wire + DeserializeOwned>(self) -> Result<T, OutputError> {
        self.lenient_by(|data, unread| T::deserialize_lenient(data.get(), unread))
    }

    /// Returns the JSON in the response's `data`, deserialized by `read` if it can't be deserialized strictly.
    pub(crate) fn lenient_by<T: DeserializeOwned>(
        self,
        read: impl FnOnce(&RawValue, &mut UnreadFields) -> Result<T, serde_json::Error>,
    ) -> Result<T, OutputError> {
        if let Some(value) = self.source.read_in_one_pass() {
            return Ok(value);
        }
        let Data { json, invalid_utf8 } = self.source.data()?;
        let strict_error = match serde_json::from_str(json.get()) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        read(&json, self.unread).map_err(|error| match invalid_utf8 {
            Some(error) => OutputError(Reason::Json(error)),
            None => OutputError(Reason::Shape(lenient::located(strict_error, error))),
        })
    }

    /// Returns the body of a file response, whatever its content type says.
    ///
    /// # Errors
    ///
    /// If the body is an error, an HTML page or empty, or in an encoding that was not requested.
    pub fn file(self) -> Result<&'a Body, OutputError> {
        let Source::Response(response) = self.source else {
            return Err(ResponseErrorKind::UnexpectedShape.into());
        };
        match envelope(response) {
            Err(error) if error.is_of_envelope() || (error.is_data() && is_object(response)) => Err(error),
            Err(error) if json_bytes(response).trim_ascii_start().starts_with(b"<") => Err(error),
            _ if response.body().is_empty() => Err(ResponseErrorKind::MissingData.into()),
            _ if is_encoded(response.headers()) => Err(ResponseErrorKind::UnexpectedEncoding.into()),
            _ => Ok(response.body()),
        }
    }

    /// Checks that a response without an output is a success. Its JSON is ignored; a body that is not JSON is rejected,
    /// since it may be from a proxy.
    ///
    /// # Errors
    ///
    /// If the body is an error, or not JSON.
    pub fn empty(self) -> Result<(), OutputError> {
        let Source::Response(response) = self.source else { return Ok(()) };
        match envelope(response) {
            Err(error) if error.is_of_envelope() => Err(error),
            _ if json_bytes(response).trim_ascii().is_empty() => Ok(()),
            Err(error) if is_object(response) || !error.is_data() => Err(error),
            _ => Ok(()),
        }
    }
}

/// What is in `data`.
struct Data<'a> {
    json: Cow<'a, RawValue>,
    /// The parser's error where the body is not UTF-8; the JSON then has escapes of it.
    invalid_utf8: Option<serde_json::Error>,
}

impl<'a> Source<'a> {
    /// The value where nothing is unusual, as in nearly every response.
    fn read_in_one_pass<T: DeserializeOwned>(self) -> Option<T> {
        match self {
            Source::Item(item) => serde_json::from_str(item.get()).ok(),
            Source::Response(response) => read_data(std::str::from_utf8(json_bytes(response)).ok()?),
        }
    }

    fn data(self) -> Result<Data<'a>, OutputError> {
        match self {
            Source::Item(item) => Ok(Data { json: Cow::Borrowed(item), invalid_utf8: None }),
            Source::Response(response) if response.body().is_empty() => Err(ResponseErrorKind::MissingData.into()),
            Source::Response(response) => envelope(response)?.ok_or(ResponseErrorKind::MissingData.into()),
        }
    }
}

/// The `data` of a response without errors.
fn envelope(response: &Response) -> Result<Option<Data<'_>>, OutputError> {
    let bytes = json_bytes(response);
    let error = match serde_json::from_slice(bytes) {
        Ok(envelope) => {
            let data = data_without_errors(&envelope)?;
            return Ok(data.map(|json| Data { json: Cow::Borrowed(json), invalid_utf8: None }));
        }
        Err(error) => error,
    };
    if !is_object(response) || std::str::from_utf8(bytes).is_ok() {
        return Err(OutputError(Reason::Json(error)));
    }
    match serde_json::from_str(&lenient::escape_invalid_utf8(bytes)) {
        Ok(envelope) => {
            let data = data_without_errors(&envelope)?;
            Ok(data.map(|json| Data { json: Cow::Owned(json.to_owned()), invalid_utf8: Some(error) }))
        }
        Err(_) => Err(OutputError(Reason::Json(error))),
    }
}

/// An `errors` object is a rejection, also under a status of success.
fn data_without_errors<'a>(
    envelope: &Envelope<&'a RawValue, &'a RawValue>,
) -> Result<Option<&'a RawValue>, OutputError> {
    let Some(errors) = envelope.errors else { return Ok(envelope.data) };
    let mut unread = UnreadFields::default();
    let details = PaymentError::deserialize_lenient(errors.get(), &mut unread)
        .map_err(|error| OutputError(Reason::Shape(error)))?;
    // What else can't be read leaves a rejection one, but not the code: a proxy may have an `errors` of its own.
    if unread.contains("errorCode") {
        let error = lenient::strict::<PaymentError>(errors.get()).err();
        return Err(error.map_or(ResponseErrorKind::UnexpectedShape.into(), |error| OutputError(Reason::Shape(error))));
    }
    match envelope.data {
        Some(_) => Err(ResponseErrorKind::Contradiction.into()),
        None => Err(OutputError(Reason::Rejected(Box::new(details), unread.into_vec()))),
    }
}

/// The error in a response whose status is one.
pub(crate) fn rejection(response: &Response) -> OutputError {
    let json = std::str::from_utf8(json_bytes(response)).ok();
    if let Some(Envelope { data: None::<IgnoredAny>, errors: Some(FromWire(details)) }) =
        json.and_then(|json| serde_json::from_str(json).ok())
    {
        return OutputError(Reason::Rejected(Box::new(details), Vec::new()));
    }
    match envelope(response) {
        Err(error @ OutputError(Reason::Rejected(..) | Reason::Kind(_))) => error,
        Ok(_) | Err(_) => ResponseErrorKind::NoErrorDetails.into(),
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

/// Whether the body is in an encoding besides chunks, which a transport has put together.
fn is_encoded(headers: &HeaderMap) -> bool {
    let is_in = |name: HeaderName, known: &[&str]| {
        let mut encodings =
            headers.get_all(name).into_iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        encodings.any(|encoding| {
            let encoding = encoding.trim_ascii();
            !encoding.is_empty() && !known.iter().any(|known| encoding.eq_ignore_ascii_case(known.as_bytes()))
        })
    };
    is_in(CONTENT_ENCODING, &["identity"]) || is_in(TRANSFER_ENCODING, &["identity", "chunked"])
}

/// The error of reading an [`Output`](crate::Output). The caller of an operation gets it as an [`Error`], with the
/// response.
#[derive(Debug)]
pub struct OutputError(Reason);

#[derive(Debug)]
enum Reason {
    Rejected(Box<PaymentError>, Vec<UnreadField>),
    Kind(ResponseErrorKind),
    Json(serde_json::Error),
    Shape(serde_json::Error),
}

impl OutputError {
    /// Whether it is about the envelope's `errors`.
    fn is_of_envelope(&self) -> bool {
        !matches!(self.0, Reason::Json(_))
    }

    /// Whether the body is JSON, but not the JSON that is expected.
    fn is_data(&self) -> bool {
        matches!(&self.0, Reason::Json(error) if error.is_data())
    }

    /// The error of the call whose response it is.
    pub(crate) fn with(self, response: Response) -> Error {
        let (kind, parser_error) = match self.0 {
            Reason::Rejected(details, unread) => {
                return Error::Api(Box::new(ApiError::new(*details, unread, response)));
            }
            Reason::Kind(kind) => (kind, None),
            Reason::Shape(error) => (ResponseErrorKind::UnexpectedShape, Some(error)),
            Reason::Json(error) => (kind_of(&error, response.body()), Some(error)),
        };
        Error::Response(Box::new(ResponseError::new(kind, parser_error, response)))
    }

    /// The error of the value that it is an item of.
    pub(crate) fn into_json_error(self) -> serde_json::Error {
        match self.0 {
            Reason::Json(error) | Reason::Shape(error) => error,
            Reason::Kind(_) | Reason::Rejected(..) => serde_json::Error::custom(self),
        }
    }
}

impl From<ResponseErrorKind> for OutputError {
    fn from(kind: ResponseErrorKind) -> Self {
        Self(Reason::Kind(kind))
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Rejected(..) => f.write_str("the response is an error"),
            Reason::Kind(kind) => write!(f, "unexpected response: {kind}"),
            Reason::Json(_) | Reason::Shape(_) => {
                write!(f, "unexpected response: {}", ResponseErrorKind::UnexpectedShape)
            }
        }
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

//! Telling results from refusals, and both from answers that are not Craftgate's.

use std::fmt;

use http::{HeaderMap, StatusCode};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::api::payment::PaymentError;
use crate::protocol::body::Body;
use crate::protocol::body::Response;
use crate::protocol::error::{ApiError, Error, ResponseError, ResponseErrorKind};
use crate::protocol::operation::{Output, OutputKind};
use crate::wire::FromWire;
use crate::wire::raw::Text;

/// A result and the answer it came in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseWithMeta<T> {
    /// The result.
    pub output: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// The answer's body, as it came.
    pub body: Body,
}

/// Reads an answer into `T`. Generic only in its last step: the rest is compiled once.
pub(crate) fn read<T: Output>(response: Response) -> Result<ResponseWithMeta<T>, Error> {
    let output = match data_only(T::KIND, &response).and_then(T::read_at_once) {
        Some(output) => Ok(output),
        None => content(T::KIND, &response).and_then(|data| T::read(data, response.body()).map_err(Failure::Shape)),
    };
    match output {
        Ok(output) => {
            let (parts, body) = response.into_parts();
            Ok(ResponseWithMeta { output, status: parts.status, headers: parts.headers, body })
        }
        Err(failure) => Err(failure.with(response)),
    }
}

/// Why there is no content to read.
enum Failure {
    Refused(Box<PaymentError>),
    Problem(ResponseErrorKind),
    Json(serde_json::Error),
    Shape(serde_json::Error),
}

impl Failure {
    fn with(self, response: Response) -> Error {
        let (problem, parser) = match self {
            Self::Refused(details) => return Error::Api(Box::new(ApiError::new(*details, response))),
            Self::Problem(problem) => (problem, None),
            Self::Shape(error) => (ResponseErrorKind::UnexpectedShape, Some(error)),
            Self::Json(error) => {
                let problem = match error.classify() {
                    _ if is_truncated(&error, response.body()) => ResponseErrorKind::Truncated,
                    Category::Data => ResponseErrorKind::UnexpectedShape,
                    Category::Eof | Category::Syntax | Category::Io => ResponseErrorKind::NotJson,
                };
                (problem, Some(error))
            }
        };
        Error::Response(Box::new(ResponseError::new(problem, parser, response)))
    }
}

/// What stands between `{"data":` and `}`, as it does in nearly every success: if it is JSON, it is all of `data`, and
/// nothing else is in the envelope.
fn data_only(kind: OutputKind, response: &Response) -> Option<&str> {
    if kind != OutputKind::Data || !response.status().is_success() {
        return None;
    }
    let text = str::from_utf8(text(response)).ok()?.trim_matches(is_json_space);
    let rest = text.strip_prefix('{')?.trim_start_matches(is_json_space).strip_prefix("\"data\"")?;
    let data = rest.trim_start_matches(is_json_space).strip_prefix(':')?.strip_suffix('}')?;
    (data.trim_matches(is_json_space) != "null").then_some(data)
}

fn is_json_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r')
}

/// The JSON text of `data`, or `null` where none is due.
fn content(kind: OutputKind, response: &Response) -> Result<&str, Failure> {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() || status.as_u16() >= 600 {
        return Err(refusal(response));
    }
    if status.is_redirection() {
        return Err(Failure::Problem(ResponseErrorKind::Redirect));
    }
    if !status.is_success() {
        return Err(Failure::Problem(ResponseErrorKind::Status));
    }
    match kind {
        OutputKind::Data => data(response),
        OutputKind::File => file(response),
        OutputKind::Nothing => nothing(response),
    }
}

fn refusal(response: &Response) -> Failure {
    match parse(response) {
        Ok(Envelope { errors: Some(details), .. }) => Failure::Refused(details),
        Ok(_) | Err(_) => Failure::Problem(ResponseErrorKind::NoErrorDetails),
    }
}

fn data(response: &Response) -> Result<&str, Failure> {
    if response.body().is_empty() {
        return Err(Failure::Problem(ResponseErrorKind::MissingData));
    }
    match envelope(response)?.data {
        Some(data) => Ok(data.get()),
        None => Err(Failure::Problem(ResponseErrorKind::MissingData)),
    }
}

/// A file is any bytes but none at all, but a refusal, and but a proxy's page, whatever the content type says.
fn file(response: &Response) -> Result<&str, Failure> {
    match envelope(response) {
        Err(refused @ Failure::Refused(_)) => Err(refused),
        Err(Failure::Json(error)) if is_object(response) && error.is_data() => Err(Failure::Json(error)),
        Err(Failure::Json(error)) if text(response).trim_ascii_start().starts_with(b"<") => Err(Failure::Json(error)),
        _ if response.body().is_empty() => Err(Failure::Problem(ResponseErrorKind::MissingData)),
        _ => Ok("null"),
    }
}

/// Where nothing is due, JSON is ignored, but a refusal is not, nor what is no JSON at all: it may be a
/// proxy's.
fn nothing(response: &Response) -> Result<&str, Failure> {
    match envelope(response) {
        Err(refused @ Failure::Refused(_)) => Err(refused),
        _ if text(response).trim_ascii().is_empty() => Ok("null"),
        Err(Failure::Json(error)) if is_object(response) || !error.is_data() => Err(Failure::Json(error)),
        _ => Ok("null"),
    }
}

fn is_object(response: &Response) -> bool {
    text(response).trim_ascii_start().starts_with(b"{")
}

/// The body past a byte order mark, if there is one.
fn text(response: &Response) -> &[u8] {
    let body = response.body().as_bytes();
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// Whether the JSON only lacks its end. One that stops in a number or inside a letter fails for another
/// reason at first: it is cut if a digit in the letter's place would let it go on.
fn is_truncated(error: &serde_json::Error, body: &Body) -> bool {
    let bytes = body.as_bytes();
    let letters = match str::from_utf8(bytes) {
        Ok(text) => text.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => return false,
    };
    if error.is_eof() {
        return true;
    }
    let longer = [bytes.get(..letters).unwrap_or_default(), b"0"].concat();
    serde_json::from_slice::<IgnoredAny>(&longer).is_err_and(|error| error.is_eof())
}

/// The envelope of a success. An `errors` object in one is a refusal all the same.
fn envelope(response: &Response) -> Result<Envelope<'_>, Failure> {
    match parse(response).map_err(Failure::Json)? {
        Envelope { errors: Some(details), .. } => Err(Failure::Refused(details)),
        envelope => Ok(envelope),
    }
}

fn parse(response: &Response) -> Result<Envelope<'_>, serde_json::Error> {
    serde_json::from_slice(text(response))
}

/// What every JSON answer of Craftgate's is wrapped in.
struct Envelope<'a> {
    data: Option<&'a RawValue>,
    errors: Option<Box<PaymentError>>,
}

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EnvelopeVisitor)
    }
}

struct EnvelopeVisitor;

impl<'de> Visitor<'de> for EnvelopeVisitor {
    type Value = Envelope<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut data: Option<Option<&'de RawValue>> = None;
        let mut errors: Option<Option<PaymentError>> = None;
        while let Some(Text(key)) = map.next_key()? {
            match &*key {
                "data" => fill(&mut data, map.next_value()?)?,
                "errors" => {
                    let details: Option<FromWire<_>> = map.next_value()?;
                    fill(&mut errors, details.map(|FromWire(details)| details))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Envelope { data: data.flatten(), errors: errors.flatten().map(Box::new) })
    }
}

/// A field that comes twice is refused: which of the two would count?
fn fill<T, E: de::Error>(slot: &mut Option<T>, value: T) -> Result<(), E> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::custom("a field of the envelope comes twice")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::Json;

    fn answer(status: u16, body: &str) -> Response {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status.try_into().unwrap();
        response
    }

    #[test]
    fn nearly_every_success_is_read_without_looking_for_where_its_data_ends() {
        for (body, data) in [
            (r#"{"data":{"id":1}}"#, r#"{"id":1}"#),
            (" \t\r\n{ \t\r\n\"data\" \t\r\n: [1] } \t\r\n", " [1] "),
            ("\u{FEFF}{\"data\":1}", "1"),
        ] {
            assert_eq!(data_only(OutputKind::Data, &answer(200, body)), Some(data), "{body}");
            assert_eq!(Json::read_at_once(data), serde_json::from_str(data).ok(), "{body}");
            assert_eq!(data_only(OutputKind::Data, &answer(422, body)), None, "{body}");
            assert_eq!(data_only(OutputKind::File, &answer(200, body)), None, "{body}");
        }
        for body in ["", "null", "{}", r#"{"data"}"#, r#"[{"data":1}]"#, r#"{"a":1,"data":1}"#, "\u{A0}{\"data\":1}"] {
            assert_eq!(data_only(OutputKind::Data, &answer(200, body)), None, "{body}");
        }
    }

    #[test]
    fn what_is_no_envelope_says_what_is_wanted() {
        let error = parse(&answer(200, "[]")).err().unwrap().to_string();
        assert!(error.starts_with("invalid type: sequence, expected an object"), "{error}");
    }
}

//! Parsing of responses: distinguishes results, errors, and responses that are not Craftgate's.

use http::{HeaderMap, StatusCode};

use crate::protocol::body::{Body, Response};
use crate::protocol::content::{OutputError, ResponseContent, rejection};
use crate::protocol::error::{Error, ResponseErrorKind};
use crate::protocol::operation::Output;
use crate::wire::lenient::{UnreadField, UnreadFields};

/// A result with the response that contained it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseWithMeta<T> {
    /// The result.
    pub output: T,
    /// The optional fields that could not be read, as received; empty for nearly every response. They are absent in the
    /// result.
    pub unread_fields: Vec<UnreadField>,
    /// The HTTP status.
    pub status: StatusCode,
    /// The response's headers.
    pub headers: HeaderMap,
    /// The response's body, as received.
    pub body: Body,
}

impl<T> ResponseWithMeta<T> {
    /// The same response with another result.
    #[cfg(feature = "catalog")]
    pub(crate) fn map<U>(self, result: impl FnOnce(T) -> U) -> ResponseWithMeta<U> {
        let Self { output, unread_fields, status, headers, body } = self;
        ResponseWithMeta { output: result(output), unread_fields, status, headers, body }
    }
}

/// Reads a response into a `T` that passes `check`.
pub(crate) fn read<T: Output>(
    response: Response,
    check: impl FnOnce(&T) -> Result<(), OutputError>,
) -> Result<ResponseWithMeta<T>, Error> {
    if let Err(error) = success(&response) {
        return Err(error.with(response));
    }
    let mut unread = UnreadFields::default();
    let output = match T::read(ResponseContent::new(&response, &mut unread)) {
        Ok(output) => output,
        Err(error) => return Err(error.with(response)),
    };
    if let Err(error) = check(&output) {
        return Err(error.with(response));
    }
    let unread_fields = unread.into_vec();
    let (parts, body) = response.into_parts();
    Ok(ResponseWithMeta { output, unread_fields, status: parts.status, headers: parts.headers, body })
}

/// Checks that the status is a success of Craftgate's. Others below 300 are not, such as 206 for partial content.
fn success(response: &Response) -> Result<(), OutputError> {
    match response.status() {
        StatusCode::OK | StatusCode::CREATED | StatusCode::ACCEPTED | StatusCode::NO_CONTENT => Ok(()),
        status if status.is_redirection() => Err(ResponseErrorKind::Redirect.into()),
        status if status.is_informational() || status.is_success() => Err(ResponseErrorKind::Status.into()),
        _ => Err(rejection(response)),
    }
}

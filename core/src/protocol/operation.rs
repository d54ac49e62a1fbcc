//! API calls, with one struct for each endpoint.

use http::Method;

use crate::protocol::body::Body;
use crate::protocol::content::{OutputError, ResponseContent};
use crate::protocol::error::{RequestError, ResponseErrorKind};
use crate::wire::json::Json;

/// An API call: its endpoint, its content, and its result.
///
/// Every operation of this crate is a struct that implements this trait. For an endpoint that the
/// crate doesn't know yet, implement it yourself:
///
/// ```
/// use craftgate_core::http::Method;
/// use craftgate_core::encoding::percent_encode;
/// use craftgate_core::{Json, Operation, RequestError};
///
/// struct RetrieveCampaign { name: String }
///
/// impl Operation for RetrieveCampaign {
///     type Output = Json;
///     const METHOD: Method = Method::GET;
///     const NAME: &str = "campaign::RetrieveCampaign";
///     const PATH_TEMPLATE: &str = "/campaign/v1/campaigns/{name}";
///
///     fn path(&self) -> Result<String, RequestError> {
///         Ok(format!("/campaign/v1/campaigns/{}", percent_encode(&self.name)))
///     }
/// }
/// ```
pub trait Operation {
    /// The result of a successful call.
    type Output: Output;

    /// The HTTP method.
    const METHOD: Method;

    /// The name: its area and its struct, such as `payment::RetrievePayment`, for logs and metrics. Empty unless the
    /// operation has one.
    const NAME: &'static str = "";

    /// The path with its parameters' names in braces, such as `/payment/v1/card-payments/{id}`, for logs and metrics:
    /// it has no ids and no tokens in it. Empty unless the operation has one.
    const PATH_TEMPLATE: &'static str = "";

    /// Returns the path below the base URL, percent-encoded, with a leading slash.
    ///
    /// # Errors
    ///
    /// [`RequestError::PathParameter`] if a parameter can't be a path segment.
    fn path(&self) -> Result<String, RequestError>;

    /// Returns the query, percent-encoded, without its question mark; empty if there is none.
    ///
    /// # Errors
    ///
    /// [`RequestError::QueryValue`] if a value has no form on the wire.
    fn query(&self) -> Result<String, RequestError> {
        Ok(String::new())
    }

    /// Returns the body, if the call has one.
    ///
    /// # Errors
    ///
    /// [`RequestError::Body`] if it can't be serialized.
    fn body(&self) -> Result<Option<Body>, RequestError> {
        Ok(None)
    }

    /// Checks that a result belongs to what was requested.
    ///
    /// # Errors
    ///
    /// [`ResponseErrorKind::IdMismatch`](crate::error::ResponseErrorKind::IdMismatch), converted, if it has another id.
    fn check_output(&self, _: &Self::Output) -> Result<(), OutputError> {
        Ok(())
    }
}

/// The check of a result's id, where it has one, for [`Operation::check_output`].
pub(crate) fn check_id<'a, T: PartialEq + 'a>(
    asked: &T,
    received: impl Into<Option<&'a T>>,
) -> Result<(), OutputError> {
    match received.into() {
        Some(received) if received != asked => Err(ResponseErrorKind::IdMismatch.into()),
        _ => Ok(()),
    }
}

/// The result of a call, read from the content of a successful response: an object in the response's `data`, a
/// [`File`], or `()` where there is nothing to read.
///
/// For a result of your own, derive `Deserialize` and take the JSON:
///
/// ```
/// use craftgate_core::{Output, OutputError, ResponseContent};
/// # use craftgate_core::Json;
///
/// # type Campaign = Json;
/// # struct Campaigns(Campaign);
/// impl Output for Campaigns {
///     fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
///         content.json().map(Self)
///     }
/// }
/// ```
pub trait Output: Sized {
    /// True if the output is a file's bytes. A request for them says so in its content type.
    const IS_FILE: bool = false;

    /// Reads the output from the content of a response.
    ///
    /// # Errors
    ///
    /// If the content is not what is expected.
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError>;
}

impl Output for () {
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.empty()
    }
}

impl Output for Json {
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.json()
    }
}

/// A file that Craftgate generated, such as a daily report in CSV or XLSX.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File(Body);

impl File {
    /// Returns the file's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Returns the file's bytes, without copying.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

impl Output for File {
    const IS_FILE: bool = true;

    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.file().cloned().map(Self)
    }
}

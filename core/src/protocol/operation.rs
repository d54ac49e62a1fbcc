//! What an API call is made of: one struct an endpoint.

use http::Method;
use serde::de::DeserializeOwned;

use crate::protocol::body::Body;
use crate::protocol::error::RequestError;

/// An API call, ready to be signed: its endpoint, its content, and what comes back.
///
/// Every operation of this crate is a struct that implements this trait. For an endpoint that the
/// crate doesn't know yet, implement it yourself:
///
/// ```
/// use craftgate_core::http::Method;
/// use craftgate_core::{Json, Operation, RequestError, percent_encode};
///
/// struct RetrieveCampaign { name: String }
///
/// impl Operation for RetrieveCampaign {
///     type Output = Json;
///     const METHOD: Method = Method::GET;
///
///     fn path(&self) -> Result<String, RequestError> {
///         Ok(format!("/campaign/v1/campaigns/{}", percent_encode(&self.name)))
///     }
/// }
/// ```
pub trait Operation {
    /// What a successful call gives: a [`Model`], `()` or a [`File`].
    type Output: Output;

    /// The HTTP method.
    const METHOD: Method;

    /// The path below the base URL, percent-encoded, from its leading slash on.
    ///
    /// # Errors
    ///
    /// [`RequestError::PathParameter`] if a parameter can't be a path segment.
    fn path(&self) -> Result<String, RequestError>;

    /// The query, percent-encoded, without its question mark; empty where there is none.
    ///
    /// # Errors
    ///
    /// [`RequestError::QueryValue`] if a value has no form on the wire.
    fn query(&self) -> Result<String, RequestError> {
        Ok(String::new())
    }

    /// The body, if the call has one.
    ///
    /// # Errors
    ///
    /// [`RequestError::Body`] if it does not serialize.
    fn body(&self) -> Result<Option<Body>, RequestError> {
        Ok(None)
    }
}

/// A type that Craftgate's `data` is read into. Implement it for your own types to use them as an
/// [`Operation::Output`].
pub trait Model: DeserializeOwned {}

/// What a successful answer is read into: every [`Model`], `()` where there is nothing to read, and
/// [`File`] for bytes.
pub trait Output: Sized {
    /// How the answer's body is to be understood.
    const KIND: OutputKind;

    /// Reads the JSON text of `data` (`null` for the other kinds), or the answer's whole body.
    ///
    /// # Errors
    ///
    /// If `data` has another shape than `Self`.
    fn read(data: &str, body: &Body) -> Result<Self, serde_json::Error>;

    /// Reads a text that is either `data` or no JSON at all, and so saves looking for where `data` ends; `None` where
    /// it is no JSON, or where only [`read`](Self::read) can tell.
    #[doc(hidden)]
    fn read_at_once(_: &str) -> Option<Self> {
        None
    }
}

/// The kinds of answer that Craftgate gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the protocol has these three")]
pub enum OutputKind {
    /// JSON with the result in `data`.
    Data,
    /// The bytes of a file.
    File,
    /// Nothing, or a body to ignore.
    Nothing,
}

impl<T: Model> Output for T {
    const KIND: OutputKind = OutputKind::Data;

    fn read(data: &str, _: &Body) -> Result<Self, serde_json::Error> {
        serde_json::from_str(data)
    }

    fn read_at_once(data: &str) -> Option<Self> {
        serde_json::from_str(data).ok()
    }
}

impl Output for () {
    const KIND: OutputKind = OutputKind::Nothing;

    fn read(_: &str, _: &Body) -> Result<Self, serde_json::Error> {
        Ok(())
    }
}

/// A file that Craftgate made, such as a daily report in CSV or XLSX.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File(Body);

impl File {
    /// The file's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The file's bytes, without a copy.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

impl Output for File {
    const KIND: OutputKind = OutputKind::File;

    fn read(_: &str, body: &Body) -> Result<Self, serde_json::Error> {
        Ok(Self(body.clone()))
    }
}

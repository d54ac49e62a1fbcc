//! The result of any operation.

use super::describe::Described;
use super::info::OutputType;
use crate::protocol::body::Body;
use crate::protocol::content::{OutputError, ResponseContent};
use crate::protocol::operation::{File, Output};

/// The result of an [`AnyOperation`](super::AnyOperation).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnyOutput {
    /// The JSON in the response's `data`, as it came: with every digit, and with fields that this version doesn't know.
    Json(Body),
    /// A file.
    File(File),
    /// No output.
    Empty,
}

impl AnyOutput {
    /// The JSON in the response's `data`, if that is what the operation gives.
    #[must_use]
    pub fn as_json(&self) -> Option<&str> {
        match self {
            Self::Json(json) => std::str::from_utf8(json.as_bytes()).ok(),
            Self::File(_) | Self::Empty => None,
        }
    }
}

/// An output that an [`AnyOutput`] can be made of.
pub(super) trait IntoAnyOutput: Output {
    /// The description.
    const OUTPUT: OutputType;

    /// The output as any output; `json` is that of the response's `data`.
    fn into_any(self, json: Option<Body>) -> AnyOutput;
}

impl<T: Output + Described> IntoAnyOutput for T {
    const OUTPUT: OutputType = OutputType::Json(T::TYPE);

    fn into_any(self, json: Option<Body>) -> AnyOutput {
        AnyOutput::Json(json.unwrap_or_default())
    }
}

impl IntoAnyOutput for File {
    const OUTPUT: OutputType = OutputType::File;

    fn into_any(self, _: Option<Body>) -> AnyOutput {
        AnyOutput::File(self)
    }
}

impl IntoAnyOutput for () {
    const OUTPUT: OutputType = OutputType::Empty;

    fn into_any(self, _: Option<Body>) -> AnyOutput {
        AnyOutput::Empty
    }
}

/// An output, read and checked as its operation does, with the JSON that it was read from.
pub(super) struct WithJson<T> {
    pub(super) output: T,
    json: Option<Body>,
}

impl<T: IntoAnyOutput> WithJson<T> {
    pub(super) fn into_any(self) -> AnyOutput {
        self.output.into_any(self.json)
    }
}

impl<T: IntoAnyOutput> Output for WithJson<T> {
    const IS_FILE: bool = T::IS_FILE;

    fn read(mut content: ResponseContent<'_>) -> Result<Self, OutputError> {
        let output = T::read(content.reborrow())?;
        let json = match T::OUTPUT {
            OutputType::Json(_) => Some(content.data_json()?),
            OutputType::File | OutputType::Empty => None,
        };
        Ok(Self { output, json })
    }
}

//! JSON files that say what they are and of which version, so that a reader says "of another version" instead of
//! guessing.

use std::fmt;

use craftgate_core::{Body, RequestError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

/// What a file holds, and of which version. Every other version is refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    pub(crate) name: &'static str,
    pub(crate) version: u64,
}

#[derive(Serialize)]
struct Outgoing<'a, T> {
    format: &'static str,
    version: u64,
    content: &'a T,
}

/// What every version has in common.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

#[derive(Deserialize)]
struct Incoming<T> {
    content: T,
}

impl Format {
    /// The file's bytes. [`Body`] wipes them when it is dropped.
    pub(crate) fn write(self, content: &impl Serialize) -> Result<Body, RequestError> {
        Body::json(&Outgoing { format: self.name, version: self.version, content }).map_err(RequestError::Body)
    }

    /// As [`Format::write`], for people to read.
    pub(crate) fn write_pretty(self, content: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(&Outgoing { format: self.name, version: self.version, content })
    }

    pub(crate) fn read<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T, Unreadable> {
        let head: Head = serde_json::from_slice(bytes).map_err(|error| Unreadable::from_parser(&error))?;
        if head.format != self.name {
            return Err(Unreadable::Format { expected: self.name });
        }
        if head.version != self.version {
            return Err(Unreadable::Version { expected: self.version, found: head.version });
        }
        let incoming: Incoming<T> = serde_json::from_slice(bytes).map_err(|error| Unreadable::from_parser(&error))?;
        Ok(incoming.content)
    }
}

/// Why a file can't be read. None of it quotes the file, which may hold a card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// It stops in the middle, or is empty.
    Truncated,
    /// It is no JSON, or something follows the JSON.
    NotJson,
    /// It is a file of another kind.
    Format {
        /// The kind that was due.
        expected: &'static str,
    },
    /// It was written by another version of this program.
    Version {
        /// The version that this program reads.
        expected: u64,
        /// The file's.
        found: u64,
    },
    /// A field is missing, or is not what it should be.
    Shape {
        /// Where, counted from 1.
        line: usize,
        /// Where in the line, counted from 1.
        column: usize,
    },
}

impl Unreadable {
    /// The parser's own account may quote the text that it stumbled over, so its place alone is kept.
    fn from_parser(error: &serde_json::Error) -> Self {
        match error.classify() {
            Category::Eof => Self::Truncated,
            Category::Data => Self::Shape { line: error.line(), column: error.column() },
            Category::Syntax | Category::Io => Self::NotJson,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("it is truncated"),
            Self::NotJson => f.write_str("it is not JSON"),
            Self::Format { expected } => write!(f, "it is no {expected}"),
            Self::Version { expected, found } => {
                write!(f, "it is of version {found}, and this reads version {expected}")
            }
            Self::Shape { line, column } => {
                write!(f, "a field is missing or wrong at line {line} column {column}")
            }
        }
    }
}

impl std::error::Error for Unreadable {}

//! JSON files with a format name and a version, so that files of another kind or version are detected.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

/// The format and version of a file. Every other version is rejected.
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

/// The fields that every version has.
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
    /// Serializes a file with indentation.
    pub(crate) fn write_pretty(self, content: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(&Outgoing { format: self.name, version: self.version, content })
    }

    pub(crate) fn read<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T, ParseError> {
        let head: Head = serde_json::from_slice(bytes).map_err(|error| ParseError::from_parser(&error))?;
        if head.format != self.name {
            return Err(ParseError::Format { expected: self.name });
        }
        if head.version != self.version {
            return Err(ParseError::Version { expected: self.version, found: head.version });
        }
        let incoming: Incoming<T> = serde_json::from_slice(bytes).map_err(|error| ParseError::from_parser(&error))?;
        Ok(incoming.content)
    }
}

/// Why a file cannot be parsed. Never quotes the file, which may contain card data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// The file is truncated or empty.
    Truncated,
    /// The file is not JSON, or has trailing data.
    NotJson,
    /// The file has another format.
    Format {
        /// The expected format.
        expected: &'static str,
    },
    /// The file has another version.
    Version {
        /// The expected version.
        expected: u64,
        /// The file's version.
        found: u64,
    },
    /// A field is missing or invalid.
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl ParseError {
    /// Keeps only the position: the parser's message may quote the file.
    fn from_parser(error: &serde_json::Error) -> Self {
        match error.classify() {
            Category::Eof => Self::Truncated,
            Category::Data => Self::Shape { line: error.line(), column: error.column() },
            Category::Syntax | Category::Io => Self::NotJson,
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the file is truncated"),
            Self::NotJson => f.write_str("the file is not JSON"),
            Self::Format { expected } => write!(f, "the file is not a {expected}"),
            Self::Version { expected, found } => {
                write!(f, "the file has version {found}, expected {expected}")
            }
            Self::Shape { line, column } => {
                write!(f, "a field is missing or invalid at line {line} column {column}")
            }
        }
    }
}

impl std::error::Error for ParseError {}

//! Errors of loading and playing a cassette.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::stored::ParseError;

/// Why a cassette cannot be loaded, or a request does not match it. Shows only what the cassette contains.
#[derive(Debug)]
#[non_exhaustive]
pub enum CassetteError {
    /// The file cannot be read or written.
    Io {
        /// The cassette.
        path: PathBuf,
        /// The operating system's error.
        cause: io::Error,
    },
    /// The file is truncated, of another version, or not a cassette.
    Parse {
        /// The cassette.
        path: PathBuf,
        /// The reason.
        error: ParseError,
    },
    /// The request differs from the next recorded one, which remains the next.
    Mismatch {
        /// The number of the expected interaction, from 1.
        interaction: usize,
        /// The first difference.
        mismatch: Mismatch,
    },
    /// A request after the last interaction.
    Exhausted {
        /// The number of interactions.
        interactions: usize,
    },
    /// Some interactions were not played.
    NotPlayed {
        /// The number of played interactions.
        played: usize,
        /// The number of interactions.
        interactions: usize,
    },
}

/// The first difference between a request and the recorded one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// The method differs.
    Method {
        /// The recorded value.
        recorded: String,
        /// The actual value.
        actual: String,
    },
    /// The path differs. Both are redacted.
    Path {
        /// The recorded value.
        recorded: String,
        /// The actual value.
        actual: String,
    },
    /// A query parameter differs, is missing or is additional.
    Query {
        /// The parameter's name.
        name: String,
    },
    /// A field of the body differs, is missing or is additional.
    Body {
        /// The path of the field, such as `items[1].price`; empty for the whole body.
        field: String,
    },
}

impl fmt::Display for CassetteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, .. } => write!(f, "{}: cannot be read or written", path.display()),
            Self::Parse { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Mismatch { interaction, mismatch } => {
                write!(f, "interaction {interaction}: {mismatch}")
            }
            Self::Exhausted { interactions } => write!(f, "the cassette has only {interactions} interactions"),
            Self::NotPlayed { played, interactions } => {
                write!(f, "only {played} of {interactions} interactions were played")
            }
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method { recorded, actual } => write!(f, "method is {actual}, recorded {recorded}"),
            Self::Path { recorded, actual } => write!(f, "path is {actual}, recorded {recorded}"),
            Self::Query { name } => write!(f, "query parameter `{name}` differs"),
            Self::Body { field } if field.is_empty() => f.write_str("body differs"),
            Self::Body { field } => write!(f, "body field `{field}` differs"),
        }
    }
}

impl std::error::Error for CassetteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

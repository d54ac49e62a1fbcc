//! What can go wrong with a cassette, and at which interaction.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::stored::Unreadable;

/// Why a cassette can't be read, or does not play. Nothing that is not kept on disk shows in it.
#[derive(Debug)]
#[non_exhaustive]
pub enum CassetteError {
    /// The operating system refused.
    Io {
        /// The cassette.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// The file is truncated, of another version, or no cassette.
    Unreadable {
        /// The cassette.
        path: PathBuf,
        /// What is wrong with it.
        problem: Unreadable,
    },
    /// The request is another one than was recorded at this place. It was not answered, and the cassette did not move on.
    Mismatch {
        /// Which interaction was due, counted from 1.
        interaction: usize,
        /// The first thing that is different.
        difference: Difference,
    },
    /// All interactions were played, and another request came.
    Exhausted {
        /// How many there were.
        interactions: usize,
    },
    /// The requests of some interactions never came.
    NotPlayed {
        /// How many interactions were played.
        played: usize,
        /// How many there are.
        interactions: usize,
    },
}

/// Where a request differs from the recorded one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// Another method.
    Method {
        /// The recorded one.
        recorded: String,
        /// The one that came.
        came: String,
    },
    /// Another path. Both are redacted.
    Path {
        /// The recorded one.
        recorded: String,
        /// The one that came.
        came: String,
    },
    /// A parameter of the query has another value, is missing, or is new.
    Query {
        /// The parameter.
        name: String,
    },
    /// A field of the body has another value, is missing, or is new.
    Body {
        /// The way to it, such as `items[1].price`; empty for the whole body.
        field: String,
    },
}

impl fmt::Display for CassetteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, .. } => write!(f, "{}: the operating system refused", path.display()),
            Self::Unreadable { path, problem } => write!(f, "{}: {problem}", path.display()),
            Self::Mismatch { interaction, difference } => {
                write!(f, "interaction {interaction} was recorded with {difference}")
            }
            Self::Exhausted { interactions } => write!(f, "the cassette ends after {interactions} interactions"),
            Self::NotPlayed { played, interactions } => {
                write!(f, "{played} of the cassette's {interactions} interactions were played")
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method { recorded, came } => write!(f, "method {recorded}, not {came}"),
            Self::Path { recorded, came } => write!(f, "path {recorded}, not {came}"),
            Self::Query { name } => write!(f, "another {name} in its query"),
            Self::Body { field } if field.is_empty() => f.write_str("another body"),
            Self::Body { field } => write!(f, "another {field} in its body"),
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

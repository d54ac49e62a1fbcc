//! Errors of seeds.

use std::fmt;

use super::position::{self, Step};

/// The error of an invalid seed: its line, its field and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError {
    line: Option<usize>,
    field: String,
    reason: String,
}

impl SeedError {
    /// Returns the error of JSON that can't be read.
    pub(super) fn unreadable(error: &serde_json::Error, path: &serde_path_to_error::Path) -> Self {
        let path = path.to_string();
        // The tracked path ends in a question mark where not even a name could be read.
        let field = path.trim_end_matches('?').trim_end_matches('.');
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        // The client's types name their fields themselves.
        let name = field.rsplit('.').next().unwrap_or_default();
        let reason = without_type_names(reason);
        let reason = reason.strip_prefix(name).and_then(|reason| reason.strip_prefix(": ")).unwrap_or(&reason);
        Self { line: Some(error.line()), field: field.to_owned(), reason: reason.to_owned() }
    }

    /// Returns the error of a field that can be read and not used.
    pub(super) fn at(json: &str, path: &[Step], reason: impl Into<String>) -> Self {
        Self { line: position::line(json, path), field: position::display(path), reason: reason.into() }
    }

    /// Returns the line, counted from 1, if it is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// Returns the path of the field, such as `merchants[0].apiKey`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        match self.field.as_str() {
            "" => f.write_str(&self.reason),
            field => write!(f, "{field}: {}", self.reason),
        }
    }
}

/// Returns a reason of serde without the names of the emulator's types.
fn without_type_names(reason: &str) -> String {
    match reason.split_once(", expected struct ") {
        Some((found, _)) => format!("{found}, expected an object"),
        None => reason.to_owned(),
    }
}

impl std::error::Error for SeedError {}

//! The language of error descriptions.

use http::HeaderMap;

/// The languages that errors are described in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Turkish,
    English,
}

impl Language {
    /// Returns the language that the `lang` header asks for: Turkish unless it is `en`.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        match headers.get("lang") {
            Some(lang) if lang.as_bytes().eq_ignore_ascii_case(b"en") => Self::English,
            _ => Self::Turkish,
        }
    }
}

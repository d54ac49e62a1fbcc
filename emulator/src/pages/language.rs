//! The language of a page: the one that the visitor chose, or the browser's.

use craftgate_core::Request;
use http::header::ACCEPT_LANGUAGE;

use super::form::Form;

/// The languages of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Turkish,
    English,
}

impl Language {
    /// Returns the language of the query or, without one there, the one that the browser prefers. Turkish is the default.
    pub(super) fn of(request: &Request, query: &Form) -> Self {
        let accepted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self::from_code(query.get("lang")).unwrap_or_else(|| Self::preferred(accepted))
    }

    /// Returns the known language with the greatest weight, of those the first one.
    fn preferred(accepted: &str) -> Self {
        let mut best = (Self::Turkish, 0.0);
        for range in accepted.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let language = parts.next().and_then(Self::from_code);
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
            if let (Some(language), Ok(weight)) = (language, weight) {
                if weight > best.1 {
                    best = (language, weight);
                }
            }
        }
        best.0
    }

    /// Returns the language of a tag such as `en-GB`.
    fn from_code(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "tr" => Some(Self::Turkish),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    pub(super) fn code(self) -> &'static str {
        self.pick("tr", "en")
    }

    /// Returns one of two wordings.
    pub(super) fn pick<T>(self, turkish: T, english: T) -> T {
        match self {
            Self::Turkish => turkish,
            Self::English => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Turkish};

    #[test]
    fn the_language_with_the_greatest_weight_is_preferred() {
        for (accepted, expected) in [
            ("", Turkish),
            ("de-DE,fr;q=0.9", Turkish),
            ("en-GB,en;q=0.9,tr;q=0.8", English),
            ("tr-TR,tr;q=0.9,en;q=0.8", Turkish),
            ("de,tr;q=0.2,en;q=0.7", English),
            ("en;q=zero,tr;q=0.1", Turkish),
            ("ç,en", English),
        ] {
            assert_eq!(Language::preferred(accepted), expected, "{accepted}");
        }
    }
}

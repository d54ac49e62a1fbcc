//! Paths and queries: everything but RFC 3986's unreserved characters is percent-encoded as UTF-8.
//!
//! A space is `%20` and a plus sign `%2B`, so that every way of decoding a URL, a form's included, returns the same
//! string: the one that is signed.

use std::borrow::Cow;
use std::fmt::{self, Display};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes `string` for use as one path segment or one query value.
///
/// ```
/// assert_eq!(craftgate_core::encoding::percent_encode("kara liste/ğ+"), "kara%20liste%2F%C4%9F%2B");
/// ```
#[must_use]
pub fn percent_encode(string: &str) -> String {
    utf8_percent_encode(string, RESERVED).to_string()
}

/// Appends `text` to `encoded`, percent-encoded.
pub(crate) fn push_encoded(encoded: &mut String, text: &str) {
    encoded.extend(utf8_percent_encode(text, RESERVED));
}

/// The reason why a URL can't be signed and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlError {
    /// A character that is not allowed in a URL unencoded, or that clients and servers read in more than one way: a
    /// space, a `#`, a `+`, a control character, a character outside ASCII.
    Character,
    /// A `%` without two hexadecimal digits after it, or bytes that are not UTF-8.
    Escape,
    /// A `.` or `..` segment, which HTTP clients resolve before they send.
    DotSegment,
    /// A path that does not start with a slash.
    NoLeadingSlash,
    /// A URL that is longer than an HTTP request line may be.
    TooLong,
}

impl UrlError {
    pub(crate) fn predicate(self) -> &'static str {
        match self {
            Self::Character => "has a character that needs encoding",
            Self::Escape => "has a percent sign that does not encode UTF-8",
            Self::DotSegment => "has a `.` or `..` segment",
            Self::NoLeadingSlash => "has a path that does not start with a slash",
            Self::TooLong => "is too long",
        }
    }
}

impl Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the URL {}", self.predicate())
    }
}

impl std::error::Error for UrlError {}

/// Returns a path with its query, decoded, if every reader decodes it to the same string.
pub(crate) fn decode_target(target: &str) -> Result<Cow<'_, str>, UrlError> {
    if !target.bytes().all(is_url_byte) {
        return Err(UrlError::Character);
    }
    let decoded = decode(target)?;
    let path = target.split('?').next().unwrap_or_default();
    if path.split('/').any(is_dots) {
        return Err(UrlError::DotSegment);
    }
    Ok(decoded)
}

fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%' | b'/' | b'?' | b':' | b'@' | b'!' | b'$' | b'&' | b'\'')
        || matches!(byte, b'(' | b')' | b'*' | b',' | b';' | b'=')
}

/// Returns what is percent-encoded, decoded.
pub(crate) fn decode(encoded: &str) -> Result<Cow<'_, str>, UrlError> {
    let Some((start, rest)) = encoded.split_once('%') else {
        return Ok(Cow::Borrowed(encoded));
    };
    let mut decoded = Vec::with_capacity(encoded.len());
    decoded.extend_from_slice(start.as_bytes());
    for piece in rest.split('%') {
        let (byte, rest) = escaped_byte(piece.as_bytes()).ok_or(UrlError::Escape)?;
        decoded.push(byte);
        decoded.extend_from_slice(rest);
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| UrlError::Escape)
}

/// Returns the byte of the two hexadecimal digits at the start, and the bytes after them.
pub(crate) fn escaped_byte(piece: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = piece.split_first_chunk::<2>()?;
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    Some((u8::try_from(16 * high? + low?).ok()?, rest))
}

/// Returns true if a segment is `.` or `..`, encoded or not.
fn is_dots(segment: &str) -> bool {
    segment.starts_with(['.', '%']) && matches!(&*percent_decode_str(segment).decode_utf8_lossy(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_decoded_as_it_is_signed() {
        assert!(matches!(decode_target("/a/b?c=d"), Ok(Cow::Borrowed("/a/b?c=d"))));
        assert_eq!(decode_target("/%C4%9F%2F?a=%2e%25&b=%F0%9F%8D%B5").unwrap(), "/ğ/?a=.%&b=🍵");
    }

    #[test]
    fn escapes_of_invalid_utf_8_are_rejected() {
        for target in ["/%", "/%4", "/%4g", "/%%41", "/%C4", "/%C4/%9F", "/a%FFb", "/%+1"] {
            let fault = if target.contains('+') { UrlError::Character } else { UrlError::Escape };
            assert_eq!(decode_target(target), Err(fault), "{target}");
        }
    }
}

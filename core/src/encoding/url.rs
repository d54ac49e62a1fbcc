//! Paths and queries: everything but RFC 3986's unreserved characters is percent-encoded as UTF-8.
//!
//! A space is `%20` and a plus sign `%2B`, so that every way of decoding a URL, a form's included,
//! gives the same text: the one that is signed.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::protocol::error::RequestError;
use crate::wire::to_param::ToParam;

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

/// A path parameter as one segment. Empty, `.` and `..` would name another path, encoded or not.
pub(crate) fn segment(name: &'static str, value: &impl ToParam) -> Result<String, RequestError> {
    let mut segment = String::new();
    match value.to_param().map(|text| Encoding(&mut segment).show(text)) {
        Some(()) if !matches!(&*segment, "" | "." | "..") => Ok(segment),
        _ => Err(RequestError::PathParameter { name }),
    }
}

/// Percent-encodes what is written, behind what is there.
struct Encoding<'a>(&'a mut String);

impl Encoding<'_> {
    fn show(&mut self, text: impl Display) {
        // A `String` takes everything, and what is shown here never fails.
        let _ = write!(self, "{text}");
    }
}

impl fmt::Write for Encoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, RESERVED));
        Ok(())
    }
}

/// A query string in the making.
#[derive(Default)]
pub(crate) struct Query(String);

impl Query {
    pub(crate) fn push(&mut self, name: &'static str, value: &impl ToParam) -> Result<(), RequestError> {
        let text = value.to_param().ok_or(RequestError::QueryValue { name })?;
        self.push_name(name).show(text);
        Ok(())
    }

    /// A list is one parameter, its items joined by commas; an empty one is left out.
    pub(crate) fn push_list(&mut self, name: &'static str, values: &[impl ToParam]) -> Result<(), RequestError> {
        if !values.is_empty() {
            let mut encoding = self.push_name(name);
            for (index, value) in values.iter().enumerate() {
                encoding.show(if index > 0 { "," } else { "" });
                encoding.show(value.to_param().ok_or(RequestError::QueryValue { name })?);
            }
        }
        Ok(())
    }

    /// Starts a parameter, whose value is to be written next.
    fn push_name(&mut self, name: &str) -> Encoding<'_> {
        if self.0.is_empty() {
            self.0.reserve(256);
        } else {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        Encoding(&mut self.0)
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// The error of a URL that can't be signed and sent unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlError {
    /// A character that may not stand in a URL unencoded, or that clients and servers read in more
    /// than one way: a space, a `#`, a `+`, a control character, a letter outside ASCII.
    Character,
    /// A `%` without two hexadecimal digits after it, or one that does not decode to UTF-8.
    Escape,
    /// A `.` or `..` segment, which HTTP clients resolve before they send.
    DotSegment,
    /// A path that does not start with a slash.
    NoLeadingSlash,
    /// More than an HTTP request line holds.
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

/// The decoded text of an encoded path, with its query if it has one, if it reads the same to everybody.
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

/// The text that percent-encoding stands for.
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

/// The byte that two hexadecimal digits stand for, and what comes_after them.
pub(crate) fn escaped_byte(piece: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = piece.split_first_chunk::<2>()?;
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    Some((u8::try_from(16 * high? + low?).ok()?, rest))
}

/// Whether a segment stands for `.` or `..`, encoded or not.
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

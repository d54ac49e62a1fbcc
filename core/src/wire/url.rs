//! Paths and queries: everything but RFC 3986's unreserved characters is percent-encoded as UTF-8.
//!
//! A space is `%20` and a plus sign `%2B`, so that every way of decoding a URL, a form's included,
//! gives the same text: the one that is signed.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::text::PlainText;
use crate::error::RequestError;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes `text` for use as one path segment or one query value.
///
/// ```
/// assert_eq!(craftgate_core::percent_encode("kara liste/ğ+"), "kara%20liste%2F%C4%9F%2B");
/// ```
#[must_use]
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A path parameter as one segment. Empty, `.` and `..` would name another path, encoded or not.
pub(crate) fn segment(name: &'static str, value: &impl PlainText) -> Result<String, RequestError> {
    match value.plain_text().as_deref() {
        None | Some("" | "." | "..") => Err(RequestError::PathParameter { name }),
        Some(text) => Ok(percent_encode(text)),
    }
}

/// A query string in the making.
#[derive(Default)]
pub(crate) struct Query(String);

impl Query {
    pub(crate) fn push(&mut self, name: &'static str, value: &impl PlainText) -> Result<(), RequestError> {
        self.push_text(name, &value.plain_text().ok_or(RequestError::QueryValue { name })?);
        Ok(())
    }

    /// A list is one parameter, its items joined by commas; an empty one is left out.
    pub(crate) fn push_list(&mut self, name: &'static str, values: &[impl PlainText]) -> Result<(), RequestError> {
        if !values.is_empty() {
            let texts: Option<Vec<Cow<'_, str>>> = values.iter().map(PlainText::plain_text).collect();
            self.push_text(name, &texts.ok_or(RequestError::QueryValue { name })?.join(","));
        }
        Ok(())
    }

    fn push_text(&mut self, name: &str, text: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(text, RESERVED));
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// What is wrong with a URL that is about to be signed and sent.
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
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Character => "has a character that needs encoding",
            Self::Escape => "has a percent sign that does not encode UTF-8",
            Self::DotSegment => "has a `.` or `..` segment",
            Self::NoLeadingSlash => "has a path that does not start with a slash",
            Self::TooLong => "is too long",
        }
    }
}

/// Whether an encoded path, with its query if it has one, reads the same to everybody.
pub(crate) fn check_target(target: &str) -> Result<(), UrlError> {
    if !target.bytes().all(is_url_byte) {
        return Err(UrlError::Character);
    }
    let escapes = target.split('%').skip(1);
    if escapes
        .map(str::as_bytes)
        .any(|rest| !matches!(rest, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
    {
        return Err(UrlError::Escape);
    }
    percent_decode_str(target).decode_utf8().map_err(|_| UrlError::Escape)?;
    let path = target.split('?').next().unwrap_or_default();
    let is_dots = |segment: &str| matches!(&*percent_decode_str(segment).decode_utf8_lossy(), "." | "..");
    if path.split('/').any(is_dots) {
        return Err(UrlError::DotSegment);
    }
    Ok(())
}

fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%/?:@!$&'()*,;=".contains(&byte)
}

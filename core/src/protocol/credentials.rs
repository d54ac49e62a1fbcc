//! Who is calling, and the short texts that travel in headers.

use std::fmt;

use http::HeaderValue;

use crate::protocol::error::{HeaderErrorKind, RequestError};
use crate::protocol::secret::Secret;

/// A merchant's API key and secret key, from the merchant panel.
///
/// `Debug` shows neither, and the secret key never leaves this crate: only its hash is sent.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) api_key: HeaderValue,
    pub(crate) secret_key: Secret,
}

impl Credentials {
    /// Takes the two keys.
    ///
    /// # Errors
    ///
    /// [`RequestError::Header`] if the API key is empty or can't stand in an HTTP header,
    /// [`RequestError::EmptySecretKey`] if the secret key is empty, and [`RequestError::MalformedSecretKey`] if it has
    /// white space at an end, or a control or invisible character.
    pub fn new(api_key: &str, secret_key: impl Into<Secret>) -> Result<Self, RequestError> {
        let mut api_key = header_value("x-api-key", api_key)?;
        api_key.set_sensitive(true);
        let secret_key = secret_key.into();
        match secret_key.expose() {
            "" => Err(RequestError::EmptySecretKey),
            key if key.trim() != key || key.contains(is_invisible) => Err(RequestError::MalformedSecretKey),
            _ => Ok(Self { api_key, secret_key }),
        }
    }
}

/// Whether nobody sees it where the key was copied from: controls, the byte order mark, spaces of no width.
fn is_invisible(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// The random text that makes each request's signature its own (`x-rnd-key`).
///
/// Take a fresh one for every attempt, from the operating system's randomness. Core has none of its
/// own: it takes the key as an argument, so that signing can be tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RandomKey(pub(crate) HeaderValue);

impl RandomKey {
    /// Takes any text that can stand in a header.
    ///
    /// # Errors
    ///
    /// [`RequestError::Header`] if the text is empty or can't stand in an HTTP header.
    pub fn new(text: &str) -> Result<Self, RequestError> {
        header_value("x-rnd-key", text).map(Self)
    }
}

/// The language of Craftgate's error descriptions (`lang`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(pub(crate) HeaderValue);

impl Language {
    /// Turkish.
    pub const TURKISH: Self = Self(HeaderValue::from_static("tr"));
    /// English.
    pub const ENGLISH: Self = Self(HeaderValue::from_static("en"));

    /// Any other language by its code.
    ///
    /// # Errors
    ///
    /// [`RequestError::Header`] if the code is empty or can't stand in an HTTP header.
    pub fn new(code: &str) -> Result<Self, RequestError> {
        header_value("lang", code).map(Self)
    }
}

/// Printable ASCII, with no space at either end: what arrives as it was sent, and so can be signed.
pub(crate) fn header_value(header: &'static str, text: &str) -> Result<HeaderValue, RequestError> {
    let fault = if text.is_empty() {
        HeaderErrorKind::Empty
    } else if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        HeaderErrorKind::NotPrintableAscii
    } else if text.trim_ascii().len() < text.len() {
        HeaderErrorKind::SurroundingWhitespace
    } else {
        return HeaderValue::from_str(text)
            .map_err(|_| RequestError::Header { header, fault: HeaderErrorKind::NotPrintableAscii });
    };
    Err(RequestError::Header { header, fault })
}

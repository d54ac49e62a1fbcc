//! The merchant's credentials, and the strings that are sent in headers.

use std::fmt;
use std::str::FromStr;

use http::HeaderValue;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::protocol::error::{CredentialsError, HeaderValueError, HeaderValueErrorKind, KeyError};
use crate::protocol::invisible::is_invisible;
use crate::protocol::secret::Secret;

/// A merchant's API key and secret key, from the merchant panel.
///
/// `Debug` shows neither. The secret key never leaves this crate: only its hash is sent.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) api_key: HeaderValue,
    pub(crate) secret_key: Secret,
}

impl Credentials {
    /// Returns the credentials with these two keys.
    ///
    /// # Errors
    ///
    /// [`CredentialsError::ApiKey`] if the API key is empty or can't be the value of an HTTP header,
    /// [`CredentialsError::SecretKey`] if the secret key is empty, starts or ends with white space, or has an
    /// invisible character.
    pub fn new(api_key: &str, secret_key: impl Into<Secret>) -> Result<Self, CredentialsError> {
        let mut api_key = header_value("x-api-key", api_key).map_err(|error| CredentialsError::ApiKey(error.kind()))?;
        api_key.set_sensitive(true);
        let secret_key = check_key(secret_key).map_err(CredentialsError::SecretKey)?;
        Ok(Self { api_key, secret_key })
    }
}

/// Returns a key from the merchant panel if it is one: not empty, without white space around it, and without
/// characters that nobody sees where it was copied from.
pub(crate) fn check_key(key: impl Into<Secret>) -> Result<Secret, KeyError> {
    let key = key.into();
    match key.expose() {
        "" => Err(KeyError::Empty),
        text if text.trim() != text => Err(KeyError::SurroundingWhitespace),
        text if text.contains(|character| is_invisible(character) || is_unusual_space(character)) => {
            Err(KeyError::InvisibleCharacter)
        }
        _ => Ok(key),
    }
}

fn is_unusual_space(character: char) -> bool {
    character.is_whitespace() && character != ' '
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// Declares a string that is the value of one header.
macro_rules! header_string {
    ($(#[$meta:meta])* $name:ident, $header:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) HeaderValue);

        impl $name {
            /// Returns the string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.to_str().unwrap_or_default() // made of printable ASCII alone
            }
        }

        impl FromStr for $name {
            type Err = HeaderValueError;

            fn from_str(text: &str) -> Result<Self, HeaderValueError> {
                header_value($header, text).map(Self)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = HeaderValueError;

            fn try_from(text: &str) -> Result<Self, HeaderValueError> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = HeaderValueError;

            fn try_from(text: String) -> Result<Self, HeaderValueError> {
                text.parse()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

header_string! {
    /// The random string that makes each request's signature unique (`x-rnd-key`).
    ///
    /// Take a fresh one for every attempt, from the operating system's randomness. Core has none of its own: it takes
    /// the key as an argument, so that signing can be tested.
    RandomKey, "x-rnd-key"
}

impl RandomKey {
    /// Returns the random key with this string.
    ///
    /// # Errors
    ///
    /// [`HeaderValueError`] if the string is empty or can't be the value of an HTTP header.
    pub fn new(value: &str) -> Result<Self, HeaderValueError> {
        value.parse()
    }
}

header_string! {
    /// The language of Craftgate's error descriptions (`lang`).
    ///
    /// ```
    /// use craftgate_core::Language;
    ///
    /// assert_eq!("tr".parse(), Ok(Language::TURKISH));
    /// assert_eq!(Language::ENGLISH.as_str(), "en");
    /// ```
    Language, "lang"
}

impl Language {
    /// Turkish.
    pub const TURKISH: Self = Self(HeaderValue::from_static("tr"));
    /// English.
    pub const ENGLISH: Self = Self(HeaderValue::from_static("en"));

    /// Returns the language with this code, such as `de`.
    ///
    /// # Errors
    ///
    /// [`HeaderValueError`] if the code is empty or can't be the value of an HTTP header.
    pub fn new(code: &str) -> Result<Self, HeaderValueError> {
        code.parse()
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Returns the value of a header: printable ASCII with no space at either end, so that it arrives as it was sent.
pub(crate) fn header_value(header: &'static str, text: &str) -> Result<HeaderValue, HeaderValueError> {
    let error = |kind| HeaderValueError::new(header, kind);
    if text.is_empty() {
        return Err(error(HeaderValueErrorKind::Empty));
    }
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(error(HeaderValueErrorKind::NotPrintableAscii));
    }
    if text.trim_ascii().len() < text.len() {
        return Err(error(HeaderValueErrorKind::SurroundingWhitespace));
    }
    HeaderValue::from_str(text).map_err(|_| error(HeaderValueErrorKind::NotPrintableAscii))
}

//! The merchant's callback key, and which strings can be keys.

use std::fmt;

use crate::protocol::secret::Secret;

/// The constructor and the conversions of a key from the merchant panel.
macro_rules! panel_key {
    ($name:ident) => {
        impl $name {
            /// The key as the merchant panel shows it.
            ///
            /// # Errors
            ///
            /// [`KeyError`](crate::callback::KeyError) if the key is empty, starts or ends with white space, or has an
            /// invisible character: it would match no hash and no signature.
            pub fn new(
                key: impl Into<$crate::protocol::secret::Secret>,
            ) -> Result<Self, $crate::protocol::callback::key::KeyError> {
                $crate::protocol::callback::key::check_key(key.into()).map(Self)
            }

            pub(crate) fn as_bytes(&self) -> &[u8] {
                self.0.expose().as_bytes()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::protocol::callback::key::KeyError;

            fn from_str(key: &str) -> Result<Self, Self::Err> {
                Self::new(key)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::protocol::callback::key::KeyError;

            fn try_from(key: &str) -> Result<Self, Self::Error> {
                Self::new(key)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::protocol::callback::key::KeyError;

            fn try_from(key: String) -> Result<Self, Self::Error> {
                Self::new(key)
            }
        }
    };
}
pub(crate) use panel_key;

/// The merchant's callback key (Üye İşyeri Callback Key), from the merchant panel.
///
/// ```
/// use craftgate_core::callback::{CallbackKey, KeyError};
///
/// assert!(CallbackKey::new("merchantThreeDsCallbackKeySndbox").is_ok());
/// assert_eq!(CallbackKey::new("merchantThreeDsCallbackKeySndbox\n").unwrap_err(), KeyError::SurroundingWhitespace);
/// ```
#[derive(Debug, Clone)]
pub struct CallbackKey(Secret);

panel_key!(CallbackKey);

/// Returns the key if it can be one from the merchant panel.
pub(crate) fn check_key(key: Secret) -> Result<Secret, KeyError> {
    match key.expose() {
        "" => Err(KeyError::Empty),
        text if text.trim() != text => Err(KeyError::SurroundingWhitespace),
        text if text.contains(is_invisible) => Err(KeyError::InvisibleCharacter),
        _ => Ok(key),
    }
}

fn is_invisible(character: char) -> bool {
    let is_unusual_space = character.is_whitespace() && character != ' ';
    let is_zero_width = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    character.is_control() || is_unusual_space || is_zero_width
}

/// Why a string can't be a key from the merchant panel. Holds no part of the key.
///
/// A key read from a file often brings the file's line break or byte order mark along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyError {
    /// The key is empty.
    Empty,
    /// The key starts or ends with white space, such as a line break.
    SurroundingWhitespace,
    /// The key has a control character, a zero-width character, or white space other than a plain space.
    InvisibleCharacter,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the key is empty",
            Self::SurroundingWhitespace => "the key starts or ends with white space",
            Self::InvisibleCharacter => "the key has a control or invisible character",
        })
    }
}

impl std::error::Error for KeyError {}

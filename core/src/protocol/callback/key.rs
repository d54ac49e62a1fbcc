//! The merchant's callback key, and the conversions that keys from the merchant panel have.

use crate::protocol::secret::Secret;

/// The constructor and the conversions of a key from the merchant panel.
macro_rules! panel_key {
    ($name:ident) => {
        impl $name {
            /// Returns the key with this string, as shown in the merchant panel.
            ///
            /// # Errors
            ///
            /// [`KeyError`](crate::error::KeyError) if the key is empty, starts or ends with white space, or has an
            /// invisible character: it would match no hash and no signature.
            pub fn new(
                key: impl Into<$crate::protocol::secret::Secret>,
            ) -> Result<Self, $crate::protocol::error::KeyError> {
                $crate::protocol::credentials::check_key(key).map(Self)
            }

            pub(crate) fn as_bytes(&self) -> &[u8] {
                self.0.expose().as_bytes()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::protocol::error::KeyError;

            fn from_str(key: &str) -> Result<Self, Self::Err> {
                Self::new(key)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::protocol::error::KeyError;

            fn try_from(key: &str) -> Result<Self, Self::Error> {
                Self::new(key)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::protocol::error::KeyError;

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
/// use craftgate_core::callback::CallbackKey;
/// use craftgate_core::error::KeyError;
///
/// assert!(CallbackKey::new("merchantThreeDsCallbackKeySndbox").is_ok());
/// assert_eq!(CallbackKey::new("merchantThreeDsCallbackKeySndbox\n").unwrap_err(), KeyError::SurroundingWhitespace);
/// ```
#[derive(Debug, Clone)]
pub struct CallbackKey(Secret);

panel_key!(CallbackKey);

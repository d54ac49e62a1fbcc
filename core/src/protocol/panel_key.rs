//! Keys from the merchant panel.

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

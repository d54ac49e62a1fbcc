//! The keys of stored cards: the person's key and the card's token.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::macros::describe::describe_as;
use crate::protocol::secret::Secret;
use crate::wire::impl_wire_via_serde;
use crate::wire::to_param::ToParam;

/// Declares secrets of one kind each: a string on the wire, hidden by `Debug`.
macro_rules! secrets {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(Secret);

        impl $name {
            /// Returns the secret with this value.
            pub fn new(value: impl Into<Secret>) -> Self {
                Self(value.into())
            }

            /// Returns the value in plain text, to be stored in the merchant's database.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl From<$name> for Secret {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Secret::deserialize(deserializer).map(Self)
            }
        }

        impl ToParam for $name {
            fn to_param(&self) -> Option<impl fmt::Display> {
                self.0.to_param()
            }
        }

        impl_wire_via_serde!($name);
        describe_as!(Secret: $name);
    )*};
}

secrets! {
    /// A person's key (`cardUserKey`): the same for all cards that the person has stored at Craftgate.
    ///
    /// With a [`CardToken`] it is enough to pay. Its `Debug` shows no character.
    CardUserKey;
    /// A stored card's token (`cardToken`).
    ///
    /// With the person's [`CardUserKey`] it is enough to pay. Its `Debug` shows no character.
    CardToken;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_string_on_the_wire_and_hidden_elsewhere() {
        let token = CardToken::new("belirteç-1");
        assert_eq!(serde_json::to_string(&token).unwrap(), r#""belirteç-1""#);
        assert_eq!(serde_json::from_str::<CardToken>(r#""belirteç-1""#).unwrap(), token);
        assert_eq!(format!("{token:?} {:?}", CardUserKey::new("kişi-1")), "CardToken(…) CardUserKey(…)");
        assert_eq!(token.expose(), "belirteç-1");
        assert_eq!(Secret::from(token), Secret::from("belirteç-1"));
    }

    #[test]
    fn what_is_no_string_is_not_quoted() {
        let error = serde_json::from_str::<CardToken>("5258640000000001").unwrap_err();
        assert!(!error.to_string().contains("5258640000000001"), "{error}");
    }
}

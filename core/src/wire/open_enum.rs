//! Enums that stay open: Craftgate adds values, and a client must not fall over one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Visitor};

use super::refuse_unseen;

/// A value that this version of the crate does not list, as it came.
///
/// It can only come from the wire or from text, so that a listed value is never hidden in one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// The value's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Declares an enum by rows of variant and wire value. A value without a row is kept as
/// [`Unlisted`], and goes out as it came in.
///
/// ```text
/// open_enum! {
///     /// The kind of a card.
///     pub enum CardType {
///         /// A credit card.
///         CreditCard = "CREDIT_CARD",
///     }
/// }
/// ```
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vm:meta])* $variant:ident = $value:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vm])* #[doc = concat!("(`", $value, "`)")] $variant,)*
            /// A value that this version does not list. A later one may: compare
            #[doc = concat!("[`", stringify!($name), "::as_str`] to be safe.")]
            Unlisted($crate::Unlisted),
        }

        impl $name {
            /// Every value that this version lists.
            pub const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// The wire value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unlisted(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unlisted($crate::Unlisted::new(value)),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::open_enum::name(deserializer).map(|name| Self::from(&*name))
            }
        }

        impl $crate::wire::text::PlainText for $name {
            fn plain_text(&self) -> Option<impl ::std::fmt::Display> {
                Some(self.as_str())
            }
        }

        $crate::wire::wire_as_serde!($name);
    };
}
pub(crate) use open_enum;

/// Reads the name that an open enum is made of. Every enum does, so this is compiled once.
pub(crate) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_any(NameVisitor)
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    refuse_unseen!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

//! Declares open enums: Craftgate adds values, and a client must not fail on one.

/// Declares an enum by rows of variant and wire value. A value without a row is kept as
/// [`UnknownVariant`](crate::UnknownVariant), and is written as it came.
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
            /// A value that this version does not list. A later one may list it: compare
            #[doc = concat!("[`", stringify!($name), "::as_str`] to be safe.")]
            Unrecognized($crate::UnknownVariant),
        }

        impl $name {
            /// Every value that this version lists.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The wire value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unrecognized($crate::UnknownVariant::new(value)),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
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
                $crate::wire::open_enum::value(deserializer).map(|value| Self::from(&*value))
            }
        }

        impl $crate::wire::to_param::ToParam for $name {
            fn to_param(&self) -> Option<impl ::std::fmt::Display> {
                Some(self.as_str())
            }
        }

        $crate::wire::impl_wire_via_serde!($name);
        $crate::macros::describe::describe_enum!($name: $($value)*);
    };
}
pub(crate) use open_enum;

//! What constructors and setters take for a field.

/// The type of the argument for a field of this type: numbers, booleans and times as they are, everything else as
/// whatever converts into it.
///
/// An amount is a `Decimal` and nothing that converts into one, so that an integer can't be given for it by mistake. So
/// are the enums that stand beside strings or each other: with a string for both, two arguments could be swapped.
macro_rules! argument {
    (Decimal) => { ::rust_decimal::Decimal };
    (NaiveDate) => { ::chrono::NaiveDate };
    (NaiveDateTime) => { ::chrono::NaiveDateTime };
    (bool) => { bool };
    (f64) => { f64 };
    (i32) => { i32 };
    (i64) => { i64 };
    (u32) => { u32 };
    (ApmType) => { ApmType };
    (CardVerificationAuthType) => { CardVerificationAuthType };
    (Currency) => { Currency };
    (PosApmPaymentProvider) => { PosApmPaymentProvider };
    ($ty:ty) => { impl Into<$ty> };
}
pub(crate) use argument;

/// `new`, with an argument for each field that can't be absent; a `variant` has a private
/// `with_required`, or `empty` where nothing is required.
macro_rules! constructor {
    ([variant] $name:ident arguments {} empty { $($empty:tt)* }) => {
        impl $name {
            fn empty() -> Self {
                Self { $($empty)* }
            }
        }
    };
    ([variant $($kind:tt)*] $name:ident
        arguments { $($argument:ident: $ty:ident $(<$($generic:ty),+>)?,)+ }
        empty { $($empty:tt)* }
    ) => {
        impl $name {
            #[allow(clippy::too_many_arguments, reason = "private; the constructors written beside the type call it")]
            fn with_required($($argument: $ty $(<$($generic),+>)?),+) -> Self {
                Self { $($argument,)+ $($empty)* }
            }
        }
    };
    ($kind:tt $name:ident
        arguments { $($argument:ident: $ty:ident $(<$($generic:ty),+>)?,)* }
        empty { $($empty:tt)* }
    ) => {
        impl $name {
            /// Starts from what can't be left out.
            #[allow(clippy::new_without_default, clippy::too_many_arguments, reason = "the same shape for every record")]
            pub fn new($($argument: $crate::macros::argument::argument!($ty $(<$($generic),+>)?)),*) -> Self {
                Self { $($argument: Into::into($argument),)* $($empty)* }
            }
        }
    };
}
pub(crate) use constructor;

/// A chainable setter for each field that may be absent.
macro_rules! setters {
    (
        $name:ident
        optional { $([$($om:tt)*] $opt:ident $($ow:literal)?: $oty:ident $(<$($og:ty),+>)?),* }
        repeated { $([$($lm:tt)*] $list:ident $($lw:literal)?: $lty:ident),* }
    ) => {
        impl $name {
            $(
                $($om)*
                #[must_use]
                pub fn $opt(mut self, $opt: $crate::macros::argument::argument!($oty $(<$($og),+>)?)) -> Self {
                    self.$opt = Some(Into::into($opt));
                    self
                }
            )*
            $(
                $($lm)*
                #[must_use]
                pub fn $list(mut self, $list: impl IntoIterator<Item = $crate::macros::argument::argument!($lty)>) -> Self {
                    self.$list = $list.into_iter().map(Into::into).collect();
                    self
                }
            )*
        }
    };
}
pub(crate) use setters;

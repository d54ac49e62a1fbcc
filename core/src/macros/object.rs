//! How the types of the API are declared: each field once, with its docs.
//!
//! [`request_object!`], [`response_object!`] and [`operation!`](crate::operation) take the same rows:
//!
//! ```text
//! request_object! {
//!     /// What the type is for.
//!     pub struct PaymentItem {
//!         flat     { /// A record whose fields stand among this one's.   amounts: Amounts }
//!         required { /// An argument of `new`.                           price: Decimal }
//!         optional { /// An `Option` with a chainable setter.            name: String }
//!         lists    { /// A `Vec`, left out when empty.                   aliases: String }
//!     }
//! }
//! ```
//!
//! A field's wire name is its own in camel case; `is_three_ds as "isThreeDS": bool` says otherwise.
//! An [`response_object!`] has no setters. An [`operation!`] is a record that knows its endpoint, and may have
//! `path { … }` fields, which fill the braces of its path.

/// Declares an object that a caller builds: `new`, chainable setters, JSON both ways.
macro_rules! request_object {
    ($($tokens:tt)*) => {
        $crate::macros::object::define_struct! { [request] $($tokens)* }
    };
}
pub(crate) use request_object;

/// Declares an object with constructors of its own, written beside it: as a [`request_object!`], but instead
/// of `new` there is a private `empty`.
macro_rules! variant_object {
    ($($tokens:tt)*) => {
        $crate::macros::object::define_struct! { [variant] $($tokens)* }
    };
}
pub(crate) use variant_object;

/// Declares an object that Craftgate answers with: as a [`request_object!`], without setters.
macro_rules! response_object {
    ($($tokens:tt)*) => {
        $crate::macros::object::define_struct! { [response] $($tokens)* }
    };
}
pub(crate) use response_object;

/// The struct, its constructor and its JSON; `impl_kind!` adds what the kind of record has on top.
macro_rules! define_struct {
    ($kind:tt
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(flat { $(#[$fm:meta])* $flat:ident: $fty:ty $(,)? })?
            $(path { $($(#[$pm:meta])* $path:ident: $pty:ty),* $(,)? })?
            $(required { $($(#[$rm:meta])* $req:ident $(as $rw:literal)?: $rty:ty),* $(,)? })?
            $(optional { $($(#[$om:meta])* $opt:ident $(as $ow:literal)?: $oty:ty),* $(,)? })?
            $(lists { $($(#[$lm:meta])* $list:ident $(as $lw:literal)?: $lty:ty),* $(,)? })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$fm])* pub $flat: $fty,)?
            $($($(#[$pm])* pub $path: $pty,)*)?
            $($($(#[$rm])* pub $req: $rty,)*)?
            $($($(#[$om])* pub $opt: Option<$oty>,)*)?
            $($($(#[$lm])* pub $list: Vec<$lty>,)*)?
        }

        $crate::macros::object::constructor! {
            $kind $name
            arguments {
                $($flat: $fty,)?
                $($($path: $pty,)*)?
                $($($req: $rty,)*)?
            }
            empty {
                $($($opt: None,)*)?
                $($($list: Vec::new(),)*)?
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::object::write(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::object::read(deserializer)
            }
        }

        $crate::wire::impl_wire_via_serde!($name);

        $crate::macros::object::wire_fields! {
            $name
            flat { $($flat: $fty)? }
            path { $($($path: $pty),*)? }
            required { $($($req $($rw)?: $rty),*)? }
            optional { $($($opt $($ow)?: $oty),*)? }
            lists { $($($list $($lw)?: $lty),*)? }
        }

        $crate::macros::object::impl_kind! {
            $kind $name
            path { $($($path)*)? }
            required { $($($req $($rw)?),*)? }
            optional { $($([$(#[$om])*] $opt $($ow)?: $oty),*)? }
            lists { $($([$(#[$lm])*] $list $($lw)?: $lty),*)? }
        }
    };
}
pub(crate) use define_struct;

/// `new`, with an argument for each field that can't be left out.
macro_rules! constructor {
    ([variant] $name:ident arguments {} empty { $($empty:tt)* }) => {
        impl $name {
            fn empty() -> Self {
                Self { $($empty)* }
            }
        }
    };
    ([variant $($kind:tt)*] $name:ident arguments { $($argument:ident: $ty:ty,)+ } empty { $($empty:tt)* }) => {
        impl $name {
            #[allow(clippy::too_many_arguments, reason = "private; the constructors written beside the type call it")]
            fn with_required($($argument: $ty),+) -> Self {
                Self { $($argument,)+ $($empty)* }
            }
        }
    };
    ($kind:tt $name:ident arguments { $($argument:ident: $ty:ty,)* } empty { $($empty:tt)* }) => {
        impl $name {
            /// Starts from what can't be left out.
            #[allow(clippy::new_without_default, clippy::too_many_arguments, reason = "the same shape for every record")]
            pub fn new($($argument: impl $crate::Argument<$ty>),*) -> Self {
                Self { $($argument: $crate::Argument::into_field($argument),)* $($empty)* }
            }
        }
    };
}
pub(crate) use constructor;

/// How a record's fields are found, read and written.
macro_rules! wire_fields {
    (
        $name:ident
        flat { $($flat:ident: $fty:ty)? }
        path { $($path:ident: $pty:ty),* }
        required { $($req:ident $($rw:literal)?: $rty:ty),* }
        optional { $($opt:ident $($ow:literal)?: $oty:ty),* }
        lists { $($list:ident $($lw:literal)?: $lty:ty),* }
    ) => {
        #[allow(non_camel_case_types, unused_imports, unused_mut, unused_variables, reason = "a record may lack any kind of field")]
        const _: () = {
            use $crate::wire::AsWire;
            use $crate::macros::wire_names::wire_names;
            use $crate::wire::object::{Record, require, deserialize_field, position};

            #[derive(Default)]
            pub(crate) struct Partial {
                $($flat: <$fty as Record>::Partial,)?
                $($path: Option<$pty>,)*
                $($req: Option<$rty>,)*
                $($opt: Option<Option<$oty>>,)*
                $($list: Option<Vec<$lty>>,)*
            }

            enum Field { $($path,)* $($req,)* $($opt,)* $($list,)* }

            const FIELDS: &[Field] = &[$(Field::$path,)* $(Field::$req,)* $(Field::$opt,)* $(Field::$list,)*];

            const NAMES: [&str; FIELDS.len()] =
                wire_names!($($path,)* $($req $($rw)?,)* $($opt $($ow)?,)* $($list $($lw)?,)*);

            const PATH: &[&str] = &[$(stringify!($path)),*];

            impl Record for $name {
                type Partial = Partial;

                const BODY_FIELDS: usize = NAMES.len() - PATH.len() $(+ <$fty as Record>::BODY_FIELDS)?;

                fn find(key: &str, hint: usize) -> Option<usize> {
                    let found = position(&NAMES, key, hint);
                    $(let found = found.or_else(|| {
                        let place = <$fty as Record>::find(key, hint.saturating_sub(NAMES.len()))?;
                        Some(place + NAMES.len())
                    });)?
                    found
                }

                fn name(index: usize) -> &'static str {
                    match NAMES.get(index) {
                        Some(name) => name,
                        None => {
                            $(return <$fty as Record>::name(index - NAMES.len());)?
                            #[allow(unreachable_code, reason = "only where nothing is flattened")]
                            ""
                        }
                    }
                }

                fn fill<'de, A: ::serde::de::MapAccess<'de>>(
                    partial: &mut Partial,
                    index: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match FIELDS.get(index) {
                        $(Some(Field::$path) => deserialize_field(&mut partial.$path, map),)*
                        $(Some(Field::$req) => deserialize_field(&mut partial.$req, map),)*
                        $(Some(Field::$opt) => deserialize_field(&mut partial.$opt, map),)*
                        $(Some(Field::$list) => deserialize_field(&mut partial.$list, map),)*
                        _ => {
                            $(return <$fty as Record>::fill(&mut partial.$flat, index - NAMES.len(), map);)?
                            #[allow(unreachable_code, reason = "only where nothing is flattened")]
                            Ok(())
                        }
                    }
                }

                fn build<E: ::serde::de::Error>(partial: Partial) -> Result<Self, E> {
                    let [$($path,)* $($req,)* $($opt,)* $($list,)*] = NAMES;
                    Ok(Self {
                        $($flat: <$fty as Record>::build(partial.$flat)?,)?
                        $($path: require(partial.$path, $path)?,)*
                        $($req: require(partial.$req, $req)?,)*
                        $($opt: partial.$opt.flatten(),)*
                        $($list: partial.$list.unwrap_or_default(),)*
                    })
                }

                fn serialize_path<M: ::serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    let [$($path,)* ..] = NAMES;
                    $(map.serialize_entry($path, &AsWire(&self.$path))?;)*
                    Ok(())
                }

                fn serialize_body<M: ::serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    let [$($path,)* $($req,)* $($opt,)* $($list,)*] = NAMES;
                    $(Record::serialize_body(&self.$flat, map)?;)?
                    $(map.serialize_entry($req, &AsWire(&self.$req))?;)*
                    $(if let Some(value) = &self.$opt {
                        map.serialize_entry($opt, &AsWire(value))?;
                    })*
                    $(if !self.$list.is_empty() {
                        map.serialize_entry($list, &AsWire(&self.$list))?;
                    })*
                    Ok(())
                }
            }
        };
    };
}
pub(crate) use wire_fields;

/// What a kind of record has beyond its fields.
macro_rules! impl_kind {
    ([variant operation $($operation:tt)*] $($rest:tt)*) => {
        $crate::macros::object::impl_kind! { [operation $($operation)*] $($rest)* }
    };
    ([response] $name:ident $($rest:tt)*) => {
        impl $crate::Model for $name {}
    };
    ([operation $method:ident $template:literal $output:ty]
        $name:ident path { $($path:ident)* } required { $($required:tt)* } $($rest:tt)*
    ) => {
        $crate::macros::object::setters! { $name $($rest)* }

        impl $crate::Operation for $name {
            type Output = $output;
            const METHOD: $crate::http::Method = $crate::http::Method::$method;

            fn path(&self) -> Result<String, $crate::RequestError> {
                Ok(format!(
                    $template,
                    $($path = $crate::encoding::url::segment(stringify!($path), &self.$path)?,)*
                ))
            }

            $crate::macros::operation::impl_payload! { $method $name required { $($required)* } $($rest)* }
        }
    };
    ($kind:tt $name:ident path {} required { $($required:tt)* } $($rest:tt)*) => {
        $crate::macros::object::setters! { $name $($rest)* }
    };
}
pub(crate) use impl_kind;

/// A chainable setter for each field that may be left out.
macro_rules! setters {
    (
        $name:ident
        optional { $([$($om:tt)*] $opt:ident $($ow:literal)?: $oty:ty),* }
        lists { $([$($lm:tt)*] $list:ident $($lw:literal)?: $lty:ty),* }
    ) => {
        impl $name {
            $(
                $($om)*
                #[must_use]
                pub fn $opt(mut self, $opt: impl $crate::Argument<$oty>) -> Self {
                    self.$opt = Some($crate::Argument::into_field($opt));
                    self
                }
            )*
            $(
                $($lm)*
                #[must_use]
                pub fn $list(mut self, $list: impl IntoIterator<Item = impl Into<$lty>>) -> Self {
                    self.$list = $list.into_iter().map(Into::into).collect();
                    self
                }
            )*
        }
    };
}
pub(crate) use setters;

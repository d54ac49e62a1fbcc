//! JSON objects with known fields: how the models of this crate are declared, read and written.
//!
//! [`record!`], [`answer!`] and [`operation!`] take the same rows, each field written once:
//!
//! ```text
//! record! {
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
//! An [`answer!`] has no setters. An [`operation!`] is a record that knows its endpoint, and may have
//! `path { … }` fields, which fill the braces of its path.
//!
//! Reading ignores unknown fields, takes `null` for absent, refuses a field that comes twice, and
//! names the field that was wrong.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Reading, Wire};

/// What the macros implement; everything else about records is written once, here.
pub(crate) trait Record: Sized {
    /// One empty place a field, for as long as the fields are still coming in.
    type Slots: Default;

    /// The number of fields that go into a body or a query.
    const CONTENT: usize;

    /// The place of the field with this wire name, looked for from `hint` on.
    fn find(key: &str, hint: usize) -> Option<usize>;

    /// Reads the next value into its place.
    fn fill<'de, A: MapAccess<'de>>(slots: &mut Self::Slots, index: usize, map: &mut A) -> Result<(), A::Error>;

    /// Makes the record of what came in.
    fn build<E: Error>(slots: Self::Slots) -> Result<Self, E>;

    /// Writes every field but those of the path.
    fn write_content<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads a whole record.
pub(crate) fn read<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

/// A record without its path fields: what goes into a request's body.
pub(crate) struct Content<'a, R>(pub(crate) &'a R);

impl<R: Record> Serialize for Content<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.write_content(&mut map)?;
        map.end()
    }
}

struct RecordVisitor<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R, A::Error> {
        let mut slots = R::Slots::default();
        let mut hint = 0;
        while let Some(place) = map.next_key_seed(Key::<R>(hint, PhantomData))? {
            match place {
                Some(index) => {
                    R::fill(&mut slots, index, &mut map)?;
                    hint = index + 1;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        R::build(slots)
    }
}

/// Turns a key into the place of its field without allocating.
struct Key<R>(usize, PhantomData<R>);

impl<'de, R: Record> serde::de::DeserializeSeed<'de> for Key<R> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<R: Record> Visitor<'_> for Key<R> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(R::find(key, self.0))
    }
}

/// Where `key` stands in `names`. Craftgate sends fields in the order we list them, so the search
/// starts where the last one ended.
pub(crate) fn position(names: &[&str], key: &str, hint: usize) -> Option<usize> {
    let hint = hint.min(names.len());
    let (before, after) = names.split_at(hint);
    let found = after.iter().position(|name| *name == key);
    found.map(|index| index + hint).or_else(|| before.iter().position(|name| *name == key))
}

/// Reads a field's value into its place; a second value for the same field is refused.
pub(crate) fn fill_slot<'de, T: Wire, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom(format_args!("{name}: the field comes twice")));
    }
    match map.next_value::<Reading<T>>() {
        Ok(Reading(value)) => {
            *slot = Some(value);
            Ok(())
        }
        Err(error) => Err(A::Error::custom(format_args!("{name}: {error}"))),
    }
}

/// The value of a field that has to be there.
pub(crate) fn demand<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::custom(format_args!("{name}: the field is missing")))
}

/// Declares an object that a caller builds: `new`, chainable setters, JSON both ways.
macro_rules! record {
    ($($tokens:tt)*) => {
        $crate::wire::record::shape! { [record] $($tokens)* }
    };
}
pub(crate) use record;

/// Declares an object with constructors of its own, written beside it: as a [`record!`], but instead
/// of `new` there is a private `empty`.
macro_rules! variant_record {
    ($($tokens:tt)*) => {
        $crate::wire::record::shape! { [variant] $($tokens)* }
    };
}
pub(crate) use variant_record;

/// Declares an object that Craftgate answers with: as a [`record!`], without setters.
macro_rules! answer {
    ($($tokens:tt)*) => {
        $crate::wire::record::shape! { [answer] $($tokens)* }
    };
}
pub(crate) use answer;

/// The struct, its constructor and its JSON; `finish!` adds what the kind of record has on top.
macro_rules! shape {
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

        $crate::wire::record::constructor! {
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
                use ::serde::ser::SerializeMap as _;
                #[allow(unused_imports, reason = "only records with a path use it")]
                use $crate::wire::{Writing, name::wire_name};

                let mut map = serializer.serialize_map(None)?;
                $($(map.serialize_entry(wire_name!($path), &Writing(&self.$path))?;)*)?
                $crate::wire::record::Record::write_content(self, &mut map)?;
                map.end()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::record::read(deserializer)
            }
        }

        $crate::wire::wire_as_serde!($name);

        $crate::wire::record::wire_fields! {
            $name
            flat { $($flat: $fty)? }
            path { $($($path: $pty),*)? }
            required { $($($req $($rw)?: $rty),*)? }
            optional { $($($opt $($ow)?: $oty),*)? }
            lists { $($($list $($lw)?: $lty),*)? }
        }

        $crate::wire::record::finish! {
            $kind $name
            path { $($($path)*)? }
            required { $($($req $($rw)?),*)? }
            optional { $($([$(#[$om])*] $opt $($ow)?: $oty),*)? }
            lists { $($([$(#[$lm])*] $list $($lw)?: $lty),*)? }
        }
    };
}
pub(crate) use shape;

/// `new`, with an argument for each field that can't be left out.
macro_rules! constructor {
    ([variant] $name:ident arguments {} empty { $($empty:tt)* }) => {
        impl $name {
            fn empty() -> Self {
                Self { $($empty)* }
            }
        }
    };
    ($kind:tt $name:ident arguments { $($argument:ident: $ty:ty,)* } empty { $($empty:tt)* }) => {
        impl $name {
            /// Starts from what can't be left out.
            #[allow(clippy::new_without_default, clippy::too_many_arguments, reason = "the same shape for every record")]
            pub fn new($($argument: impl Into<$ty>),*) -> Self {
                Self { $($argument: $argument.into(),)* $($empty)* }
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
            use $crate::wire::name::wire_name;
            use $crate::wire::record::{Record, demand, fill_slot, position};
            use $crate::wire::Writing;

            #[derive(Default)]
            pub(crate) struct Slots {
                $($flat: <$fty as Record>::Slots,)?
                $($path: Option<$pty>,)*
                $($req: Option<$rty>,)*
                $($opt: Option<Option<$oty>>,)*
                $($list: Option<Vec<$lty>>,)*
            }

            enum Field { $($path,)* $($req,)* $($opt,)* $($list,)* }

            const FIELDS: &[Field] = &[$(Field::$path,)* $(Field::$req,)* $(Field::$opt,)* $(Field::$list,)*];

            const NAMES: &[&str] = &[
                $(wire_name!($path),)*
                $(wire_name!($req $($rw)?),)*
                $(wire_name!($opt $($ow)?),)*
                $(wire_name!($list $($lw)?),)*
            ];

            const PATH: &[&str] = &[$(stringify!($path)),*];

            impl Record for $name {
                type Slots = Slots;

                const CONTENT: usize = NAMES.len() - PATH.len() $(+ <$fty as Record>::CONTENT)?;

                fn find(key: &str, hint: usize) -> Option<usize> {
                    let found = position(NAMES, key, hint);
                    $(let found = found.or_else(|| {
                        let place = <$fty as Record>::find(key, hint.saturating_sub(NAMES.len()))?;
                        Some(place + NAMES.len())
                    });)?
                    found
                }

                fn fill<'de, A: ::serde::de::MapAccess<'de>>(
                    slots: &mut Slots,
                    index: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match FIELDS.get(index) {
                        $(Some(Field::$path) => fill_slot(&mut slots.$path, wire_name!($path), map),)*
                        $(Some(Field::$req) => fill_slot(&mut slots.$req, wire_name!($req $($rw)?), map),)*
                        $(Some(Field::$opt) => fill_slot(&mut slots.$opt, wire_name!($opt $($ow)?), map),)*
                        $(Some(Field::$list) => fill_slot(&mut slots.$list, wire_name!($list $($lw)?), map),)*
                        None => {
                            $(return <$fty as Record>::fill(&mut slots.$flat, index - NAMES.len(), map);)?
                            #[allow(unreachable_code, reason = "only where nothing is flattened")]
                            Ok(())
                        }
                    }
                }

                fn build<E: ::serde::de::Error>(slots: Slots) -> Result<Self, E> {
                    Ok(Self {
                        $($flat: <$fty as Record>::build(slots.$flat)?,)?
                        $($path: demand(slots.$path, wire_name!($path))?,)*
                        $($req: demand(slots.$req, wire_name!($req $($rw)?))?,)*
                        $($opt: slots.$opt.flatten(),)*
                        $($list: slots.$list.unwrap_or_default(),)*
                    })
                }

                fn write_content<M: ::serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    $(Record::write_content(&self.$flat, map)?;)?
                    $(map.serialize_entry(wire_name!($req $($rw)?), &Writing(&self.$req))?;)*
                    $(if let Some(value) = &self.$opt {
                        map.serialize_entry(wire_name!($opt $($ow)?), &Writing(value))?;
                    })*
                    $(if !self.$list.is_empty() {
                        map.serialize_entry(wire_name!($list $($lw)?), &Writing(&self.$list))?;
                    })*
                    Ok(())
                }
            }
        };
    };
}
pub(crate) use wire_fields;

/// What a kind of record has beyond its fields.
macro_rules! finish {
    ([answer] $name:ident $($rest:tt)*) => {
        impl $crate::Model for $name {}
    };
    ([operation $method:ident $template:literal $output:ty]
        $name:ident path { $($path:ident)* } required { $($required:tt)* } $($rest:tt)*
    ) => {
        $crate::wire::record::setters! { $name $($rest)* }

        impl $crate::Operation for $name {
            type Output = $output;
            const METHOD: $crate::http::Method = $crate::http::Method::$method;

            fn path(&self) -> Result<String, $crate::RequestError> {
                Ok(format!(
                    $template,
                    $($path = $crate::wire::url::segment(stringify!($path), &self.$path)?,)*
                ))
            }

            $crate::operation::content! { $method $name required { $($required)* } $($rest)* }
        }
    };
    ($kind:tt $name:ident path {} required { $($required:tt)* } $($rest:tt)*) => {
        $crate::wire::record::setters! { $name $($rest)* }
    };
}
pub(crate) use finish;

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
                pub fn $opt(mut self, $opt: impl Into<$oty>) -> Self {
                    self.$opt = Some($opt.into());
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

//! The implementation of [`Record`](crate::wire::object::Record) that an object's rows expand to.

/// `Record`. It is what a flattened object needs; one with JSON of its own takes `impl_serde!` too.
macro_rules! impl_record {
    (
        $name:ident
        flatten { $($flat:ident: $fty:ty)? }
        path { $($path:ident: $pty:ty),* }
        required { $($req:ident $($rw:literal)?: $rty:ty),* }
        optional { $($opt:ident $($ow:literal)?: $oty:ty),* }
        repeated { $($list:ident $($lw:literal)?: $lty:ty),* }
    ) => {
        #[allow(non_camel_case_types, unused_imports, unused_mut, unused_variables, reason = "a record may lack any kind of field")]
        const _: () = {
            use $crate::wire::AsWire;
            use $crate::wire::object::{FieldValue, Record, deserialize_field, require};

            /// The fields read so far.
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

            const NAMES: [&str; FIELDS.len()] = $crate::macros::wire_names::wire_names!(
                $($path,)* $($req $($rw)?,)* $($opt $($ow)?,)* $($list $($lw)?,)*
            );

            const PATH: &[&str] = &[$(stringify!($path)),*];

            const REQUIRED: &[&str] = &[$(stringify!($path),)* $(stringify!($req)),*];

            impl Record for $name {
                type Partial = Partial;

                const BODY_FIELDS: usize = NAMES.len() - PATH.len() $(+ <$fty as Record>::BODY_FIELDS)?;

                $crate::macros::record::lookup! { $($fty)? }
                $crate::macros::record::deserialization! {
                    flatten { $($flat: $fty)? } path { $($path)* } required { $($req)* } optional { $($opt)* }
                    repeated { $($list)* }
                }
                $crate::macros::record::serialization! {
                    flatten { $($flat)? } path { $($path)* } required { $($req)* } optional { $($opt)* }
                    repeated { $($list)* }
                }
            }
        };
    };
}
pub(crate) use impl_record;

/// `Serialize`, `Deserialize` and `Wire` by way of `Record`.
macro_rules! impl_serde {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::object::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::object::deserialize(deserializer)
            }
        }

        impl $crate::wire::Wire for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::object::serialize(self, serializer)
            }

            fn deserialize<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::object::deserialize(deserializer)
            }

            #[inline]
            fn deserialize_lenient(
                json: &str,
                unread: &mut $crate::wire::lenient::UnreadFields,
            ) -> Result<Self, ::serde_json::Error> {
                $crate::wire::object::deserialize_lenient(json, unread)
            }
        }
    };
}
pub(crate) use impl_serde;

/// From a wire name to the field's index, and back. The fields of a flattened object come after the object's own.
macro_rules! lookup {
    ($($flattened:ty)?) => {
        fn index_of(key: &str) -> Option<usize> {
            let index = NAMES.iter().position(|name| *name == key);
            $(let index = index.or_else(|| Some(<$flattened as Record>::index_of(key)? + NAMES.len()));)?
            index
        }

        fn name(index: usize) -> &'static str {
            match NAMES.get(index) {
                Some(name) => name,
                None => {
                    $(return <$flattened as Record>::name(index - NAMES.len());)?
                    #[allow(unreachable_code, reason = "only where nothing is flattened")]
                    ""
                }
            }
        }
    };
}
pub(crate) use lookup;

/// From the values of a map to the fields of a `Partial`, and from there to the object.
macro_rules! deserialization {
    (
        flatten { $($flat:ident: $fty:ty)? } path { $($path:ident)* } required { $($req:ident)* }
        optional { $($opt:ident)* } repeated { $($list:ident)* }
    ) => {
        fn is_required(index: usize) -> bool {
            match index.checked_sub(NAMES.len()) {
                None => index < REQUIRED.len(),
                #[allow(unused_variables, reason = "only where something is flattened")]
                Some(flattened) => {
                    $(return <$fty as Record>::is_required(flattened);)?
                    #[allow(unreachable_code, reason = "only where nothing is flattened")]
                    false
                }
            }
        }

        fn deserialize_field<'de, V: FieldValue<'de>>(
            partial: &mut Partial,
            index: usize,
            value: V,
        ) -> Result<(), V::Error> {
            match FIELDS.get(index) {
                $(Some(Field::$path) => deserialize_field(&mut partial.$path, value),)*
                $(Some(Field::$req) => deserialize_field(&mut partial.$req, value),)*
                $(Some(Field::$opt) => deserialize_field(&mut partial.$opt, value),)*
                $(Some(Field::$list) => deserialize_field(&mut partial.$list, value),)*
                _ => {
                    $(return <$fty as Record>::deserialize_field(&mut partial.$flat, index - NAMES.len(), value);)?
                    #[allow(unreachable_code, reason = "only where nothing is flattened")]
                    Ok(())
                }
            }
        }

        fn finish<E: ::serde::de::Error>(partial: Partial) -> Result<Self, E> {
            let [$($path,)* $($req,)* ..] = NAMES;
            Ok(Self {
                $($flat: <$fty as Record>::finish(partial.$flat)?,)?
                $($path: require(partial.$path, $path)?,)*
                $($req: require(partial.$req, $req)?,)*
                $($opt: partial.$opt.flatten(),)*
                $($list: partial.$list.unwrap_or_default(),)*
            })
        }
    };
}
pub(crate) use deserialization;

/// From the fields to the entries of a map. An absent field has none.
macro_rules! serialization {
    (
        flatten { $($flat:ident)? } path { $($path:ident)* } required { $($req:ident)* }
        optional { $($opt:ident)* } repeated { $($list:ident)* }
    ) => {
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
    };
}
pub(crate) use serialization;

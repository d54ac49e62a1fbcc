//! Descriptions of types for the [catalog](crate::catalog). Without the feature `catalog` they expand to nothing.

/// The description of an object, from the rows of its declaration.
#[cfg(feature = "catalog")]
macro_rules! describe {
    (
        $name:ident docs { $($docs:tt)* }
        flatten { $([$($fdocs:tt)*] $fty:ty)? }
        path { $([$($pdocs:tt)*] $path:ident: $pty:ty),* }
        required { $([$($rdocs:tt)*] $req:ident $($rw:literal)?: $rty:ty),* }
        optional { $([$($odocs:tt)*] $opt:ident $($ow:literal)?: $oty:ty),* }
        repeated { $([$($ldocs:tt)*] $list:ident $($lw:literal)?: $lty:ty),* }
    ) => {
        impl $crate::catalog::DescribedObject for $name {
            const OBJECT: &'static $crate::catalog::Object = {
                #[allow(unused_imports, reason = "an object may have no fields of its own")]
                use $crate::catalog::{Described, Field, Type};
                use $crate::macros::describe::docs;

                const FIELDS: &[Field] = &{
                    let [$($path,)* $($req,)* $($opt,)* $($list,)*] = $crate::macros::wire_names::wire_names!(
                        $($path,)* $($req $($rw)?,)* $($opt $($ow)?,)* $($list $($lw)?,)*
                    );
                    [
                        $(Field::new($path, docs!($($pdocs)*), !<$pty as Described>::IS_OPTIONAL, <$pty as Described>::TYPE),)*
                        $(Field::new($req, docs!($($rdocs)*), !<$rty as Described>::IS_OPTIONAL, <$rty as Described>::TYPE),)*
                        $(Field::new($opt, docs!($($odocs)*), false, <$oty as Described>::TYPE),)*
                        $(Field::new($list, docs!($($ldocs)*), false, Type::List(&<$lty as Described>::TYPE)),)*
                    ]
                };
                #[allow(unused_mut, unused_assignments, reason = "only where something is flattened")]
                let mut flattened: Option<&'static $crate::catalog::Object> = None;
                $(flattened = Some(<$fty as $crate::catalog::DescribedObject>::OBJECT);)?
                &$crate::catalog::Object::new(stringify!($name), docs!($($docs)*), FIELDS, flattened)
            };
        }

        impl $crate::catalog::Described for $name {
            const TYPE: $crate::catalog::Type =
                $crate::catalog::Type::Object(<Self as $crate::catalog::DescribedObject>::OBJECT);
        }
    };
}

/// The lines of doc comments as one string.
#[cfg(feature = "catalog")]
macro_rules! docs {
    ($([doc = $($line:tt)+])*) => {
        concat!($($($line)+, "\n"),*)
    };
}
#[cfg(feature = "catalog")]
pub(crate) use docs;

/// The description of a type that is no object.
#[cfg(feature = "catalog")]
macro_rules! describe_as {
    ($type:ident: $($name:ty),* $(,)?) => {$(
        impl $crate::catalog::Described for $name {
            const TYPE: $crate::catalog::Type = $crate::catalog::Type::$type;
        }
    )*};
}

/// The description of an enum by its values.
#[cfg(feature = "catalog")]
macro_rules! describe_enum {
    ($name:ident: $($value:literal)*) => {
        impl $crate::catalog::Described for $name {
            const TYPE: $crate::catalog::Type = $crate::catalog::Type::Enum(&[$($value),*]);
        }
    };
}

#[cfg(not(feature = "catalog"))]
macro_rules! describe {
    ($($tokens:tt)*) => {};
}

#[cfg(not(feature = "catalog"))]
macro_rules! describe_as {
    ($($tokens:tt)*) => {};
}

#[cfg(not(feature = "catalog"))]
macro_rules! describe_enum {
    ($($tokens:tt)*) => {};
}

pub(crate) use {describe, describe_as, describe_enum};

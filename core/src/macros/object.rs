//! Declares objects: structs whose fields have a place on the wire.

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

/// Declares an object that Craftgate responds with: as a [`request_object!`], without setters.
macro_rules! response_object {
    ($($tokens:tt)*) => {
        $crate::macros::object::define_struct! { [response] $($tokens)* }
    };
}
pub(crate) use response_object;

/// The struct, its constructor and its JSON; what its kind has on top comes from `impl_kind!`.
macro_rules! define_struct {
    ($kind:tt
        $(#$meta:tt)*
        pub struct $name:ident {
            $(flatten { $(#$fm:tt)* $flat:ident: $fty:ident $(,)? })?
            $(path { $($(#$pm:tt)* $path:ident: $pty:ident),* $(,)? })?
            $(required { $($(#$rm:tt)* $req:ident $(as $rw:literal)?: $rty:ident $(<$($rg:ty),+>)?),* $(,)? })?
            $(optional { $($(#$om:tt)* $opt:ident $(as $ow:literal)?: $oty:ident $(<$($og:ty),+>)?),* $(,)? })?
            $(repeated { $($(#$lm:tt)* $list:ident $(as $lw:literal)?: $lty:ident),* $(,)? })?
            $(matches { $($matches:tt)* })?
        }
    ) => {
        $(#$meta)*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#$fm)* pub $flat: $fty,)?
            $($($(#$pm)* pub $path: $pty,)*)?
            $($($(#$rm)* pub $req: $rty $(<$($rg),+>)?,)*)?
            $($($(#$om)* pub $opt: Option<$oty $(<$($og),+>)?>,)*)?
            $($($(#$lm)* pub $list: Vec<$lty>,)*)?
        }

        $crate::macros::argument::constructor! {
            $kind $name
            arguments {
                $($flat: $fty,)?
                $($($path: $pty,)*)?
                $($($req: $rty $(<$($rg),+>)?,)*)?
            }
            empty {
                $($($opt: None,)*)?
                $($($list: Vec::new(),)*)?
            }
        }

        $crate::macros::record::impl_serde! { $name }

        $crate::macros::record::impl_record! {
            $name
            flatten { $($flat: $fty)? }
            path { $($($path: $pty),*)? }
            required { $($($req $($rw)?: $rty $(<$($rg),+>)?),*)? }
            optional { $($($opt $($ow)?: $oty $(<$($og),+>)?),*)? }
            repeated { $($($list $($lw)?: $lty),*)? }
        }

        $crate::macros::describe::describe! {
            $name docs { $($meta)* }
            flatten { $([$($fm)*] $fty)? }
            path { $($([$($pm)*] $path: $pty),*)? }
            required { $($([$($rm)*] $req $($rw)?: $rty $(<$($rg),+>)?),*)? }
            optional { $($([$($om)*] $opt $($ow)?: $oty $(<$($og),+>)?),*)? }
            repeated { $($([$($lm)*] $list $($lw)?: $lty),*)? }
        }

        $crate::macros::object::impl_kind! {
            $kind $name
            path { $($($path)*)? }
            required { $($($req $($rw)?),*)? }
            optional { $($([$(#$om)*] $opt $($ow)?: $oty $(<$($og),+>)?),*)? }
            repeated { $($([$(#$lm)*] $list $($lw)?: $lty),*)? }
            matches { $($($matches)*)? }
        }
    };
}
pub(crate) use define_struct;

/// What a kind of object has beyond its fields.
macro_rules! impl_kind {
    ([variant operation $($operation:tt)*] $($rest:tt)*) => {
        $crate::macros::object::impl_kind! { [operation $($operation)*] $($rest)* }
    };
    ([response] $name:ident $($rest:tt)*) => {
        impl $crate::Output for $name {
            #[inline]
            fn read(content: $crate::ResponseContent<'_>) -> Result<Self, $crate::OutputError> {
                content.lenient()
            }
        }
    };
    ([operation $method:ident $template:literal $output:ty]
        $name:ident path { $($path:ident)* } required { $($required:tt)* }
        optional { $($optional:tt)* } repeated { $($repeated:tt)* } matches { $($matches:tt)* }
    ) => {
        $crate::macros::argument::setters! { $name optional { $($optional)* } repeated { $($repeated)* } }

        impl $crate::Operation for $name {
            type Output = $output;
            const METHOD: $crate::http::Method = $crate::http::Method::$method;
            $crate::macros::operation_name::name_and_template! { $name $template }

            $crate::macros::operation::path_method! { $template $($path)* }
            $crate::macros::operation::payload_method! {
                $method $name required { $($required)* } optional { $($optional)* } repeated { $($repeated)* }
            }
            $crate::macros::operation::check_output_method! { $output: $($matches)* }
        }
    };
    ($kind:tt $name:ident path {} required { $($required:tt)* }
        optional { $($optional:tt)* } repeated { $($repeated:tt)* } matches {}
    ) => {
        $crate::macros::argument::setters! { $name optional { $($optional)* } repeated { $($repeated)* } }
    };
}
pub(crate) use impl_kind;

/// Declares an object that the caller writes out as a struct literal, to be flattened into others: every field is
/// required and named, so that two of one type can't be swapped.
macro_rules! literal_object {
    ($(#$meta:tt)* pub struct $name:ident { $($(#$fm:tt)* $field:ident: $ty:ty),* $(,)? }) => {
        $(#$meta)*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
        pub struct $name {
            $($(#$fm)* pub $field: $ty,)*
        }

        $crate::macros::record::impl_record! {
            $name flatten {} path {} required { $($field: $ty),* } optional {} repeated {}
        }

        $crate::macros::describe::describe! {
            $name docs { $($meta)* } flatten {} path {} required { $([$($fm)*] $field: $ty),* } optional {} repeated {}
        }
    };
}
pub(crate) use literal_object;

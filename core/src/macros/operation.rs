//! Declares operations: one struct an endpoint.

/// Declares an operation: its docs, its endpoint and what comes back, its fields. The [module](crate::macros) tells how.
///
/// The first line of the docs stands alone. A `GET` sends its rows as its query, every other method as its body; an
/// operation without rows has neither.
macro_rules! operation {
    (
        $([$variant:ident])?
        #[doc = $summary:literal]
        $(#$meta:tt)*
        $method:ident $path:literal => $output:ty;

        pub struct $name:ident { $($blocks:tt)* }
    ) => {
        $crate::macros::object::define_struct! {
            [$($variant)? operation $method $path $output]
            #[doc = $summary]
            ///
            #[doc = concat!("`", stringify!($method), " ", $path, "`. ", $crate::macros::operation::idempotency!($method))]
            ///
            $(#$meta)*
            pub struct $name { $($blocks)* }
        }
    };
}
pub(crate) use operation;

/// Declares an operation with constructors of its own, written beside it: as an [`operation!`], but instead of
/// `new` there is a private `with_required`, which takes its `path` and `required` fields.
macro_rules! variant_operation {
    ($($tokens:tt)*) => {
        $crate::macros::operation::operation! { [variant] $($tokens)* }
    };
}
pub(crate) use variant_operation;

/// What an operation's docs say of idempotency keys.
macro_rules! idempotency {
    (GET) => {
        "Reads only."
    };
    (PUT) => {
        "Craftgate ignores an idempotency key here."
    };
    ($method:ident) => {
        "Craftgate honours an idempotency key here."
    };
}
pub(crate) use idempotency;

/// The `path`, with its parameters encoded.
macro_rules! path_method {
    ($template:literal $($path:ident)*) => {
        fn path(&self) -> Result<String, $crate::RequestError> {
            Ok(format!($template, $($path = $crate::protocol::target::segment(stringify!($path), &self.$path)?,)*))
        }
    };
}
pub(crate) use path_method;

/// The `query` of a `GET`, the `body` of any other method.
macro_rules! payload_method {
    (
        GET $name:ident
        required { $($req:ident $($rw:literal)?),* }
        optional { $([$($om:tt)*] $opt:ident $($ow:literal)?: $oty:ty),* }
        repeated { $([$($lm:tt)*] $list:ident $($lw:literal)?: $lty:ty),* }
    ) => {
        #[allow(unused_imports, unused_mut, reason = "an operation may have nothing to ask")]
        fn query(&self) -> Result<String, $crate::RequestError> {
            let [$($req,)* $($opt,)* $($list,)*] =
                $crate::macros::wire_names::wire_names!($($req $($rw)?,)* $($opt $($ow)?,)* $($list $($lw)?,)*);
            let mut query = $crate::protocol::target::Query::default();
            $(query.push($req, &self.$req)?;)*
            $(if let Some(value) = &self.$opt {
                query.push($opt, value)?;
            })*
            $(query.push_list($list, &self.$list)?;)*
            Ok(query.finish())
        }
    };
    ($method:ident $name:ident $($rest:tt)*) => {
        fn body(&self) -> Result<Option<$crate::Body>, $crate::RequestError> {
            use $crate::wire::object::{RecordBody, Record};

            if <$name as Record>::BODY_FIELDS == 0 {
                return Ok(None);
            }
            $crate::Body::json(&RecordBody(self)).map(Some).map_err($crate::RequestError::Body)
        }
    };
}
pub(crate) use payload_method;

/// The `check_output` that the `matches` block asks for: `payment_id == id`, the operation's field and the result's, or
/// `payment_id == each payment_id` for the items of a page; `optional payment_id == …` if it need not be asked for.
macro_rules! check_output_method {
    ($output:ty:) => {};
    ($output:ty: optional $asked:ident == each $($received:ident).+) => {
        fn check_output(&self, output: &$output) -> Result<(), $crate::OutputError> {
            let Some(asked) = &self.$asked else { return Ok(()) };
            let mut items = output.items.iter();
            items.try_for_each(|item| $crate::protocol::operation::check_id(asked, &item.$($received).+))
        }
    };
    ($output:ty: $($asked:ident).+ == each $($received:ident).+) => {
        fn check_output(&self, output: &$output) -> Result<(), $crate::OutputError> {
            let mut items = output.items.iter();
            items.try_for_each(|item| $crate::protocol::operation::check_id(&self.$($asked).+, &item.$($received).+))
        }
    };
    ($output:ty: $($asked:ident).+ == $($received:ident).+) => {
        fn check_output(&self, output: &$output) -> Result<(), $crate::OutputError> {
            $crate::protocol::operation::check_id(&self.$($asked).+, &output.$($received).+)
        }
    };
}
pub(crate) use check_output_method;

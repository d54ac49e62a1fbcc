//! Copying fields between requests and records.

/// Moves the named fields of one value to another.
macro_rules! copy_fields {
    ($from:ident to $to:ident: $($field:ident)*) => {
        $($to.$field = $from.$field;)*
    };
}
pub(super) use copy_fields;

//! From what was asked to what is kept.

/// Moves the named fields of one record to another, as they are.
macro_rules! hand_over {
    ($from:ident to $to:ident: $($field:ident)*) => {
        $($to.$field = $from.$field;)*
    };
}
pub(crate) use hand_over;

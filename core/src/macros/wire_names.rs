//! Wire names, made at compile time: `paid_price` is `paidPrice` to Craftgate.
//!
//! The names of all of a record's fields are made at once. Constants for each name in each place that uses it took a third of
//! the time to compile this crate.
#![allow(clippy::indexing_slicing, reason = "runs only at compile time, where a slip is a build error")]

/// The number of bytes in the camel case form of snake case names.
pub(crate) const fn camel_len(snake: &str) -> usize {
    let bytes = snake.as_bytes();
    let (mut index, mut len) = (0, 0);
    while index < bytes.len() {
        if bytes[index] != b'_' {
            len += 1;
        }
        index += 1;
    }
    len
}

/// The bytes of the camel case form of snake case names; `N` is its [`camel_len`].
pub(crate) const fn camel<const N: usize>(snake: &str) -> [u8; N] {
    let bytes = snake.as_bytes();
    let mut out = [0; N];
    let (mut read, mut written) = (0, 0);
    while read < bytes.len() {
        if bytes[read] == b'_' {
            read += 1;
            out[written] = bytes[read].to_ascii_uppercase();
        } else {
            out[written] = bytes[read];
        }
        read += 1;
        written += 1;
    }
    out
}

/// The names in UTF-8 text where a comma stands behind each.
pub(crate) const fn split<const N: usize>(text: &'static [u8]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut rest, mut index) = (text, 0);
    while index < N {
        let mut end = 0;
        while rest[end] != b',' {
            end += 1;
        }
        let (name, behind) = rest.split_at(end);
        names[index] = match std::str::from_utf8(name) {
            Ok(name) => name,
            Err(_) => "",
        };
        rest = behind.split_at(1).1;
        index += 1;
    }
    assert!(rest.is_empty(), "there are as many names as were asked for");
    names
}

/// The wire names of fields, as an array: each field's own in camel case, unless its row says otherwise.
macro_rules! wire_names {
    ($($field:ident $($name:literal)?),* $(,)?) => {{
        const SNAKE: &str = concat!($($crate::macros::wire_names::wire_names!(@ $field $($name)?), ","),*);
        const CAMEL: [u8; $crate::macros::wire_names::camel_len(SNAKE)] = $crate::macros::wire_names::camel(SNAKE);
        const FIELDS: &[&str] = &[$(stringify!($field)),*];
        const NAMES: [&str; FIELDS.len()] = $crate::macros::wire_names::split(&CAMEL);
        NAMES
    }};
    (@ $field:ident) => {
        stringify!($field)
    };
    (@ $field:ident $name:literal) => {
        $name
    };
}
pub(crate) use wire_names;

#[cfg(test)]
mod tests {
    #[test]
    fn snake_case_becomes_camel_case() {
        const NAMES: [&str; 4] = wire_names!(id, paid_price, force_3ds, sub_merchant_member_payout_rate);
        assert_eq!(NAMES, ["id", "paidPrice", "force3ds", "subMerchantMemberPayoutRate"]);
    }

    #[test]
    fn an_explicit_name_is_kept() {
        const NAMES: [&str; 2] = wire_names!(is_three_ds "isThreeDS", card_user_key);
        assert_eq!(NAMES, ["isThreeDS", "cardUserKey"]);
    }

    #[test]
    fn no_fields_have_no_names() {
        const NAMES: [&str; 0] = wire_names!();
        assert!(NAMES.is_empty());
    }
}

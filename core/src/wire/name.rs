//! Wire names, made at compile time: `paid_price` is `paidPrice` to Craftgate.
#![allow(clippy::indexing_slicing, reason = "runs only at compile time, where a slip is a build error")]

/// The number of bytes in the camel case form of a snake case name.
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

/// The bytes of the camel case form of a snake case name; `N` is its [`camel_len`].
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

/// A field's wire name: its own in camel case, unless the row says otherwise.
macro_rules! wire_name {
    ($field:ident) => {{
        const SNAKE: &str = stringify!($field);
        const CAMEL: [u8; $crate::wire::name::camel_len(SNAKE)] = $crate::wire::name::camel(SNAKE);
        const NAME: &str = match str::from_utf8(&CAMEL) {
            Ok(name) => name,
            Err(_) => SNAKE,
        };
        NAME
    }};
    ($field:ident $name:literal) => {
        $name
    };
}
pub(crate) use wire_name;

#[cfg(test)]
mod tests {
    #[test]
    fn snake_case_becomes_camel_case() {
        assert_eq!(wire_name!(id), "id");
        assert_eq!(wire_name!(paid_price), "paidPrice");
        assert_eq!(wire_name!(force_3ds), "force3ds");
        assert_eq!(wire_name!(sub_merchant_member_payout_rate), "subMerchantMemberPayoutRate");
    }

    #[test]
    fn a_name_given_by_hand_stands() {
        assert_eq!(wire_name!(is_three_ds "isThreeDS"), "isThreeDS");
    }
}

//! Numbers that are written as digits and never calculated with: of cards, codes and telephones.

/// Returns true if a value is nothing but digits, and one of these lengths.
pub(crate) fn is_number(value: &str, lengths: &[usize]) -> bool {
    lengths.contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

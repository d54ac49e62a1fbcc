//! Strings from outside, made safe to print.

use std::fmt;

/// A text of the other side's, shown so that it can't break a line of a log.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '\u{2028}' | '\u{2029}' => write!(f, "{}", letter.escape_unicode()),
            letter if letter.is_control() => write!(f, "{}", letter.escape_debug()),
            letter => fmt::Write::write_char(f, letter),
        })
    }
}

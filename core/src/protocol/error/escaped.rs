//! Escaping of received strings, for safe output.

use std::fmt::{self, Write as _};

use crate::protocol::invisible::is_invisible;

/// Shows a string of the other side's with every invisible character escaped, so that it can't break a line of a log,
/// reorder it, or hide in it.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '\n' | '\r' | '\t' => write!(f, "{}", character.escape_default()),
            _ if is_invisible(character) => write!(f, "{}", character.escape_unicode()),
            _ => f.write_char(character),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_escaped_and_nothing_else_is() {
        let shown =
            Escaped("a\r\n\0\u{1b}[31m \u{202e}dıap\u{200b}\u{feff}\u{2028} \"Yetersiz\" bakiye'\\ğ").to_string();
        assert_eq!(shown, r#"a\r\n\u{0}\u{1b}[31m \u{202e}dıap\u{200b}\u{feff}\u{2028} "Yetersiz" bakiye'\ğ"#);
    }
}

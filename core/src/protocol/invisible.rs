//! Invisible characters.

/// Returns true for a character that is invisible or changes the order in which others are shown: controls, line and
/// paragraph separators, bidirectional controls, and default-ignorable characters such as zero-width spaces and byte
/// order marks. (Source: Unicode's `Cc`, `Zl`, `Zp`, `Bidi_Control` and `Default_Ignorable_Code_Point`.)
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_zero_width_characters_are_invisible() {
        for character in
            "\0\n\u{7f}\u{85}\u{ad}\u{61c}\u{200b}\u{200e}\u{2028}\u{202e}\u{2066}\u{3164}\u{feff}\u{fffb}\u{e0041}"
                .chars()
        {
            assert!(is_invisible(character), "{character:?}");
        }
    }

    #[test]
    fn letters_spaces_and_symbols_are_visible() {
        for character in "aZ0 ğİşı€\u{a0}‐‧←💳﷼�".chars() {
            assert!(!is_invisible(character), "{character:?}");
        }
    }
}

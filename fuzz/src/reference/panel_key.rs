//! Keys as the merchant panel shows them: every character is visible where it is copied from.

use craftgate_core::error::KeyError;

/// Unicode's `White_Space`, but for the plain space.
const SPACES: [(u32, u32); 9] = [
    (0x09, 0x0D),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];

/// Unicode's controls (`Cc`).
const CONTROLS: [(u32, u32); 2] = [(0x00, 0x1F), (0x7F, 0x9F)];

/// Unicode's `Default_Ignorable_Code_Point`, which has all of `Bidi_Control`.
const IGNORABLE: [(u32, u32); 17] = [
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1_BCA0, 0x1_BCA3),
    (0x1_D173, 0x1_D17A),
    (0xE_0000, 0xE_0FFF),
];

/// The controls of interlinear annotations.
const ANNOTATIONS: [(u32, u32); 1] = [(0xFFF9, 0xFFFB)];

fn is_in(ranges: &[(u32, u32)], character: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(character)))
}

/// Returns why a string can't be a key; `None` if it can.
pub(crate) fn key_error(key: &str) -> Option<KeyError> {
    let is_space = |character| character == ' ' || is_in(&SPACES, character);
    let is_unseen =
        |character| [&SPACES[..], &CONTROLS, &IGNORABLE, &ANNOTATIONS].iter().any(|ranges| is_in(ranges, character));
    match (key.chars().next(), key.chars().next_back()) {
        (Some(first), Some(last)) if is_space(first) || is_space(last) => Some(KeyError::SurroundingWhitespace),
        (Some(_), Some(_)) => key.chars().any(is_unseen).then_some(KeyError::InvisibleCharacter),
        _ => Some(KeyError::Empty),
    }
}

#[cfg(test)]
mod tests {
    use craftgate_core::callback::CallbackKey;

    use super::*;

    #[test]
    fn every_character_of_the_first_planes_and_every_tag_is_in_a_key_or_not() {
        for character in ('\0'..='\u{1FFFF}').chain('\u{E0000}'..='\u{E1000}') {
            for key in [format!("a{character}b"), format!("{character}b"), format!("a{character}")] {
                assert_eq!(CallbackKey::new(key.as_str()).err(), key_error(&key), "{key:?}");
            }
        }
    }
}

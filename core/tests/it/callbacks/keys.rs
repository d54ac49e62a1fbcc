//! A key that could match nothing is an error when it is made.

use craftgate_core::error::KeyError;
use craftgate_core::webhook::WebhookKey;

use super::*;

#[track_caller]
fn assert_rejected(key: &str, error: KeyError) {
    assert_eq!(CallbackKey::new(key).map(|_| ()), Err(error), "{key:?}");
    assert_eq!(key.parse::<CallbackKey>().map(|_| ()), Err(error), "{key:?}");
    assert_eq!(CallbackKey::try_from(key).map(|_| ()), Err(error), "{key:?}");
    assert_eq!(CallbackKey::try_from(key.to_owned()).map(|_| ()), Err(error), "{key:?}");
    assert_eq!(WebhookKey::new(key).map(|_| ()), Err(error), "{key:?}");
    assert_eq!(key.parse::<WebhookKey>().map(|_| ()), Err(error), "{key:?}");
}

#[test]
fn an_empty_key_is_rejected() {
    assert_rejected("", KeyError::Empty);
}

#[test]
fn white_space_around_a_key_is_rejected() {
    for key in ["anahtar\n", "anahtar\r\n", " anahtar", "anahtar ", "\tanahtar", "anahtar\u{a0}", " ", "\u{3000}a"] {
        assert_rejected(key, KeyError::SurroundingWhitespace);
    }
}

#[test]
fn invisible_characters_in_a_key_are_rejected() {
    for key in ["\u{feff}anahtar", "ana\u{200b}htar", "ana\0htar", "ana\nhtar", "ana\u{202e}htar", "ana\u{a0}htar"] {
        assert_rejected(key, KeyError::InvisibleCharacter);
    }
}

#[test]
fn a_key_of_visible_characters_is_accepted() {
    for key in [KEY, "ğüşıöç İ", "a b", "+/=", "0"] {
        assert!(CallbackKey::new(key).is_ok() && WebhookKey::new(key).is_ok(), "{key:?}");
    }
}

//! The error of a body that is not a JSON object.

use super::language::Language;

/// Where a body stops being a JSON object, and what is expected there. It holds nothing of the body's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MalformedJson {
    line: usize,
    /// The position in the line, in bytes from 1.
    column: usize,
    expected: Expected,
}

/// What is expected, in Turkish and in English.
type Expected = (&'static str, &'static str);

const OBJECT: Expected = ("bir nesne", "an object");
const KEY: Expected = ("çift tırnaklı bir ad", "a name in double quotes");
const NUMBER: Expected = ("JSON'un kabul ettiği bir sayı", "a number that JSON allows");
const ESCAPE: Expected = ("dizgide geçerli bir kaçış dizisi", "a valid escape in the string");

/// What serde_json's messages of syntax errors mean.
const SYNTAX_ERRORS: [(&str, Expected); 20] = [
    ("EOF while parsing a list", ("listenin devamı", "the rest of the list")),
    ("EOF while parsing an object", ("nesnenin devamı", "the rest of the object")),
    ("EOF while parsing a string", ("dizginin devamı", "the rest of the string")),
    ("EOF while parsing a value", ("bir değer", "a value")),
    ("expected `:`", ("`:`", "`:`")),
    ("expected `,` or `]`", ("`,` ya da `]`", "`,` or `]`")),
    ("expected `,` or `}`", ("`,` ya da `}`", "`,` or `}`")),
    ("expected ident", ("`true`, `false` ya da `null`", "`true`, `false` or `null`")),
    ("expected value", ("bir değer", "a value")),
    ("expected `\"`", KEY),
    ("key must be a string", KEY),
    ("invalid number", NUMBER),
    ("number out of range", NUMBER),
    ("invalid escape", ESCAPE),
    ("invalid unicode code point", ESCAPE),
    ("lone leading surrogate in hex escape", ESCAPE),
    ("unexpected end of hex escape", ESCAPE),
    ("trailing comma", ("virgülden sonra bir öğe", "an element after the comma")),
    ("trailing characters", ("gövdenin sonu", "the end of the body")),
    ("recursion limit exceeded", ("daha az iç içe öğe", "fewer nested elements")),
];

/// Where none of the messages is known.
const JSON: Expected = ("geçerli JSON", "valid JSON");
/// A message that goes on with the characters in question.
const CONTROL_CHARACTER: &str = "control character";
const PLAIN_STRING: Expected = ("denetim karakteri olmayan bir dizgi", "a string without control characters");

impl MalformedJson {
    /// Returns the error of a syntax error.
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let known = SYNTAX_ERRORS.iter().find(|(known, _)| *known == message).map(|(_, expected)| *expected);
        let expected = known.unwrap_or(if message.starts_with(CONTROL_CHARACTER) { PLAIN_STRING } else { JSON });
        Self { line: error.line(), column: error.column().max(1), expected }
    }

    /// Checks that a document, which is valid JSON, is an object.
    pub(crate) fn check_object(json: &[u8]) -> Result<(), Self> {
        let start = json.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
        let (before, value) = json.split_at_checked(start).unwrap_or_default();
        if value.starts_with(b"{") {
            return Ok(());
        }
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Err(Self { line, column, expected: OBJECT })
    }

    pub(super) fn describe(&self, language: Language) -> String {
        let Self { line, column, expected: (turkish, english) } = self;
        match language {
            Language::Turkish => {
                format!(
                    "İstek gövdesi bir JSON nesnesi değil: {line}. satırın {column}. sütununda {turkish} bekleniyor"
                )
            }
            Language::English => {
                format!("The request body is not a JSON object: {english} is expected at line {line}, column {column}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::{JSON, MalformedJson};

    #[test]
    fn every_syntax_error_is_known() {
        for json in [
            "[1",
            "{\"a\":1",
            "\"a",
            "",
            "{\"a\" 1}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "nul",
            "[?]",
            "{a:1}",
            "{1:2}",
            "[1.]",
            "[1e999]",
            "[\"\\x\"]",
            "[\"\\ud800\"]",
            "[1,]",
            "{\"a\":1,}",
            "{} {}",
            "[\"\u{1}\"]",
            &"[".repeat(200),
        ] {
            // Numbers and strings are read in full.
            let error = serde_json::from_str::<serde_json::Value>(json).unwrap_err();
            assert_ne!(MalformedJson::new(&error).expected, JSON, "{json}: {error}");
            if let Err(error) = serde_json::from_str::<IgnoredAny>(json) {
                assert_ne!(MalformedJson::new(&error).expected, JSON, "{json}: {error}");
            }
        }
    }
}

//! The HTML pages of banks and payment methods, to be shown to the customer.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::wire::{Wire, impl_wire_via_serde};

/// Base64 with or without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A page to show to the customer, in base64 as Craftgate sent it. Its `Debug` shows the length alone.
///
/// ```
/// use craftgate_core::payment::HtmlContent;
///
/// let page: HtmlContent = serde_json::from_str(r#""PGgxPsO2ZGVtZTwvaDE+""#).unwrap();
/// assert_eq!(page.decode().unwrap(), "<h1>ödeme</h1>");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HtmlContent(String);

impl HtmlContent {
    /// Returns the page's HTML, to be served as `text/html; charset=utf-8`: the page's own `meta` may name another
    /// charset.
    ///
    /// The base64 may be of either alphabet, the page in UTF-8 or in ISO-8859-9 (Latin-5, read as browsers do:
    /// Windows-1254).
    ///
    /// # Errors
    ///
    /// [`HtmlContentError`] if it is not base64, or the page is in another charset.
    pub fn decode(&self) -> Result<String, HtmlContentError> {
        let base64 = self.0.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let base64: Vec<u8> = base64.map(standard_alphabet).collect();
        let bytes = LENIENT.decode(base64).map_err(|_| HtmlContentError::NotBase64)?;
        String::from_utf8(bytes).or_else(|error| decode_latin_5(error.as_bytes()))
    }

    /// Returns the page as Craftgate sent it, in base64.
    #[must_use]
    pub fn as_base64(&self) -> &str {
        &self.0
    }

    /// Returns the page with this HTML.
    #[must_use]
    pub fn encode(html: &str) -> Self {
        Self(STANDARD.encode(html))
    }
}

/// The character of the standard alphabet for one of the URL-safe one.
fn standard_alphabet(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        _ => byte,
    }
}

/// The names of ISO-8859-9 and Windows-1254, which browsers take for the same. (Source: the WHATWG's encoding
/// standard.)
const LATIN_5: [&str; 12] = [
    "cp1254",
    "csisolatin5",
    "iso-8859-9",
    "iso-ir-148",
    "iso8859-9",
    "iso88599",
    "iso_8859-9",
    "l5",
    "latin5",
    "windows-1254",
    "x-cp1254",
    "iso_8859-9:1989",
];

/// Decodes a page that is not UTF-8, if it names no other charset and has no binary bytes.
fn decode_latin_5(page: &[u8]) -> Result<String, HtmlContentError> {
    let is_text = page.iter().all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace());
    let page: String = page.iter().map(|byte| latin_5(*byte)).collect();
    let is_latin_5 = charset(&page).is_none_or(|charset| LATIN_5.contains(&&*charset));
    (is_text && is_latin_5).then_some(page).ok_or(HtmlContentError::NotText)
}

/// The charset that a page names first, in lower case.
fn charset(page: &str) -> Option<String> {
    let page = page.to_ascii_lowercase();
    let mut values = page.split("charset").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('='));
    let name = values.next()?.trim_start_matches(|c: char| c.is_ascii_whitespace() || "\"'".contains(c));
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(name.len());
    name.get(..end).map(str::to_owned)
}

/// The characters of Windows-1254 from 0x80 to 0x9F.
const WINDOWS_1254: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', '\u{8E}', '\u{8F}', '\u{90}', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', '\u{9E}', 'Ÿ',
];

fn latin_5(byte: u8) -> char {
    match byte {
        0xD0 => 'Ğ',
        0xDD => 'İ',
        0xDE => 'Ş',
        0xF0 => 'ğ',
        0xFD => 'ı',
        0xFE => 'ş',
        _ => {
            let special = byte.checked_sub(0x80).and_then(|index| WINDOWS_1254.get(usize::from(index)));
            special.copied().unwrap_or(char::from(byte))
        }
    }
}

impl fmt::Debug for HtmlContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HtmlContent({} bytes)", self.0.len())
    }
}

impl Serialize for HtmlContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for HtmlContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self)
    }
}

impl_wire_via_serde!(HtmlContent);

/// The error of a page that can't be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HtmlContentError {
    /// The page is not base64.
    NotBase64,
    /// The page is neither UTF-8 nor ISO-8859-9.
    NotText,
}

impl fmt::Display for HtmlContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotBase64 => "html content: not base64",
            Self::NotText => "html content: neither UTF-8 nor ISO-8859-9",
        })
    }
}

impl std::error::Error for HtmlContentError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(page: &[u8]) -> Result<String, HtmlContentError> {
        HtmlContent(STANDARD.encode(page)).decode()
    }

    #[test]
    fn base64_of_either_alphabet_is_decoded_with_and_without_padding_and_line_breaks() {
        for base64 in ["PGI+w7w/PC9iPj8/", "PGI-w7w_PC9iPj8_", "PGI+w7w_\r\nPC9i Pj8/"] {
            assert_eq!(HtmlContent(base64.to_owned()).decode().unwrap(), "<b>ü?</b>??", "{base64}");
        }
        for base64 in ["w7w=", "w7w", "w7w\n"] {
            assert_eq!(HtmlContent(base64.to_owned()).decode().unwrap(), "ü", "{base64:?}");
        }
        for base64 in ["<h1>", "w7w==", "w", "w7w.", "ü"] {
            assert_eq!(HtmlContent(base64.to_owned()).decode(), Err(HtmlContentError::NotBase64), "{base64}");
        }
    }

    #[test]
    fn a_page_in_latin_5_is_decoded_whether_or_not_it_says_so() {
        for head in [
            "",
            "<meta charset=iso-8859-9>",
            "<meta charset = \"Latin5\">",
            "<META http-equiv=x content='text/html; CHARSET=ISO-8859-9'>",
        ] {
            let page = [head.as_bytes(), b"\xD6deme: \xDEI\xD0\xDD \xFE\xFD\xF0i \x80 \x93\xE7\x94"].concat();
            assert_eq!(decoded(&page).unwrap(), format!("{head}Ödeme: ŞIĞİ şıği € “ç”"));
        }
        assert_eq!(
            decoded("<meta charset=\"windows-1254\">ödeme".as_bytes()).unwrap(),
            "<meta charset=\"windows-1254\">ödeme"
        );
    }

    #[test]
    fn a_page_in_another_charset_is_an_error_and_not_garbled() {
        for page in [
            &b"<meta charset=utf-8>\xD6deme"[..],
            b"<meta charset = utf-8>\xD6deme",
            b"<meta charset\n=\n' utf-8'>\xD6deme",
            b"<meta http-equiv=content-type content='text/html; charset = UTF-8'>\xD6deme",
            b"<p>charset</p><meta charset=utf-8>\xD6deme",
            b"<meta charset=\"windows-1251\">\xD6",
            b"\x89PNG\r\n\x1A\n\0\0",
            b"\xFF\xFE<\0h\0t\0m\0l\0>\0",
        ] {
            assert_eq!(decoded(page), Err(HtmlContentError::NotText), "{page:?}");
        }
    }

    #[test]
    fn every_byte_of_latin_5_has_a_character_of_its_own() {
        let characters: std::collections::BTreeSet<char> = (0..=u8::MAX).map(latin_5).collect();
        assert_eq!(characters.len(), 256);
    }
}

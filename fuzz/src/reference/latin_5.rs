//! Pages in ISO-8859-9, which browsers read as Windows-1254. (Source: the WHATWG's encoding standard.)

/// The bytes of Windows-1254 whose character is not the one with their number, and that character's.
const CODE_POINTS: [(u8, u32); 31] = [
    (0x80, 0x20AC),
    (0x82, 0x201A),
    (0x83, 0x0192),
    (0x84, 0x201E),
    (0x85, 0x2026),
    (0x86, 0x2020),
    (0x87, 0x2021),
    (0x88, 0x02C6),
    (0x89, 0x2030),
    (0x8A, 0x0160),
    (0x8B, 0x2039),
    (0x8C, 0x0152),
    (0x91, 0x2018),
    (0x92, 0x2019),
    (0x93, 0x201C),
    (0x94, 0x201D),
    (0x95, 0x2022),
    (0x96, 0x2013),
    (0x97, 0x2014),
    (0x98, 0x02DC),
    (0x99, 0x2122),
    (0x9A, 0x0161),
    (0x9B, 0x203A),
    (0x9C, 0x0153),
    (0x9F, 0x0178),
    (0xD0, 0x011E),
    (0xDD, 0x0130),
    (0xDE, 0x015E),
    (0xF0, 0x011F),
    (0xFD, 0x0131),
    (0xFE, 0x015F),
];

/// The labels of the encoding.
const LABELS: &str = " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 \
    windows-1254 x-cp1254 ";

/// Decodes a page. `None` if it names another charset, or has a control byte that no text has.
pub(crate) fn decode(page: &[u8]) -> Option<String> {
    let is_binary = |byte: &u8| matches!(byte, 0x00..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F);
    let is_latin_5 = named_charset(page).is_none_or(|label| LABELS.contains(&format!(" {label} ")));
    if page.iter().any(is_binary) || !is_latin_5 {
        return None;
    }
    page.iter().map(|byte| char::from_u32(code_point(*byte))).collect()
}

fn code_point(byte: u8) -> u32 {
    CODE_POINTS.iter().find(|(known, _)| *known == byte).map_or(byte.into(), |(_, code_point)| *code_point)
}

/// Returns what follows the page's first `charset=`, in lower case.
fn named_charset(page: &[u8]) -> Option<String> {
    let page = page.to_ascii_lowercase();
    let start = page.windows(8).position(|window| window == b"charset=")? + 8;
    let is_before_label = |byte: &&u8| b"\"' ".contains(byte);
    let is_in_label = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
    let label = page[start..].iter().skip_while(is_before_label).take_while(is_in_label);
    Some(label.map(|byte| char::from(*byte)).collect())
}

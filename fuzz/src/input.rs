//! The parts that an input is made of.

use std::borrow::Cow;

/// The bytes that stand between the fields of an input. No UTF-8 string has them.
const FIELD_SEPARATOR: u8 = 0xFF;

/// The lines that stand between the entries of an input.
const ENTRY_SEPARATOR: &[u8] = b"\n---\n";

/// The fields of an input, one after the other. Beyond the last, every field is empty.
pub(crate) struct Fields<'a>(std::slice::Split<'a, u8, fn(&u8) -> bool>);

impl<'a> Fields<'a> {
    pub(crate) fn of(data: &'a [u8]) -> Self {
        Self(data.split(|byte| *byte == FIELD_SEPARATOR))
    }

    /// The next field as bytes.
    pub(crate) fn bytes(&mut self) -> &'a [u8] {
        self.0.next().unwrap_or_default()
    }

    /// The next field as a string, invalid UTF-8 replaced.
    pub(crate) fn string(&mut self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// The remaining fields as strings.
    pub(crate) fn rest(self) -> impl Iterator<Item = Cow<'a, str>> {
        self.0.map(String::from_utf8_lossy)
    }
}

/// The entries of an input: what stands between lines of three dashes.
pub(crate) fn entries(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    split(data, ENTRY_SEPARATOR)
}

/// Returns what stands between separators.
pub(crate) fn split<'a>(data: &'a [u8], separator: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(data);
    std::iter::from_fn(move || {
        let data = rest.take()?;
        let found = data.windows(separator.len()).position(|window| window == separator);
        let Some(end) = found else { return Some(data) };
        rest = data.get(end + separator.len()..);
        data.get(..end)
    })
}

/// An entry's first line, empty unless it is UTF-8, and the bytes after it.
pub(crate) fn first_line(data: &[u8]) -> (&str, &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (line, rest) = data.split_at(end);
    (std::str::from_utf8(line).unwrap_or_default(), rest.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_between_lines_of_three_dashes() {
        let parts: Vec<&[u8]> = entries(b"a\nb\n---\nc\n----\nd\n---\n").collect();
        assert_eq!(parts, [&b"a\nb"[..], b"c\n----\nd", b""]);
    }
}

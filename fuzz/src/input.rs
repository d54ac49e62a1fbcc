//! Inputs made of several texts, one behind the other.

use std::borrow::Cow;

/// Texts with the byte `FF` between them, which no UTF-8 text has. Behind the last come empty ones.
pub(crate) struct Texts<'a>(std::slice::Split<'a, u8, fn(&u8) -> bool>);

impl<'a> Texts<'a> {
    pub(crate) fn of(data: &'a [u8]) -> Self {
        Self(data.split(|byte| *byte == 0xFF))
    }

    pub(crate) fn bytes(&mut self) -> &'a [u8] {
        self.0.next().unwrap_or_default()
    }

    pub(crate) fn text(&mut self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// The rest, each text by itself.
    pub(crate) fn rest(self) -> impl Iterator<Item = Cow<'a, str>> {
        self.0.map(String::from_utf8_lossy)
    }
}

/// An input whose first line says what the rest is for.
pub(crate) fn headed(data: &[u8]) -> (&str, &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (head, rest) = data.split_at(end);
    (str::from_utf8(head).unwrap_or_default(), rest.get(1..).unwrap_or_default())
}

//! Parses `application/x-www-form-urlencoded`, as a browser posts it.

use std::borrow::Cow;

use super::url;

/// A field's name and its value.
pub(crate) type Field<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The fields of a form, decoded; `None` where the body is no form of UTF-8 text.
pub(crate) fn parse(body: &[u8]) -> Option<Vec<Field<'_>>> {
    let text = std::str::from_utf8(body).ok()?;
    let mut fields = Vec::with_capacity(8);
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        fields.push(field(pair)?);
    }
    Some(fields)
}

fn field(pair: &str) -> Option<Field<'_>> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Some((decode(name)?, decode(value)?))
}

/// A percent sign that stands for no byte stands for itself, as browsers read it.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| matches!(byte, b'+' | b'%')) {
        return Some(Cow::Borrowed(text));
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match first {
            b'+' => (b' ', after),
            b'%' => url::escaped_byte(after).unwrap_or((b'%', after)),
            _ => (*first, after),
        };
        decoded.push(byte);
        rest = after;
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_browser_form_is_read() {
        let fields = parse("status=SUCCESS&conversationId=sipari%C5%9F+17&empty=&bare".as_bytes()).unwrap();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(fields, [("status", "SUCCESS"), ("conversationId", "sipariş 17"), ("empty", ""), ("bare", "")]);
    }

    #[test]
    fn plus_signs_and_escapes_are_read_apart_as_well_as_together() {
        for (text, decoded) in [("a+b", "a b"), ("a%2Bb", "a+b"), ("a%20b+c", "a b c"), ("+", " ")] {
            assert_eq!(parse(text.as_bytes()).unwrap(), [(decoded.into(), "".into())], "{text}");
        }
    }

    #[test]
    fn a_percent_sign_that_stands_for_no_byte_stands_for_itself() {
        for (text, decoded) in [("%", "%"), ("%4", "%4"), ("%4g", "%4g"), ("100%25", "100%"), ("%%41+%", "%A %")] {
            assert_eq!(parse(text.as_bytes()).unwrap(), [(decoded.into(), "".into())], "{text}");
        }
    }

    #[test]
    fn invalid_utf_8_is_rejected() {
        assert_eq!(parse(b"a=%FF"), None);
        assert_eq!(parse(b"a=\xFF"), None);
    }
}

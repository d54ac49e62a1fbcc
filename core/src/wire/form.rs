//! Reading `application/x-www-form-urlencoded`, as a browser posts it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The fields of a form, decoded; `None` where the body is no form of UTF-8 text.
pub(crate) fn parse(body: &[u8]) -> Option<Vec<(String, String)>> {
    let text = str::from_utf8(body).ok()?;
    text.split('&').filter(|pair| !pair.is_empty()).map(field).collect()
}

fn field(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Some((decode(name)?, decode(value)?))
}

fn decode(text: &str) -> Option<String> {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_browser_form_is_read() {
        let fields = parse("status=SUCCESS&conversationId=sipari%C5%9F+17&empty=&bare".as_bytes()).unwrap();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("status", "SUCCESS"), ("conversationId", "sipariş 17"), ("empty", ""), ("bare", "")]);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(parse(b"a=%FF"), None);
        assert_eq!(parse(b"a=\xFF"), None);
    }
}

//! The 3D Secure page, on which a customer confirms a payment at the bank.

use craftgate_core::encoding::percent_encode;

/// The emulator's 3D Secure page, as the customer's browser receives it.
///
/// It replaces the browser in tests: parse the page, and post [`form_body`](Self::form_body) to
/// [`action`](Self::action), or pass it to the code that verifies the callback.
///
/// ```
/// use craftgate_emulator::ThreeDsPage;
///
/// let html = r#"<form method="post" action="https://shop.example.com/3ds?order=17&amp;try=1">
/// <input type="hidden" name="status" value="SUCCESS">
/// <input type="hidden" name="conversationId" value="sipariş 17">
/// </form>"#;
///
/// let page = ThreeDsPage::parse(html).unwrap();
/// assert_eq!(page.action(), "https://shop.example.com/3ds?order=17&try=1");
/// assert_eq!(page.form_body(), "status=SUCCESS&conversationId=sipari%C5%9F%2017");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreeDsPage {
    action: String,
    fields: Vec<(String, String)>,
}

const FORM: &str = r#"<form method="post" action=""#;
const FIELD: &str = r#"<input type="hidden" name=""#;
const VALUE: &str = r#"" value=""#;

impl ThreeDsPage {
    pub(crate) fn new(action: String, fields: Vec<(String, String)>) -> Self {
        Self { action, fields }
    }

    /// Parses a page of the emulator. Returns `None` for any other page.
    #[must_use]
    pub fn parse(html: &str) -> Option<Self> {
        let (_, form) = html.split_once(FORM)?;
        let (action, inputs) = form.split_once('"')?;
        let fields = inputs.split(FIELD).skip(1).map(|input| {
            let (name, rest) = input.split_once(VALUE)?;
            let (value, _) = rest.split_once('"')?;
            Some((unescape(name), unescape(value)))
        });
        Some(Self { action: unescape(action), fields: fields.collect::<Option<_>>()? })
    }

    /// Returns where the form is posted: the merchant's callback URL.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Returns the form's fields in order.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Returns what the browser posts when the customer agrees, as `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn form_body(&self) -> String {
        let pairs = self.fields.iter().map(|(name, value)| percent_encode(name) + "=" + &percent_encode(value));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Returns the page as HTML.
    pub(crate) fn html(&self) -> String {
        let inputs = self.fields.iter().map(|(name, value)| {
            let (name, value) = (escape(name), escape(value));
            format!("{FIELD}{name}{VALUE}{value}\">\n")
        });
        let inputs: String = inputs.collect();
        let action = escape(&self.action);
        format!(
            "<!DOCTYPE html>\n<html lang=\"tr\">\n<head>\n<meta charset=\"utf-8\">\n<title>3D Secure</title>\n</head>\n\
            <body>\n<h1>3D Secure</h1>\n<p>Ödemeyi onaylıyor musunuz?</p>\n{FORM}{action}\">\n{inputs}\
            <button type=\"submit\">Onayla</button>\n</form>\n</body>\n</html>\n"
        )
    }
}

const ENTITIES: [(char, &str); 5] = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];

fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        match ENTITIES.iter().find(|(known, _)| *known == character) {
            Some((_, entity)) => escaped.push_str(entity),
            None => escaped.push(character),
        }
    }
    escaped
}

/// Replaces the ampersand last, so that no entity is unescaped twice.
fn unescape(value: &str) -> String {
    ENTITIES
        .iter()
        .rev()
        .fold(value.to_owned(), |value, (character, entity)| value.replace(entity, character.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::ThreeDsPage;

    #[test]
    fn a_page_round_trips_any_content() {
        let malicious = "\"><script>alert('şğ')</script>&amp;lt;";
        let page =
            ThreeDsPage::new(malicious.into(), vec![("status".into(), malicious.into()), ("hash".into(), "".into())]);
        let html = page.html();
        assert!(!html.contains("<script>"));
        assert_eq!(ThreeDsPage::parse(&html), Some(page));
    }

    #[test]
    fn other_pages_are_not_parsed() {
        for html in [
            "",
            "<form>",
            "<form method=\"post\" action=\"",
            "<form method=\"post\" action=\"x\"><input type=\"hidden\" name=\"a",
        ] {
            assert_eq!(ThreeDsPage::parse(html), None, "{html}");
        }
    }
}

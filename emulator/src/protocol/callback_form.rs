//! The form with which a page sends the customer's browser back to the merchant.

use craftgate_core::encoding::percent_encode;

use super::html::{self, escape, unescape};

/// A form that a customer's browser posts to the merchant after a page of the emulator.
///
/// In a test it replaces the browser: post [`form_body`](Self::form_body) to [`action`](Self::action), or pass it to the
/// code that verifies the callback.
///
/// ```
/// use craftgate_emulator::CallbackForm;
///
/// let html = r#"<form method="post" action="https://shop.example.com/3ds?order=17&amp;try=1">
/// <input type="hidden" name="status" value="SUCCESS">
/// <input type="hidden" name="conversationId" value="sipariş 17">
/// </form>"#;
///
/// let form = CallbackForm::parse(html).unwrap();
/// assert_eq!(form.action(), "https://shop.example.com/3ds?order=17&try=1");
/// assert_eq!(form.form_body(), "status=SUCCESS&conversationId=sipari%C5%9F%2017");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackForm {
    action: String,
    fields: Vec<(String, String)>,
    replaces_window: bool,
}

const FORM: &str = r#"<form method="post" action=""#;
const FIELD: &str = r#"<input type="hidden" name=""#;
const VALUE: &str = r#"" value=""#;
const WHOLE_WINDOW: &str = r#" target="_top""#;

impl CallbackForm {
    pub(crate) fn new(action: String, fields: Vec<(String, String)>) -> Self {
        Self { action, fields, replaces_window: false }
    }

    /// Sets whether the form replaces the whole window.
    pub(crate) fn in_whole_window(self, replaces_window: bool) -> Self {
        Self { replaces_window, ..self }
    }

    /// Returns the form that leads back from a page: it posts the page's token.
    pub(crate) fn of_page(callback_url: &str, token: &str) -> Self {
        Self::new(callback_url.to_owned(), vec![("token".to_owned(), token.to_owned())])
    }

    /// Parses a page of the emulator that sends the browser back to the merchant. Returns `None` for any other page.
    #[must_use]
    pub fn parse(html: &str) -> Option<Self> {
        let (_, form) = html.split_once(FORM)?;
        let (action, inputs) = form.split_once('"')?;
        let fields = inputs.split(FIELD).skip(1).map(|input| {
            let (name, rest) = input.split_once(VALUE)?;
            let (value, _) = rest.split_once('"')?;
            Some((unescape(name), unescape(value)))
        });
        let replaces_window = inputs.starts_with(WHOLE_WINDOW);
        Some(Self { action: unescape(action), fields: fields.collect::<Option<_>>()?, replaces_window })
    }

    /// Returns the URL that the form is posted to: the merchant's callback URL.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Returns the form's fields in order.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Returns true if the form replaces the whole window (`target="_top"`), of which the page may be a frame.
    #[must_use]
    pub fn replaces_window(&self) -> bool {
        self.replaces_window
    }

    /// Returns the body that the browser posts, as `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn form_body(&self) -> String {
        let pairs = self.fields.iter().map(|(name, value)| percent_encode(name) + "=" + &percent_encode(value));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Returns a page without a style that posts the form once its button is clicked.
    pub(crate) fn html(&self, title: &str) -> String {
        let inputs = self.fields.iter().map(|(name, value)| {
            let (name, value) = (escape(name), escape(value));
            format!("{FIELD}{name}{VALUE}{value}\">\n")
        });
        let inputs: String = inputs.collect();
        let action = escape(&self.action);
        let target = if self.replaces_window { WHOLE_WINDOW } else { "" };
        html::document(
            title,
            &format!("{FORM}{action}\"{target}>\n{inputs}<button type=\"submit\">Onayla</button>\n</form>\n"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::CallbackForm;

    #[test]
    fn a_form_round_trips_any_content() {
        let malicious = "\"><script>alert('şğ')</script>&amp;lt;";
        let page =
            CallbackForm::new(malicious.into(), vec![("status".into(), malicious.into()), ("hash".into(), "".into())]);
        let html = page.html(malicious);
        assert!(!html.contains("<script>"));
        assert_eq!(CallbackForm::parse(&html), Some(page.clone()));
        let page = page.in_whole_window(true);
        assert_eq!(CallbackForm::parse(&page.html(malicious)), Some(page));
    }

    #[test]
    fn other_pages_are_not_parsed() {
        for html in [
            "",
            "<form>",
            "<form method=\"post\" action=\"",
            "<form method=\"post\" action=\"x\"><input type=\"hidden\" name=\"a",
        ] {
            assert_eq!(CallbackForm::parse(html), None, "{html}");
        }
    }
}

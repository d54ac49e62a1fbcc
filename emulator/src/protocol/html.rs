//! The HTML in responses of the API. It depends on no feature, and has neither style nor script.

use craftgate_core::payment::HtmlContent;

/// The title of what leads to the bank's page, or stands for it.
pub(crate) const BANK_TITLE: &str = "3D Secure";
/// The title of what leads to a payment provider's page, or stands for it.
pub(crate) const PROVIDER_TITLE: &str = "Ödeme";

/// Returns a page that sends the customer's browser on, at once or when its button is clicked.
pub(crate) fn forward_page(title: &str, url: &str) -> HtmlContent {
    let url = escape(url);
    let body = format!(
        "<meta http-equiv=\"refresh\" content=\"0; url={url}\">\n<form action=\"{url}\">\n\
        <button type=\"submit\">Devam</button>\n</form>\n"
    );
    HtmlContent::encode(&document(title, &body))
}

/// Returns a document in Turkish with this title and this body.
pub(super) fn document(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"tr\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
        <body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n"
    )
}

const ENTITIES: [(char, &str); 5] = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];

/// Returns a value for an attribute or between tags.
pub(super) fn escape(value: &str) -> String {
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
pub(super) fn unescape(value: &str) -> String {
    ENTITIES
        .iter()
        .rev()
        .fold(value.to_owned(), |value, (character, entity)| value.replace(entity, character.encode_utf8(&mut [0; 4])))
}

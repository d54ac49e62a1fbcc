//! The string that a request's signature covers, to be shown.

use craftgate_core::Request;

use super::signed_parts::{header, signed_url};
use crate::domain::keys::Keys;

/// Returns the string that is signed, without the secret key, and without what could be a card number, a security code or
/// a token.
pub(crate) fn signed_string(request: &Request, keys: &Keys) -> String {
    /// The longest part of a body to show, in bytes.
    const LONGEST_BODY: usize = 4096;
    let random_key = header(request, "x-rnd-key").unwrap_or_default();
    let body = request.body().as_bytes();
    let shown = body.get(..LONGEST_BODY).unwrap_or(body);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let ending = if shown.len() < body.len() { "…" } else { "" };
    let signed =
        [&text(&signed_url(request)), keys.api.expose(), "***", &text(random_key), &text(shown), ending].concat();
    without_card_numbers(&without_secret_fields(&signed))
}

/// Replaces the middle digits of whatever has 12 digits or more by asterisks. Single spaces and hyphens may separate them.
fn without_card_numbers(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut number = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_separator = matches!(character, ' ' | '-') && !number.is_empty();
        if character.is_ascii_digit() || is_separator && characters.peek().is_some_and(char::is_ascii_digit) {
            number.push(character);
        } else {
            shown.extend(masked(&number).chain([character]));
            number.clear();
        }
    }
    shown.extend(masked(&number));
    shown
}

/// Returns the characters of a number, whose middle digits are asterisks if it could be a card's.
fn masked(number: &str) -> impl Iterator<Item = char> {
    const SHORTEST_NUMBER: usize = 12;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let hidden = if digits >= SHORTEST_NUMBER { 6..digits - 4 } else { 0..0 };
    let mut place = 0;
    number.chars().map(move |character| {
        if !character.is_ascii_digit() {
            return character;
        }
        place += 1;
        if hidden.contains(&(place - 1)) { '*' } else { character }
    })
}

/// The fields of requests whose values are secrets.
const SECRET_FIELDS: &[&str] = &[
    "apmUserIdentity",
    "bkmExpressPaymentToken",
    "callToken",
    "cardData",
    "cardHolderIdentityNumber",
    "cardToken",
    "cardUserKey",
    "checkoutFormToken",
    "cvc",
    "identityNumber",
    "posPassword",
    "providerCardToken",
    "secretKey",
    "secretWord",
    "secureFieldsToken",
    "sourceCardToken",
    "sourceCardUserKey",
    "targetCardUserKey",
    "threedsKey",
    "token",
    "validationCode",
    "value",
];

/// Replaces the values of secret fields by asterisks.
fn without_secret_fields(json: &str) -> String {
    SECRET_FIELDS.iter().fold(json.to_owned(), |json, field| without_field(&json, field))
}

fn without_field(json: &str, field: &str) -> String {
    let name = format!("\"{field}\"");
    let (mut shown, mut rest) = (String::with_capacity(json.len()), json);
    while let Some((before, after)) = rest.split_once(&name) {
        let value = after.trim_start_matches(|character: char| character == ':' || character.is_whitespace());
        let separator = after.strip_suffix(value).unwrap_or_default();
        shown.extend([before, &name, separator]);
        rest = match value.strip_prefix('"') {
            Some(string) => {
                shown += "\"***";
                let end = string
                    .match_indices('"')
                    .find(|(place, _)| !string.get(..*place).is_some_and(|text| text.ends_with('\\')));
                end.and_then(|(place, _)| string.get(place..)).unwrap_or_default()
            }
            None => {
                let after_number = value.trim_start_matches(|character: char| character.is_ascii_digit());
                shown += if after_number.len() < value.len() { "***" } else { "" };
                after_number
            }
        };
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::{without_card_numbers, without_secret_fields};

    #[test]
    fn secret_fields_are_masked() {
        let json =
            r#"{"card":{"cvc" : "123","cardToken":"a\"b"},"cvc":123,"name":"cvc","cardUserKey":null,"token":"kesik"#;
        let shown =
            r#"{"card":{"cvc" : "***","cardToken":"***"},"cvc":***,"name":"cvc","cardUserKey":null,"token":"***"#;
        assert_eq!(without_secret_fields(json), shown);
    }

    #[test]
    fn card_numbers_are_masked() {
        let text = "x5258640000000001y 37828224631000, 12345678901\u{131}4111111111111111";
        assert_eq!(without_card_numbers(text), "x525864******0001y 378282****1000, 12345678901\u{131}411111******1111");
        assert_eq!(without_card_numbers("5258 6400-0000 0001 -"), "5258 64**-**** 0001 -");
    }
}

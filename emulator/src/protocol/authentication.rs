//! Authentication of requests by their signature.
//!
//! Nothing here is shared with the crate that signs requests: each side implements the signature by itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::Request;
use http::header::HOST;
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::keys::Keys;
use crate::error::{ApiError, INVALID_SIGNATURE, MISSING_HEADER, UNKNOWN_API_KEY, UNSUPPORTED_AUTH_VERSION};

/// Rejects a request that is not signed with these keys.
pub(crate) fn authenticate(request: &Request, keys: &Keys) -> Result<(), ApiError> {
    let api_key = header(request, "x-api-key")?;
    let random_key = header(request, "x-rnd-key")?;
    let version = header(request, "x-auth-version")?;
    let signature = header(request, "x-signature")?;

    if !bool::from(api_key.ct_eq(keys.api.expose().as_bytes())) {
        return Err(UNKNOWN_API_KEY.into());
    }
    if ![&b"V1"[..], b"v1", b"1"].contains(&version) {
        return Err(UNSUPPORTED_AUTH_VERSION.field("x-auth-version"));
    }
    let expected = expected_signature(request, keys, random_key);
    match bool::from(expected.as_bytes().ct_eq(signature)) {
        true => Ok(()),
        false => Err(INVALID_SIGNATURE.field(signed_string(request, keys))),
    }
}

/// Returns the string that is signed, without the secret key, and without what could be a card number, a security code or
/// a token.
pub(crate) fn signed_string(request: &Request, keys: &Keys) -> String {
    /// The longest part of a body to show, in bytes.
    const LONGEST_BODY: usize = 4096;
    let url: Vec<u8> = percent_decode_str(&url(request)).collect();
    let random_key = header(request, "x-rnd-key").unwrap_or_default();
    let body = request.body().as_bytes();
    let shown = body.get(..LONGEST_BODY).unwrap_or(body);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let ending = if shown.len() < body.len() { "…" } else { "" };
    let signed = [&text(&url), keys.api.expose(), "***", &text(random_key), &text(shown), ending].concat();
    without_card_numbers(&without_secret_fields(&signed))
}

/// Replaces the middle of every run of 12 digits or more by asterisks.
fn without_card_numbers(text: &str) -> String {
    const SHORTEST_NUMBER: usize = 12;
    let mut shown = String::with_capacity(text.len());
    let mut digits = String::new();
    for character in text.chars().map(Some).chain([None]) {
        if let Some(digit) = character.filter(char::is_ascii_digit) {
            digits.push(digit);
            continue;
        }
        let length = digits.len();
        let is_hidden = |place: usize| length >= SHORTEST_NUMBER && place >= 6 && place + 4 < length;
        shown.extend(digits.drain(..).enumerate().map(|(place, digit)| if is_hidden(place) { '*' } else { digit }));
        shown.extend(character);
    }
    shown
}

/// The fields of requests whose values are secrets.
const SECRET_FIELDS: &[&str] = &[
    "apmUserIdentity",
    "callToken",
    "cardHolderIdentityNumber",
    "cardToken",
    "cardUserKey",
    "cvc",
    "identityNumber",
    "posPassword",
    "providerCardToken",
    "secretKey",
    "secretWord",
    "secureFieldsToken",
    "sourceCardToken",
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

fn header<'a>(request: &'a Request, name: &'static str) -> Result<&'a [u8], ApiError> {
    let value = request.headers().get(name).map(http::HeaderValue::as_bytes);
    value.filter(|value| !value.is_empty()).ok_or_else(|| MISSING_HEADER.field(name))
}

fn expected_signature(request: &Request, keys: &Keys, random_key: &[u8]) -> String {
    let url: Vec<u8> = percent_decode_str(&url(request)).collect();
    let mut hash = Sha256::new();
    hash.update(url);
    hash.update(keys.api.expose());
    hash.update(keys.secret.expose());
    hash.update(random_key);
    hash.update(request.body());
    STANDARD.encode(hash.finalize())
}

/// Returns the URL as the client signed it. A request from a socket has a path and a query only: the authority is in
/// its `host` header.
fn url(request: &Request) -> String {
    let uri = request.uri();
    if uri.authority().is_some() {
        return uri.to_string();
    }
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}{uri}")
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
        let text = "x5258640000000001y 37828224631000 12345678901\u{131}4111111111111111";
        assert_eq!(without_card_numbers(text), "x525864******0001y 378282****1000 12345678901\u{131}411111******1111");
    }
}

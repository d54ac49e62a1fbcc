//! A request's signature covers the URL, the keys and the body that go on the wire, whatever their characters.

use craftgate_core::error::CredentialsError;
use craftgate_core::http::Method;
use craftgate_core::installment::RetrieveBinNumber;
use craftgate_core::onboarding::{CreateMember, SearchMembers};
use craftgate_core::payment::{
    CardToken, CardUserKey, DeleteStoredCard, RawCardExpiry, RetrieveCheckoutPayment, UpdateCard,
};
use craftgate_core::{
    Body, Credentials, Environment, Language, Operation, Protocol, RandomKey, Request, RequestError, signature::sign,
};

use crate::input::Fields;
use crate::reference::encoding::percent_decode;
use crate::reference::panel_key::key_error;
use crate::signature::{assert_signed, is_header_value};

/// The input: API key, secret key, random key, language, idempotency key, a character for the operation, its three fields.
pub fn signing(data: &[u8]) {
    let mut fields = Fields::of(data);
    let [api_key, secret_key, random_key, language, idempotency_key] = std::array::from_fn(|_| fields.string());
    let Some(caller) = Caller::new(&api_key, &secret_key, &random_key, &language) else { return };
    let kind = fields.bytes().first().copied().unwrap_or_default();
    let [first, second, third] = std::array::from_fn(|_| fields.string());

    let request = match kind {
        b'c' => caller.request(&RetrieveCheckoutPayment::new(&*first), &idempotency_key),
        b'b' => caller.request(&RetrieveBinNumber::new(&*first), &idempotency_key),
        b's' => caller.request(&SearchMembers::new().name(&*first).member_external_id(&*second), &idempotency_key),
        b'm' => caller.request(&CreateMember::new(&*first).name(&*second).address(&*third), &idempotency_key),
        b'd' => caller
            .request(&DeleteStoredCard::new(CardUserKey::new(&*first), CardToken::new(&*second)), &idempotency_key),
        b'u' => caller.request(
            &UpdateCard::new(
                RawCardExpiry { expire_year: String::from(&*third), expire_month: String::from("07") },
                CardUserKey::new(&*first),
                CardToken::new(&*second),
            ),
            &idempotency_key,
        ),
        _ => raw_request(
            &caller,
            &RawOperation { path: &first, query: &second, body: third.as_bytes() },
            &idempotency_key,
        ),
    };
    match request {
        Ok(request) => {
            assert_signed(&request, &secret_key);
            assert_sign_agrees(&request, &caller);
            assert_header_values(&request, [&api_key, &random_key, &language, &idempotency_key]);
        }
        Err(RequestError::Header(error)) => {
            assert!(error.header() == "x-idempotency-key" && !is_header_value(&idempotency_key));
        }
        Err(RequestError::PathParameter { .. } | RequestError::Url(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Panics unless each value is in its header as it was given, and an empty one in none.
fn assert_header_values(request: &Request, values: [&str; 4]) {
    for (name, value) in ["x-api-key", "x-rnd-key", "lang", "x-idempotency-key"].iter().zip(values) {
        let sent = request.headers().get(*name).map_or(&b""[..], |value| value.as_bytes());
        assert_eq!(sent, value.as_bytes(), "{name}");
    }
}

/// A merchant's client with the keys of an input.
struct Caller {
    protocol: Protocol,
    credentials: Credentials,
    random_key: RandomKey,
}

impl Caller {
    /// Creates the client. Panics unless exactly the header values, and a secret key that a panel shows, are accepted.
    fn new(api_key: &str, secret_key: &str, random_key: &str, language: &str) -> Option<Self> {
        let credentials = Credentials::new(api_key, secret_key);
        let expected =
            if is_header_value(api_key) { key_error(secret_key).map(CredentialsError::SecretKey) } else { None };
        assert_eq!(credentials.is_ok(), is_header_value(api_key) && expected.is_none());
        if let (Err(error), Some(expected)) = (&credentials, expected) {
            assert_eq!(*error, expected);
        }
        let parsed_random_key = RandomKey::new(random_key);
        assert_eq!(parsed_random_key.is_ok(), is_header_value(random_key));
        let parsed_language = Language::new(language);
        assert_eq!(parsed_language.is_ok(), is_header_value(language));
        let credentials = credentials.ok()?;
        let protocol = Protocol::new(credentials.clone(), Environment::Production);
        let protocol = if language.is_empty() { protocol } else { protocol.language(parsed_language.ok()?) };
        Some(Self { protocol, credentials, random_key: parsed_random_key.ok()? })
    }

    fn request<O: Operation>(&self, operation: &O, idempotency_key: &str) -> Result<Request, RequestError> {
        let exchange = self.protocol.exchange(operation);
        let exchange = if idempotency_key.is_empty() { exchange } else { exchange.idempotency_key(idempotency_key) };
        exchange.request(&self.random_key)
    }
}

/// Panics unless [`sign`] returns the request's signature.
fn assert_sign_agrees(request: &Request, caller: &Caller) {
    let url = request.uri().to_string();
    let signature = sign(&url, &caller.credentials, &caller.random_key, request.body().as_bytes());
    assert_eq!(request.headers()["x-signature"], signature);
}

/// An operation whose path, query and body are the input's own.
struct RawOperation<'a> {
    path: &'a str,
    query: &'a str,
    body: &'a [u8],
}

impl Operation for RawOperation<'_> {
    type Output = ();
    const METHOD: Method = Method::POST;

    fn path(&self) -> Result<String, RequestError> {
        Ok(self.path.to_owned())
    }

    fn query(&self) -> Result<String, RequestError> {
        Ok(self.query.to_owned())
    }

    fn body(&self) -> Result<Option<Body>, RequestError> {
        Ok(Some(Body::from(self.body)))
    }
}

/// Builds a request. Panics unless an accepted one is sent unchanged and has one reading.
fn raw_request(caller: &Caller, operation: &RawOperation<'_>, idempotency_key: &str) -> Result<Request, RequestError> {
    let request = caller.request(operation, idempotency_key)?;
    let question_mark = if operation.query.is_empty() { "" } else { "?" };
    let target = format!("{}{question_mark}{}", operation.path, operation.query);
    assert_eq!(request.uri().to_string(), format!("https://api.craftgate.io{target}"));
    assert_eq!(request.body().as_bytes(), operation.body);
    assert!(target.starts_with('/') && target.bytes().all(|byte| byte.is_ascii_graphic() && !b"+#\\".contains(&byte)));
    assert!(String::from_utf8(percent_decode(&target)).is_ok());
    let path = target.split('?').next().unwrap_or_default();
    assert!(path.split('/').all(|segment| ![&b"."[..], b".."].contains(&&*percent_decode(segment))));
    Ok(request)
}

//! A request's signature covers the URL, the keys and the body that go on the wire, whatever they hold.

use craftgate_core::http::Method;
use craftgate_core::installment::RetrieveBinNumber;
use craftgate_core::onboarding::{CreateMember, SearchMembers};
use craftgate_core::payment::{DeleteStoredCard, RetrieveCheckoutPayment, UpdateCard};
use craftgate_core::{
    Body, Credentials, Environment, Language, Operation, Protocol, RandomKey, Request, RequestError, signature,
};

use crate::reference::encoding::unescaped;
use crate::signed::{assert_signed, is_header_text};
use crate::texts::Texts;

/// The input: API key, secret key, random key, language, idempotency key, the operation's letter, its texts.
pub fn signing(data: &[u8]) {
    let mut texts = Texts::of(data);
    let [api_key, secret_key, random_key, language, idempotency_key] = std::array::from_fn(|_| texts.text());
    let Some(caller) = Caller::new(&api_key, &secret_key, &random_key, &language) else { return };
    let kind = texts.bytes().first().copied().unwrap_or_default();
    let [first, second, third] = std::array::from_fn(|_| texts.text());

    let request = match kind {
        b'c' => caller.request(&RetrieveCheckoutPayment::new(&*first), &idempotency_key),
        b'b' => caller.request(&RetrieveBinNumber::new(&*first), &idempotency_key),
        b's' => caller.request(&SearchMembers::new().name(&*first).member_external_id(&*second), &idempotency_key),
        b'm' => caller.request(&CreateMember::new(&*first).name(&*second).address(&*third), &idempotency_key),
        b'd' => caller.request(&DeleteStoredCard::new(&*first, &*second), &idempotency_key),
        b'u' => caller.request(&UpdateCard::new(&*first, &*second, &*third, "07"), &idempotency_key),
        _ => own(&caller, &Own { path: &first, query: &second, body: third.as_bytes() }, &idempotency_key),
    };
    match request {
        Ok(request) => {
            assert_signed(&request, &secret_key);
            assert_published_function_agrees(&request, &caller);
            assert_sent(&request, [&api_key, &random_key, &language, &idempotency_key]);
        }
        Err(RequestError::Header { header, .. }) => {
            assert!(header == "x-idempotency-key" && !is_header_text(&idempotency_key));
        }
        Err(RequestError::PathParameter { .. } | RequestError::Url(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Each of these texts stands in its header as it was given, or, empty, in none.
fn assert_sent(request: &Request, texts: [&str; 4]) {
    for (name, text) in ["x-api-key", "x-rnd-key", "lang", "x-idempotency-key"].iter().zip(texts) {
        let sent = request.headers().get(*name).map_or(&b""[..], |value| value.as_bytes());
        assert_eq!(sent, text.as_bytes(), "{name}");
    }
}

struct Caller {
    protocol: Protocol,
    credentials: Credentials,
    random_key: RandomKey,
}

impl Caller {
    /// The keys are taken exactly where they can stand in a header, and the secret key where it is a tidy text.
    fn new(api_key: &str, secret_key: &str, random_key: &str, language: &str) -> Option<Self> {
        let credentials = Credentials::new(api_key, secret_key);
        let is_tidy = secret_key.trim() == secret_key && !secret_key.contains(char::is_control);
        assert_eq!(credentials.is_ok(), is_header_text(api_key) && !secret_key.is_empty() && is_tidy);
        let random = RandomKey::new(random_key);
        assert_eq!(random.is_ok(), is_header_text(random_key));
        let spoken = Language::new(language);
        assert_eq!(spoken.is_ok(), is_header_text(language));
        let credentials = credentials.ok()?;
        let protocol = Protocol::new(credentials.clone(), Environment::Production);
        let protocol = if language.is_empty() { protocol } else { protocol.language(spoken.ok()?) };
        Some(Self { protocol, credentials, random_key: random.ok()? })
    }

    fn request<O: Operation>(&self, operation: &O, idempotency_key: &str) -> Result<Request, RequestError> {
        let call = self.protocol.exchange(operation);
        let call = if idempotency_key.is_empty() { call } else { call.idempotency_key(idempotency_key) };
        call.request(&self.random_key)
    }
}

fn assert_published_function_agrees(request: &Request, caller: &Caller) {
    let url = request.uri().to_string();
    let signature = signature::sign(&url, &caller.credentials, &caller.random_key, request.body().as_bytes());
    assert_eq!(request.headers()["x-signature"], signature);
}

/// An operation of the caller's own: nothing between its texts and the wire.
struct Own<'a> {
    path: &'a str,
    query: &'a str,
    body: &'a [u8],
}

impl Operation for Own<'_> {
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

/// What is let through goes out unchanged, and reads the same to everybody.
fn own(caller: &Caller, own: &Own<'_>, idempotency_key: &str) -> Result<Request, RequestError> {
    let request = caller.request(own, idempotency_key)?;
    let question_mark = if own.query.is_empty() { "" } else { "?" };
    let target = format!("{}{question_mark}{}", own.path, own.query);
    assert_eq!(request.uri().to_string(), format!("https://api.craftgate.io{target}"));
    assert_eq!(request.body().as_bytes(), own.body);
    assert!(target.starts_with('/') && target.bytes().all(|byte| byte.is_ascii_graphic() && !b"+#\\".contains(&byte)));
    assert!(String::from_utf8(unescaped(&target)).is_ok());
    let path = target.split('?').next().unwrap_or_default();
    assert!(path.split('/').all(|segment| ![&b"."[..], b".."].contains(&&*unescaped(segment))));
    Ok(request)
}

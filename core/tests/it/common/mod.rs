//! What several test files share: a merchant, responses, JSON without an opinion on order, an independent signature.

pub(crate) mod fixtures;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::observer::{CallInfo, CallObserver, Completion, Observer};
use craftgate_core::{Body, Credentials, Environment, Operation, Protocol, RandomKey, Request, Response};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

pub(crate) const API_KEY: &str = "api-key-1";
pub(crate) const SECRET_KEY: &str = "gizli-anahtar-şğü";
pub(crate) const RANDOM_KEY: &str = "Xa15Fp11T";

pub(crate) fn credentials() -> Credentials {
    Credentials::new(API_KEY, SECRET_KEY).unwrap()
}

pub(crate) fn random_key() -> RandomKey {
    RandomKey::new(RANDOM_KEY).unwrap()
}

pub(crate) fn protocol() -> Protocol {
    Protocol::new(credentials(), Environment::Production)
}

/// The request that `operation` makes, without options.
pub(crate) fn request<O: Operation>(operation: &O) -> Request {
    protocol().exchange(operation).request(&random_key()).unwrap()
}

pub(crate) fn http_response(status: u16, body: impl Into<Body>) -> Response {
    craftgate_core::http::Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("x-trace", "iz-1")
        .body(body.into())
        .unwrap()
}

/// Returns the body as a string.
pub(crate) fn text(body: &Body) -> &str {
    std::str::from_utf8(body.as_bytes()).unwrap()
}

/// JSON with its objects' keys sorted and every number's text as it was: equal where the JSON means the same
/// to a reader who counts digits.
pub(crate) fn canonical(json: &str) -> String {
    let raw: &RawValue = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"));
    let text = raw.get();
    match text.as_bytes()[0] {
        b'{' => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap();
            let fields = fields
                .iter()
                .map(|(key, value)| format!("{}:{}", serde_json::to_string(key).unwrap(), canonical(value.get())));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
            format!("[{}]", items.iter().map(|item| canonical(item.get())).collect::<Vec<_>>().join(","))
        }
        b'"' => serde_json::to_string(&serde_json::from_str::<String>(text).unwrap()).unwrap(),
        _ => text.to_owned(),
    }
}

/// The signature by its definition, with a percent decoder of its own.
pub(crate) fn signature(url: &str, api_key: &str, secret_key: &str, random_key: &str, body: &[u8]) -> String {
    let mut signed = percent_decoded(url);
    for part in [api_key.as_bytes(), secret_key.as_bytes(), random_key.as_bytes(), body] {
        signed.extend_from_slice(part);
    }
    STANDARD.encode(Sha256::digest(&signed))
}

pub(crate) fn percent_decoded(url: &str) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut bytes = url.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
            decoded.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            decoded.push(byte);
        }
    }
    decoded
}

/// The signature that a built request ought to carry, from nothing but the request and the secret key.
pub(crate) fn signature_of(request: &Request, secret_key: &str) -> String {
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    let url = request.uri().to_string();
    signature(&url, &header("x-api-key"), secret_key, &header("x-rnd-key"), request.body().as_bytes())
}

/// An observer that keeps what the completion of the last call shows.
#[derive(Clone, Default)]
pub(crate) struct LastCompletion(Arc<Mutex<String>>);

impl LastCompletion {
    pub(crate) fn shown(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Observer for LastCompletion {
    fn start_call(&self, _: &CallInfo) -> Box<dyn CallObserver> {
        Box::new(self.clone())
    }
}

impl CallObserver for LastCompletion {
    fn end_call(self: Box<Self>, call: &Completion<'_>) {
        *self.0.lock().unwrap() = format!("{call:?}");
    }
}

/// How often a property is tried. Nothing is written to disk: a found case becomes a test of its own.
pub(crate) fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}

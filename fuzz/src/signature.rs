//! The merchant of the targets, and what holds of every signed request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::{Credentials, Environment, Protocol, Request};
use sha2::{Digest as _, Sha256};

use crate::reference::encoding::percent_decode;

pub(crate) const API_KEY: &str = "api-key-1";
pub(crate) const SECRET_KEY: &str = "gizli-anahtar-şğü";
pub(crate) const RANDOM_KEY: &str = "Xa15Fp11T";

/// The merchant's client of the sandbox.
pub(crate) fn protocol() -> Protocol {
    Protocol::new(Credentials::new(API_KEY, SECRET_KEY).expect("valid keys"), Environment::Sandbox)
}

/// Every header that a request can have.
const HEADERS: [&str; 9] = [
    "accept",
    "content-type",
    "lang",
    "x-api-key",
    "x-auth-version",
    "x-client-version",
    "x-idempotency-key",
    "x-rnd-key",
    "x-signature",
];

/// Panics unless the request's signature covers its URL, keys and body as they go on the wire.
pub(crate) fn assert_signed(request: &Request, secret_key: &str) {
    let header = |name: &str| request.headers()[name].to_str().expect("ASCII").to_owned();
    let hash = Sha256::new()
        .chain_update(percent_decode(&request.uri().to_string()))
        .chain_update(header("x-api-key"))
        .chain_update(secret_key)
        .chain_update(header("x-rnd-key"))
        .chain_update(request.body().as_bytes());
    assert_eq!(header("x-signature"), STANDARD.encode(hash.finalize()));
    assert_headers(request);
}

fn assert_headers(request: &Request) {
    for (name, value) in request.headers() {
        assert!(HEADERS.contains(&name.as_str()), "{name}");
        assert_eq!(request.headers().get_all(name).iter().count(), 1, "{name}");
        assert!(value.as_bytes().iter().all(|byte| (b' '..=b'~').contains(byte)), "{name}: {value:?}");
    }
    assert_eq!(request.headers()["x-auth-version"], "V1");
    assert_eq!(request.headers()["accept"], "application/json");
    let content_type = request.headers().get("content-type").map(|value| value.as_bytes());
    if !request.body().is_empty() {
        assert_eq!(content_type, Some(&b"application/json"[..]));
    }
}

/// Returns true if a header can have this value unchanged: printable ASCII without surrounding spaces, not empty.
pub(crate) fn is_header_value(value: &str) -> bool {
    let is_printable = value.chars().all(|character| (' '..='~').contains(&character));
    is_printable && !value.is_empty() && !value.starts_with(' ') && !value.ends_with(' ')
}

//! What holds of every request that is built: signed over what goes on the wire, and nothing but its own headers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::{Credentials, Environment, Protocol, Request};
use sha2::{Digest as _, Sha256};

use crate::reference::encoding::unescaped;

pub(crate) const API_KEY: &str = "api-key-1";
pub(crate) const SECRET_KEY: &str = "gizli-anahtar-şğü";
pub(crate) const RANDOM_KEY: &str = "Xa15Fp11T";

/// A merchant of the sandbox.
pub(crate) fn protocol() -> Protocol {
    Protocol::new(Credentials::new(API_KEY, SECRET_KEY).expect("two good keys"), Environment::Sandbox)
}

/// Every header that a request may have.
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

/// Stops unless the request's signature covers its URL, keys and body as they go on the wire.
pub(crate) fn assert_signed(request: &Request, secret_key: &str) {
    let header = |name: &str| request.headers()[name].to_str().expect("printable").to_owned();
    let hash = Sha256::new()
        .chain_update(unescaped(&request.uri().to_string()))
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

/// Whether a text arrives in a header as it was sent.
pub(crate) fn is_header_text(text: &str) -> bool {
    let is_printable = text.chars().all(|letter| (' '..='~').contains(&letter));
    is_printable && !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ')
}

//! The merchant of the tests.

use craftgate::exercise::{Merchant, Request, RequestArguments};

pub(crate) const API_KEY: &str = "api-key-1";
pub(crate) const SECRET_KEY: &str = "gizli-anahtar-şğü";
pub(crate) const RANDOM_KEY: &str = "Xa15Fp11T";

/// A string argument.
#[expect(clippy::unnecessary_wraps, reason = "the type of every string argument")]
pub(crate) fn s(string: &str) -> Option<&[u8]> {
    Some(string.as_bytes())
}

pub(crate) fn merchant() -> Merchant {
    Merchant::new(s(API_KEY), s(SECRET_KEY), s("production")).unwrap()
}

pub(crate) fn request(operation: &str, json: &str) -> Request {
    let arguments = RequestArguments {
        operation: s(operation),
        json: s(json),
        random_key: s(RANDOM_KEY),
        idempotency_key: s("siparis-17-1"),
        language: s("tr"),
    };
    merchant().request(arguments).unwrap()
}

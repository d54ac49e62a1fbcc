//! Whether a request comes from the merchant.
//!
//! Nothing here is shared with the crate that signs requests: what both sides agree on, they have
//! worked out twice.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::{Request, Secret};
use http::header::HOST;
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::refusal::{self, Refusal};

/// The merchant's keys.
pub(crate) struct Keys {
    pub(crate) api: Secret,
    pub(crate) secret: Secret,
    pub(crate) callback: Secret,
    pub(crate) webhook: Secret,
}

/// Refuses a request that is not signed with these keys.
pub(crate) fn check(request: &Request, keys: &Keys) -> Result<(), Refusal> {
    let api_key = header(request, "x-api-key")?;
    let random_key = header(request, "x-rnd-key")?;
    let version = header(request, "x-auth-version")?;
    let signature = header(request, "x-signature")?;

    if !bool::from(api_key.ct_eq(keys.api.expose().as_bytes())) {
        return Err(refusal::API_KEY.plain());
    }
    if ![&b"V1"[..], b"v1", b"1"].contains(&version) {
        return Err(refusal::AUTH_VERSION.about("x-auth-version"));
    }
    let expected = expected_signature(request, keys, random_key);
    if !bool::from(expected.as_bytes().ct_eq(signature)) {
        return Err(refusal::SIGNATURE.plain());
    }
    Ok(())
}

fn header<'a>(request: &'a Request, name: &'static str) -> Result<&'a [u8], Refusal> {
    let value = request.headers().get(name).map(http::HeaderValue::as_bytes);
    value.filter(|value| !value.is_empty()).ok_or_else(|| refusal::HEADER.about(name))
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

/// The URL as the client wrote it. What came through a socket has no more than path and query: the
/// rest is in the `host` header.
fn url(request: &Request) -> String {
    let uri = request.uri();
    if uri.authority().is_some() {
        return uri.to_string();
    }
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}{uri}")
}

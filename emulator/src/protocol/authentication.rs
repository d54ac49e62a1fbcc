//! Authentication of requests by their signature.
//!
//! Nothing here is shared with the crate that signs requests: each side implements the signature by itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::Request;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::signed_parts::{header, signed_url};
use super::signed_string::signed_string;
use crate::domain::keys::Keys;
use crate::error::{ApiError, INVALID_SIGNATURE, UNKNOWN_API_KEY, UNSUPPORTED_AUTH_VERSION};

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

fn expected_signature(request: &Request, keys: &Keys, random_key: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(signed_url(request));
    hash.update(keys.api.expose());
    hash.update(keys.secret.expose());
    hash.update(random_key);
    hash.update(request.body());
    STANDARD.encode(hash.finalize())
}

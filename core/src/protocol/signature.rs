//! The signature that proves a request comes from the merchant.
//!
//! `base64(SHA-256(decoded URL + API key + secret key + random key + body))`: the URL percent-decoded, the body's bytes
//! as they are sent. (Source: Craftgate's "İmza Hesaplama", whose two examples are among this crate's tests.)

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};

use crate::protocol::credentials::{Credentials, RandomKey};

/// Returns the value of `x-signature` for a request to `url`, percent-encoded as it is sent.
///
/// A request that this crate builds is signed already. This function is for checks and tests.
///
/// ```
/// use craftgate_core::{Credentials, RandomKey, signature};
///
/// let credentials = Credentials::new("key-1", "FooBar123!").unwrap();
/// let random_key = RandomKey::new("Xa15Fp11T").unwrap();
/// let url = "https://api.craftgate.io/onboarding/v1/members/1";
/// assert_eq!(
///     signature::sign(url, &credentials, &random_key, b""),
///     "y1TtnjNCJEvlkP5ufCkK3H0i2guMB/bKL4Ayw3VlKWA=",
/// );
/// ```
#[must_use]
pub fn sign(url: &str, credentials: &Credentials, random_key: &RandomKey, body: &[u8]) -> String {
    sign_decoded(&[&Cow::<[u8]>::from(percent_decode_str(url))], credentials, random_key, body)
}

/// As [`sign`], of the pieces of a decoded URL.
pub(crate) fn sign_decoded(url: &[&[u8]], credentials: &Credentials, random_key: &RandomKey, body: &[u8]) -> String {
    let hash = url
        .iter()
        .fold(Sha256::new(), |hash, piece| hash.chain_update(piece))
        .chain_update(credentials.api_key.as_bytes())
        .chain_update(credentials.secret_key.expose())
        .chain_update(random_key.0.as_bytes())
        .chain_update(body)
        .finalize();
    STANDARD.encode(hash)
}

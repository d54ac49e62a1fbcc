//! Signatures of requests of the caller's own making.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate::exercise::{Bytes, Failure, Str};
use craftgate_core::RandomKey;
use sha2::{Digest as _, Sha256};

use super::arguments::{Keys, bad_input, bytes, required, slice, string};
use super::both;
use crate::input::Fields;
use crate::reference::encoding::percent_decode;

/// The input: the merchant's keys and environment, the URL, the random key, the body.
pub(super) fn check(input: &mut Fields<'_>) {
    let keys = Keys::of(input);
    let (url, random_key, body) = (string(input), string(input), bytes(input));
    let Some((merchant, _)) = keys.merchant() else { return };
    if let Some((signature, expected)) = both(merchant.sign(url, random_key, body), sign(&keys, url, random_key, body))
    {
        assert_eq!(signature, expected);
    }
}

/// The signature by Craftgate's formula.
fn sign(keys: &Keys<'_>, url: Str<'_>, random_key: Str<'_>, body: Bytes<'_>) -> Result<String, Failure> {
    let url = required("url", url)?;
    let (random_key, body) = (required("random_key", random_key)?, slice("body", body)?);
    RandomKey::new(random_key).map_err(bad_input)?;
    let (api_key, secret_key) = keys.strings();
    let hash = Sha256::new()
        .chain_update(percent_decode(url))
        .chain_update(api_key)
        .chain_update(secret_key)
        .chain_update(random_key)
        .chain_update(body);
    Ok(STANDARD.encode(hash.finalize()))
}

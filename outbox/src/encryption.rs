//! Encryption at rest: XChaCha20-Poly1305 with keys of the caller's.

use std::fmt;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use craftgate_core::Body;
use zeroize::Zeroizing;

use crate::error::{Error, RowError};

/// The length of a nonce, which stands before what is encrypted under it. Random ones don't repeat at this length.
const NONCE_LENGTH: usize = 24;

/// The keys that requests and responses are encrypted with at rest.
///
/// A key's id is stored beside what it encrypts, so that keys can be rotated: give the new one, and the older ones that
/// rows still need. What is encrypted is bound to its row.
///
/// ```
/// use craftgate_outbox::EncryptionKeys;
///
/// // From a key management service or the environment: never from the database's own machine, if that can be helped.
/// let (new, old) = ([17; 32], [16; 32]);
/// let keys = EncryptionKeys::new("2026-03", new).older("2025-09", old);
/// assert_eq!(format!("{keys:?}"), r#"EncryptionKeys(["2026-03", "2025-09"])"#);
/// ```
#[derive(Clone)]
pub struct EncryptionKeys {
    current: NamedKey,
    older: Vec<NamedKey>,
    allows_unencrypted: bool,
}

#[derive(Clone)]
struct NamedKey {
    id: String,
    key: Zeroizing<[u8; 32]>,
}

impl NamedKey {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(<&Key>::from(&*self.key))
    }
}

impl EncryptionKeys {
    /// The key of 32 random bytes that everything is encrypted with from now on, and its id.
    #[must_use]
    pub fn new(id: impl Into<String>, key: [u8; 32]) -> Self {
        let current = NamedKey { id: id.into(), key: Zeroizing::new(key) };
        Self { current, older: Vec::new(), allows_unencrypted: false }
    }

    /// Adds a key that earlier rows are encrypted with.
    #[must_use]
    pub fn older(mut self, id: impl Into<String>, key: [u8; 32]) -> Self {
        self.older.push(NamedKey { id: id.into(), key: Zeroizing::new(key) });
        self
    }

    /// Also reads rows that are not encrypted, for as long as some are from before there was a key. Whoever can write to the
    /// database can then change what is sent.
    #[must_use]
    pub fn allow_unencrypted(mut self) -> Self {
        self.allows_unencrypted = true;
        self
    }

    fn find(&self, id: &str) -> Option<&NamedKey> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.id == id)
    }
}

/// Shows the ids alone.
impl fmt::Debug for EncryptionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = std::iter::once(&self.current).chain(&self.older).map(|key| &*key.id).collect();
        f.debug_tuple("EncryptionKeys").field(&ids).finish()
    }
}

/// Bytes as they are stored: encrypted, if there is a key.
#[derive(PartialEq)]
pub(crate) struct Sealed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) key_id: Option<String>,
}

/// What bytes belong to: a call, and a column of it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) idempotency_key: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) column: &'static str,
}

impl Context<'_> {
    /// The parts hold no control characters, so that no two contexts have the same bytes.
    fn to_bytes(self) -> Vec<u8> {
        [self.idempotency_key, self.operation, self.column].join("\0").into_bytes()
    }
}

/// The keys, if there are any.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vault(Option<EncryptionKeys>);

impl Vault {
    pub(crate) fn new(keys: EncryptionKeys) -> Self {
        Self(Some(keys))
    }

    pub(crate) fn has_key(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn seal(&self, context: Context<'_>, plain: &[u8]) -> Result<Sealed, Error> {
        let Some(EncryptionKeys { current, .. }) = &self.0 else {
            return Ok(Sealed { bytes: plain.to_vec(), key_id: None });
        };
        let mut nonce = [0; NONCE_LENGTH];
        getrandom::fill(&mut nonce).map_err(Error::RandomBytes)?;
        let payload = Payload { msg: plain, aad: &context.to_bytes() };
        // Fails for more than 256 GiB alone.
        let encrypted = current.cipher().encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        Ok(Sealed { bytes: [&nonce[..], &encrypted].concat(), key_id: Some(current.id.clone()) })
    }

    pub(crate) fn open(&self, context: Context<'_>, sealed: Sealed) -> Result<Body, RowError> {
        let Some(key_id) = sealed.key_id else {
            let is_allowed = self.0.as_ref().is_none_or(|keys| keys.allows_unencrypted);
            let error = RowError::NotEncrypted { name: context.column };
            return if is_allowed { Ok(Body::from(sealed.bytes)) } else { Err(error) };
        };
        let Some(key) = self.0.as_ref().and_then(|keys| keys.find(&key_id)) else {
            return Err(RowError::MissingKey { key_id });
        };
        let plain = sealed.bytes.split_first_chunk::<NONCE_LENGTH>().and_then(|(nonce, encrypted)| {
            let payload = Payload { msg: encrypted, aad: &context.to_bytes() };
            key.cipher().decrypt(&XNonce::from(*nonce), payload).ok()
        });
        plain.map(Body::from).ok_or(RowError::WrongKey { key_id })
    }
}

#[cfg(test)]
mod tests {
    use zeroize::ZeroizeOnDrop;

    use super::*;

    #[test]
    fn a_cipher_wipes_its_key() {
        fn is_wiped<T: ZeroizeOnDrop>(_: &T) {}
        is_wiped(&EncryptionKeys::new("2026-03", [17; 32]).current.cipher());
    }
}

//! The common parts of hashed callbacks: the posted form, the hash over some of its values, and the fields it covers.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{CallbackError, CallbackKey};
use crate::api::id::PaymentId;
use crate::encoding::form::Field;
use crate::encoding::url::escaped_byte;

/// The separator of the values of a version 1 hash.
pub(super) const SEPARATOR: &str = "###";

/// Names and values in the order that a hash covers them; an absent value is the empty string.
pub(super) type Values<'a> = Vec<(&'a str, &'a str)>;

/// Fields that a framework has decoded.
pub(super) fn owned_fields<K: Into<String>, V: Into<String>>(
    fields: impl IntoIterator<Item = (K, V)>,
) -> Vec<Field<'static>> {
    fields.into_iter().map(|(name, value)| (name.into().into(), value.into().into())).collect()
}

/// A posted callback: its hash, the list of names that the hash covers, and the other fields, each name once.
pub(super) struct PostedForm<'a> {
    /// Sorted by [`compare_names`].
    fields: Vec<Field<'a>>,
    hash: [u8; 32],
    hash_params: Option<Cow<'a, str>>,
}

impl<'a> PostedForm<'a> {
    pub(super) fn new(mut fields: Vec<Field<'a>>) -> Result<Self, CallbackError> {
        fields.sort_unstable_by(|(one, _), (other, _)| compare_names(one, other));
        if fields.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
            return Err(CallbackError::DuplicateField);
        }
        let mut form = Self { fields, hash: [0; 32], hash_params: None };
        let hash = form.take("hash").ok_or(CallbackError::Malformed)?;
        form.hash = parse_hex(&hash).ok_or(CallbackError::Hash)?;
        form.hash_params = form.take("hashParams");
        Ok(form)
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.fields.binary_search_by(|(known, _)| compare_names(known, name)).ok()
    }

    fn take(&mut self, name: &str) -> Option<Cow<'a, str>> {
        self.index_of(name).map(|index| self.fields.remove(index).1)
    }

    /// The value of a field; the empty string if it is absent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.index_of(name).and_then(|index| self.fields.get(index)).map_or("", |(_, value)| value)
    }

    /// The values of the named fields.
    pub(super) fn values<'b>(&'b self, names: &[&'b str]) -> Values<'b> {
        names.iter().map(|name| (*name, self.get(name))).collect()
    }

    /// The names in `hashParams`, if there is one. Craftgate puts a colon between them; any run of characters
    /// that can't be in a name will do.
    pub(super) fn hash_params(&self, required: &[&str]) -> Option<Result<Vec<&str>, CallbackError>> {
        self.hash_params.as_deref().map(|hash_params| split_names(hash_params, required))
    }

    /// Returns true if the posted hash is `hex(SHA-256(key value value…))` with the separator before each value.
    /// Compares in constant time.
    ///
    /// Nobody can extend a known hash by further values: SHA-256's padding starts with a byte that starts no UTF-8
    /// character, and every value is UTF-8.
    pub(super) fn is_hash_of(&self, key: &CallbackKey, separator: &str, values: &Values<'_>) -> bool {
        let mut hasher = Sha256::new_with_prefix(key.as_bytes());
        for (_, value) in values {
            hasher.update(separator);
            hasher.update(value);
        }
        hasher.finalize().as_slice().ct_eq(&self.hash).into()
    }
}

/// Orders names by length first. Anybody can post a hundred thousand fields; comparing each with all others takes
/// thirty seconds.
fn compare_names(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

fn split_names<'a>(hash_params: &'a str, required: &[&str]) -> Result<Vec<&'a str>, CallbackError> {
    let parts = hash_params.split(|character: char| !character.is_ascii_alphanumeric());
    let mut names = Vec::with_capacity(8);
    names.extend(parts.filter(|name| !name.is_empty()));
    let mut sorted = names.clone();
    sorted.sort_unstable_by(|one, other| compare_names(one, other));
    if sorted.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(CallbackError::DuplicateField);
    }
    if required.iter().any(|name| sorted.binary_search_by(|known| compare_names(known, name)).is_err()) {
        return Err(CallbackError::Malformed);
    }
    Ok(names)
}

/// Returns the thirty-two bytes that hexadecimal digits in either case stand for.
fn parse_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        (*byte, _) = escaped_byte(pair)?;
    }
    Some(bytes)
}

/// Returns true for the shape of Craftgate's constants, such as `ALREADY_RETURNED`, and for the empty string.
pub(super) fn is_constant(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Returns true if the payment's id ends where the status, a word, begins. Elsewhere it could be longer or shorter, since a
/// hash without separators does not cover the borders between values, or another value under its name.
pub(super) fn has_certain_id(values: &Values<'_>, status: &str) -> bool {
    values.windows(2).any(|pair| matches!(pair, [("paymentId", _), (next, _)] if *next == status))
}

/// The fields that a verified hash covers, but for the empty ones.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct CoveredFields(Vec<(Cow<'static, str>, String)>);

impl CoveredFields {
    /// Copies the values, and the names that are not among `known`.
    pub(super) fn new(known: &[&'static str], values: &Values<'_>) -> Self {
        let name = |name: &str| match known.iter().find(|known| **known == name) {
            Some(known) => Cow::Borrowed(*known),
            None => Cow::Owned(name.to_owned()),
        };
        let mut fields = Vec::with_capacity(values.len());
        let present = values.iter().filter(|(_, value)| !value.is_empty());
        fields.extend(present.map(|(known, value)| (name(known), (*value).to_owned())));
        Self(fields)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The payment's id in its one spelling: digits without a sign or a leading zero.
    pub(super) fn payment_id(&self) -> Result<Option<PaymentId>, CallbackError> {
        let Some(id) = self.get("paymentId") else { return Ok(None) };
        let is_plain = matches!(id.as_bytes(), [b'0'] | [b'1'..=b'9', ..]);
        id.parse().ok().filter(|_| is_plain).map(Some).ok_or(CallbackError::Malformed)
    }
}

/// Shows the names alone: some values are the bank's own.
impl fmt::Debug for CoveredFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

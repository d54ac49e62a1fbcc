//! The callback of a 3D Secure verification, in both of its versions.
//!
//! The hash is `hex(SHA-256(key ### value ### value …))`, an absent value being the empty text. Version 1
//! has six values in a fixed order; version 2 names its values in `hashParams`. (Source: Craftgate's
//! "3D Secure ile Ödeme Alma" and the official clients.)

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{CallbackError, CallbackKey};
use crate::payment::{MdStatus, PaymentStatus};
use crate::wire::form;

const V1_FIELDS: [&str; 6] =
    ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"];
const SEPARATOR: &str = "###";

/// A verified callback of a 3D Secure payment.
///
/// It tells only what its hash covers. Complete the payment if [`is_success`](Self::is_success), after
/// checking that the basket is still the one that was paid for, and trust the completed payment for the
/// amount: a callback has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreeDsCallback {
    version: CallbackVersion,
    payment_id: i64,
    fields: BTreeMap<String, String>,
}

/// The ways that a callback is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallbackVersion {
    /// Six fields in a fixed order.
    V1,
    /// The fields that the callback names. Asked for by
    /// [`InitThreeDsPayment::callback_v2`](crate::payment::InitThreeDsPayment::callback_v2).
    V2,
}

/// Checks a callback by the untouched body that the browser posted
/// (`application/x-www-form-urlencoded`).
///
/// # Errors
///
/// [`CallbackError::Hash`] if it is not Craftgate's; [`CallbackError::Malformed`] or
/// [`CallbackError::Ambiguous`] if it can't be one.
pub fn verify(key: &CallbackKey, form_body: &[u8]) -> Result<ThreeDsCallback, CallbackError> {
    verify_fields(key, form::parse(form_body).ok_or(CallbackError::Malformed)?)
}

/// Checks a callback by its decoded fields, for frameworks that have read the form already. Pass all of
/// them, repeated ones too.
///
/// # Errors
///
/// As [`verify`].
pub fn verify_fields<K, V>(
    key: &CallbackKey,
    fields: impl IntoIterator<Item = (K, V)>,
) -> Result<ThreeDsCallback, CallbackError>
where
    K: Into<String>,
    V: Into<String>,
{
    let mut form = BTreeMap::new();
    for (name, value) in fields {
        if form.insert(name.into(), value.into()).is_some() {
            return Err(CallbackError::Ambiguous);
        }
    }
    let hash = form.remove("hash").ok_or(CallbackError::Malformed)?;
    let (version, names) = match form.remove("hashParams") {
        Some(params) => (CallbackVersion::V2, split_names(&params)?),
        None => (CallbackVersion::V1, V1_FIELDS.map(str::to_owned).to_vec()),
    };
    let values: Vec<&str> = names.iter().map(|name| form.get(name).map_or("", String::as_str)).collect();
    let joined = values.join(SEPARATOR);
    if !is_hash(&hash, key, &joined) {
        return Err(CallbackError::Hash);
    }
    if separators(&joined) + 1 != values.len() {
        return Err(CallbackError::Ambiguous);
    }
    form.retain(|name, _| names.contains(name));
    let payment_id = form.get("paymentId").and_then(|id| parse_id(id)).ok_or(CallbackError::Malformed)?;
    if !form.contains_key("status") {
        return Err(CallbackError::Malformed);
    }
    Ok(ThreeDsCallback { version, payment_id, fields: form })
}

/// The names that a version 2 hash covers. What stands between them is any run of other characters.
fn split_names(params: &str) -> Result<Vec<String>, CallbackError> {
    let parts = params.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut names: Vec<String> = Vec::new();
    for name in parts.filter(|name| !name.is_empty()) {
        if names.iter().any(|known| known == name) {
            return Err(CallbackError::Ambiguous);
        }
        names.push(name.to_owned());
    }
    for needed in ["status", "paymentId"] {
        if !names.iter().any(|name| name == needed) {
            return Err(CallbackError::Malformed);
        }
    }
    Ok(names)
}

fn is_hash(hash: &str, key: &CallbackKey, joined: &str) -> bool {
    let expected = Sha256::new().chain_update(key.0.expose()).chain_update(SEPARATOR).chain_update(joined).finalize();
    let Some(found) = from_hex(hash) else { return false };
    expected.as_slice().ct_eq(&found).into()
}

/// Thirty-two bytes from hexadecimal digits in either case.
fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        for digit in digits {
            let digit = char::from(*digit).to_digit(16)?;
            *byte = (*byte << 4) | u8::try_from(digit).ok()?;
        }
    }
    Some(bytes)
}

/// The places where the separator could be, overlapping ones included. One between each two values means
/// that the text can be cut apart in one way only.
fn separators(joined: &str) -> usize {
    joined.as_bytes().windows(SEPARATOR.len()).filter(|window| *window == SEPARATOR.as_bytes()).count()
}

/// An id in its one spelling: digits without a sign or a leading zero.
fn parse_id(text: &str) -> Option<i64> {
    let id: i64 = text.parse().ok()?;
    (id.to_string() == text).then_some(id)
}

impl ThreeDsCallback {
    /// How the callback was hashed.
    #[must_use]
    pub fn version(&self) -> CallbackVersion {
        self.version
    }

    /// Craftgate's id of the payment, to complete it by.
    #[must_use]
    pub fn payment_id(&self) -> i64 {
        self.payment_id
    }

    /// Whether the customer was verified and the payment can be completed.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status() == PaymentStatus::Success
    }

    /// What became of the verification: success or failure.
    #[must_use]
    pub fn status(&self) -> PaymentStatus {
        PaymentStatus::from(self.field("status").unwrap_or_default())
    }

    /// Where the payment stands: `WAITING` for it to be completed, or already `SUCCESS` or `FAILURE` with
    /// some banks.
    #[must_use]
    pub fn complete_status(&self) -> Option<PaymentStatus> {
        self.field("completeStatus").map(PaymentStatus::from)
    }

    /// The merchant's `conversation_id`, as the payment was started with.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&str> {
        self.field("conversationId")
    }

    /// The merchant's conversation data.
    #[must_use]
    pub fn conversation_data(&self) -> Option<&str> {
        self.field("conversationData")
    }

    /// What became of the bank's own callback.
    #[must_use]
    pub fn callback_status(&self) -> Option<&str> {
        self.field("callbackStatus")
    }

    /// How fully the customer was verified. In version 2 alone.
    #[must_use]
    pub fn md_status(&self) -> Option<MdStatus> {
        self.field("mdStatus")?.parse().ok().map(MdStatus)
    }

    /// Any field that the hash covers, by its wire name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

//! The callback of a 3D Secure verification, in both of its versions.
//!
//! Version 1 hashes six values in a fixed order, an absent one being the empty text:
//! `hex(SHA-256(key###value###value…))`. Version 2 names its values in `hashParams` and hashes them
//! without anything between them: `hex(SHA-256(key value value…))`. A version 2 hash over separated values
//! is taken as well. (Source: Craftgate's "3D Secure ile Ödeme Alma", "Güvenlik Önerileri" and the official
//! clients.)
//!
//! No hash covers the names in `hashParams`. So they are held to the orders that Craftgate sends them in,
//! lest somebody give a verified value another name.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{CallbackError, CallbackKey};
use crate::api::id::PaymentId;
use crate::api::payment::{CompleteThreeDsPayment, MdStatus, PaymentStatus, RetrievePayment};
use crate::encoding::form::{self, Field};
use crate::encoding::url::escaped_byte;
use crate::macros::open_enum::open_enum;

const V1_FIELDS: [&str; 6] =
    ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"];
const SEPARATOR: &str = "###";

/// The orders that version 2 callbacks come in, with any field left out: the two in Craftgate's documentation,
/// and version 1's own. New fields come after them.
const V2_ORDERS: [&[&str]; 3] = [
    &["status", "callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId", "mdStatus"],
    &["paymentId", "status", "callbackStatus", "conversationId", "mdStatus"],
    &["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"],
];

/// A verified callback of a 3D Secure payment.
///
/// It tells only what its hash covers. [`next_step`](Self::next_step) says what to do. Before completing the
/// payment, check that the basket is still the one it was started with, and trust the completed payment for
/// the amount: a callback has none.
///
/// Version 2 does not tell an id from the digits of what comes_after it: hold
/// [`payment_id`](Self::payment_id) against the payment that was started, as `next_step` does.
///
/// Its `Debug` names the fields and shows none but the status: some are the bank's own.
#[derive(Clone, PartialEq, Eq)]
pub struct ThreeDsCallback {
    version: CallbackVersion,
    payment_id: Option<PaymentId>,
    /// What the hash covers, but for what is empty.
    fields: Vec<(Cow<'static, str>, String)>,
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

/// What to do after a callback of a card payment.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NextStep {
    /// The customer is verified, if perhaps only by half: send this, and the money is taken. Whether that is enough is
    /// the merchant's choice: version 2 tells by [`md_status`](ThreeDsCallback::md_status).
    Complete(CompleteThreeDsPayment),
    /// The bank has taken the money at once, or this is a repeat: send this to see what became of the payment.
    Retrieve(RetrievePayment),
    /// The verification failed. No money was taken.
    Failed,
    /// The callback is for another payment than the one that was started. Do nothing with it.
    PaymentIdMismatch,
}

open_enum! {
    /// Whether a verified payment still has to be completed.
    pub enum CompleteStatus {
        /// It has to be.
        Waiting = "WAITING",
        /// The bank has done both at once: the payment is made.
        Completed = "COMPLETED",
    }
}

/// Checks a callback by the untouched body that the browser posted
/// (`application/x-www-form-urlencoded`).
///
/// # Errors
///
/// [`CallbackError::Hash`] if it is not Craftgate's; [`CallbackError::Malformed`] or
/// [`CallbackError::Ambiguous`] if it can't be one.
pub fn verify(key: &CallbackKey, form_body: &[u8]) -> Result<ThreeDsCallback, CallbackError> {
    check(key, form::parse(form_body).ok_or(CallbackError::Malformed)?)
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
    check(key, fields.into_iter().map(|(name, value)| (name.into().into(), value.into().into())).collect())
}

fn check(key: &CallbackKey, fields: Vec<Field<'_>>) -> Result<ThreeDsCallback, CallbackError> {
    let mut form = Form::new(fields)?;
    if key.0.expose().is_empty() {
        return Err(CallbackError::Hash);
    }
    let hash = form.take("hash").ok_or(CallbackError::Malformed)?;
    let hash = from_hex(&hash).ok_or(CallbackError::Hash)?;
    let params = form.take("hashParams");
    let (version, names) = match &params {
        Some(params) => (CallbackVersion::V2, Cow::Owned(split_names(params)?)),
        None => (CallbackVersion::V1, Cow::Borrowed(V1_FIELDS.as_slice())),
    };
    let mut covered: Vec<(&str, &str)> = names.iter().map(|name| (*name, form.get(name))).collect();
    if version == CallbackVersion::V2 && is_hash(&hash, key, "", &covered) {
        check_unseparated(&names, &form)?;
        // Only as the last thing that is hashed is one digit certain to be the whole of it.
        if !matches!(covered.last(), Some(("mdStatus", md_status)) if md_status.len() == 1) {
            covered.retain(|(name, _)| *name != "mdStatus");
        }
    } else if is_hash(&hash, key, SEPARATOR, &covered) {
        check_separated(&names, &covered)?;
    } else {
        return Err(CallbackError::Hash);
    }
    ThreeDsCallback::new(version, &covered)
}

/// An order of names in which two are mostly told apart by their lengths. Anybody can send a hundred thousand fields:
/// comparing each of them with all others takes half a minute.
fn order(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// A form's fields in that order, each name once.
struct Form<'a>(Vec<Field<'a>>);

impl<'a> Form<'a> {
    fn new(mut fields: Vec<Field<'a>>) -> Result<Self, CallbackError> {
        fields.sort_unstable_by(|(one, _), (other, _)| order(one, other));
        let twice = fields.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
        if twice { Err(CallbackError::Ambiguous) } else { Ok(Self(fields)) }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|(known, _)| order(known, name)).ok()
    }

    /// The value of a field, which is the empty text if it is absent.
    fn get(&self, name: &str) -> &str {
        self.find(name).and_then(|place| self.0.get(place)).map_or("", |(_, value)| value)
    }

    fn take(&mut self, name: &str) -> Option<Cow<'a, str>> {
        self.find(name).map(|place| self.0.remove(place).1)
    }
}

/// A name to keep, most often without a copy.
fn known(name: &str) -> Cow<'static, str> {
    match V1_FIELDS.iter().find(|known| **known == name) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(name.to_owned()),
    }
}

/// The names that a version 2 hash covers: Craftgate puts a colon between them, but any run of characters
/// that can't be in a name will do.
fn split_names(params: &str) -> Result<Vec<&str>, CallbackError> {
    let parts = params.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut names = Vec::with_capacity(8);
    names.extend(parts.filter(|name| !name.is_empty()));
    let mut sorted = names.clone();
    sorted.sort_unstable_by(|one, other| order(one, other));
    if sorted.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(CallbackError::Ambiguous);
    }
    if ["status", "paymentId"].iter().any(|needed| sorted.binary_search_by(|name| order(name, needed)).is_err()) {
        return Err(CallbackError::Malformed);
    }
    Ok(names)
}

fn is_hash(hash: &[u8; 32], key: &CallbackKey, separator: &str, covered: &[(&str, &str)]) -> bool {
    let mut hasher = Sha256::new_with_prefix(key.0.expose());
    for (_, value) in covered {
        hasher.update(separator);
        hasher.update(value);
    }
    hasher.finalize().as_slice().ct_eq(hash).into()
}

/// The joined values can be cut apart in one way only, if none of them could be taken for a separator's
/// beginning or end. Six of them may be a version 1 callback's, under other names; more of them may be its pieces.
fn check_separated(names: &[&str], covered: &[(&str, &str)]) -> Result<(), CallbackError> {
    let is_ambiguous = |(_, value): &(&str, &str)| {
        value.contains('#') && (value.contains(SEPARATOR) || value.starts_with('#') || value.ends_with('#'))
    };
    let named = names == V1_FIELDS || (names.len() != V1_FIELDS.len() && are_in_order(names));
    if named && !covered.iter().any(is_ambiguous) { Ok(()) } else { Err(CallbackError::Ambiguous) }
}

/// Without separators, the order of the names and the shapes of the values have to keep them apart: a piece
/// of an id or of a conversation must not pass for a status.
fn check_unseparated(names: &[&str], form: &Form<'_>) -> Result<(), CallbackError> {
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_step = |text: &str| !matches!(CompleteStatus::from(text), CompleteStatus::Unrecognized(_));
    let (status, complete, callback) = (form.get("status"), form.get("completeStatus"), form.get("callbackStatus"));
    let apart = matches!(status, "SUCCESS" | "FAILURE")
        && (complete.is_empty() || is_step(complete))
        && is_name(callback)
        && !is_step(callback);
    if are_in_order(names) && apart { Ok(()) } else { Err(CallbackError::Ambiguous) }
}

fn are_in_order(names: &[&str]) -> bool {
    V2_ORDERS.iter().any(|order| comes_after(names, order))
}

/// Whether `names` are some of `order`, in its order, and then none that Craftgate has a place for.
fn comes_after(names: &[&str], order: &[&str]) -> bool {
    let mut places = order.iter();
    let mut rest = names.iter().skip_while(|name| places.any(|place| place == *name));
    rest.all(|name| !V2_ORDERS.iter().any(|order| order.contains(name)))
}

/// Thirty-two bytes from hexadecimal digits in either case.
fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        (*byte, _) = escaped_byte(digits)?;
    }
    Some(bytes)
}

/// An id in its one spelling: digits without a sign or a leading zero.
fn parse_id(text: &str) -> Option<PaymentId> {
    let is_plain = matches!(text.as_bytes(), [b'0'] | [b'1'..=b'9', ..]);
    text.parse().ok().filter(|_| is_plain)
}

impl ThreeDsCallback {
    fn new(version: CallbackVersion, covered: &[(&str, &str)]) -> Result<Self, CallbackError> {
        let present = covered.iter().filter(|(_, value)| !value.is_empty());
        let mut fields = Vec::with_capacity(covered.len());
        fields.extend(present.map(|(name, value)| (known(name), (*value).to_owned())));
        let mut callback = Self { version, payment_id: None, fields };
        if let Some(id) = callback.field("paymentId") {
            callback.payment_id = Some(parse_id(id).ok_or(CallbackError::Malformed)?);
        }
        let is_usable = callback.payment_id.is_some() || !callback.is_success();
        if is_usable && callback.field("status").is_some() { Ok(callback) } else { Err(CallbackError::Malformed) }
    }

    /// How the callback was hashed.
    #[must_use]
    pub fn version(&self) -> CallbackVersion {
        self.version
    }

    /// Craftgate's id of the payment. It may be absent where the verification failed.
    #[must_use]
    pub fn payment_id(&self) -> Option<PaymentId> {
        self.payment_id
    }

    /// Whether the customer was verified.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status() == PaymentStatus::Success
    }

    /// What became of the verification: success or failure.
    #[must_use]
    pub fn status(&self) -> PaymentStatus {
        PaymentStatus::from(self.field("status").unwrap_or_default())
    }

    /// Whether the payment still has to be completed.
    #[must_use]
    pub fn complete_status(&self) -> Option<CompleteStatus> {
        self.field("completeStatus").map(CompleteStatus::from)
    }

    /// What to do next about the card payment that this customer started, whose id was kept with
    /// their order. Not in their session: browsers mostly leave its cookie out where a page of the bank's posts.
    #[must_use]
    pub fn next_step(&self, started: PaymentId) -> NextStep {
        match self.payment_id {
            Some(id) if id != started => NextStep::PaymentIdMismatch,
            _ if self.is_success() && self.complete_status() == Some(CompleteStatus::Waiting) => {
                NextStep::Complete(CompleteThreeDsPayment::new(started))
            }
            _ if self.is_success() || self.is_duplicate() => NextStep::Retrieve(RetrievePayment::new(started)),
            _ => NextStep::Failed,
        }
    }

    /// Whether the payment was verified before, and this callback is a repeat by the bank or the customer.
    /// Its status is then a failure, but the payment may well be made.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.field("callbackStatus") == Some("ALREADY_RETURNED")
    }

    /// The merchant's `conversation_id`, as the payment was started with. In version 2 its letters may have been moved
    /// to or from its neighbours: hold it against the order's own, and don't look the order up by it.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&str> {
        self.field("conversationId")
    }

    /// The conversation data, if the bank has any.
    #[must_use]
    pub fn conversation_data(&self) -> Option<&str> {
        self.field("conversationData")
    }

    /// How fully the customer was verified, in version 2 alone. `None` where the hash does not hold it apart
    /// from its neighbours.
    ///
    /// Where none came, the last digit of the conversation id could pass for it: it counts if
    /// [`conversation_id`](Self::conversation_id) is the one that the payment was started with.
    #[must_use]
    pub fn md_status(&self) -> Option<MdStatus> {
        self.field("mdStatus")?.parse().ok().map(MdStatus)
    }

    /// Any field that the hash covers, by its wire name; `None` if it is absent or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for ThreeDsCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        f.debug_struct("ThreeDsCallback")
            .field("version", &self.version)
            .field("payment_id", &self.payment_id)
            .field("status", &self.status())
            .field("fields", &names)
            .finish()
    }
}

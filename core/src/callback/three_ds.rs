//! The callback of a 3D Secure verification, in both of its versions, and of alternative payment methods, which post
//! version 1.
//!
//! Version 1 hashes six values in a fixed order, an absent one being the empty string:
//! `hex(SHA-256(key###value###value…))`. Version 2 names its values in `hashParams` and hashes them
//! without anything between them: `hex(SHA-256(key value value…))`. A version 2 hash over separated values
//! is accepted as well. (Source: Craftgate's "3D Secure ile Ödeme Alma", "Güvenlik Önerileri" and the official
//! clients.)
//!
//! No hash covers the names in `hashParams`. So they have to be in an order that Craftgate sends them in, or somebody
//! could give a verified value another name.

use std::borrow::Cow;
use std::fmt;

use super::hash::{CoveredFields, PostedForm, SEPARATOR, Values, has_certain_id, is_constant, owned_fields};
use super::started::{Named, StartedPayment};
use super::{CallbackError, CallbackKey};
use crate::api::id::PaymentId;
use crate::api::payment::{CompleteThreeDsPayment, MdStatus, PaymentStatus, RetrievePayment};
use crate::encoding::form::{self, Field};
use crate::macros::open_enum::open_enum;

const V1_FIELDS: [&str; 6] =
    ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"];

/// The orders that version 2 callbacks come in, with any field left out: the two in Craftgate's documentation,
/// and version 1's own. New fields come after them.
const V2_ORDERS: [&[&str]; 3] = [
    &["status", "callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId", "mdStatus"],
    &["paymentId", "status", "callbackStatus", "conversationId", "mdStatus"],
    &["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"],
];

/// A verified callback of a 3D Secure payment or of an alternative payment method.
///
/// It exposes only what its hash covers. [`next_step`](Self::next_step) says what to do. Before completing the
/// payment, check that the basket is still the one it was started with, and trust the completed payment for
/// the amount: a callback has none.
///
/// Its `Debug` shows the names of its fields and no value but the status and the payment's id.
#[derive(Clone, PartialEq, Eq)]
pub struct ThreeDsCallback {
    version: CallbackVersion,
    payment_id: Option<PaymentId>,
    fields: CoveredFields,
    /// Whether the hash fits no other callback, with the values named or split in another way.
    is_certain: bool,
}

/// The version of a callback: the way in which it is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallbackVersion {
    /// Six fields in a fixed order.
    V1,
    /// The fields that the callback names. Asked for by
    /// [`InitThreeDsPayment::callback_v2`](crate::payment::InitThreeDsPayment::callback_v2).
    V2,
}

/// The next step after a callback.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NextStep {
    /// The customer was verified, fully or partially: send this, and the money is taken. Whether a partial
    /// verification is enough is the merchant's choice; version 2 has [`md_status`](ThreeDsCallback::md_status).
    ///
    /// For a card payment. A deposit or a Masterpass payment takes the same id with its own operation,
    /// [`CompleteThreeDsDepositPayment`](crate::payment::CompleteThreeDsDepositPayment) or
    /// [`CompleteThreeDsMasterpassPayment`](crate::masterpass::CompleteThreeDsMasterpassPayment).
    Complete(CompleteThreeDsPayment),
    /// Send this to retrieve the started payment, and continue with [`StartedPayment::next_step`]: the bank has taken
    /// the money at once, the callback is a duplicate, or it does not identify its payment with certainty.
    Retrieve(RetrievePayment),
    /// The verification of the started payment failed. No money was taken.
    Failed,
    /// The callback is for another payment than the one that was started. Ignore it.
    PaymentIdMismatch,
}

open_enum! {
    /// Whether a verified payment still has to be completed.
    pub enum CompleteStatus {
        /// The payment has to be completed: a POS of the 3D Model.
        Waiting = "WAITING",
        /// The bank took the money at the verification: a POS of 3D Pay.
        Completed = "COMPLETED",
    }
}

/// Verifies a callback by the untouched body that the browser posted (`application/x-www-form-urlencoded`).
///
/// # Errors
///
/// [`CallbackError::Hash`] if the callback is not Craftgate's; [`CallbackError::Malformed`] or
/// [`CallbackError::DuplicateField`] if it can't be; [`CallbackError::UnknownFieldOrder`] or
/// [`CallbackError::Ambiguous`] if it is, but says nothing for certain: see [`CallbackError::next_step`].
pub fn verify(key: &CallbackKey, form_body: &[u8]) -> Result<ThreeDsCallback, CallbackError> {
    check(key, form::parse(form_body).ok_or(CallbackError::Malformed)?)
}

/// Verifies a callback by its decoded fields, for frameworks that have parsed the form already. Pass all of
/// them, duplicates too.
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
    check(key, owned_fields(fields))
}

fn check(key: &CallbackKey, fields: Vec<Field<'_>>) -> Result<ThreeDsCallback, CallbackError> {
    let form = PostedForm::new(fields)?;
    let (version, names) = match form.hash_params(&["status", "paymentId"]) {
        Some(names) => (CallbackVersion::V2, Cow::Owned(names?)),
        None => (CallbackVersion::V1, Cow::Borrowed(V1_FIELDS.as_slice())),
    };
    let mut values = form.values(&names);
    let is_certain =
        version == CallbackVersion::V1 || (values.iter().all(has_fixed_shape) && has_certain_id(&values, "status"));
    if version == CallbackVersion::V2 && form.is_hash_of(key, "", &values) {
        check_unseparated(&names, &form)?;
        // Only as the last value is a single digit certain to be the whole of `mdStatus`.
        if !matches!(values.last(), Some(("mdStatus", md_status)) if md_status.len() == 1) {
            values.retain(|(name, _)| *name != "mdStatus");
        }
    } else if form.is_hash_of(key, SEPARATOR, &values) {
        check_separated(&names, &values)?;
    } else {
        return Err(CallbackError::Hash);
    }
    ThreeDsCallback::new(version, is_certain, &values)
}

/// Joined values can be split in one way only if none of them could be mistaken for a separator's
/// beginning or end. Six of them may be a version 1 callback's, under other names; more of them may be its pieces.
fn check_separated(names: &[&str], values: &Values<'_>) -> Result<(), CallbackError> {
    let is_ambiguous = |(_, value): &(&str, &str)| {
        value.contains('#') && (value.contains(SEPARATOR) || value.starts_with('#') || value.ends_with('#'))
    };
    if names != V1_FIELDS && (names.len() == V1_FIELDS.len() || !is_known_order(names)) {
        return Err(CallbackError::UnknownFieldOrder);
    }
    if values.iter().any(is_ambiguous) { Err(CallbackError::Ambiguous) } else { Ok(()) }
}

/// Without separators, the order of the names and the shapes of the values have to keep them apart: a piece
/// of an id or of a conversation must not pass for a status.
fn check_unseparated(names: &[&str], form: &PostedForm<'_>) -> Result<(), CallbackError> {
    let (status, complete, callback) = (form.get("status"), form.get("completeStatus"), form.get("callbackStatus"));
    let is_distinct = matches!(status, "SUCCESS" | "FAILURE")
        && (complete.is_empty() || is_complete_status(complete))
        && is_constant(callback)
        && !is_complete_status(callback);
    match is_known_order(names) {
        true if is_distinct => Ok(()),
        true => Err(CallbackError::Ambiguous),
        false => Err(CallbackError::UnknownFieldOrder),
    }
}

fn is_complete_status(value: &str) -> bool {
    !matches!(CompleteStatus::from(value), CompleteStatus::Unrecognized(_))
}

fn is_known_order(names: &[&str]) -> bool {
    V2_ORDERS.iter().any(|order| is_prefix_of(names, order))
}

/// Returns true if `names` are some of `order`, in its order, and then none that Craftgate has a place for.
fn is_prefix_of(names: &[&str], order: &[&str]) -> bool {
    let mut places = order.iter();
    let mut rest = names.iter().skip_while(|name| places.any(|place| place == *name));
    rest.all(|name| !V2_ORDERS.iter().any(|order| order.contains(name)))
}

/// Returns true for a version 2 value that can't hide an `ALREADY_RETURNED` or a piece of another id, as values of any
/// shape could.
fn has_fixed_shape((name, value): &(&str, &str)) -> bool {
    match *name {
        "status" | "paymentId" | "conversationId" => true,
        "completeStatus" => value.is_empty() || is_complete_status(value),
        "mdStatus" => matches!(value.as_bytes(), [] | [b'0'..=b'9']),
        _ => value.is_empty(),
    }
}

impl ThreeDsCallback {
    fn new(version: CallbackVersion, is_certain: bool, values: &Values<'_>) -> Result<Self, CallbackError> {
        let fields = CoveredFields::new(&V1_FIELDS, values);
        let callback = Self { version, payment_id: fields.payment_id()?, fields, is_certain };
        let is_usable = callback.payment_id.is_some() || !callback.is_success();
        if is_usable && callback.field("status").is_some() { Ok(callback) } else { Err(CallbackError::Malformed) }
    }

    /// Returns the callback's version: the way in which it was hashed.
    #[must_use]
    pub fn version(&self) -> CallbackVersion {
        self.version
    }

    /// Returns Craftgate's id of the callback's payment. Absent from most failures.
    ///
    /// Not the payment that this customer started: for that, see [`next_step`](Self::next_step).
    #[must_use]
    pub fn payment_id(&self) -> Option<PaymentId> {
        self.payment_id
    }

    /// Returns true if the customer was verified.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status() == PaymentStatus::Success
    }

    /// Returns the verification's status: success or failure.
    #[must_use]
    pub fn status(&self) -> PaymentStatus {
        PaymentStatus::from(self.field("status").unwrap_or_default())
    }

    /// Returns whether the payment still has to be completed. Absent if there is nothing to complete, as with
    /// alternative payment methods.
    #[must_use]
    pub fn complete_status(&self) -> Option<CompleteStatus> {
        self.field("completeStatus").map(CompleteStatus::from)
    }

    /// Returns the next step for the payment that this customer started, as stored with their order.
    ///
    /// Not in their session: browsers mostly leave its cookie out when a page of the bank's posts. A callback that does
    /// not name the started payment's id and conversation id decides nothing: the next step is then to look the payment
    /// up. So it is after a failure in version 2, unless the payment's id stands before the status: no hash covers where
    /// the one value ends and the next begins, and somebody else's failure must not end this order.
    ///
    /// A value out of the callback can't stand in for what was started:
    ///
    /// ```compile_fail,E0308
    /// # use craftgate_core::callback::ThreeDsCallback;
    /// fn next(callback: &ThreeDsCallback) {
    ///     callback.next_step(callback.payment_id());
    /// }
    /// ```
    #[must_use]
    pub fn next_step(&self, started: &StartedPayment) -> NextStep {
        match started.compare(self.payment_id, self.conversation_id()) {
            Named::Other => NextStep::PaymentIdMismatch,
            Named::Uncertain => NextStep::Retrieve(started.retrieve()),
            Named::Started => self.next_step_of_named(started),
        }
    }

    fn next_step_of_named(&self, started: &StartedPayment) -> NextStep {
        match self.status() {
            PaymentStatus::Success if self.complete_status() == Some(CompleteStatus::Waiting) => {
                NextStep::Complete(CompleteThreeDsPayment::new(started.payment_id))
            }
            PaymentStatus::Failure if self.is_certain && !self.is_duplicate() => NextStep::Failed,
            _ => NextStep::Retrieve(started.retrieve()),
        }
    }

    /// Returns true if the payment was verified before and this callback is a duplicate by the bank or the customer
    /// (`ALREADY_RETURNED`). Its status is then a failure, although the payment may have succeeded.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.field("callbackStatus") == Some("ALREADY_RETURNED")
    }

    /// Returns the merchant's `conversation_id`, as the payment was started with. In version 2 characters may have been
    /// moved to or from adjacent values: compare it with the order's own, as [`next_step`](Self::next_step) does, and
    /// don't look the order up by it.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&str> {
        self.field("conversationId")
    }

    /// Returns the conversation data, if the bank has any.
    #[must_use]
    pub fn conversation_data(&self) -> Option<&str> {
        self.field("conversationData")
    }

    /// Returns the bank's result of the verification; version 2 only. `None` if the hash does not separate it from
    /// adjacent values.
    ///
    /// Where none came, the last digit of the conversation id could pass for it: it counts if
    /// [`conversation_id`](Self::conversation_id) is the one that the payment was started with, as it is before
    /// [`NextStep::Complete`].
    #[must_use]
    pub fn md_status(&self) -> Option<MdStatus> {
        self.field("mdStatus")?.parse().ok().map(MdStatus)
    }

    /// Returns a field that the hash covers, by its wire name; `None` if it is absent or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)
    }
}

impl fmt::Debug for ThreeDsCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreeDsCallback")
            .field("version", &self.version)
            .field("payment_id", &self.payment_id)
            .field("status", &self.status())
            .field("fields", &self.fields)
            .finish()
    }
}

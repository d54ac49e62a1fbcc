//! The callback of a shopping loan.
//!
//! It is hashed as version 2 of the 3D Secure callback is, with `paymentStatus` in place of `status`. (Source:
//! Craftgate's "Kredi İşlem Sonucu Callback ve Webhook Dinlenmesi".) Craftgate documents no order of its names, so
//! any is accepted in which the payment's id stands before the conversation id.

use std::fmt;

use super::hash::{CoveredFields, PostedForm, has_certain_id, is_constant, owned_fields};
use super::started::{Named, StartedPayment};
use super::{CallbackError, CallbackKey};
use crate::api::id::PaymentId;
use crate::api::payment::{ApmAdditionalAction, ApproveBnplPayment, PaymentStatus, RetrievePayment, VerifyBnplPayment};
use crate::encoding::form::{self, Field};

const FIELDS: [&str; 5] = ["paymentId", "paymentStatus", "additionalAction", "conversationId", "callbackStatus"];

/// A verified callback of a shopping loan.
///
/// It exposes only what its hash covers. [`next_step`](Self::next_step) says what to do.
///
/// Its `Debug` shows the names of its fields and no value but the status and the payment's id.
#[derive(Clone, PartialEq, Eq)]
pub struct BnplCallback {
    payment_id: Option<PaymentId>,
    fields: CoveredFields,
    /// Whether the hash fits no other callback, with the values named or split in another way.
    is_certain: bool,
}

/// The next step after a shopping loan's callback.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BnplNextStep {
    /// The loan is granted and the payment is made: look it up, and compare it with the order.
    Retrieve(RetrievePayment),
    /// The loan is granted and waits for the merchant's approval: check that the order can still be fulfilled, then
    /// send this.
    Approve(ApproveBnplPayment),
    /// The bank has not decided yet. The `BNPL_NOTIFICATION` webhook has the result.
    WaitForWebhook,
    /// The result is unknown, the callback is a duplicate, or it does not identify its payment with certainty: send
    /// this to ask the bank.
    Verify(VerifyBnplPayment),
    /// The application failed. No loan was granted.
    Failed,
    /// The callback is for another payment than the one that was started. Ignore it.
    PaymentIdMismatch,
}

/// Verifies a shopping loan's callback by the untouched body that the browser posted
/// (`application/x-www-form-urlencoded`).
///
/// ```
/// use craftgate_core::callback::{self, BnplNextStep, CallbackKey, StartedPayment};
/// use craftgate_core::id::PaymentId;
/// use craftgate_core::payment::ApproveBnplPayment;
///
/// let key = CallbackKey::new("merchantCallbackKeySandbox").unwrap();
/// let form = "paymentId=204&paymentStatus=WAITING&additionalAction=APPROVAL_REQUIRED&conversationId=siparis-17\
///     &callbackStatus=&hashParams=paymentId:paymentStatus:additionalAction:conversationId:callbackStatus\
///     &hash=83034531637341ff2241bc7472c53a92950d6829fc71fa7899f8886f4e1fd33e";
///
/// let callback = callback::verify_bnpl(&key, form.as_bytes()).unwrap();
/// let started = StartedPayment::new(PaymentId::new(204), "siparis-17"); // kept with the order
/// let approve = ApproveBnplPayment::new(started.payment_id);
/// assert_eq!(callback.next_step(&started), BnplNextStep::Approve(approve));
/// ```
///
/// # Errors
///
/// As [`verify`](super::verify). Where the hash is Craftgate's, [`CallbackError::bnpl_next_step`] says what to do.
pub fn verify_bnpl(key: &CallbackKey, form_body: &[u8]) -> Result<BnplCallback, CallbackError> {
    check(key, form::parse(form_body).ok_or(CallbackError::Malformed)?)
}

/// Verifies a shopping loan's callback by its decoded fields, for frameworks that have parsed the form already. Pass
/// all of them, duplicates too.
///
/// # Errors
///
/// As [`verify_bnpl`].
pub fn verify_bnpl_fields<K, V>(
    key: &CallbackKey,
    fields: impl IntoIterator<Item = (K, V)>,
) -> Result<BnplCallback, CallbackError>
where
    K: Into<String>,
    V: Into<String>,
{
    check(key, owned_fields(fields))
}

fn check(key: &CallbackKey, fields: Vec<Field<'_>>) -> Result<BnplCallback, CallbackError> {
    let form = PostedForm::new(fields)?;
    let names = form.hash_params(&["paymentStatus", "paymentId"]).ok_or(CallbackError::Malformed)??;
    let values = form.values(&names);
    if !form.is_hash_of(key, "", &values) {
        return Err(CallbackError::Hash);
    }
    if !is_known_order(&names) {
        return Err(CallbackError::UnknownFieldOrder);
    }
    let is_distinct = matches!(form.get("paymentStatus"), "SUCCESS" | "WAITING" | "FAILURE")
        && is_constant(form.get("additionalAction"))
        && is_constant(form.get("callbackStatus"));
    if !is_distinct {
        return Err(CallbackError::Ambiguous);
    }
    let is_certain = values.iter().all(has_fixed_shape) && has_certain_id(&values, "paymentStatus");
    let fields = CoveredFields::new(&FIELDS, &values);
    Ok(BnplCallback { payment_id: fields.payment_id()?, fields, is_certain })
}

/// Returns true if the payment's id stands before the conversation id, so that neither can pass for the other, and new
/// names come last.
fn is_known_order(names: &[&str]) -> bool {
    let index_of = |wanted: &str| names.iter().position(|name| *name == wanted);
    let ids_in_order = index_of("conversationId").is_none_or(|conversation| index_of("paymentId") < Some(conversation));
    let mut new_names = names.iter().skip_while(|name| FIELDS.contains(name));
    ids_in_order && new_names.all(|name| !FIELDS.contains(name))
}

/// Returns true for a value that can't hide an `ALREADY_RETURNED` or a piece of another id, as values of any shape could.
fn has_fixed_shape((name, value): &(&str, &str)) -> bool {
    match *name {
        _ if value.is_empty() => true,
        "paymentId" | "paymentStatus" | "conversationId" => true,
        "additionalAction" => !matches!(ApmAdditionalAction::from(*value), ApmAdditionalAction::Unrecognized(_)),
        _ => false,
    }
}

impl BnplCallback {
    /// Returns Craftgate's id of the callback's payment.
    ///
    /// Not the payment that this customer started: for that, see [`next_step`](Self::next_step).
    #[must_use]
    pub fn payment_id(&self) -> Option<PaymentId> {
        self.payment_id
    }

    /// Returns the payment's status: succeeded, waiting or failed.
    #[must_use]
    pub fn payment_status(&self) -> PaymentStatus {
        PaymentStatus::from(self.field("paymentStatus").unwrap_or_default())
    }

    /// Returns the next step that the payment waits for.
    #[must_use]
    pub fn additional_action(&self) -> Option<ApmAdditionalAction> {
        self.field("additionalAction").map(ApmAdditionalAction::from)
    }

    /// Returns the merchant's `conversation_id`, as the payment was started with. Characters may have been moved to or
    /// from adjacent values: compare it with the order's own, as [`next_step`](Self::next_step) does.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&str> {
        self.field("conversationId")
    }

    /// Returns true if the result was posted before (`ALREADY_RETURNED`). The status is then a failure, although the
    /// payment may have succeeded.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.field("callbackStatus") == Some("ALREADY_RETURNED")
    }

    /// Returns a field that the hash covers, by its wire name; `None` if it is absent or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)
    }

    /// Returns the next step for the payment that this customer started, as stored with their order.
    ///
    /// A callback that does not name the started payment's id and conversation id for certain decides nothing: the next
    /// step is then to ask the bank.
    #[must_use]
    pub fn next_step(&self, started: &StartedPayment) -> BnplNextStep {
        match started.compare(self.payment_id, self.conversation_id()) {
            Named::Other => BnplNextStep::PaymentIdMismatch,
            Named::Uncertain => BnplNextStep::Verify(started.verify_bnpl()),
            Named::Started => self.next_step_of_named(started),
        }
    }

    fn next_step_of_named(&self, started: &StartedPayment) -> BnplNextStep {
        use ApmAdditionalAction::{ApprovalRequired, WaitForWebhook};

        match (self.payment_status(), self.additional_action()) {
            _ if !self.is_certain => BnplNextStep::Verify(started.verify_bnpl()),
            (PaymentStatus::Success, None | Some(ApmAdditionalAction::None)) => {
                BnplNextStep::Retrieve(started.retrieve())
            }
            (PaymentStatus::Success | PaymentStatus::Waiting, Some(ApprovalRequired)) => {
                BnplNextStep::Approve(ApproveBnplPayment::new(started.payment_id))
            }
            (PaymentStatus::Waiting, Some(WaitForWebhook)) => BnplNextStep::WaitForWebhook,
            (PaymentStatus::Failure, None | Some(ApmAdditionalAction::None)) => BnplNextStep::Failed,
            _ => BnplNextStep::Verify(started.verify_bnpl()),
        }
    }
}

impl fmt::Debug for BnplCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BnplCallback")
            .field("payment_id", &self.payment_id)
            .field("payment_status", &self.payment_status())
            .field("fields", &self.fields)
            .finish()
    }
}

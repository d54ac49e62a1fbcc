//! Errors, callbacks and webhooks as JSON, for programs in other languages.

use std::error::Error as _;
use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::any_operation::AnyOperation;
use crate::callback::{BnplCallback, BnplNextStep, CallbackVersion, NextStep, StartedPayment, ThreeDsCallback};
use crate::protocol::error::{Error, Outcome};
use crate::webhook::Webhook;
use crate::wire::json::Json;

/// An object whose absent values are left out.
struct Entries<'a>(&'a [(&'static str, Option<Json>)]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0 {
            if let Some(value) = value {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

fn object(entries: &[(&'static str, Option<Json>)]) -> Json {
    Json::infallible(&Entries(entries))
}

fn string(value: impl AsRef<str>) -> Option<Json> {
    Some(Json::from(value.as_ref()))
}

/// A failed call as JSON: what is known of its effect, why it failed, and what to tell the customer.
///
/// ```
/// use craftgate_core::catalog::error_report;
/// use craftgate_core::{Error, TransportError};
///
/// let report = error_report(&Error::from(TransportError::not_sent("connection refused")));
/// let report: serde_json::Value = report.deserialize().unwrap();
/// assert_eq!(report["outcome"], "NOT_SENT");
/// assert_eq!(report["message"], "the request was not sent: connection refused");
/// assert_eq!(report["isTransient"], true);
/// ```
#[must_use]
pub fn error_report(error: &Error) -> Json {
    let kind = match error {
        Error::Request(_) => "REQUEST",
        Error::Transport(_) => "TRANSPORT",
        Error::Api(_) => "API",
        Error::Response(_) => "RESPONSE",
    };
    let api = error.as_api_error();
    let message = error.customer_message();
    object(&[
        ("outcome", string(outcome_name(error.outcome()))),
        ("kind", string(kind)),
        ("message", string(message_with_causes(error))),
        ("status", error.status().map(|status| Json::from(i32::from(status.as_u16())))),
        ("code", api.and_then(|error| error.code()).and_then(string)),
        ("group", api.and_then(|error| error.group()).and_then(string)),
        ("description", api.and_then(|error| error.description()).and_then(string)),
        ("isTransient", Some(Json::from(error.is_transient()))),
        ("customerMessage", Some(object(&[("tr", string(message.turkish())), ("en", string(message.english()))]))),
    ])
}

/// `NOT_SENT`, `REJECTED` or `UNKNOWN`.
fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "NOT_SENT",
        Outcome::Rejected => "REJECTED",
        Outcome::Unknown => "UNKNOWN",
    }
}

fn message_with_causes(error: &Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a string does not fail.
        let _ = write!(message, ": {error}");
        cause = error.source();
    }
    message
}

/// A verified 3D Secure callback as JSON; with the payment that was started, also the next step, and the operation to
/// call for it.
#[must_use]
pub fn callback_report(callback: &ThreeDsCallback, started: Option<&StartedPayment>) -> Json {
    let version = match callback.version() {
        CallbackVersion::V1 => "V1",
        CallbackVersion::V2 => "V2",
    };
    let [next_step, next_call] = next(started.map(|started| three_ds_step(callback.next_step(started))));
    object(&[
        ("version", string(version)),
        ("status", string(callback.status())),
        ("isSuccess", Some(Json::from(callback.is_success()))),
        ("paymentId", callback.payment_id().map(|id| Json::from(id.get()))),
        ("completeStatus", callback.complete_status().and_then(string)),
        ("mdStatus", callback.md_status().map(|status| Json::from(status.0))),
        ("conversationId", callback.conversation_id().and_then(string)),
        ("conversationData", callback.conversation_data().and_then(string)),
        ("isDuplicate", Some(Json::from(callback.is_duplicate()))),
        next_step,
        next_call,
    ])
}

/// A verified callback of a shopping loan as JSON; with the payment that was started, also the next step, and the
/// operation to call for it.
///
/// ```
/// use craftgate_core::callback::{self, CallbackKey, StartedPayment};
/// use craftgate_core::catalog::bnpl_callback_report;
/// use craftgate_core::id::PaymentId;
///
/// let key = CallbackKey::new("merchantCallbackKeySandbox").unwrap();
/// let form = "paymentId=204&paymentStatus=WAITING&additionalAction=APPROVAL_REQUIRED&conversationId=siparis-17\
///     &callbackStatus=&hashParams=paymentId:paymentStatus:additionalAction:conversationId:callbackStatus\
///     &hash=83034531637341ff2241bc7472c53a92950d6829fc71fa7899f8886f4e1fd33e";
///
/// let callback = callback::verify_bnpl(&key, form.as_bytes()).unwrap();
/// let started = StartedPayment::new(PaymentId::new(204), "siparis-17"); // kept with the order
/// let report: serde_json::Value = bnpl_callback_report(&callback, Some(&started)).deserialize().unwrap();
/// assert_eq!(report["nextStep"], "APPROVE");
/// assert_eq!(report["nextCall"]["operation"], "payment::ApproveBnplPayment");
/// assert_eq!(report["nextCall"]["request"]["paymentId"], 204);
/// ```
#[must_use]
pub fn bnpl_callback_report(callback: &BnplCallback, started: Option<&StartedPayment>) -> Json {
    let [next_step, next_call] = next(started.map(|started| bnpl_step(callback.next_step(started))));
    object(&[
        ("paymentId", callback.payment_id().map(|id| Json::from(id.get()))),
        ("paymentStatus", string(callback.payment_status())),
        ("additionalAction", callback.additional_action().and_then(string)),
        ("conversationId", callback.conversation_id().and_then(string)),
        ("isDuplicate", Some(Json::from(callback.is_duplicate()))),
        next_step,
        next_call,
    ])
}

/// A next step's name, and the operation that it asks for.
type Step = (&'static str, Option<AnyOperation>);

fn three_ds_step(step: NextStep) -> Step {
    match step {
        NextStep::Complete(operation) => ("COMPLETE", Some(operation.into())),
        NextStep::Retrieve(operation) => ("RETRIEVE", Some(operation.into())),
        NextStep::Failed => ("FAILED", None),
        NextStep::PaymentIdMismatch => ("PAYMENT_ID_MISMATCH", None),
    }
}

fn bnpl_step(step: BnplNextStep) -> Step {
    match step {
        BnplNextStep::Retrieve(operation) => ("RETRIEVE", Some(operation.into())),
        BnplNextStep::Approve(operation) => ("APPROVE", Some(operation.into())),
        BnplNextStep::WaitForWebhook => ("WAIT_FOR_WEBHOOK", None),
        BnplNextStep::Verify(operation) => ("VERIFY", Some(operation.into())),
        BnplNextStep::Failed => ("FAILED", None),
        BnplNextStep::PaymentIdMismatch => ("PAYMENT_ID_MISMATCH", None),
    }
}

/// A next step's entries. The operation is [`AnyOperation`]'s JSON.
fn next(step: Option<Step>) -> [(&'static str, Option<Json>); 2] {
    let (name, operation) = step.unzip();
    let call = operation.flatten().and_then(|operation| Json::new(&operation).ok());
    [("nextStep", name.and_then(string)), ("nextCall", call)]
}

/// The four signed fields of a verified webhook as JSON. The others are not verified, and not in it.
#[must_use]
pub fn webhook_report(webhook: &Webhook) -> Json {
    object(&[
        ("eventType", string(webhook.event_type())),
        ("eventTimestamp", Some(Json::from(webhook.event_timestamp()))),
        ("status", string(webhook.status())),
        ("payloadId", string(webhook.payload_id())),
    ])
}

//! Errors, callbacks and webhooks as JSON, for programs in other languages.

use std::error::Error as _;
use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::any_operation::AnyOperation;
use crate::callback::{CallbackVersion, NextStep, StartedPayment, ThreeDsCallback};
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
    let step = started.map(|started| callback.next_step(started));
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
        ("nextStep", step.as_ref().and_then(|step| string(step_name(step)))),
        ("nextCall", step.and_then(next_call)),
    ])
}

fn step_name(step: &NextStep) -> &'static str {
    match step {
        NextStep::Complete(_) => "COMPLETE",
        NextStep::Retrieve(_) => "RETRIEVE",
        NextStep::Failed => "FAILED",
        NextStep::PaymentIdMismatch => "PAYMENT_ID_MISMATCH",
    }
}

/// The operation that a next step asks for, as [`AnyOperation`]'s JSON.
fn next_call(step: NextStep) -> Option<Json> {
    let operation = match step {
        NextStep::Complete(operation) => AnyOperation::from(operation),
        NextStep::Retrieve(operation) => AnyOperation::from(operation),
        NextStep::Failed | NextStep::PaymentIdMismatch => return None,
    };
    Json::new(&operation).ok()
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

//! Events, which the merchant is notified of by webhooks.

use chrono::NaiveDateTime;
use craftgate_core::Json;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::clock::epoch_seconds;

/// An event that Craftgate notifies the merchant of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Event {
    /// The type of the event.
    pub event_type: WebhookEventType,
    /// The time of the event, local to Turkey.
    pub event_time: NaiveDateTime,
    /// The status of the event.
    pub status: WebhookStatus,
    /// The id of the payment, refund or other object of the event.
    pub payload_id: String,
    /// The webhook's payload, which is not signed; for the types that have one.
    pub payload: Option<Json>,
}

impl Event {
    /// Creates an event, for webhooks that the emulator does not send by itself.
    pub fn new(
        event_type: WebhookEventType,
        event_time: NaiveDateTime,
        status: WebhookStatus,
        payload_id: impl Into<String>,
    ) -> Self {
        Self { event_type, event_time, status, payload_id: payload_id.into(), payload: None }
    }

    /// Sets the webhook's payload.
    #[must_use]
    pub fn payload(mut self, payload: Json) -> Self {
        self.payload = Some(payload);
        self
    }

    /// Returns the time of the event, in seconds since 1970 UTC. Turkey is three hours ahead of UTC.
    #[must_use]
    pub fn event_timestamp(&self) -> i64 {
        epoch_seconds(self.event_time)
    }
}

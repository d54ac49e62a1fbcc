//! Events, which the merchant's webhook is notified of.

use chrono::NaiveDateTime;
use craftgate_core::Json;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::clock::epoch_seconds;

/// Something that Craftgate notifies the merchant of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Event {
    /// The type of the event.
    pub event_type: WebhookEventType,
    /// When it happened, local to Turkey.
    pub event_time: NaiveDateTime,
    /// Whether it succeeded.
    pub status: WebhookStatus,
    /// The id of the payment, refund or other object that it concerns.
    pub payload_id: String,
    /// What the webhook says of it besides, unsigned; for the types that have a payload.
    pub payload: Option<Json>,
}

impl Event {
    /// Creates an event, for what the emulator does not do by itself.
    pub fn new(
        event_type: WebhookEventType,
        event_time: NaiveDateTime,
        status: WebhookStatus,
        payload_id: impl Into<String>,
    ) -> Self {
        Self { event_type, event_time, status, payload_id: payload_id.into(), payload: None }
    }

    /// Adds what the webhook says of it besides.
    #[must_use]
    pub fn payload(mut self, payload: Json) -> Self {
        self.payload = Some(payload);
        self
    }

    /// When it happened, in seconds since 1970 UTC. Turkey is three hours ahead of UTC.
    #[must_use]
    pub fn event_timestamp(&self) -> i64 {
        epoch_seconds(self.event_time)
    }
}

//! Telling the merchant's server what happened.
//!
//! Events are recorded, not sent: a test picks one and sends it when it likes, as often as it likes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::webhook::{SIGNATURE_HEADER, WebhookEventType, WebhookStatus};
use craftgate_core::{Json, JsonMap, Request};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::header::CONTENT_TYPE;
use sha2::Sha256;

use crate::emulator::Emulator;

/// Something that Craftgate tells the merchant of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub event_type: WebhookEventType,
    /// When, local to Turkey.
    pub event_time: NaiveDateTime,
    /// How it ended.
    pub status: WebhookStatus,
    /// The id of what it happened to.
    pub payload_id: String,
}

impl Event {
    /// An event of your own making, for what the emulator does not do.
    pub fn new(
        event_type: WebhookEventType,
        event_time: NaiveDateTime,
        status: WebhookStatus,
        payload_id: impl Into<String>,
    ) -> Self {
        Self { event_type, event_time, status, payload_id: payload_id.into() }
    }

    /// When it happened, in seconds since 1970 UTC: Turkey is three hours ahead.
    #[must_use]
    pub fn event_timestamp(&self) -> i64 {
        epoch_seconds(self.event_time)
    }
}

/// A time local to Turkey, in seconds since 1970 UTC.
pub(crate) fn epoch_seconds(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp() - TimeDelta::hours(3).num_seconds()
}

impl Emulator {
    /// What has happened so far, in its order.
    ///
    /// `API_AUTH` for a payment, `API_VERIFY_AND_AUTH` for one with 3D Secure, `REFUND` for a payment's
    /// refund, `REFUND_TX` for a line's; each also if it failed. `CHECKOUTFORM_AUTH` for a payment on a
    /// checkout page, `MULTI_PAYMENT_COMPLETED` for one in parts, `BNPL_NOTIFICATION` and
    /// `BKM_EXPRESS_PAYMENT_NOTIFICATION` for one that waits for the merchant, `WALLET_CREATED` and
    /// `WALLET_TX_CREATED`, both with the wallet's id, `BANK_ACCOUNT_TRACKING_RECORD`.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.state().events.clone()
    }

    /// What has happened after the first so many events: the rest of [`events`](Self::events), for whoever has
    /// seen those.
    #[must_use]
    pub fn events_after(&self, seen: usize) -> Vec<Event> {
        self.state().events.get(seen..).unwrap_or_default().to_vec()
    }

    /// The signed request that tells the server at `url` of an event. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If `url` is not one.
    pub fn webhook(&self, event: &Event, url: &str) -> Result<Request, http::Error> {
        let timestamp = event.event_timestamp();
        let body = JsonMap::from([
            ("eventType", Json::from(event.event_type.as_str())),
            ("eventTime", event.event_time.format("%Y-%m-%dT%H:%M:%S%.f").to_string().into()),
            ("eventTimestamp", timestamp.into()),
            ("status", event.status.as_str().into()),
            ("payloadId", event.payload_id.as_str().into()),
        ]);
        http::Request::post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(SIGNATURE_HEADER, self.sign_webhook(event, timestamp))
            .body(Json::from(body).as_str().into())
    }

    fn sign_webhook(&self, event: &Event, timestamp: i64) -> String {
        let key = self.keys().webhook.expose().as_bytes();
        let mac = Hmac::<Sha256>::new_from_slice(key).map(|mac| {
            mac.chain_update(event.event_type.as_str())
                .chain_update(timestamp.to_string())
                .chain_update(event.status.as_str())
                .chain_update(&event.payload_id)
        });
        // A key of any length will do, so there always is a signature.
        mac.map(|mac| STANDARD.encode(mac.finalize().into_bytes())).unwrap_or_default()
    }
}

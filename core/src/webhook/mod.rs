//! Craftgate's notifications to the merchant's server.
//!
//! Craftgate posts a JSON event some 30 seconds after something happened, and again after 10 s, 30 s,
//! 3 min, 10 min and 30 min until the merchant responds with a 2xx status. So expect duplicates, and do the
//! work once per [`event_type`](Webhook::event_type), [`payload_id`](Webhook::payload_id),
//! [`event_timestamp`](Webhook::event_timestamp) and [`status`](Webhook::status): without the time, a wallet's second
//! change or a loan's next step would pass for a duplicate; without the status, a success right after a failure.
//!
//! Four fields are signed; the type keeps them apart from those that are not. An old webhook can be posted again by
//! whoever saw it, so verifying it needs the time too. (Source: Craftgate's "İşlem Bildirimi".)
//!
//! ```
//! use craftgate_core::webhook::{self, Freshness, WebhookError, WebhookEventType, WebhookKey, WebhookStatus};
//!
//! let key = WebhookKey::new("Aoh7tReTybO6wOjBmOJFFsOR53SBojEp").unwrap();
//! let signature = "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094="; // the x-cg-signature-v1 header
//! let body = br#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;
//!
//! let now = 1_661_521_280; // from the system's clock, in seconds since 1970 UTC
//! let webhook = webhook::verify(&key, signature, body, Freshness::at(now)).unwrap();
//! assert_eq!(webhook.event_type(), &WebhookEventType::ApiVerifyAndAuth);
//! assert_eq!(webhook.status(), &WebhookStatus::Success);
//! assert_eq!(webhook.payload_id(), "584");
//!
//! let a_day_later = Freshness::at(now + 86_400);
//! assert_eq!(webhook::verify(&key, signature, body, a_day_later), Err(WebhookError::Stale));
//! ```

mod event;
mod freshness;
mod payload;

pub use event::{WebhookEventType, WebhookStatus};
pub use freshness::Freshness;
pub use payload::{
    AutopilotPayload, BankAccountTrackingRecordPayload, BkmExpressPaymentNotificationPayload, BnplNotificationPayload,
    CommaDecimal, MultiPaymentCompletedPayload, PayoutCompletedPayload, UnverifiedPayload, WalletCreatedPayload,
    WalletTxCreatedPayload,
};

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDateTime;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::value::RawValue;
use sha2::Sha256;

use crate::protocol::panel_key::panel_key;
use crate::protocol::secret::Secret;
use crate::wire::json::Json;
use crate::wire::{datetime, selected_fields};

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "x-cg-signature-v1";

/// The merchant's webhook key (Üye İşyeri Webhook Key), from the merchant panel.
#[derive(Debug, Clone)]
pub struct WebhookKey(Secret);

panel_key!(WebhookKey);

/// Verifies a webhook: `signature` is the value of the [`SIGNATURE_HEADER`], `body` the untouched bytes, `freshness`
/// the caller's clock.
///
/// # Errors
///
/// [`WebhookError::Malformed`] if the body is no webhook, [`WebhookError::Signature`] if it is not Craftgate's,
/// [`WebhookError::Stale`] if it is, but its timestamp is further from the clock than the tolerance.
pub fn verify(key: &WebhookKey, signature: &str, body: &[u8], freshness: Freshness) -> Result<Webhook, WebhookError> {
    let webhook = verify_ignoring_age(key, signature, body)?;
    if webhook.is_fresh(freshness) { Ok(webhook) } else { Err(WebhookError::Stale) }
}

/// Verifies a webhook however old it is: for one from a queue that was verified when it came, or from a log. What comes
/// from the network may be a replay: [`verify`].
///
/// # Errors
///
/// [`WebhookError::Malformed`] if the body is no webhook, [`WebhookError::Signature`] if it is not Craftgate's.
pub fn verify_ignoring_age(key: &WebhookKey, signature: &str, body: &[u8]) -> Result<Webhook, WebhookError> {
    let json = selected_fields::decode(body);
    let event = Event::read(&json).ok_or(WebhookError::Malformed)?;
    let mut bytes = [0; 33]; // base64 asks room for these before it knows the length
    let length = STANDARD.decode_slice(signature, &mut bytes).map_err(|_| WebhookError::Signature)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(|_| WebhookError::Signature)?;
    for part in [&event.event_type, &event.event_timestamp, &event.status, &event.payload_id] {
        mac.update(part.as_bytes());
    }
    let signature = bytes.get(..length).unwrap_or_default();
    mac.verify_slice(signature).map_err(|_| WebhookError::Signature)?;
    event.into_webhook().ok_or(WebhookError::Malformed)
}

/// A verified webhook.
///
/// Its `Debug` shows no payload, and no payload id that may be a page's token.
#[derive(Clone, PartialEq)]
pub struct Webhook {
    event_type: WebhookEventType,
    event_timestamp: i64,
    status: WebhookStatus,
    payload_id: String,
    unverified: Unverified,
}

impl Webhook {
    /// Returns the event's type.
    #[must_use]
    pub fn event_type(&self) -> &WebhookEventType {
        &self.event_type
    }

    /// Returns the event's time, in seconds since 1970 UTC.
    #[must_use]
    pub fn event_timestamp(&self) -> i64 {
        self.event_timestamp
    }

    /// Returns the event's status.
    #[must_use]
    pub fn status(&self) -> &WebhookStatus {
        &self.status
    }

    /// Returns the id of the event's object: a payment, a refund, a page's token, a POS's alias. See the [event
    /// types](WebhookEventType).
    #[must_use]
    pub fn payload_id(&self) -> &str {
        &self.payload_id
    }

    /// Returns the fields that the signature does not cover. Anybody could have changed them: retrieve the object from
    /// Craftgate before acting on it.
    #[must_use]
    pub fn unverified(&self) -> &Unverified {
        &self.unverified
    }

    /// Returns the payload in the format of the event type, which the signature does not cover; `None` if there is no
    /// payload, or its format is not documented.
    ///
    /// ```
    /// use craftgate_core::webhook::{UnverifiedPayload, Webhook};
    ///
    /// fn show(webhook: &Webhook) {
    ///     if let Ok(Some(UnverifiedPayload::Autopilot(pos))) = webhook.unverified_payload() {
    ///         println!("{:?} without 3D Secure: {:?}", pos.pos_alias, pos.non_three_ds_status);
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Where the payload has another shape. The JSON is in [`Unverified::payload`] all the same.
    pub fn unverified_payload(&self) -> Result<Option<UnverifiedPayload>, serde_json::Error> {
        match &self.unverified.payload {
            Some(payload) => UnverifiedPayload::deserialize(&self.event_type, payload),
            None => Ok(None),
        }
    }

    /// Returns true if the timestamp is within the tolerance of the caller's clock. Always true for what [`verify`]
    /// returned, at the time that it was given.
    #[must_use]
    pub fn is_fresh(&self, freshness: Freshness) -> bool {
        freshness.accepts(self.event_timestamp)
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload_id = if self.event_type.may_have_token() { "…" } else { &*self.payload_id };
        f.debug_struct("Webhook")
            .field("event_type", &self.event_type)
            .field("event_timestamp", &self.event_timestamp)
            .field("status", &self.status)
            .field("payload_id", &payload_id)
            .field("unverified", &self.unverified)
            .finish()
    }
}

/// The fields of a webhook that are not signed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unverified {
    /// The event's time, local to Turkey.
    pub event_time: Option<NaiveDateTime>,
    /// Further details as JSON; [`Webhook::unverified_payload`] returns them in the format of the event type.
    pub payload: Option<Json>,
}

/// The reason why a webhook is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookError {
    /// The body is not JSON with the four signed fields, or the same signature would fit other values in them.
    Malformed,
    /// The signature is not Craftgate's for these fields and this key.
    Signature,
    /// The signature is Craftgate's, but the timestamp is further from the caller's clock than the tolerance: perhaps
    /// a replay, or a clock that is wrong.
    Stale,
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the webhook's body is malformed",
            Self::Signature => "the webhook's signature does not match",
            Self::Stale => "the webhook's timestamp is too far from the clock",
        })
    }
}

impl std::error::Error for WebhookError {}

/// A webhook's fields as they are signed.
struct Event<'a> {
    event_type: Cow<'a, str>,
    event_timestamp: Cow<'a, str>,
    status: Cow<'a, str>,
    payload_id: Cow<'a, str>,
    event_time: Option<&'a RawValue>,
    payload: Option<&'a RawValue>,
}

impl<'a> Event<'a> {
    fn read(json: &'a str) -> Option<Self> {
        let names = ["eventType", "eventTimestamp", "status", "payloadId", "eventTime", "payload"];
        let [event_type, event_timestamp, status, payload_id, event_time, payload] =
            selected_fields::read(json, names).ok()?;
        Some(Self {
            event_type: selected_fields::string_or_number(event_type?)?,
            event_timestamp: selected_fields::string_or_number(event_timestamp?)?,
            status: selected_fields::string_or_number(status?)?,
            payload_id: selected_fields::string_or_number(payload_id?)?,
            event_time,
            payload: payload.filter(|payload| payload.get() != "null"),
        })
    }

    /// What is signed is the four fields with nothing between them. Rejects whatever would fit another split: a type
    /// with a digit in it, a timestamp with anything else, a status that may hold a piece of the id.
    fn into_webhook(self) -> Option<Webhook> {
        let has_no_digit = !self.event_type.is_empty() && !self.event_type.bytes().any(|byte| byte.is_ascii_digit());
        let is_timestamp = self.event_timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let status = WebhookStatus::from(&*self.status);
        let status_and_id = match status {
            WebhookStatus::Unrecognized(_) => {
                is_new_status(&self.status) && self.payload_id.starts_with(|first: char| first.is_ascii_digit())
            }
            _ => !self.payload_id.is_empty(),
        };
        if !(has_no_digit && is_timestamp && status_and_id) {
            return None;
        }
        let event_time = self.event_time.and_then(|time| datetime::parse(&selected_fields::string_or_number(time)?));
        Some(Webhook {
            event_type: WebhookEventType::from(&*self.event_type),
            event_timestamp: self.event_timestamp.parse().ok()?,
            status,
            payload_id: self.payload_id.into_owned(),
            unverified: Unverified { event_time, payload: self.payload.map(|payload| Json::from(payload.to_owned())) },
        })
    }
}

/// Returns true if a status that is not known can't be a known one with a piece of the id behind it.
fn is_new_status(status: &str) -> bool {
    let is_name = status.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    is_name && !status.is_empty() && !WebhookStatus::KNOWN.iter().any(|known| status.starts_with(known.as_str()))
}

//! Craftgate's notifications to the merchant's server.
//!
//! Craftgate posts a JSON event some 30 seconds after something happened, and again after 10 s, 30 s,
//! 3 min, 10 min and 30 min until the merchant answers with a 2xx status. So expect repeats, and do the
//! work once per [`event_type`](Webhook::event_type), [`payload_id`](Webhook::payload_id) and
//! [`event_timestamp`](Webhook::event_timestamp): without the time, a wallet's second change or a loan's next
//! step would pass for a repeat.
//!
//! Four fields are signed; the type of the answer keeps them apart from those that are not. (Source:
//! Craftgate's "İşlem Bildirimi".)
//!
//! ```
//! use std::time::Duration;
//! use craftgate_core::webhook::{self, WebhookEventType, WebhookKey, WebhookStatus};
//!
//! let key = WebhookKey::from("Aoh7tReTybO6wOjBmOJFFsOR53SBojEp");
//! let signature = "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094="; // the x-cg-signature-v1 header
//! let body = br#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;
//!
//! let webhook = webhook::verify(&key, signature, body).unwrap();
//! assert_eq!(webhook.event_type(), &WebhookEventType::ApiVerifyAndAuth);
//! assert_eq!(webhook.status(), &WebhookStatus::Success);
//! assert_eq!(webhook.payload_id(), "584");
//! assert!(webhook.is_fresh(1_661_521_280, Duration::from_secs(3600)));
//! ```

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDateTime;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::Sha256;

use crate::macros::open_enum::open_enum;
use crate::protocol::secret::Secret;
use crate::wire::datetime;
use crate::wire::json::Json;
use crate::wire::raw::Text;

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "x-cg-signature-v1";

/// The merchant hook key, from the merchant panel. An empty one verifies nothing.
#[derive(Debug, Clone)]
pub struct WebhookKey(Secret);

impl From<&str> for WebhookKey {
    fn from(key: &str) -> Self {
        Self(key.into())
    }
}

impl From<String> for WebhookKey {
    fn from(key: String) -> Self {
        Self(key.into())
    }
}

/// Checks a notification: `signature` is the text of the [`SIGNATURE_HEADER`], `body` the untouched
/// bytes. The only way to a [`Webhook`].
///
/// # Errors
///
/// [`WebhookError::Malformed`] if the body is no notification, [`WebhookError::Signature`] if it is not
/// Craftgate's.
pub fn verify(key: &WebhookKey, signature: &str, body: &[u8]) -> Result<Webhook, WebhookError> {
    let event = Event::read(body).ok_or(WebhookError::Malformed)?;
    if key.0.expose().is_empty() {
        return Err(WebhookError::Signature);
    }
    let mut bytes = [0; 33]; // What base64 asks room for, before it knows the length
    let length = STANDARD.decode_slice(signature, &mut bytes).map_err(|_| WebhookError::Signature)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.0.expose().as_bytes()).map_err(|_| WebhookError::Signature)?;
    for part in [&event.event_type, &event.event_timestamp, &event.status, &event.payload_id] {
        mac.update(part.as_bytes());
    }
    let signature = bytes.get(..length).unwrap_or_default();
    mac.verify_slice(signature).map_err(|_| WebhookError::Signature)?;
    event.into_webhook().ok_or(WebhookError::Malformed)
}

/// A notification that is Craftgate's.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    event_type: WebhookEventType,
    event_timestamp: i64,
    status: WebhookStatus,
    payload_id: String,
    unverified: Unverified,
}

impl Webhook {
    /// What happened.
    #[must_use]
    pub fn event_type(&self) -> &WebhookEventType {
        &self.event_type
    }

    /// When, in seconds since 1970 UTC.
    #[must_use]
    pub fn event_timestamp(&self) -> i64 {
        self.event_timestamp
    }

    /// How it ended.
    #[must_use]
    pub fn status(&self) -> &WebhookStatus {
        &self.status
    }

    /// The id of what it happened to: a payment, a refund, a report, a POS's alias.
    #[must_use]
    pub fn payload_id(&self) -> &str {
        &self.payload_id
    }

    /// What the signature does not cover. Anybody could have changed it: retrieve what you need from
    /// Craftgate instead.
    #[must_use]
    pub fn unverified(&self) -> &Unverified {
        &self.unverified
    }

    /// Whether the event is no further than `tolerance` from the caller's clock, in seconds since
    /// 1970 UTC.
    ///
    /// An old notification may be a replay. Craftgate's own repeats go on for some 45 minutes, so allow
    /// an hour, and do the work only once.
    #[must_use]
    pub fn is_fresh(&self, now: i64, tolerance: Duration) -> bool {
        now.abs_diff(self.event_timestamp) <= tolerance.as_secs()
    }
}

/// The fields of a notification that are not signed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unverified {
    /// When it happened, local to Turkey.
    pub event_time: Option<NaiveDateTime>,
    /// Further details, whose shape depends on the event.
    pub payload: Option<Json>,
}

/// Why a notification is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// It is not JSON with the four signed fields, or its fields could be cut apart in another way under
    /// the same signature.
    Malformed,
    /// The signature is not Craftgate's for these fields and this key.
    Signature,
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the webhook's body is malformed",
            Self::Signature => "the webhook's signature does not match",
        })
    }
}

impl std::error::Error for WebhookError {}

/// A notification's fields as texts, as they are signed.
struct Event<'a> {
    event_type: Cow<'a, str>,
    event_timestamp: Cow<'a, str>,
    status: Cow<'a, str>,
    payload_id: Cow<'a, str>,
    event_time: Option<&'a RawValue>,
    payload: Option<&'a RawValue>,
}

impl<'a> Event<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        let Fields([event_type, event_timestamp, status, payload_id, event_time, payload]) =
            serde_json::from_str(str::from_utf8(body).ok()?).ok()?;
        Some(Self {
            event_type: text(event_type?)?,
            event_timestamp: text(event_timestamp?)?,
            status: text(status?)?,
            payload_id: text(payload_id?)?,
            event_time,
            payload: payload.filter(|payload| payload.get() != "null"),
        })
    }

    /// The signed text is the four fields without anything between them. Refuses whatever a letter or
    /// digit could have been moved in from one field to the next.
    fn into_webhook(self) -> Option<Webhook> {
        let type_and_time = self.event_type.bytes().next_back().is_some_and(|last| !last.is_ascii_digit())
            && self.event_timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let status = WebhookStatus::from(&*self.status);
        let status_and_id = match status {
            WebhookStatus::Unrecognized(_) => {
                is_new_status(&self.status) && self.payload_id.starts_with(|first: char| first.is_ascii_digit())
            }
            _ => !self.payload_id.is_empty(),
        };
        if !(type_and_time && status_and_id) {
            return None;
        }
        let event_time = self.event_time.and_then(|time| datetime::parse(&text(time)?));
        Some(Webhook {
            event_type: WebhookEventType::from(&*self.event_type),
            event_timestamp: self.event_timestamp.parse().ok()?,
            status,
            payload_id: self.payload_id.into_owned(),
            unverified: Unverified { event_time, payload: self.payload.map(|payload| Json::from(payload.to_owned())) },
        })
    }
}

/// Whether a status that is not listed can't be a listed one with a piece of the id behind it.
fn is_new_status(status: &str) -> bool {
    let is_name = status.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    is_name && !status.is_empty() && !WebhookStatus::KNOWN.iter().any(|listed| status.starts_with(listed.as_str()))
}

/// The text of a string or of a number.
fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    let json = raw.get();
    match json.as_bytes() {
        [b'"', ..] => serde_json::from_str(json).map(|Text(text)| text).ok(),
        [b'-' | b'0'..=b'9', ..] => Some(Cow::Borrowed(json)),
        _ => None,
    }
}

/// What a notification's body holds under each of [`NAMES`].
#[derive(Default)]
struct Fields<'a>([Option<&'a RawValue>; 6]);

const NAMES: [&str; 6] = ["eventType", "eventTimestamp", "status", "payloadId", "eventTime", "payload"];

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a notification")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::default();
        while let Some((Text(name), value)) = map.next_entry()? {
            if let Some((_, field)) = NAMES.iter().zip(&mut fields.0).find(|(known, _)| **known == name) {
                // Which of the two was meant?
                if field.replace(value).is_some() {
                    return Err(A::Error::custom("a field comes twice"));
                }
            }
        }
        Ok(fields)
    }
}

open_enum! {
    /// What a notification is about.
    pub enum WebhookEventType {
        /// A payment without 3D Secure ended.
        ApiAuth = "API_AUTH",
        /// A 3D Secure payment ended.
        ApiVerifyAndAuth = "API_VERIFY_AND_AUTH",
        /// A payment on the checkout page ended.
        CheckoutFormAuth = "CHECKOUTFORM_AUTH",
        /// A 3D Secure verification ended.
        ThreeDsVerify = "THREEDS_VERIFY",
        /// A payment's refund ended.
        Refund = "REFUND",
        /// A line's refund ended.
        RefundTx = "REFUND_TX",
        /// A payout arrived.
        PayoutCompleted = "PAYOUT_COMPLETED",
        /// A POS under autopilot changed its state; the payload id is its alias.
        Autopilot = "AUTOPILOT",
        /// A wallet was made.
        WalletCreated = "WALLET_CREATED",
        /// A wallet's balance changed.
        WalletTxCreated = "WALLET_TX_CREATED",
        /// A shopping credit moved on.
        BnplNotification = "BNPL_NOTIFICATION",
        /// Money came to or left a bank account that is watched.
        BankAccountTrackingRecord = "BANK_ACCOUNT_TRACKING_RECORD",
        /// A BKM Express payment moved on.
        BkmExpressPaymentNotification = "BKM_EXPRESS_PAYMENT_NOTIFICATION",
        /// A payment in several parts is complete.
        MultiPaymentCompleted = "MULTI_PAYMENT_COMPLETED",
        /// A payment in several parts ran out of time.
        MultiPaymentExpired = "MULTI_PAYMENT_EXPIRED",
        /// A report is ready.
        ReportGenerated = "REPORT_GENERATED",
        /// A report was ordered.
        ReportCreated = "REPORT_CREATED",
    }
}

open_enum! {
    /// How it ended.
    pub enum WebhookStatus {
        /// Well.
        Success = "SUCCESS",
        /// Not well.
        Failure = "FAILURE",
    }
}

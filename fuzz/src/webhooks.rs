//! Webhooks: only what Craftgate signed is verified.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::{self, Freshness, Webhook, WebhookError, WebhookKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::input::Fields;
use crate::mutate::{MessageFields, mutate};
use crate::reference::json::Tree;
use crate::reference::local_time::LocalTime;
use crate::reference::panel_key::key_error;

/// The fields that the signature covers.
const SIGNED: [&str; 4] = ["eventType", "eventTimestamp", "status", "payloadId"];

/// The input: the key, the four signed fields, `eventTime` and `payload`, and the changes to the notification before it
/// is posted, of which `!` and a string replaces the signature. A field is a string, or, after `#`, any JSON.
pub fn webhooks(data: &[u8]) {
    let mut input = Fields::of(data);
    let key = input.string().into_owned();
    let webhook_key = match WebhookKey::new(key.as_str()) {
        Ok(webhook_key) => webhook_key,
        Err(error) => return assert_eq!(Some(error), key_error(&key)),
    };
    assert_eq!(key_error(&key), None);
    let values: [String; 4] = std::array::from_fn(|_| input.string().into_owned());
    let mut posted: MessageFields =
        SIGNED.iter().zip(&values).map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    for name in ["eventTime", "payload"] {
        posted.push((name.to_owned(), input.string().into_owned()));
    }
    let mut signature = sign(&key, &values);

    let original = verify(&webhook_key, &signature, &posted, &key);
    assert!(original.is_ok() || !has_documented_values(&values, &posted), "{original:?}");
    for change in input.rest() {
        match change.strip_prefix('!') {
            Some(other) => other.clone_into(&mut signature),
            None => mutate(&mut posted, &change),
        }
    }
    if let (Ok(forged), true) = (verify(&webhook_key, &signature, &posted, &key), has_documented_values(&values, &[])) {
        let verified = [
            forged.event_type().to_string(),
            forged.event_timestamp().to_string(),
            forged.status().to_string(),
            forged.payload_id().to_owned(),
        ];
        assert_eq!(verified, values);
    }
}

fn sign(key: &str, values: &[String; 4]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any key");
    mac.update(values.concat().as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn quoted(string: &str) -> String {
    serde_json::to_string(string).expect("serializable")
}

/// Returns true if the signed fields are ones that Craftgate sends, and the other posted fields JSON.
fn has_documented_values([event_type, timestamp, status, id]: &[String; 4], posted: &[(String, String)]) -> bool {
    let is_name =
        |value: &str| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_time = timestamp.parse::<i64>().is_ok_and(|time| time.to_string() == *timestamp && time >= 0);
    let mut unsigned = posted.iter().filter(|(name, _)| !SIGNED.contains(&&**name));
    is_name(event_type)
        && is_time
        && ["SUCCESS", "FAILURE"].contains(&&**status)
        && !id.is_empty()
        && !id.starts_with('#')
        && unsigned.all(|(_, value)| Tree::parse(json(value).as_bytes()).is_some())
}

/// Returns a field's value as JSON.
fn json(value: &str) -> String {
    value.strip_prefix('#').map_or_else(|| quoted(value), str::to_owned)
}

fn body(fields: &MessageFields) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}:{}", quoted(name), json(value))).collect();
    format!("{{{}}}", fields.join(","))
}

/// Verifies a posted notification. Panics if it is verified without the signature of what was posted, or differs.
fn verify(
    webhook_key: &WebhookKey,
    signature: &str,
    posted: &MessageFields,
    key: &str,
) -> Result<Webhook, WebhookError> {
    let body = body(posted);
    let verified = webhook::verify_ignoring_age(webhook_key, signature, body.as_bytes());
    let marked = format!("\u{FEFF}{body}");
    assert_eq!(webhook::verify_ignoring_age(webhook_key, signature, marked.as_bytes()), verified);
    let webhook = verified?;
    assert_age_matters(webhook_key, signature, body.as_bytes(), &webhook);
    assert!(!webhook.event_type().as_str().contains(|character: char| character.is_ascii_digit()), "{webhook:?}");
    let Some(event) = Tree::parse(body.as_bytes()) else { return Ok(webhook) };
    let values = SIGNED.map(|name| event.get(name).and_then(Tree::as_str).expect("a signed field").to_owned());
    assert_eq!(signature, sign(key, &values));
    assert_eq!(webhook.event_type().as_str(), values[0]);
    assert_eq!(webhook.event_timestamp(), values[1].parse::<i64>().expect("a number"));
    assert_eq!(webhook.status().as_str(), values[2]);
    assert_eq!(webhook.payload_id(), values[3]);
    let unverified = webhook.unverified();
    let event_time = event
        .get("eventTime")
        .and_then(|time| if let Tree::String(time) = time { LocalTime::parse(time) } else { None });
    assert_eq!(unverified.event_time.map(|time| time.and_utc().timestamp()), event_time.and_then(seconds));
    let payload = event.get("payload").filter(|payload| **payload != Tree::Null);
    assert_eq!(
        unverified.payload.as_ref().and_then(|payload| Tree::parse(payload.as_str().as_bytes())).as_ref(),
        payload
    );
    Ok(webhook)
}

/// Panics unless the webhook is verified for an hour around its time, and not later or earlier.
fn assert_age_matters(key: &WebhookKey, signature: &str, body: &[u8], webhook: &Webhook) {
    for age in [0, 3600, 3601, -3600, -3601] {
        let Some(now) = webhook.event_timestamp().checked_add(age) else { continue };
        let expected = if (-3600..=3600).contains(&age) { Ok(webhook.clone()) } else { Err(WebhookError::Stale) };
        assert_eq!(webhook::verify(key, signature, body, Freshness::at(now)), expected, "{age}");
    }
}

fn seconds(time: LocalTime) -> Option<i64> {
    let time: craftgate_core::chrono::NaiveDateTime = time.to_string().parse().ok()?;
    Some(time.and_utc().timestamp())
}

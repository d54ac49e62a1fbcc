//! Webhooks: only what Craftgate signed is verified.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::{self, Webhook, WebhookError, WebhookKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::input::Fields;
use crate::mutate::{MessageFields, mutate};
use crate::reference::json::Tree;
use crate::reference::local_time::LocalTime;

/// The fields that the signature covers.
const SIGNED: [&str; 4] = ["eventType", "eventTimestamp", "status", "payloadId"];

/// The input: the key, the four signed fields, `eventTime` and `payload`, and the changes to the notification before it
/// is posted, of which `!` and a string replaces the signature. A field is a string, or, after `#`, any JSON.
pub fn webhooks(data: &[u8]) {
    let mut input = Fields::of(data);
    let key = input.string().into_owned();
    let values: [String; 4] = std::array::from_fn(|_| input.string().into_owned());
    let mut posted: MessageFields =
        SIGNED.iter().zip(&values).map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    for name in ["eventTime", "payload"] {
        posted.push((name.to_owned(), input.string().into_owned()));
    }
    let mut signature = sign(&key, &values);

    let original = verify(&key, &signature, &posted);
    assert!(original.is_ok() || !has_documented_values(&key, &values, &posted), "{original:?}");
    for change in input.rest() {
        match change.strip_prefix('!') {
            Some(other) => other.clone_into(&mut signature),
            None => mutate(&mut posted, &change),
        }
    }
    if let (Ok(forged), true) = (verify(&key, &signature, &posted), has_documented_values(&key, &values, &[])) {
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
fn has_documented_values(
    key: &str,
    [event_type, timestamp, status, id]: &[String; 4],
    posted: &[(String, String)],
) -> bool {
    let is_name =
        |value: &str| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_time = timestamp.parse::<i64>().is_ok_and(|time| time.to_string() == *timestamp && time >= 0);
    let mut unsigned = posted.iter().filter(|(name, _)| !SIGNED.contains(&&**name));
    !key.is_empty()
        && is_name(event_type)
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
fn verify(key: &str, signature: &str, posted: &MessageFields) -> Result<Webhook, WebhookError> {
    let body = body(posted);
    let webhook = webhook::verify(&WebhookKey::from(key), signature, body.as_bytes())?;
    assert!(!key.is_empty());
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

fn seconds(time: LocalTime) -> Option<i64> {
    let time: craftgate_core::chrono::NaiveDateTime = time.to_string().parse().ok()?;
    Some(time.and_utc().timestamp())
}

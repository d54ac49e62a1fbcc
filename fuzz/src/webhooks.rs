//! Of what anybody can post to a webhook, only Craftgate's own is believed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::{Webhook, WebhookError, WebhookKey, verify};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::reference::json::Tree;
use crate::reference::local_time::LocalTime;
use crate::tampering::{Fields, tamper};
use crate::texts::Texts;

const SIGNED: [&str; 4] = ["eventType", "eventTimestamp", "status", "payloadId"];

/// The input: the key, the four signed fields, `eventTime` and `payload`, and what is done to the notification before
/// it is posted; `!text` is another signature. A field is a text, or, with `#` before it, any JSON.
pub fn webhooks(data: &[u8]) {
    let mut texts = Texts::of(data);
    let key = texts.text().into_owned();
    let values: [String; 4] = std::array::from_fn(|_| texts.text().into_owned());
    let mut posted: Fields =
        SIGNED.iter().zip(&values).map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    for name in ["eventTime", "payload"] {
        posted.push((name.to_owned(), texts.text().into_owned()));
    }
    let mut signature = sign(&key, &values);

    let untouched = assert_justified(&key, &signature, &posted);
    assert!(untouched.is_ok() || !is_craftgates(&key, &values, &posted), "{untouched:?}");
    for change in texts.rest() {
        match change.strip_prefix('!') {
            Some(other) => other.clone_into(&mut signature),
            None => tamper(&mut posted, &change),
        }
    }
    if let (Ok(forged), true) = (assert_justified(&key, &signature, &posted), is_craftgates(&key, &values, &[])) {
        let told = [
            forged.event_type().to_string(),
            forged.event_timestamp().to_string(),
            forged.status().to_string(),
            forged.payload_id().to_owned(),
        ];
        assert_eq!(told, values);
    }
}

fn sign(key: &str, values: &[String; 4]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any key");
    mac.update(values.concat().as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// Whether the values are of the kind that Craftgate sends, and the unsigned fields no hindrance.
fn is_craftgates(key: &str, [event_type, timestamp, status, id]: &[String; 4], posted: &[(String, String)]) -> bool {
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_time = timestamp.parse::<i64>().is_ok_and(|time| time.to_string() == *timestamp && time >= 0);
    let mut unsigned = posted.iter().filter(|(name, _)| !SIGNED.contains(&&**name));
    !key.is_empty()
        && is_name(event_type)
        && is_time
        && ["SUCCESS", "FAILURE"].contains(&&**status)
        && !id.is_empty()
        && !id.starts_with('#')
        && unsigned.all(|(_, value)| Tree::read(json(value).as_bytes()).is_some())
}

/// A field's value as it stands in the body.
fn json(value: &str) -> String {
    value.strip_prefix('#').map_or_else(|| quoted(value), str::to_owned)
}

fn body(fields: &Fields) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}:{}", quoted(name), json(value))).collect();
    format!("{{{}}}", fields.join(","))
}

/// What is believed has the signature of what was posted, and says it.
fn assert_justified(key: &str, signature: &str, posted: &Fields) -> Result<Webhook, WebhookError> {
    let body = body(posted);
    let webhook = verify(&WebhookKey::from(key), signature, body.as_bytes())?;
    assert!(!key.is_empty());
    let Some(event) = Tree::read(body.as_bytes()) else { return Ok(webhook) };
    let values = SIGNED.map(|name| event.get(name).and_then(Tree::as_text).expect("a signed field").to_owned());
    assert_eq!(signature, sign(key, &values));
    assert_eq!(webhook.event_type().as_str(), values[0]);
    assert_eq!(webhook.event_timestamp(), values[1].parse::<i64>().expect("a number"));
    assert_eq!(webhook.status().as_str(), values[2]);
    assert_eq!(webhook.payload_id(), values[3]);
    let unverified = webhook.unverified();
    let said =
        event.get("eventTime").and_then(|time| if let Tree::Text(time) = time { LocalTime::read(time) } else { None });
    assert_eq!(unverified.event_time.map(|time| time.and_utc().timestamp()), said.and_then(seconds));
    let payload = event.get("payload").filter(|payload| **payload != Tree::Null);
    assert_eq!(
        unverified.payload.as_ref().and_then(|payload| Tree::read(payload.as_str().as_bytes())).as_ref(),
        payload
    );
    Ok(webhook)
}

fn seconds(time: LocalTime) -> Option<i64> {
    let time: craftgate_core::chrono::NaiveDateTime = time.to_string().parse().ok()?;
    Some(time.and_utc().timestamp())
}

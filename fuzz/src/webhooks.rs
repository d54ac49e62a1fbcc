//! Of what anybody can post to a webhook, only Craftgate's own is believed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::{Webhook, WebhookError, WebhookKey, verify};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::reference::json::Tree;
use crate::reference::local_time::LocalTime;
use crate::texts::Texts;

const SIGNED: [&str; 4] = ["eventType", "eventTimestamp", "status", "payloadId"];

/// A notification's fields by name, each the text of a JSON value.
type Fields = Vec<(String, String)>;

/// The input: the key, the four signed fields, `eventTime` and `payload` as JSON, and what is done to the
/// notification before it is posted.
pub fn webhooks(data: &[u8]) {
    let mut texts = Texts::of(data);
    let key = texts.text().into_owned();
    let values: [String; 4] = std::array::from_fn(|_| texts.text().into_owned());
    let mut posted: Fields =
        SIGNED.iter().zip(&values).map(|(name, value)| ((*name).to_owned(), quoted(value))).collect();
    posted.push(("eventTime".to_owned(), texts.text().into_owned()));
    posted.push(("payload".to_owned(), texts.text().into_owned()));
    let mut signature = sign(&key, &values);

    let untouched = assert_justified(&key, &signature, &posted);
    assert!(untouched.is_ok() || !is_craftgates(&key, &values, &posted), "{untouched:?}");
    for change in texts.rest() {
        tamper(&mut posted, &mut signature, &change);
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
    let unsigned = posted.iter().filter(|(name, _)| !SIGNED.contains(&&**name));
    !key.is_empty()
        && is_name(event_type)
        && is_time
        && ["SUCCESS", "FAILURE"].contains(&&**status)
        && !id.is_empty()
        && unsigned.clone().all(|(_, json)| Tree::read(json.as_bytes()).is_some())
}

fn body(fields: &Fields) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, json)| format!("{}:{json}", quoted(name))).collect();
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
    assert_eq!(unverified.payload.as_ref().and_then(|payload| Tree::read(payload.text().as_bytes())).as_ref(), payload);
    Ok(webhook)
}

fn seconds(time: LocalTime) -> Option<i64> {
    let time: craftgate_core::chrono::NaiveDateTime = time.to_string().parse().ok()?;
    Some(time.and_utc().timestamp())
}

/// What anybody can do: `=name=json` sets a field, `-name` takes it away, `+name=json` adds one, `>name>other:n`
/// moves the last letters of one text to the start of another, `!text` is another signature.
fn tamper(fields: &mut Fields, signature: &mut String, change: &str) {
    let (kind, rest) = change.split_at_checked(1).unwrap_or_default();
    let (name, json) = rest.split_once('=').unwrap_or((rest, ""));
    match kind {
        "=" => fields.iter_mut().filter(|(field, _)| field == name).for_each(|(_, old)| json.clone_into(old)),
        "-" => fields.retain(|(field, _)| field != rest),
        "+" => fields.push((name.to_owned(), json.to_owned())),
        ">" => move_letters(fields, rest),
        "!" => rest.clone_into(signature),
        _ => {}
    }
}

fn move_letters(fields: &mut Fields, change: &str) {
    let Some((names, count)) = change.split_once(':') else { return };
    let Some((from, to)) = names.split_once('>') else { return };
    let index = |wanted: &str| fields.iter().position(|(name, _)| name == wanted);
    let (Some(from), Some(to), Ok(count)) = (index(from), index(to), count.parse::<usize>()) else { return };
    let text = |index: usize| serde_json::from_str::<String>(&fields[index].1);
    let (Ok(source), Ok(target)) = (text(from), text(to)) else { return };
    let kept: String = source.chars().take(source.chars().count().saturating_sub(count)).collect();
    let moved = source[kept.len()..].to_owned() + &target;
    fields[from].1 = quoted(&kept);
    fields[to].1 = quoted(&moved);
}

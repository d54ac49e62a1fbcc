//! The baseline of verification: one hash over the same bytes, and a comparison in constant time.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::chrono::NaiveDateTime;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_derive::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    event_type: &'a str,
    event_time: Option<&'a str>,
    #[serde(borrow)]
    event_timestamp: &'a RawValue,
    status: &'a str,
    payload_id: &'a str,
    payload: Option<Box<RawValue>>,
}

/// A notification. Its type and status borrow from the body, as the library's don't allocate either.
#[derive(Debug)]
pub(crate) struct Webhook<'a> {
    pub(crate) event_type: &'a str,
    pub(crate) event_time: Option<NaiveDateTime>,
    pub(crate) event_timestamp: i64,
    pub(crate) status: &'a str,
    pub(crate) payload_id: String,
    pub(crate) payload: Option<Box<RawValue>>,
}

pub(crate) fn webhook<'a>(key: &str, signature: &str, body: &'a [u8]) -> Option<Webhook<'a>> {
    let event: Event<'_> = serde_json::from_slice(body).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    for part in [event.event_type, event.event_timestamp.get(), event.status, event.payload_id] {
        mac.update(part.as_bytes());
    }
    let mut expected = [0; 33];
    let length = STANDARD.decode_slice(signature, &mut expected).ok()?;
    mac.verify_slice(expected.get(..length)?).ok()?;
    Some(Webhook {
        event_type: event.event_type,
        event_time: event.event_time.and_then(|time| time.parse().ok()),
        event_timestamp: event.event_timestamp.get().parse().ok()?,
        status: event.status,
        payload_id: event.payload_id.to_owned(),
        payload: event.payload,
    })
}

#[derive(Debug, Default)]
pub(crate) struct Callback {
    pub(crate) status: String,
    pub(crate) complete_status: String,
    pub(crate) payment_id: Option<i64>,
    pub(crate) conversation_data: String,
    pub(crate) conversation_id: String,
    pub(crate) callback_status: String,
}

/// The fields of a form.
struct Form<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl Form<'_> {
    fn parse(body: &[u8]) -> Form<'_> {
        Form(form_urlencoded::parse(body).collect())
    }

    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn callback(&self) -> Callback {
        Callback {
            status: self.get("status").to_owned(),
            complete_status: self.get("completeStatus").to_owned(),
            payment_id: self.get("paymentId").parse().ok(),
            conversation_data: self.get("conversationData").to_owned(),
            conversation_id: self.get("conversationId").to_owned(),
            callback_status: self.get("callbackStatus").to_owned(),
        }
    }
}

pub(crate) fn callback_v1(key: &str, body: &[u8]) -> Option<Callback> {
    let form = Form::parse(body);
    let mut hash = Sha256::new_with_prefix(key);
    for name in ["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus"] {
        hash.update("###");
        hash.update(form.get(name));
    }
    is_hash(hash, form.get("hash")).then(|| form.callback())
}

pub(crate) fn callback_v2(key: &str, body: &[u8]) -> Option<Callback> {
    let form = Form::parse(body);
    let mut hash = Sha256::new_with_prefix(key);
    for name in form.get("hashParams").split(':') {
        hash.update(form.get(name));
    }
    is_hash(hash, form.get("hash")).then(|| form.callback())
}

fn is_hash(hash: Sha256, hex: &str) -> bool {
    let digit = |digit: &u8| char::from(*digit).to_digit(16);
    let mut expected = [0; 32];
    for (byte, digits) in expected.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        let [Some(high), Some(low)] = [0, 1].map(|index| digits.get(index).and_then(digit)) else {
            return false;
        };
        *byte = u8::try_from(high << 4 | low).unwrap_or_default();
    }
    hex.len() == 64 && bool::from(hash.finalize().as_slice().ct_eq(&expected))
}

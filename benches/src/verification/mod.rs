//! Verifying webhooks and callbacks.

#[cfg_attr(not(test), allow(dead_code, reason = "only tests read the parsed fields"))]
mod baseline;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::callback::{self, CallbackKey};
use craftgate_core::webhook::{self, WebhookKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::case::{Case, Work};

const KEY: &str = "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp";

/// A notification as Craftgate posts it.
const WEBHOOK: &str = r#"{"eventType":"API_VERIFY_AND_AUTH","eventTime":"2022-08-26T16:40:21.636435","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":{"id":584,"price":100.00}}"#;

/// The fields of both callbacks.
const FIELDS: [(&str, &str); 6] = [
    ("status", "SUCCESS"),
    ("completeStatus", "WAITING"),
    ("paymentId", "90817"),
    ("conversationData", "conversation-data"),
    ("conversationId", "sipariş 2026-000017"),
    ("callbackStatus", ""),
];

pub(crate) fn cases() -> Vec<Case> {
    let key = WebhookKey::new(KEY).unwrap();
    let signature = webhook_signature();
    let library = move || webhook::verify_ignoring_age(&key, &signature, WEBHOOK.as_bytes()).unwrap();
    let signature = webhook_signature();
    let baseline = move || baseline::webhook(KEY, &signature, WEBHOOK.as_bytes()).unwrap();
    let webhook = Case::new(
        "verify a webhook",
        1.2,
        Work::new(|| (), move |()| library()),
        Work::new(|| (), move |()| baseline()),
    );
    vec![
        webhook,
        callback_case("verify a 3D Secure callback, version 1", v1_form(), baseline::callback_v1),
        callback_case("verify a 3D Secure callback, version 2", v2_form(), baseline::callback_v2),
    ]
}

fn callback_case(name: &'static str, form: String, baseline: fn(&str, &[u8]) -> Option<baseline::Callback>) -> Case {
    let (key, library_form) = (CallbackKey::new(KEY).unwrap(), form.clone());
    let library = Work::new(|| (), move |()| callback::verify(&key, library_form.as_bytes()).unwrap());
    let baseline = Work::new(|| (), move |()| baseline(KEY, form.as_bytes()).unwrap());
    Case::new(name, 1.2, library, baseline)
}

fn webhook_signature() -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(b"API_VERIFY_AND_AUTH1661521221SUCCESS584");
    STANDARD.encode(mac.finalize().into_bytes())
}

fn v1_form() -> String {
    let values = FIELDS.map(|(_, value)| value).join("###");
    form(&format!("{KEY}###{values}"), "")
}

fn v2_form() -> String {
    let names = FIELDS.map(|(name, _)| name).join(":");
    form(&format!("{KEY}{}", FIELDS.map(|(_, value)| value).concat()), &names)
}

/// Returns the form that a browser posts, with its hash and, in version 2, the names of the hashed fields.
fn form(hashed: &str, names: &str) -> String {
    let hash: String = Sha256::digest(hashed).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(FIELDS.iter().filter(|(_, value)| !value.is_empty()));
    form.append_pair("hash", &hash);
    if !names.is_empty() {
        form.append_pair("hashParams", names);
    }
    form.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use craftgate_core::callback::CallbackVersion;
    use craftgate_core::id::PaymentId;

    #[test]
    fn library_and_baseline_verify_the_same_webhook_and_reject_a_forged_one() {
        let (key, signature) = (WebhookKey::new(KEY).unwrap(), webhook_signature());
        let library = webhook::verify_ignoring_age(&key, &signature, WEBHOOK.as_bytes()).unwrap();
        let baseline = baseline::webhook(KEY, &signature, WEBHOOK.as_bytes()).unwrap();
        assert_eq!(library.event_type().as_str(), baseline.event_type);
        assert_eq!(library.event_timestamp(), baseline.event_timestamp);
        assert_eq!(library.status().as_str(), baseline.status);
        assert_eq!(library.payload_id(), baseline.payload_id);
        assert_eq!(library.unverified().event_time, baseline.event_time);
        assert_eq!(library.unverified().payload.as_ref().unwrap().as_str(), baseline.payload.unwrap().get());

        let forged = WEBHOOK.replace("SUCCESS", "FAILURE");
        assert!(webhook::verify_ignoring_age(&key, &signature, forged.as_bytes()).is_err());
        assert!(baseline::webhook(KEY, &signature, forged.as_bytes()).is_none());
    }

    fn assert_same_callback(
        version: CallbackVersion,
        form: &str,
        verify_baseline: fn(&str, &[u8]) -> Option<baseline::Callback>,
    ) {
        let key = CallbackKey::new(KEY).unwrap();
        let library = callback::verify(&key, form.as_bytes()).unwrap();
        let baseline = verify_baseline(KEY, form.as_bytes()).unwrap();
        assert_eq!(library.version(), version);
        assert_eq!(library.payment_id().map(PaymentId::get), baseline.payment_id);
        assert_eq!(library.status().as_str(), baseline.status);
        assert_eq!(library.field("completeStatus"), Some(&*baseline.complete_status));
        assert_eq!(library.conversation_data(), Some(&*baseline.conversation_data));
        assert_eq!(library.conversation_id(), Some(&*baseline.conversation_id));
        assert_eq!((library.field("callbackStatus"), &*baseline.callback_status), (None, ""));

        let forged = form.replace("90817", "90818");
        assert!(callback::verify(&key, forged.as_bytes()).is_err());
        assert!(verify_baseline(KEY, forged.as_bytes()).is_none());
    }

    #[test]
    fn library_and_baseline_verify_the_same_callbacks_and_reject_forged_ones() {
        assert_same_callback(CallbackVersion::V1, &v1_form(), baseline::callback_v1);
        assert_same_callback(CallbackVersion::V2, &v2_form(), baseline::callback_v2);
    }
}

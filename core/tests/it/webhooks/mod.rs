//! A webhook's fields can be reached only when its signature is Craftgate's, and say which of them it covers.

mod freshness;
mod payloads;
mod tampering;
mod unverified;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::{
    Freshness, SIGNATURE_HEADER, Webhook, WebhookError, WebhookEventType, WebhookKey, WebhookStatus, verify,
    verify_ignoring_age,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use proptest::prelude::*;
use serde_json::json;
use sha2::Sha256;

const KEY: &str = "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp";

/// The four signed fields.
type Event = [String; 4];

fn key() -> WebhookKey {
    WebhookKey::new(KEY).unwrap()
}

fn event(fields: [&str; 4]) -> Event {
    fields.map(str::to_owned)
}

fn sample() -> Event {
    event(["API_VERIFY_AND_AUTH", "1661521221", "SUCCESS", "584"])
}

fn sign(event: &Event) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(event.concat().as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn body([event_type, timestamp, status, payload_id]: &Event) -> Vec<u8> {
    json!({"eventType": event_type, "eventTimestamp": timestamp, "status": status, "payloadId": payload_id})
        .to_string()
        .into_bytes()
}

fn signed(webhook: &Webhook) -> Event {
    [
        webhook.event_type().as_str().to_owned(),
        webhook.event_timestamp().to_string(),
        webhook.status().as_str().to_owned(),
        webhook.payload_id().to_owned(),
    ]
}

#[test]
fn a_genuine_webhook_exposes_its_four_fields() {
    let body =
        br#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;
    let webhook = verify_ignoring_age(&key(), "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=", body).unwrap();
    assert_eq!(webhook.event_type(), &WebhookEventType::ApiVerifyAndAuth);
    assert_eq!(webhook.event_timestamp(), 1_661_521_221);
    assert_eq!(webhook.status(), &WebhookStatus::Success);
    assert_eq!(webhook.payload_id(), "584");
    assert_eq!(SIGNATURE_HEADER, "x-cg-signature-v1");
}

#[test]
fn numbers_may_be_quoted_and_strings_escaped() {
    let signature = sign(&sample());
    for body in [
        r#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":"1661521221","status":"SUCCESS","payloadId":584}"#,
        r#" { "payloadId" : "584", "status":"SUCC\u0045SS", "eventTimestamp" : 1661521221 ,"eventType":"API_VERIFY_AND_AUTH"} "#,
    ] {
        assert_eq!(signed(&verify_ignoring_age(&key(), &signature, body.as_bytes()).unwrap()), sample(), "{body}");
    }
}

#[test]
fn a_number_is_signed_with_its_sign() {
    let event = event(["API_AUTH", "1661521221", "SUCCESS", "-5"]);
    let body = br#"{"eventType":"API_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":-5}"#;
    assert_eq!(signed(&verify_ignoring_age(&key(), &sign(&event), body).unwrap()), event);
}

#[test]
fn every_event_type_and_status_is_verified_with_any_id() {
    for event_type in WebhookEventType::KNOWN {
        for status in WebhookStatus::KNOWN {
            for id in ["1", "9223372036854775808", "ac1e3f0a-27b1", "garanti-pos", "İş Bankası"] {
                let event = event([event_type.as_str(), "1661521221", status.as_str(), id]);
                let webhook = verify_ignoring_age(&key(), &sign(&event), &body(&event)).unwrap();
                assert_eq!(signed(&webhook), event);
            }
        }
    }
}

#[test]
fn unknown_values_are_kept_as_they_came() {
    let event = event(["YENI_OLAY", "1661521221", "PARTIAL_SUCCESS", "584"]);
    let webhook = verify_ignoring_age(&key(), &sign(&event), &body(&event)).unwrap();
    assert_eq!(signed(&webhook), event);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let body = [b"\xEF\xBB\xBF", &body(&sample())[..]].concat();
    assert_eq!(signed(&verify_ignoring_age(&key(), &sign(&sample()), &body).unwrap()), sample());
}

#[test]
fn bytes_that_are_no_utf8_cost_no_event_where_they_are_not_signed() {
    let genuine = String::from_utf8(body(&sample())).unwrap();
    let with = |field: &str, bytes: &[u8]| {
        let (head, tail) = genuine.split_at(1);
        [head.as_bytes(), b"\"", field.as_bytes(), b"\":\"", bytes, b"\",", tail.as_bytes()].concat()
    };
    let webhook = verify_ignoring_age(&key(), &sign(&sample()), &with("payload", b"Ak\xFE\xFEr")).unwrap();
    assert_eq!(webhook.unverified().payload.as_ref().unwrap().as_str(), "\"Ak\u{fffd}\u{fffd}r\"");
    let signed = genuine.replace("584", "58\u{fffd}").into_bytes();
    assert_eq!(verify_ignoring_age(&key(), &sign(&sample()), &signed), Err(WebhookError::Signature));
}

#[test]
fn debug_shows_no_payload_and_no_page_token() {
    let shown = |event_type: &str| {
        let event = event([event_type, "1661521221", "SUCCESS", "456d1297"]);
        format!("{:?}", verify_ignoring_age(&key(), &sign(&event), &body(&event)).unwrap())
    };
    for event_type in ["CHECKOUTFORM_AUTH", "MULTI_PAYMENT_COMPLETED", "MULTI_PAYMENT_EXPIRED", "YENI_OLAY"] {
        assert!(!shown(event_type).contains("456d1297"), "{event_type}");
    }
    let expected = "Webhook { event_type: ApiAuth, event_timestamp: 1661521221, status: Success, payload_id: \"456d1297\", \
        unverified: Unverified { event_time: None, payload: None } }";
    assert_eq!(shown("API_AUTH"), expected);
}

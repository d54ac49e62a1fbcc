//! A webhook's fields can be reached only when its signature is Craftgate's, and say which of them it covers.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::webhook::{
    SIGNATURE_HEADER, Webhook, WebhookError, WebhookEventType, WebhookKey, WebhookStatus, verify,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use proptest::prelude::*;
use serde_json::json;
use sha2::Sha256;

const KEY: &str = "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp";

/// The four signed fields.
type Event = [String; 4];

fn key() -> WebhookKey {
    WebhookKey::from(KEY)
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
fn a_genuine_one_tells_its_four_fields() {
    let body =
        br#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;
    let webhook = verify(&key(), "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=", body).unwrap();
    assert_eq!(webhook.event_type(), &WebhookEventType::ApiVerifyAndAuth);
    assert_eq!(webhook.event_timestamp(), 1_661_521_221);
    assert_eq!(webhook.status(), &WebhookStatus::Success);
    assert_eq!(webhook.payload_id(), "584");
    assert_eq!(SIGNATURE_HEADER, "x-cg-signature-v1");
}

#[test]
fn numbers_may_be_quoted_and_texts_escaped() {
    let signature = sign(&sample());
    for body in [
        r#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":"1661521221","status":"SUCCESS","payloadId":584}"#,
        r#" { "payloadId" : "584", "status":"SUCC\u0045SS", "eventTimestamp" : 1661521221 ,"eventType":"API_VERIFY_AND_AUTH"} "#,
    ] {
        assert_eq!(signed(&verify(&key(), &signature, body.as_bytes()).unwrap()), sample(), "{body}");
    }
}

#[test]
fn a_number_is_signed_with_its_sign() {
    let event = event(["API_AUTH", "1661521221", "SUCCESS", "-5"]);
    let body = br#"{"eventType":"API_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":-5}"#;
    assert_eq!(signed(&verify(&key(), &sign(&event), body).unwrap()), event);
}

#[test]
fn every_event_type_and_status_is_verified_with_any_id() {
    for event_type in WebhookEventType::KNOWN {
        for status in WebhookStatus::KNOWN {
            for id in ["1", "9223372036854775808", "ac1e3f0a-27b1", "garanti-pos", "İş Bankası"] {
                let event = event([event_type.as_str(), "1661521221", status.as_str(), id]);
                let webhook = verify(&key(), &sign(&event), &body(&event)).unwrap();
                assert_eq!(signed(&webhook), event);
            }
        }
    }
}

#[test]
fn values_from_the_future_are_kept_as_they_came() {
    let event = event(["YENI_OLAY", "1661521221", "PARTIAL_SUCCESS", "584"]);
    let webhook = verify(&key(), &sign(&event), &body(&event)).unwrap();
    assert_eq!(signed(&webhook), event);
}

mod what_is_not_signed {
    use super::*;

    #[test]
    fn stands_apart_and_is_called_so() {
        let body = r#"{"eventType":"API_VERIFY_AND_AUTH","eventTime":"2022-08-26T16:40:21.636","eventTimestamp":1661521221,
            "status":"SUCCESS","payloadId":"584","payload":{"price":100.00,"ad":"ğ"},"yeni":[]}"#;
        let webhook = verify(&key(), &sign(&sample()), body.as_bytes()).unwrap();
        let unverified = webhook.unverified();
        assert_eq!(unverified.event_time, Some("2022-08-26T16:40:21.636".parse().unwrap()));
        assert_eq!(unverified.payload.as_ref().unwrap().as_str(), r#"{"price":100.00,"ad":"ğ"}"#);
    }

    #[test]
    fn may_be_absent_null_or_nonsense() {
        for (time, payload) in [("null", "null"), ("\"dün\"", "null"), ("17", "null"), ("{}", "null")] {
            let body = format!(
                r#"{{"eventType":"API_VERIFY_AND_AUTH","eventTime":{time},"eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":{payload}}}"#
            );
            let webhook = verify(&key(), &sign(&sample()), body.as_bytes()).unwrap();
            assert_eq!(webhook.unverified().event_time, None, "{time}");
            assert_eq!(webhook.unverified().payload, None);
        }
    }

    #[test]
    fn changes_nothing_of_what_is() {
        let plain = verify(&key(), &sign(&sample()), &body(&sample())).unwrap();
        let padded = br#"{"eventTime":"1999-01-01T00:00:00","payload":{"status":"FAILURE","payloadId":"9"},"eventType":
            "API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;
        let padded = verify(&key(), &sign(&sample()), padded).unwrap();
        assert_eq!(signed(&plain), signed(&padded));
        assert!(plain.is_fresh(1_661_521_221, Duration::ZERO) && padded.is_fresh(1_661_521_221, Duration::ZERO));
    }
}

mod tampering {
    use super::*;

    #[test]
    fn each_changed_field_makes_it_a_forgery() {
        let signature = sign(&sample());
        for (index, others) in [
            ["API_AUTH", "API_VERIFY_AND_AUTHX", "api_verify_and_auth"],
            ["1661521222", "16615212210", "661521221"],
            ["FAILURE", "SUCCES", "success"],
            ["585", "5840", "58"],
        ]
        .iter()
        .enumerate()
        {
            for other in others {
                let mut forged = sample();
                forged[index] = (*other).to_owned();
                assert_eq!(verify(&key(), &signature, &body(&forged)), Err(WebhookError::Signature), "{other}");
            }
        }
    }

    #[test]
    fn a_missing_or_wrong_typed_field_is_malformed() {
        let whole = json!({"eventType": "API_AUTH", "eventTimestamp": 1, "status": "SUCCESS", "payloadId": "1"});
        for field in ["eventType", "eventTimestamp", "status", "payloadId"] {
            for wrong in [json!(null), json!({}), json!([]), json!(true)] {
                let mut body = whole.clone();
                body[field] = wrong;
                assert_eq!(verify(&key(), &sign(&sample()), body.to_string().as_bytes()), Err(WebhookError::Malformed));
            }
            let mut body = whole.clone();
            body.as_object_mut().unwrap().remove(field);
            assert_eq!(verify(&key(), &sign(&sample()), body.to_string().as_bytes()), Err(WebhookError::Malformed));
        }
    }

    #[test]
    fn a_field_that_comes_twice_is_malformed() {
        let genuine = String::from_utf8(body(&sample())).unwrap();
        for field in ["eventType", "eventTimestamp", "status", "payloadId", "eventTime", "payload"] {
            let twice = genuine.replacen('{', &format!(r#"{{"{field}":null,"{field}":"1","#), 1);
            let verified = verify(&key(), &sign(&sample()), twice.as_bytes());
            assert_eq!(verified, Err(WebhookError::Malformed), "{field}");
        }
    }

    #[test]
    fn characters_cannot_move_from_one_field_to_the_next() {
        for genuine in [
            sample(),
            event(["AUTOPILOT", "1661521221", "SUCCESS", "garanti1"]),
            event(["AUTOPILOT", "1661521221", "FAILURE", "1"]),
            event(["AUTOPILOT", "1661521221", "SUCCESS", "GARANTI1"]),
            event(["YENI_OLAY", "1661521221", "PARTIAL", "584"]),
        ] {
            let signature = sign(&genuine);
            assert_eq!(signed(&verify(&key(), &signature, &body(&genuine)).unwrap()), genuine);
            let text = genuine.concat();
            let cuts = |from: usize| (from..=text.len()).filter(|at| text.is_char_boundary(*at));
            for first in cuts(0) {
                for second in cuts(first) {
                    for third in cuts(second) {
                        let moved = event([&text[..first], &text[first..second], &text[second..third], &text[third..]]);
                        if let Ok(webhook) = verify(&key(), &signature, &body(&moved)) {
                            assert_eq!(signed(&webhook), genuine, "moved to {moved:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn fields_that_could_hold_a_piece_of_a_neighbour_are_malformed_even_under_a_genuine_signature() {
        for fields in [
            ["", "1661521221", "SUCCESS", "584"],
            ["YENI_OLAY2", "1661521221", "SUCCESS", "584"],
            ["API_AUTH", "166152122X", "SUCCESS", "584"],
            ["API_AUTH", "1661521221", "", "584"],
            ["API_AUTH", "1661521221", "SUCCESS_", "584"],
            ["API_AUTH", "1661521221", "Partial", "584"],
            ["API_AUTH", "1661521221", "PARTIAL2", "584"],
            ["API_AUTH", "1661521221", "PARTIAL", "garanti"],
            ["API_AUTH", "1661521221", "PARTIAL", ""],
            ["API_AUTH", "1661521221", "SUCCESS", ""],
        ] {
            let event = event(fields);
            assert_eq!(verify(&key(), &sign(&event), &body(&event)), Err(WebhookError::Malformed), "{fields:?}");
        }
    }

    #[test]
    fn another_key_makes_it_a_forgery() {
        for other in ["", "Aoh7tReTybO6wOjBmOJFFsOR53SBojE", "aoh7tReTybO6wOjBmOJFFsOR53SBojEp", "ğ"] {
            let verified = verify(&WebhookKey::from(other), &sign(&sample()), &body(&sample()));
            assert_eq!(verified, Err(WebhookError::Signature), "{other:?}");
        }
    }

    #[test]
    fn every_bit_of_the_signature_counts() {
        let genuine = STANDARD.decode(sign(&sample())).unwrap();
        for bit in 0..256 {
            let mut forged = genuine.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            let verified = verify(&key(), &STANDARD.encode(forged), &body(&sample()));
            assert_eq!(verified, Err(WebhookError::Signature), "bit {bit}");
        }
    }

    #[test]
    fn what_is_no_signature_at_all_is_refused() {
        let genuine = sign(&sample());
        let bytes = STANDARD.decode(&genuine).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        for text in [
            "",
            "=",
            "====",
            &genuine[..43],
            &genuine[..40],
            &format!("{genuine}="),
            &format!(" {genuine}"),
            &format!("{genuine}\n"),
            &format!("{genuine},{genuine}"),
            &STANDARD.encode(&bytes[..31]),
            &STANDARD.encode([&*bytes, &[0]].concat()),
            &hex,
            "ğüşıöç İ",
            "\0",
        ] {
            assert_eq!(verify(&key(), text, &body(&sample())), Err(WebhookError::Signature), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::common::cases(2000))]

        #[test]
        fn any_changed_byte_of_the_body_fails_or_changes_nothing(index in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut changed = body(&sample());
            let at = index.index(changed.len());
            changed[at] = byte;
            if let Ok(webhook) = verify(&key(), &sign(&sample()), &changed) {
                prop_assert_eq!(signed(&webhook), sample());
            }
        }

        #[test]
        fn arbitrary_bytes_and_signatures_are_refused_without_a_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200), signature in "\\PC{0,50}|[A-Za-z0-9+/]{43}=",
        ) {
            prop_assert!(verify(&key(), &signature, &bytes).is_err());
            prop_assert_eq!(verify(&key(), &signature, &body(&sample())), Err(WebhookError::Signature));
        }

        #[test]
        fn any_alias_is_kept_whole(alias in "\\PC{1,20}", cut in any::<prop::sample::Index>()) {
            let genuine = event(["AUTOPILOT", "1661521221", "SUCCESS", &alias]);
            let signature = sign(&genuine);
            prop_assert_eq!(signed(&verify(&key(), &signature, &body(&genuine)).unwrap()), genuine.clone());
            let at = (1..=alias.len()).filter(|at| alias.is_char_boundary(*at)).collect::<Vec<_>>();
            let at = at[cut.index(at.len())];
            let moved = event(["AUTOPILOT", "1661521221", &format!("SUCCESS{}", &alias[..at]), &alias[at..]]);
            prop_assert!(verify(&key(), &signature, &body(&moved)).is_err(), "moved to {:?}", moved);
        }
    }
}

mod freshness {
    use super::*;

    fn webhook(timestamp: &str) -> Webhook {
        let event = event(["API_AUTH", timestamp, "SUCCESS", "1"]);
        verify(&key(), &sign(&event), &body(&event)).unwrap()
    }

    #[test]
    fn it_is_told_by_the_callers_own_clock() {
        let hour = Duration::from_secs(3600);
        let webhook = webhook("1661521221");
        for (now, fresh) in [
            (1_661_521_221, true),
            (1_661_521_221 + 3600, true),
            (1_661_521_221 + 3601, false),
            (1_661_521_221 - 3600, true),
            (1_661_521_221 - 3601, false),
            (0, false),
            (i64::MIN, false),
            (i64::MAX, false),
        ] {
            assert_eq!(webhook.is_fresh(now, hour), fresh, "{now}");
        }
    }

    #[test]
    fn no_time_overflows() {
        let webhook = webhook("9223372036854775807");
        assert!(!webhook.is_fresh(i64::MIN, Duration::from_secs(1)));
        assert!(webhook.is_fresh(i64::MIN, Duration::MAX));
    }

    #[test]
    fn a_timestamp_has_to_be_one() {
        for timestamp in ["", "-1", "1.5", "1e9", "9223372036854775808", "１", " 1"] {
            let event = event(["API_AUTH", timestamp, "SUCCESS", "1"]);
            assert_eq!(verify(&key(), &sign(&event), &body(&event)), Err(WebhookError::Malformed), "{timestamp:?}");
        }
    }
}

#[test]
fn an_empty_key_verifies_nothing() {
    let genuine = sample();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"").unwrap();
    mac.update(genuine.concat().as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    assert_eq!(verify(&WebhookKey::from(""), &signature, &body(&genuine)), Err(WebhookError::Signature));
}

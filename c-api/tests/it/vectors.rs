//! The published examples of signatures and hashes, through the ABI.

use std::ptr;

use craftgate::{
    craftgate_callback_verify, craftgate_merchant_free, craftgate_merchant_new, craftgate_sign, craftgate_string_free,
    craftgate_webhook_verify,
};
use craftgate_core::encoding::percent_encode;
use serde_json::Value;

use crate::common::{c, text};

fn vectors(kind: &str) -> Vec<Value> {
    let vectors: Value = serde_json::from_str(craftgate_test_support::VECTORS).unwrap();
    vectors[kind].as_array().unwrap().clone()
}

#[test]
fn signatures() {
    for vector in vectors("request_signatures") {
        let field = |name: &str| c(vector[name].as_str().unwrap());
        let body = vector["body"].as_str().unwrap_or_default();
        // SAFETY: all arguments live during the calls.
        unsafe {
            let merchant = craftgate_merchant_new(field("api_key").as_ptr(), field("secret_key").as_ptr(), ptr::null());
            let (url, key) = (field("url"), field("random_key"));
            let signature = craftgate_sign(merchant, url.as_ptr(), key.as_ptr(), body.as_ptr(), body.len());
            assert_eq!(text(signature), vector["signature"].as_str().unwrap(), "{}", vector["name"]);
            craftgate_string_free(signature);
            craftgate_merchant_free(merchant);
        }
    }
}

#[test]
fn callbacks() {
    for vector in vectors("three_ds_callbacks") {
        let params = vector["params"].as_object().unwrap().iter();
        let params = params.map(|(name, value)| format!("{name}={}", percent_encode(value.as_str().unwrap())));
        let form = params.collect::<Vec<_>>().join("&");
        let (key, started) =
            (c(vector["key"].as_str().unwrap()), c(r#"{"paymentId":5,"conversationId":"conversation-id"}"#));
        // SAFETY: all arguments live during the calls.
        unsafe {
            let report = craftgate_callback_verify(key.as_ptr(), form.as_ptr(), form.len(), started.as_ptr());
            assert_eq!(!report.is_null(), vector["verified"].as_bool().unwrap(), "{}", vector["name"]);
            if !report.is_null() {
                let report: Value = serde_json::from_str(&text(report)).unwrap();
                assert_eq!(report["paymentId"], 5);
                assert_eq!(report["nextStep"], "COMPLETE");
                assert_eq!(report["nextCall"]["operation"], "payment::CompleteThreeDsPayment");
                assert_eq!(report["nextCall"]["request"]["paymentId"], 5);
            }
            craftgate_string_free(report);
        }
    }
}

#[test]
fn webhooks() {
    for vector in vectors("webhooks") {
        let string = |name: &str| vector[name].as_str().unwrap();
        let (timestamp, signature) = (vector["event_timestamp"].as_i64().unwrap(), c(string("signature")));
        let body = format!(
            r#"{{"eventType":"{}","eventTimestamp":{timestamp},"status":"{}","payloadId":"{}"}}"#,
            string("event_type"),
            string("status"),
            string("payload_id")
        );
        let key = c(string("key"));
        for (now, is_fresh) in [(timestamp, true), (timestamp + 3600, true), (timestamp + 3601, false)] {
            // SAFETY: all arguments live during the calls.
            unsafe {
                let (body, length) = (body.as_ptr(), body.len());
                let report = craftgate_webhook_verify(key.as_ptr(), signature.as_ptr(), body, length, now, 3600);
                assert_eq!(!report.is_null(), is_fresh, "{now}");
                if !report.is_null() {
                    let report: Value = serde_json::from_str(&text(report)).unwrap();
                    assert_eq!(report["eventTimestamp"], timestamp);
                }
                craftgate_string_free(report);
            }
        }
    }
}

//! The published examples of signatures and hashes, through the ABI.

use craftgate::craftgate_error_code;
use craftgate::exercise::{Bytes, Merchant, verify_bnpl_callback, verify_callback, verify_webhook};
use craftgate_core::encoding::percent_encode;
use serde_json::Value;

use crate::common::s;

fn vectors(kind: &str) -> Vec<Value> {
    let vectors: Value = serde_json::from_str(craftgate_test_support::VECTORS).unwrap();
    vectors[kind].as_array().unwrap().clone()
}

#[test]
fn signatures() {
    for vector in vectors("request_signatures") {
        let field = |name: &str| s(vector[name].as_str().unwrap());
        let merchant = Merchant::new(field("api_key"), field("secret_key"), None).unwrap();
        let body = Bytes::from(vector["body"].as_str().unwrap_or_default());
        let signature = merchant.sign(field("url"), field("random_key"), body).unwrap();
        assert_eq!(signature, vector["signature"].as_str().unwrap(), "{}", vector["name"]);
    }
}

#[test]
fn callbacks() {
    for vector in vectors("three_ds_callbacks") {
        let params = vector["params"].as_object().unwrap().iter();
        let params = params.map(|(name, value)| format!("{name}={}", percent_encode(value.as_str().unwrap())));
        let form = params.collect::<Vec<_>>().join("&");
        let started = s(r#"{"paymentId":5,"conversationId":"conversation-id"}"#);
        let report = verify_callback(s(vector["key"].as_str().unwrap()), form.as_str().into(), started);
        assert_eq!(report.is_ok(), vector["verified"].as_bool().unwrap(), "{}", vector["name"]);
        match report {
            Ok(report) => {
                let report: Value = serde_json::from_str(&report).unwrap();
                assert_eq!(report["paymentId"], 5);
                assert_eq!(report["nextStep"], "COMPLETE");
                assert_eq!(report["nextCall"]["operation"], "payment::CompleteThreeDsPayment");
                assert_eq!(report["nextCall"]["request"]["paymentId"], 5);
            }
            Err(failure) => assert_eq!(failure.code, craftgate_error_code::NotVerified, "{}", vector["name"]),
        }
    }
}

/// Craftgate publishes none. The hash is `sha256sum`'s of the key and the values.
#[test]
fn a_shopping_loans_callback() {
    let form = "paymentId=204&paymentStatus=WAITING&additionalAction=APPROVAL_REQUIRED&conversationId=siparis-17\
        &callbackStatus=&hashParams=paymentId:paymentStatus:additionalAction:conversationId:callbackStatus\
        &hash=83034531637341ff2241bc7472c53a92950d6829fc71fa7899f8886f4e1fd33e";
    let verify = |form: &str, started: &str| {
        let report = verify_bnpl_callback(s("merchantCallbackKeySandbox"), form.into(), s(started));
        report.map(|report| serde_json::from_str::<Value>(&report).unwrap())
    };
    let report = verify(form, r#"{"paymentId":204,"conversationId":"siparis-17"}"#).unwrap();
    assert_eq!((&report["paymentId"], &report["paymentStatus"]), (&204.into(), &"WAITING".into()));
    assert_eq!(report["nextStep"], "APPROVE");
    assert_eq!(report["nextCall"]["operation"], "payment::ApproveBnplPayment");
    assert_eq!(report["nextCall"]["request"]["paymentId"], 204);
    let other = verify(form, r#"{"paymentId":205,"conversationId":"siparis-17"}"#).unwrap();
    assert_eq!((&other["nextStep"], &other["nextCall"]), (&"PAYMENT_ID_MISMATCH".into(), &Value::Null));
    let forged = verify(&form.replace("204", "205"), r#"{"paymentId":205,"conversationId":"siparis-17"}"#);
    assert_eq!(forged.unwrap_err().code, craftgate_error_code::NotVerified);
}

#[test]
fn webhooks() {
    for vector in vectors("webhooks") {
        let string = |name: &str| vector[name].as_str().unwrap();
        let timestamp = vector["event_timestamp"].as_i64().unwrap();
        let body = format!(
            r#"{{"eventType":"{}","eventTimestamp":{timestamp},"status":"{}","payloadId":"{}"}}"#,
            string("event_type"),
            string("status"),
            string("payload_id")
        );
        for (now, is_fresh) in [(timestamp, true), (timestamp + 3600, true), (timestamp + 3601, false)] {
            let (key, signature) = (s(string("key")), s(string("signature")));
            let report = verify_webhook(key, signature, body.as_str().into(), now, 3600);
            assert_eq!(report.is_ok(), is_fresh, "{now}");
            if let Ok(report) = report {
                let report: Value = serde_json::from_str(&report).unwrap();
                assert_eq!(report["eventTimestamp"], timestamp);
            }
        }
    }
}

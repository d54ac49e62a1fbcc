//! Faults that the next requests meet.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Controlled;
use crate::common::http::{send, status};

#[test]
fn a_fault_meets_the_next_matching_requests() {
    let controlled = Controlled::open();
    let path = "/payment/v1/card-payments";
    controlled.must(
        "POST",
        "/faults",
        &json!({"effect": "tooManyRequests", "times": 2, "path": path, "method": "POST",
                                               "retryAfterSeconds": 7}),
    );
    let other = send(controlled.server.address(), "GET", path, "", "");
    assert_eq!(status(&other), "401", "another method");
    for _ in 0..2 {
        let response = controlled.pay();
        assert!(response.starts_with("HTTP/1.1 429 ") && response.contains("retry-after: 7\r\n"), "{response}");
    }
    assert_eq!(controlled.must("GET", "/faults", &Value::Null), json!([]));
    assert_eq!(controlled.payments(), 0);
    assert_eq!(status(&controlled.pay()), "200");
}

#[test]
fn faults_come_before_or_after_the_work() {
    for (effect, expected) in [
        ("internalError", "HTTP/1.1 500 "),
        ("unavailable", "HTTP/1.1 503 "),
        ("proxyPage", "HTTP/1.1 502 "),
        ("drop", ""),
    ] {
        for after_work in [false, true] {
            let controlled = Controlled::open();
            controlled.must(
                "POST",
                "/faults",
                &json!({"effect": effect, "afterWork": after_work, "path": "/payment/*"}),
            );
            let response = controlled.pay();
            match expected {
                "" => assert_eq!(response, ""),
                start => assert!(response.starts_with(start), "{response}"),
            }
            assert_eq!(controlled.payments(), usize::from(after_work), "{effect}");
            assert!(effect != "proxyPage" || response.contains("<h1>502 Bad Gateway</h1>"), "{response}");
        }
    }
}

#[test]
fn a_response_can_be_truncated() {
    let controlled = Controlled::open();
    controlled.must("POST", "/faults", &json!({"effect": "truncate"}));
    let response = controlled.pay();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert!(body.len() == length / 2 && body.starts_with(r#"{"data":{"id":1,"#), "{response}");
    assert_eq!(controlled.payments(), 1);
}

#[test]
fn a_response_can_be_late() {
    let controlled = Controlled::open();
    controlled.must("POST", "/faults", &json!({"delayMilliseconds": 300}));
    let start = Instant::now();
    assert_eq!(status(&controlled.pay()), "200");
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn waiting_faults_can_be_seen_and_removed() {
    let controlled = Controlled::open();
    controlled.must("POST", "/faults", &json!({"effect": "drop", "times": 3}));
    controlled.pay();
    assert_eq!(controlled.must("GET", "/faults", &Value::Null)[0]["times"], 2);
    controlled.must("DELETE", "/faults", &Value::Null);
    assert_eq!(status(&controlled.pay()), "200");
    for _ in 0..100 {
        controlled.must("POST", "/faults", &json!({"effect": "drop"}));
    }
    assert_eq!(controlled.call("POST", "/faults", &json!({"effect": "drop"})).0, 422);
}

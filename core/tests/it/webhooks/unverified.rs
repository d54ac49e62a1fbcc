//! Fields that are not signed are kept apart from those that are.

use super::*;

#[test]
fn unsigned_fields_are_kept_apart() {
    let body = r#"{"eventType":"API_VERIFY_AND_AUTH","eventTime":"2022-08-26T16:40:21.636","eventTimestamp":1661521221,
        "status":"SUCCESS","payloadId":"584","payload":{"price":100.00,"ad":"ğ"},"yeni":[]}"#;
    let webhook = verify_ignoring_age(&key(), &sign(&sample()), body.as_bytes()).unwrap();
    let unverified = webhook.unverified();
    assert_eq!(unverified.event_time, Some("2022-08-26T16:40:21.636".parse().unwrap()));
    assert_eq!(unverified.payload.as_ref().unwrap().as_str(), r#"{"price":100.00,"ad":"ğ"}"#);
}

#[test]
fn unsigned_fields_may_be_absent_null_or_malformed() {
    for (time, payload) in [("null", "null"), ("\"dün\"", "null"), ("17", "null"), ("{}", "null")] {
        let body = format!(
            r#"{{"eventType":"API_VERIFY_AND_AUTH","eventTime":{time},"eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":{payload}}}"#
        );
        let webhook = verify_ignoring_age(&key(), &sign(&sample()), body.as_bytes()).unwrap();
        assert_eq!(webhook.unverified().event_time, None, "{time}");
        assert_eq!(webhook.unverified().payload, None);
    }
}

#[test]
fn unsigned_fields_change_nothing_of_the_signed_ones() {
    let plain = verify_ignoring_age(&key(), &sign(&sample()), &body(&sample())).unwrap();
    let padded = br#"{"eventTime":"1999-01-01T00:00:00","payload":{"status":"FAILURE","payloadId":"9"},"eventType":
        "API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;
    let padded = verify_ignoring_age(&key(), &sign(&sample()), padded).unwrap();
    assert_eq!(signed(&plain), signed(&padded));
    let freshness = Freshness::at(1_661_521_221).tolerance(Duration::ZERO);
    assert!(plain.is_fresh(freshness) && padded.is_fresh(freshness));
}

//! A malformed file is rejected with its path and the reason.

use craftgate_core::id::PaymentId;
use std::fs;

use craftgate_core::http::{HeaderName, HeaderValue, StatusCode};
use craftgate_core::payment::{CreatePayment, PostAuthPayment, RefundPayment, RetrievePayment};
use craftgate_core::{Body, Outcome, Response};
use craftgate_custom_transports::ParseError;
use craftgate_custom_transports::spool::{EntryError, SpoolError, State};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::{APPROVED_CARD, Shop, lira, payment};

const CALL: &str = "calls/siparis-17.json";
const REQUEST: &str = "outbox/siparis-17.1.json";
const CLAIMED: &str = "claimed/siparis-17.1.json";
const RESULT: &str = "results/siparis-17.1.json";

/// A modification of a file or a part of it.
type Change = fn(&mut Value);

fn submitted() -> Shop {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    shop
}

fn completed() -> Shop {
    let shop = submitted();
    shop.send_all();
    shop
}

fn state(shop: &Shop) -> Result<State<craftgate_core::payment::Payment>, SpoolError> {
    shop.state::<CreatePayment>("siparis-17")
}

/// Returns the reason why the file is rejected.
#[track_caller]
fn entry_error<T: std::fmt::Debug>(result: Result<T, SpoolError>, file: &str) -> EntryError {
    let error = result.unwrap_err();
    let shown = craftgate_test_support::shown(&error);
    assert!(!shown.contains(APPROVED_CARD) && !shown.contains("emulator-api-key"), "{shown}");
    match error {
        SpoolError::Entry { path, error } => {
            assert!(path.ends_with(file), "{}", path.display());
            error
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_truncated_at_any_byte_is_reported() {
    let shop = completed();
    for file in [CALL, RESULT] {
        let whole = fs::read(shop.file(file)).unwrap();
        for end in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
            fs::write(shop.file(file), &whole[..end]).unwrap();
            assert_eq!(entry_error(state(&shop), file), EntryError::Parse(ParseError::Truncated), "{end}");
        }
        fs::write(shop.file(file), &whole).unwrap();
    }
    assert!(matches!(state(&shop), Ok(State::Completed(Ok(_)))));
}

#[test]
fn files_of_another_version_format_or_shape_are_reported() {
    type Expected = fn(&ParseError) -> bool;
    let cases: [(Change, Expected); 4] = [
        (|json| json["version"] = 2.into(), |why| matches!(why, ParseError::Version { expected: 1, found: 2 })),
        (|json| json["format"] = "maildir".into(), |why| matches!(why, ParseError::Format { .. })),
        (|json| json["version"] = APPROVED_CARD.into(), |why| matches!(why, ParseError::Shape { line: 1, .. })),
        (|json| json["content"] = json!([]), |why| matches!(why, ParseError::Shape { line: 1, .. })),
    ];
    for file in [CALL, RESULT] {
        for (change, is_expected) in cases {
            let shop = completed();
            shop.change(file, change);
            match entry_error(state(&shop), file) {
                EntryError::Parse(why) => assert!(is_expected(&why), "{why:?}"),
                other => panic!("{other:?}"),
            }
        }
    }
    let shop = completed();
    fs::write(shop.file(RESULT), "<html>").unwrap();
    assert_eq!(entry_error(state(&shop), RESULT), EntryError::Parse(ParseError::NotJson));
}

#[test]
fn an_invalid_response_is_reported_with_its_reason() {
    for status in [0, 99, 1000, 70_000] {
        let shop = completed();
        shop.change(RESULT, |json| json["content"]["outcome"]["response"]["status"] = status.into());
        assert_eq!(entry_error(state(&shop), RESULT), EntryError::Status { found: status });
    }
    let cases: [(Change, EntryError); 4] = [
        (|response| response["body"] = "5258640000000001!".into(), EntryError::Body),
        (|response| response["headers"] = json!([["içerik", "1"]]), EntryError::Header),
        (|response| response["headers"] = json!([["x-a", "satır\nsonu"]]), EntryError::Header),
        (|response| response["headers"] = json!([["x-a", "ş"]]), EntryError::Header),
    ];
    for (change, expected) in cases {
        let shop = completed();
        shop.change(RESULT, |json| change(&mut json["content"]["outcome"]["response"]));
        assert_eq!(entry_error(state(&shop), RESULT), expected);
    }
}

#[test]
fn a_malformed_request_is_not_sent_and_blocks_no_other() {
    let cases: [(Change, EntryError); 5] = [
        (|content| content["method"] = "GE T".into(), EntryError::Method),
        (|content| content["url"] = "/payment/v1/card-payments".into(), EntryError::Url),
        (|content| content["url"] = "emulator-api-key ".into(), EntryError::Url),
        (|content| content["headers"] = json!([["", ""]]), EntryError::Header),
        (|content| content["attempt"] = "siparis-18.1".into(), EntryError::Misnamed { found: "siparis-18.1".into() }),
    ];
    for (change, expected) in cases {
        let shop = submitted();
        shop.submit(RetrievePayment::new(PaymentId::new(1)), "sorgu").unwrap();
        shop.change(REQUEST, |json| change(&mut json["content"]));
        assert_eq!(entry_error(shop.spool.claim(), CLAIMED), expected);
        assert_eq!(shop.send_all(), 1, "the next one is sent");
        match state(&shop).unwrap() {
            State::Completed(Err(error)) => assert_eq!(error.outcome(), Outcome::NotSent),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_result_of_another_call_is_rejected() {
    let shop = completed();
    shop.submit(payment(lira(1), APPROVED_CARD), "siparis-18").unwrap();
    shop.send_all();
    fs::copy(shop.file(RESULT), shop.file("results/siparis-18.1.json")).unwrap();
    let error = entry_error(shop.state::<CreatePayment>("siparis-18"), "results/siparis-18.1.json");
    assert_eq!(error, EntryError::Misnamed { found: "siparis-17.1".into() });
}

#[test]
fn a_result_of_an_unclaimed_request_is_not_read() {
    // No sender has claimed the request.
    let shop = submitted();
    let result = json!({ "format": "craftgate spool result", "version": 1, "content": {
        "attempt": "siparis-17.1",
        "outcome": { "response": { "status": 200, "headers": [], "body": "" } },
    }});
    fs::write(shop.file(RESULT), result.to_string()).unwrap();
    assert!(matches!(state(&shop), Err(SpoolError::NeverClaimed { attempt }) if attempt == "siparis-17.1"));

    // There was no such attempt.
    let shop = completed();
    fs::copy(shop.file(RESULT), shop.file("results/siparis-17.4294967295.json")).unwrap();
    shop.change("results/siparis-17.4294967295.json", |json| {
        json["content"]["attempt"] = "siparis-17.4294967295".into()
    });
    assert!(matches!(state(&shop), Ok(State::Completed(Ok(_)))), "the first result decides");
    fs::remove_file(shop.file(RESULT)).unwrap();
    assert!(matches!(state(&shop), Err(SpoolError::NeverClaimed { attempt }) if attempt == "siparis-17.4294967295"));

    // There was no such call.
    let shop = completed();
    fs::rename(shop.file(RESULT), shop.file("results/siparis-18.1.json")).unwrap();
    assert!(matches!(shop.state::<CreatePayment>("siparis-18"), Err(SpoolError::NeverClaimed { .. })));
    assert!(
        matches!(shop.state::<CreatePayment>("siparis-19"), Err(SpoolError::UnknownKey { key }) if key == "siparis-19")
    );
}

#[test]
fn a_call_is_read_only_as_its_own_operation() {
    let shop = Shop::open();
    // Both operations have the same field and could be parsed as each other.
    shop.submit(RefundPayment::new(PaymentId::new(1)), "iade").unwrap();
    shop.send_all();
    assert!(
        matches!(shop.state::<PostAuthPayment>("iade"), Err(SpoolError::OperationMismatch { key }) if key == "iade")
    );
    assert!(matches!(shop.state::<CreatePayment>("iade"), Err(SpoolError::OperationMismatch { .. })));
    assert!(matches!(shop.retry::<PostAuthPayment>("iade"), Err(SpoolError::OperationMismatch { .. })));
    shop.state::<RefundPayment>("iade").unwrap();
}

#[test]
fn other_files_are_ignored() {
    let shop = submitted();
    let others = [".DS_Store", "siparis-17.01.json", "siparis-17.+1.json", "siparis-17.json"];
    for name in others {
        fs::write(shop.file("outbox").join(name), "").unwrap();
    }
    assert_eq!(shop.send_all(), 1);
    assert!(matches!(state(&shop), Ok(State::Completed(Ok(_)))));
    shop.spool.delete("siparis-17").unwrap();
    assert!(others.iter().all(|name| shop.file("outbox").join(name).exists()));
}

fn header() -> impl Strategy<Value = (HeaderName, HeaderValue)> {
    let value = proptest::collection::vec(prop_oneof![Just(b'\t'), 32..=126_u8, 128..=255_u8], 0..20);
    ("[a-z][a-z0-9-]{0,10}", value)
        .prop_map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_bytes(&value).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_response_is_preserved(
        status in 100..=999_u16,
        headers in proptest::collection::vec(header(), 0..6),
        body: Vec<u8>,
    ) {
        let shop = submitted();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            response.headers_mut().append(name, value);
        }
        shop.spool.claim().unwrap().unwrap().complete(Ok(response.clone())).unwrap();
        let expected = shop.protocol.exchange(&payment(lira(100), APPROVED_CARD)).parse_with_meta(response);
        let outcome = match state(&shop).unwrap() {
            State::Completed(outcome) => outcome,
            other => panic!("{other:?}"),
        };
        match (outcome, expected) {
            (Err(craftgate_core::Error::Response(found)), Err(craftgate_core::Error::Response(expected))) => {
                prop_assert_eq!(found.status(), expected.status());
                prop_assert_eq!(found.headers(), expected.headers());
                prop_assert_eq!(found.body(), expected.body());
            }
            other => prop_assert!(false, "expected a response error: {other:?}"),
        }
    }
}

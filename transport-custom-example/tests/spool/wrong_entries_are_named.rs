//! A file that can't be what it should be is refused by name and by fault, whoever wrote it.

use std::error::Error;
use std::fs;

use craftgate_core::http::{HeaderName, HeaderValue, StatusCode};
use craftgate_core::payment::{CreatePayment, PostAuthPayment, RefundPayment, RetrievePayment};
use craftgate_core::{Body, Outcome, Response};
use craftgate_custom_transports::Unreadable;
use craftgate_custom_transports::spool::{EntryProblem, SpoolError, State};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::{GOOD_CARD, Shop, lira, payment};

const CALL: &str = "calls/siparis-17.json";
const REQUEST: &str = "outbox/siparis-17.1.json";
const CLAIMED: &str = "claimed/siparis-17.1.json";
const ANSWER: &str = "answers/siparis-17.1.json";

/// What happens to a file, or to a part of it.
type Change = fn(&mut Value);

fn submitted() -> Shop {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    shop
}

fn answered() -> Shop {
    let shop = submitted();
    shop.send_all();
    shop
}

fn state(shop: &Shop) -> Result<State<craftgate_core::payment::Payment>, SpoolError> {
    shop.state::<CreatePayment>("siparis-17")
}

/// The problem of the file that the error is about.
#[track_caller]
fn problem<T: std::fmt::Debug>(result: Result<T, SpoolError>, file: &str) -> EntryProblem {
    let error = result.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.source().map(ToString::to_string));
    assert!(!shown.contains(GOOD_CARD) && !shown.contains("emulator-api-key"), "{shown}");
    match error {
        SpoolError::Entry { path, problem } => {
            assert!(path.ends_with(file), "{}", path.display());
            problem
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_cut_anywhere_is_truncated() {
    let shop = answered();
    for file in [CALL, ANSWER] {
        let whole = fs::read(shop.file(file)).unwrap();
        for end in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
            fs::write(shop.file(file), &whole[..end]).unwrap();
            assert_eq!(problem(state(&shop), file), EntryProblem::Unreadable(Unreadable::Truncated), "{end}");
        }
        fs::write(shop.file(file), &whole).unwrap();
    }
    assert!(matches!(state(&shop), Ok(State::Answered(Ok(_)))));
}

#[test]
fn files_of_another_version_kind_or_shape_say_so() {
    type Expected = fn(&Unreadable) -> bool;
    let cases: [(Change, Expected); 4] = [
        (|json| json["version"] = 2.into(), |why| matches!(why, Unreadable::Version { expected: 1, found: 2 })),
        (|json| json["format"] = "maildir".into(), |why| matches!(why, Unreadable::Format { .. })),
        (|json| json["version"] = GOOD_CARD.into(), |why| matches!(why, Unreadable::Shape { line: 1, .. })),
        (|json| json["content"] = json!([]), |why| matches!(why, Unreadable::Shape { line: 1, .. })),
    ];
    for file in [CALL, ANSWER] {
        for (change, is_expected) in cases {
            let shop = answered();
            shop.change(file, change);
            match problem(state(&shop), file) {
                EntryProblem::Unreadable(why) => assert!(is_expected(&why), "{why:?}"),
                other => panic!("{other:?}"),
            }
        }
    }
    let shop = answered();
    fs::write(shop.file(ANSWER), "<html>").unwrap();
    assert_eq!(problem(state(&shop), ANSWER), EntryProblem::Unreadable(Unreadable::NotJson));
}

#[test]
fn an_impossible_answer_says_what_is_impossible() {
    for status in [0, 99, 1000, 70_000] {
        let shop = answered();
        shop.change(ANSWER, |json| json["content"]["outcome"]["response"]["status"] = status.into());
        assert_eq!(problem(state(&shop), ANSWER), EntryProblem::Status { found: status });
    }
    let cases: [(Change, EntryProblem); 4] = [
        (|response| response["body"] = "5258640000000001!".into(), EntryProblem::Body),
        (|response| response["headers"] = json!([["içerik", "1"]]), EntryProblem::Header),
        (|response| response["headers"] = json!([["x-a", "satır\nsonu"]]), EntryProblem::Header),
        (|response| response["headers"] = json!([["x-a", "ş"]]), EntryProblem::Header),
    ];
    for (change, expected) in cases {
        let shop = answered();
        shop.change(ANSWER, |json| change(&mut json["content"]["outcome"]["response"]));
        assert_eq!(problem(state(&shop), ANSWER), expected);
    }
}

#[test]
fn a_request_that_cannot_be_read_is_not_sent_and_holds_nobody_up() {
    let cases: [(Change, EntryProblem); 5] = [
        (|content| content["method"] = "GE T".into(), EntryProblem::Method),
        (|content| content["url"] = "/payment/v1/card-payments".into(), EntryProblem::Url),
        (|content| content["url"] = "emulator-api-key ".into(), EntryProblem::Url),
        (|content| content["headers"] = json!([["", ""]]), EntryProblem::Header),
        (
            |content| content["attempt"] = "siparis-18.1".into(),
            EntryProblem::Misnamed { inside: "siparis-18.1".into() },
        ),
    ];
    for (change, expected) in cases {
        let shop = submitted();
        shop.submit(RetrievePayment::new(1), "sorgu").unwrap();
        shop.change(REQUEST, |json| change(&mut json["content"]));
        assert_eq!(problem(shop.spool.claim(), CLAIMED), expected);
        assert_eq!(shop.send_all(), 1, "the next one goes on");
        match state(&shop).unwrap() {
            State::Answered(Err(error)) => assert_eq!(error.outcome(), Outcome::NotSent),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_answer_to_another_call_is_refused() {
    let shop = answered();
    shop.submit(payment(lira(1), GOOD_CARD), "siparis-18").unwrap();
    shop.send_all();
    fs::copy(shop.file(ANSWER), shop.file("answers/siparis-18.1.json")).unwrap();
    let problem = problem(shop.state::<CreatePayment>("siparis-18"), "answers/siparis-18.1.json");
    assert_eq!(problem, EntryProblem::Misnamed { inside: "siparis-17.1".into() });
}

#[test]
fn an_answer_that_nobody_asked_for_is_not_read() {
    // Nobody has taken the request.
    let shop = submitted();
    let answer = json!({ "format": "craftgate spool answer", "version": 1, "content": {
        "attempt": "siparis-17.1",
        "outcome": { "response": { "status": 200, "headers": [], "body": "" } },
    }});
    fs::write(shop.file(ANSWER), answer.to_string()).unwrap();
    assert!(matches!(state(&shop), Err(SpoolError::NotAsked { attempt }) if attempt == "siparis-17.1"));

    // There was no such attempt.
    let shop = answered();
    fs::copy(shop.file(ANSWER), shop.file("answers/siparis-17.4294967295.json")).unwrap();
    shop.change("answers/siparis-17.4294967295.json", |json| {
        json["content"]["attempt"] = "siparis-17.4294967295".into()
    });
    assert!(matches!(state(&shop), Ok(State::Answered(Ok(_)))), "the first result counts");
    fs::remove_file(shop.file(ANSWER)).unwrap();
    assert!(matches!(state(&shop), Err(SpoolError::NotAsked { attempt }) if attempt == "siparis-17.4294967295"));

    // There was no such call.
    let shop = answered();
    fs::rename(shop.file(ANSWER), shop.file("answers/siparis-18.1.json")).unwrap();
    assert!(matches!(shop.state::<CreatePayment>("siparis-18"), Err(SpoolError::NotAsked { .. })));
    assert!(
        matches!(shop.state::<CreatePayment>("siparis-19"), Err(SpoolError::NoCall { key }) if key == "siparis-19")
    );
}

#[test]
fn a_call_is_read_as_its_own_operation_alone() {
    let shop = Shop::open();
    // These two have the same field, and would each read as the other.
    shop.submit(RefundPayment::new(1), "iade").unwrap();
    shop.send_all();
    assert!(matches!(shop.state::<PostAuthPayment>("iade"), Err(SpoolError::OtherOperation { key }) if key == "iade"));
    assert!(matches!(shop.state::<CreatePayment>("iade"), Err(SpoolError::OtherOperation { .. })));
    assert!(matches!(shop.repeat::<PostAuthPayment>("iade"), Err(SpoolError::OtherOperation { .. })));
    shop.state::<RefundPayment>("iade").unwrap();
}

#[test]
fn what_is_no_entry_is_left_alone() {
    let shop = submitted();
    let strangers = [".DS_Store", "siparis-17.01.json", "siparis-17.+1.json", "siparis-17.json"];
    for name in strangers {
        fs::write(shop.file("outbox").join(name), "").unwrap();
    }
    assert_eq!(shop.send_all(), 1);
    assert!(matches!(state(&shop), Ok(State::Answered(Ok(_)))));
    shop.spool.forget("siparis-17").unwrap();
    assert!(strangers.iter().all(|name| shop.file("outbox").join(name).exists()));
}

fn header() -> impl Strategy<Value = (HeaderName, HeaderValue)> {
    let value = proptest::collection::vec(prop_oneof![Just(b'\t'), 32..=126_u8, 128..=255_u8], 0..20);
    ("[a-z][a-z0-9-]{0,10}", value)
        .prop_map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_bytes(&value).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_answer_comes_back_as_it_came(
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
        shop.spool.claim().unwrap().unwrap().answer(Ok(response.clone())).unwrap();
        let expected = shop.protocol.exchange(&payment(lira(100), GOOD_CARD)).parse_with_meta(response);
        let outcome = match state(&shop).unwrap() {
            State::Answered(outcome) => outcome,
            other => panic!("{other:?}"),
        };
        match (outcome, expected) {
            (Err(craftgate_core::Error::Response(found)), Err(craftgate_core::Error::Response(expected))) => {
                prop_assert_eq!(found.status(), expected.status());
                prop_assert_eq!(found.headers(), expected.headers());
                prop_assert_eq!(found.body(), expected.body());
            }
            other => prop_assert!(false, "random bytes are no answer of Craftgate's: {other:?}"),
        }
    }
}

//! A request that was not recorded is told by its place, ends as not sent, and shows no secret; so is a bad cassette.

use std::error::Error as _;

use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{
    CreatePayment, DeleteStoredCard, RefundPayment, RetrieveCheckoutPayment, RetrievePayment,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::{SendStatus, from_fn};
use craftgate_core::{Body, Client, Credentials, Error, Operation, Outcome, Response, RetryPolicy, Transport};
use craftgate_custom_transports::Unreadable;
use craftgate_custom_transports::cassette::{Cassette, CassetteError, Difference, Player, Recorder};

use crate::common::{GOOD_CARD, POOR_CARD, Tape, card, client, payment, playing};

/// A cassette of these requests in their order, each answered with a success.
macro_rules! tape_of {
    ($($operation:expr),+) => {{
        let recording = recording();
        $(let _ = recording.call(&$operation).send();)+
        Tape::of(recording.transport())
    }};
}

fn recording() -> Client<Recorder<impl Transport>> {
    let answer = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","items":[]}}"#;
    let transport = from_fn(move |_| Ok(Response::new(Body::from(answer))));
    client(Credentials::new("api-key", "secret-key").unwrap(), Recorder::new(transport))
}

fn lira(amount: i64) -> CreatePayment {
    payment(Decimal::from(amount), card(GOOD_CARD))
}

/// The cassette's own error behind a call's.
#[track_caller]
fn cause(error: &Error) -> &CassetteError {
    assert_eq!(error.outcome(), Outcome::NotSent);
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert_eq!(error.send_status(), SendStatus::NotSent);
    error.source().unwrap().downcast_ref().unwrap()
}

#[track_caller]
fn mismatch<O: Operation>(client: &Client<Player>, operation: &O) -> (usize, Difference)
where
    O::Output: std::fmt::Debug,
{
    let error = client.call(operation).send().unwrap_err();
    match cause(&error) {
        CassetteError::Mismatch { interaction, difference } => (*interaction, difference.clone()),
        other => panic!("{other:?}"),
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn each_part_of_a_request_is_held_against_the_recording() {
    let tape = tape_of!(lira(100), SearchMembers::new().page(0).name("Işık"));
    let client = playing(&tape);
    let difference = |recorded: &str, came: &str| Difference::Path { recorded: text(recorded), came: text(came) };

    let (_, method) = mismatch(&client, &RetrievePayment::new(1));
    assert_eq!(method, Difference::Method { recorded: text("POST"), came: text("GET") });
    let (_, path) = mismatch(&client, &RefundPayment::new(1));
    assert_eq!(path, difference("/payment/v1/card-payments", "/payment/v1/refunds"));
    for (other, field) in [
        (lira(101), "price"),
        (payment(Decimal::new(10000, 2), card(GOOD_CARD)), "price"),
        (lira(100).conversation_id("sipariş-18"), "conversationId"),
        (lira(100).retry(true), "retry"),
        (lira(100).card(card(GOOD_CARD).store_card_after_success_payment(true)), "card.storeCardAfterSuccessPayment"),
    ] {
        assert_eq!(mismatch(&client, &other), (1, Difference::Body { field: text(field) }));
    }
    let mut other = lira(100);
    other.items[0].price = Decimal::from(99);
    assert_eq!(mismatch(&client, &other), (1, Difference::Body { field: text("items[0].price") }));

    other.items.clear();
    assert_eq!(mismatch(&client, &other), (1, Difference::Body { field: text("items") }));

    client.call(&lira(100)).send().unwrap();
    for (other, name) in [
        (SearchMembers::new().page(1).name("Işık"), "page"),
        (SearchMembers::new().page(0), "name"),
        (SearchMembers::new().page(0).name("Işık").size(5), "size"),
    ] {
        let (interaction, difference) = mismatch(&client, &other);
        assert_eq!(interaction, 2);
        assert!(matches!(&difference, Difference::Query { name: found } if found == name), "{name}: {difference:?}");
    }
    client.call(&SearchMembers::new().page(0).name("Işık")).send().unwrap();
    client.transport().finish().unwrap();
}

#[test]
fn what_is_fresh_or_blank_makes_no_difference() {
    let tape = tape_of!(lira(100), RetrieveCheckoutPayment::new("jeton-1"), SearchMembers::new().name("Işık"));
    let client = playing(&tape);
    client.call(&payment(Decimal::from(100), card(POOR_CARD))).idempotency_key("siparis-17").send().unwrap();
    client.call(&RetrieveCheckoutPayment::new("jeton-2")).send().unwrap();
    client.call(&SearchMembers::new().name("Güneş")).send().unwrap();
    client.transport().finish().unwrap();
}

#[test]
fn the_order_counts_and_a_mismatch_does_not_move_it() {
    let tape = tape_of!(RetrievePayment::new(1), RetrievePayment::new(2));
    let client = playing(&tape);
    let difference =
        Difference::Path { recorded: text("/payment/v1/card-payments/1"), came: text("/payment/v1/card-payments/2") };
    assert_eq!(mismatch(&client, &RetrievePayment::new(2)), (1, difference.clone()));
    assert_eq!(mismatch(&client, &RetrievePayment::new(2)), (1, difference));
    client.call(&RetrievePayment::new(1)).send().unwrap();
    client.call(&RetrievePayment::new(2)).send().unwrap();
}

#[test]
fn the_end_of_a_cassette_and_what_was_left_of_it_are_told() {
    let tape = tape_of!(RetrievePayment::new(1), RetrievePayment::new(1));
    let client = playing(&tape);
    assert!(matches!(client.transport().finish(), Err(CassetteError::NotPlayed { played: 0, interactions: 2 })));
    client.call(&RetrievePayment::new(1)).send().unwrap();
    assert!(matches!(client.transport().finish(), Err(CassetteError::NotPlayed { played: 1, interactions: 2 })));
    client.call(&RetrievePayment::new(1)).send().unwrap();
    client.transport().finish().unwrap();
    let error = client.call(&RetrievePayment::new(1)).send().unwrap_err();
    assert!(matches!(cause(&error), CassetteError::Exhausted { interactions: 2 }));
}

#[test]
fn a_mismatch_that_is_tried_again_stays_one() {
    let tape = tape_of!(RetrievePayment::new(1));
    let client = playing(&tape).retry_policy(RetryPolicy::new(3), |_| ());
    assert_eq!(mismatch(&client, &RetrievePayment::new(2)).0, 1);
}

#[test]
fn no_error_shows_what_is_kept_off_the_disk() {
    let tape = tape_of!(DeleteStoredCard::new("gizli-kullanıcı", "gizli-jeton"), RetrieveCheckoutPayment::new("gizli"));
    let client = playing(&tape);
    for error in [
        client.call(&RetrieveCheckoutPayment::new("gizli")).send().map(|_| ()).unwrap_err(),
        client.call(&lira(100).external_id("harmless")).send().map(|_| ()).unwrap_err(),
        client.call(&SearchMembers::new().name("gizli")).send().map(|_| ()).unwrap_err(),
    ] {
        let shown = format!("{error} {error:?} {}", cause(&error));
        assert!(!shown.contains("gizli") && !shown.contains(GOOD_CARD), "{shown}");
    }
}

#[test]
fn a_cassette_that_cannot_be_read_says_why() {
    let tape = tape_of!(lira(100));
    let whole = tape.text();
    let problem = |bytes: &[u8]| {
        tape.write(bytes);
        match Cassette::load(tape.path()).unwrap_err() {
            CassetteError::Unreadable { path, problem } => {
                assert_eq!(&path, tape.path());
                problem
            }
            other => panic!("{other:?}"),
        }
    };
    for end in 0..whole.trim_end().len() {
        assert_eq!(problem(&whole.as_bytes()[..end]), Unreadable::Truncated, "{end}");
    }
    let other_version = whole.replace("\"version\": 1", "\"version\": 2");
    assert_eq!(problem(other_version.as_bytes()), Unreadable::Version { expected: 1, found: 2 });
    let other_format = whole.replace("craftgate cassette", "maildir");
    assert_eq!(problem(other_format.as_bytes()), Unreadable::Format { expected: "craftgate cassette" });
    assert_eq!(problem(b"<html>"), Unreadable::NotJson);
    assert_eq!(problem((whole + "}").as_bytes()), Unreadable::NotJson);
    assert!(matches!(problem(br#"{"format":"craftgate cassette","version":1}"#), Unreadable::Shape { line: 1, .. }));
    assert!(matches!(Cassette::load("/yok/boyle/bir/dosya"), Err(CassetteError::Io { .. })));
}

#[test]
fn a_cassette_is_written_for_people() {
    let tape = tape_of!(SearchMembers::new().page(0).name("Işık"));
    assert_eq!(
        tape.text(),
        r#"{
  "format": "craftgate cassette",
  "version": 1,
  "content": [
    {
      "request": {
        "method": "GET",
        "path": "/onboarding/v1/members",
        "query": "page=0&name=[redacted]"
      },
      "answer": {
        "response": {
          "status": 200,
          "headers": {},
          "body": {
            "json": {
              "data": {
                "id": 1,
                "paymentStatus": "SUCCESS",
                "items": []
              }
            }
          }
        }
      }
    }
  ]
}
"#
    );
}

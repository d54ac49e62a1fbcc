//! A mismatch is reported with its position, as not sent and without secrets; so is an invalid cassette.

use craftgate_core::id::PaymentId;
use std::error::Error as _;

use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{
    CardToken, CardUserKey, CreatePayment, DeleteStoredCard, RefundPayment, RetrieveCheckoutPayment, RetrievePayment,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::{SendStatus, from_fn};
use craftgate_core::{Body, Client, Credentials, Error, Operation, Outcome, Request, Response, RetryPolicy, Transport};
use craftgate_custom_transports::ParseError;
use craftgate_custom_transports::cassette::{Cassette, CassetteError, Mismatch, Player, Recorder};

use super::support::{APPROVED_CARD, CassetteFile, DECLINED_CARD, card, client, payment, playing};

/// Records these calls in order, each with a successful response.
macro_rules! record {
    ($($operation:expr),+) => {{
        let recording = recording();
        $(let _ = recording.call(&$operation).send();)+
        CassetteFile::of(recording.transport())
    }};
}

fn recording() -> Client<Recorder<impl Transport>> {
    let transport = from_fn(|request: Request| {
        let id = if request.uri().path().ends_with("/2") { 2 } else { 1 };
        let body = format!(r#"{{"data":{{"id":{id},"paymentStatus":"SUCCESS","items":[]}}}}"#);
        Ok(Response::new(Body::from(body)))
    });
    client(Credentials::new("api-key", "secret-key").unwrap(), Recorder::new(transport))
}

fn lira(amount: i64) -> CreatePayment {
    payment(Decimal::from(amount), card(APPROVED_CARD))
}

/// Returns the cassette's error that caused a call's.
#[track_caller]
fn cause(error: &Error) -> &CassetteError {
    assert_eq!(error.outcome(), Outcome::NotSent);
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert_eq!(error.send_status(), SendStatus::NotSent);
    error.source().unwrap().downcast_ref().unwrap()
}

#[track_caller]
fn mismatch<O: Operation>(client: &Client<Player>, operation: &O) -> (usize, Mismatch)
where
    O::Output: std::fmt::Debug,
{
    let error = client.call(operation).send().unwrap_err();
    match cause(&error) {
        CassetteError::Mismatch { interaction, mismatch } => (*interaction, mismatch.clone()),
        other => panic!("{other:?}"),
    }
}

fn owned(string: &str) -> String {
    string.to_owned()
}

#[test]
fn every_part_of_a_request_is_compared() {
    let file = record!(lira(100), SearchMembers::new().page(0).name("Işık"));
    let client = playing(&file);
    let difference = |recorded: &str, actual: &str| Mismatch::Path { recorded: owned(recorded), actual: owned(actual) };

    let (_, method) = mismatch(&client, &RetrievePayment::new(PaymentId::new(1)));
    assert_eq!(method, Mismatch::Method { recorded: owned("POST"), actual: owned("GET") });
    let (_, path) = mismatch(&client, &RefundPayment::new(PaymentId::new(1)));
    assert_eq!(path, difference("/payment/v1/card-payments", "/payment/v1/refunds"));
    for (other, field) in [
        (lira(101), "price"),
        (payment(Decimal::new(10000, 2), card(APPROVED_CARD)), "price"),
        (lira(100).conversation_id("sipariş-18"), "conversationId"),
        (lira(100).retry(true), "retry"),
        (
            lira(100).card(card(APPROVED_CARD).store_card_after_success_payment(true)),
            "card.storeCardAfterSuccessPayment",
        ),
    ] {
        assert_eq!(mismatch(&client, &other), (1, Mismatch::Body { field: owned(field) }));
    }
    let mut other = lira(100);
    other.items[0].price = Decimal::from(99);
    assert_eq!(mismatch(&client, &other), (1, Mismatch::Body { field: owned("items[0].price") }));

    other.items.clear();
    assert_eq!(mismatch(&client, &other), (1, Mismatch::Body { field: owned("items") }));

    client.call(&lira(100)).send().unwrap();
    for (other, name) in [
        (SearchMembers::new().page(1).name("Işık"), "page"),
        (SearchMembers::new().page(0), "name"),
        (SearchMembers::new().page(0).name("Işık").size(5), "size"),
    ] {
        let (interaction, difference) = mismatch(&client, &other);
        assert_eq!(interaction, 2);
        assert!(matches!(&difference, Mismatch::Query { name: found } if found == name), "{name}: {difference:?}");
    }
    client.call(&SearchMembers::new().page(0).name("Işık")).send().unwrap();
    client.transport().finish().unwrap();
}

#[test]
fn redacted_and_changing_parts_are_ignored() {
    let file = record!(lira(100), RetrieveCheckoutPayment::new("jeton-1"), SearchMembers::new().name("Işık"));
    let client = playing(&file);
    client.call(&payment(Decimal::from(100), card(DECLINED_CARD))).idempotency_key("siparis-17").send().unwrap();
    client.call(&RetrieveCheckoutPayment::new("jeton-2")).send().unwrap();
    client.call(&SearchMembers::new().name("Güneş")).send().unwrap();
    client.transport().finish().unwrap();
}

#[test]
fn the_order_matters_and_a_mismatch_does_not_advance() {
    let file = record!(RetrievePayment::new(PaymentId::new(1)), RetrievePayment::new(PaymentId::new(2)));
    let client = playing(&file);
    let difference =
        Mismatch::Path { recorded: owned("/payment/v1/card-payments/1"), actual: owned("/payment/v1/card-payments/2") };
    assert_eq!(mismatch(&client, &RetrievePayment::new(PaymentId::new(2))), (1, difference.clone()));
    assert_eq!(mismatch(&client, &RetrievePayment::new(PaymentId::new(2))), (1, difference));
    client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap();
    client.call(&RetrievePayment::new(PaymentId::new(2))).send().unwrap();
}

#[test]
fn the_end_and_unplayed_interactions_are_reported() {
    let file = record!(RetrievePayment::new(PaymentId::new(1)), RetrievePayment::new(PaymentId::new(1)));
    let client = playing(&file);
    assert!(matches!(client.transport().finish(), Err(CassetteError::NotPlayed { played: 0, interactions: 2 })));
    client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap();
    assert!(matches!(client.transport().finish(), Err(CassetteError::NotPlayed { played: 1, interactions: 2 })));
    client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap();
    client.transport().finish().unwrap();
    let error = client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap_err();
    assert!(matches!(cause(&error), CassetteError::Exhausted { interactions: 2 }));
}

#[test]
fn a_retried_mismatch_stays_a_mismatch() {
    let file = record!(RetrievePayment::new(PaymentId::new(1)));
    let client = playing(&file).retry_policy(RetryPolicy::new(3), |_| ());
    assert_eq!(mismatch(&client, &RetrievePayment::new(PaymentId::new(2))).0, 1);
}

#[test]
fn errors_show_no_redacted_values() {
    let file = record!(
        DeleteStoredCard::new(CardUserKey::new("gizli-kullanıcı"), CardToken::new("gizli-jeton")),
        RetrieveCheckoutPayment::new("gizli")
    );
    let client = playing(&file);
    for error in [
        client.call(&RetrieveCheckoutPayment::new("gizli")).send().map(|_| ()).unwrap_err(),
        client.call(&lira(100).external_id("harmless")).send().map(|_| ()).unwrap_err(),
        client.call(&SearchMembers::new().name("gizli")).send().map(|_| ()).unwrap_err(),
    ] {
        let shown = format!("{error} {error:?} {}", cause(&error));
        assert!(!shown.contains("gizli") && !shown.contains(APPROVED_CARD), "{shown}");
    }
}

#[test]
fn an_invalid_cassette_is_reported_with_its_reason() {
    let file = record!(lira(100));
    let whole = file.content();
    let parse_error = |bytes: &[u8]| {
        file.write(bytes);
        match Cassette::load(file.path()).unwrap_err() {
            CassetteError::Parse { path, error } => {
                assert_eq!(&path, file.path());
                error
            }
            other => panic!("{other:?}"),
        }
    };
    for end in 0..whole.trim_end().len() {
        assert_eq!(parse_error(&whole.as_bytes()[..end]), ParseError::Truncated, "{end}");
    }
    let other_version = whole.replace("\"version\": 1", "\"version\": 2");
    assert_eq!(parse_error(other_version.as_bytes()), ParseError::Version { expected: 1, found: 2 });
    let other_format = whole.replace("craftgate cassette", "maildir");
    assert_eq!(parse_error(other_format.as_bytes()), ParseError::Format { expected: "craftgate cassette" });
    assert_eq!(parse_error(b"<html>"), ParseError::NotJson);
    assert_eq!(parse_error((whole + "}").as_bytes()), ParseError::NotJson);
    assert!(matches!(
        parse_error(br#"{"format":"craftgate cassette","version":1}"#),
        ParseError::Shape { line: 1, .. }
    ));
    assert!(matches!(Cassette::load("/yok/boyle/bir/dosya"), Err(CassetteError::Io { .. })));
}

#[test]
fn a_cassette_is_indented_json() {
    let file = record!(SearchMembers::new().page(0).name("Işık"));
    assert_eq!(
        file.content(),
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
      "result": {
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

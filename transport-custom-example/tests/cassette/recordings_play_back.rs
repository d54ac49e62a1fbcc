//! What was recorded plays back as the same types: ids, amounts to the digit, statuses, refusals, failures.

use craftgate_core::chrono::NaiveDate;
use craftgate_core::error::ResponseErrorKind;
use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::onboarding::{CreateMember, SearchMembers};
use craftgate_core::payment::{
    Amounts, InitCheckoutPayment, InitThreeDsPayment, PaymentItem, PaymentStatus, RefundPayment,
    RetrieveCheckoutPayment, RetrievePayment,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Body, Client, Credentials, Currency, Environment, Error, ErrorGroup, Operation, Outcome, Request, Response,
    Transport, TransportError,
};
use craftgate_custom_transports::cassette::Recorder;
use craftgate_emulator::{Emulator, Server};
use craftgate_ureq::UreqTransport;
use serde_json::Value;

use crate::catalog;
use crate::common::{GOOD_CARD, POOR_CARD, Tape, card, client, payment, playing};

/// What a day leaves in a merchant's books.
#[derive(Debug, PartialEq)]
struct Books {
    payment: (i64, PaymentStatus, Option<Decimal>, Vec<i64>),
    started: Option<i64>,
    refusal: (u16, Option<ErrorGroup>, Option<String>),
    not_paid_yet: Option<u16>,
    refunded: Option<Decimal>,
    members: Vec<i64>,
}

fn a_day<T: Transport>(client: &Client<T>) -> Books {
    let price = Decimal::new(123456789010, 2);
    let paid = client.call(&payment(price, card(GOOD_CARD))).idempotency_key("siparis-17").send().unwrap();
    let started = InitThreeDsPayment::new(payment(price, card(GOOD_CARD)), "https://magaza.example.com/3ds");
    let started = client.call(&started).send().unwrap();
    let refused = client.call(&payment(Decimal::from(5), card(POOR_CARD))).send().unwrap_err();
    let refusal = refused.as_api_error().unwrap();
    let checkout = InitCheckoutPayment::new(Amounts::same(price), Currency::Try, "https://magaza.example.com/geri")
        .items([PaymentItem::new(price).name("Küpe")]);
    let token = client.call(&checkout).send().unwrap().token;
    let not_paid_yet = client.call(&RetrieveCheckoutPayment::new(token)).send().unwrap_err();
    let refund = client.call(&RefundPayment::new(paid.id)).send().unwrap();
    client.call(&CreateMember::new("uye-1").name("Çağla Ltd. Şti.").is_buyer(true)).send().unwrap();
    let members = client.call(&SearchMembers::new().is_buyer(true).page(0).size(10)).send().unwrap();
    Books {
        payment: (
            paid.id,
            paid.payment_status,
            paid.paid_price,
            paid.payment_transactions.iter().map(|line| line.id).collect(),
        ),
        started: started.payment_id,
        refusal: (refusal.status().as_u16(), refusal.group().cloned(), refusal.description().map(str::to_owned)),
        not_paid_yet: not_paid_yet.status().map(|status| status.as_u16()),
        refunded: refund.refund_price,
        members: members.items.iter().map(|member| member.id).collect(),
    }
}

#[test]
fn a_recorded_day_is_the_same_day_without_a_network() {
    let server = Server::start(Emulator::new()).unwrap();
    let credentials = server.emulator().credentials().unwrap();
    let protocol = craftgate_core::Protocol::new(credentials, Environment::custom(&server.url()).unwrap());
    let recording = Client::new(protocol, Recorder::new(UreqTransport::new()), craftgate_ureq::random_key);
    let books = a_day(&recording);
    let tape = Tape::of(recording.transport());
    drop(server);

    let client = playing(&tape);
    assert_eq!(a_day(&client), books);
    client.transport().finish().unwrap();
    assert_eq!(books.payment.2, Some(Decimal::new(123456789010, 2)), "and not an empty one");
}

#[test]
fn what_was_recorded_from_a_cassette_is_the_cassette() {
    let emulator = Emulator::new();
    let recording = client(emulator.credentials().unwrap(), Recorder::new(emulator));
    a_day(&recording);
    let tape = Tape::of(recording.transport());

    let again = client(Credentials::new("a", "b").unwrap(), Recorder::new(tape.player()));
    a_day(&again);
    assert_eq!(Tape::of(again.transport()).text(), tape.text());
}

#[test]
fn recording_changes_neither_the_request_nor_the_answer() {
    let (asked, answered) = ("istek gizli", "yanıt gizli");
    let recorder = Recorder::new(from_fn(|request: Request| {
        assert_eq!((request.uri().path(), request.body().as_bytes()), ("/gizli", asked.as_bytes()));
        let mut response = Response::new(Body::from(answered));
        response.headers_mut().append("set-cookie", "a=1".parse().unwrap());
        response.headers_mut().append("set-cookie", "b=2".parse().unwrap());
        Ok(response)
    }));
    let mut request = Request::new(Body::from(asked));
    *request.uri_mut() = "https://example.com/gizli".parse().unwrap();
    let response = recorder.send(request).unwrap();
    assert_eq!(response.body().as_bytes(), answered.as_bytes());
    assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(recorder.cassette().len(), 1);
}

/// What an answer ends in for an operation, recorded and played.
fn both<O: Operation>(
    operation: &O,
    answer: impl Fn() -> Result<Response, TransportError>,
) -> [Result<O::Output, Error>; 2] {
    let recording = client(Credentials::new("a", "b").unwrap(), Recorder::new(from_fn(|_| answer())));
    let recorded = recording.call(operation).send();
    let tape = Tape::of(recording.transport());
    assert!(!tape.text().contains("gizli"));
    [recorded, playing(&tape).call(operation).send()]
}

fn of(status: u16, body: &str) -> Result<Response, TransportError> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status.try_into().unwrap();
    Ok(response)
}

#[test]
fn failures_play_as_the_failures_they_were() {
    let payment = RetrievePayment::new(1);
    for result in both(&payment, || Err(TransportError::not_sent("gizli"))) {
        assert_eq!(result.unwrap_err().outcome(), Outcome::NotSent);
    }
    for result in both(&payment, || Err(TransportError::maybe_sent("gizli"))) {
        assert_eq!(result.unwrap_err().outcome(), Outcome::Unknown);
    }
    for (status, body, problem) in [
        (200, "<html>gizli</html>", ResponseErrorKind::NotJson),
        (200, "gizli", ResponseErrorKind::NotJson),
        (200, r#"{"data":{"gizli"#, ResponseErrorKind::Truncated),
        (200, r#"{"data":["gizli"]}"#, ResponseErrorKind::UnexpectedShape),
        (200, "", ResponseErrorKind::MissingData),
        (302, "gizli", ResponseErrorKind::Redirect),
        (502, "<html>gizli</html>", ResponseErrorKind::NoErrorDetails),
    ] {
        for result in both(&payment, || of(status, body)) {
            match result {
                Err(Error::Response(error)) => {
                    assert_eq!((error.status().as_u16(), error.kind()), (status, problem), "{body}");
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }
    let refused = "\u{feff}{\"errors\":{\"errorCode\":\"1\",\"errorDescription\":\"Geçersiz\"}}";
    for result in both(&payment, || of(400, refused)) {
        assert_eq!(result.unwrap_err().as_api_error().unwrap().description(), Some("Geçersiz"));
    }
}

#[test]
fn files_play_as_files_and_pages_as_pages() {
    let day: NaiveDate = "2026-03-25".parse().unwrap();
    let report = RetrieveDailyPaymentReport::new(day, ReportFileType::Csv);
    for file in ["ödeme;gizli", "PK\u{3}\u{4}gizli"] {
        let [recorded, played] = both(&report, || of(200, file));
        assert_eq!(recorded.unwrap().as_bytes(), file.as_bytes());
        assert_eq!(played.unwrap().as_bytes(), b"redacted");
    }
    for result in both(&report, || of(200, "<html>gizli</html>")) {
        assert!(matches!(result, Err(Error::Response(error)) if error.kind() == ResponseErrorKind::NotJson));
    }
}

/// The fields of an answer that a blank could not be read as, from the catalog's own types.
fn assert_readable(filled: &Value, kept: &Value, way: &str) {
    match filled {
        Value::Object(fields) if fields.keys().any(|name| name.contains(catalog::SENTINEL)) => {
            assert_eq!(kept, &serde_json::json!({}), "{way}");
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                assert_readable(value, &kept[name], &format!("{way}.{name}"));
            }
        }
        Value::Array(items) => assert_readable(&items[0], &kept[0], way),
        Value::String(text) if text.starts_with("2026-03-25") => assert_eq!(filled, kept, "{way}"),
        Value::String(_) => assert!(kept.is_string(), "{way}"),
        Value::Number(_) => assert!(kept.is_number(), "{way}"),
        other => assert_eq!(other, kept, "{way}"),
    }
}

#[test]
fn every_answer_keeps_its_shape_and_its_times() {
    for operation in catalog::operations() {
        let Some(object) = operation["response"]["type"].as_str().filter(|kind| *kind != "any") else {
            continue;
        };
        let filled = serde_json::json!({ "data": catalog::filled(object) });
        let recorder = Recorder::new(from_fn(|_| of(200, &filled.to_string())));
        recorder.send(Request::new(Body::default())).unwrap();
        let played = Tape::of(&recorder).player().send(Request::new(Body::default())).unwrap();
        let kept: Value = serde_json::from_slice(played.body().as_bytes()).unwrap();
        assert_readable(&filled, &kept, object);
    }
}

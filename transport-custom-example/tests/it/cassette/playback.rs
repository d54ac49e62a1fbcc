//! Replayed results equal the recorded ones: ids, exact amounts, statuses, API errors, transport errors.

use craftgate_core::chrono::NaiveDate;
use craftgate_core::error::ResponseErrorKind;
use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::id::{MemberId, PaymentId, PaymentTransactionId};
use craftgate_core::onboarding::SearchMembers;
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

use super::catalog;
use super::support::{APPROVED_CARD, CassetteFile, DECLINED_CARD, card, client, payment, playing};

/// The results of a flow.
#[derive(Debug, PartialEq)]
struct Results {
    payment: (PaymentId, PaymentStatus, Option<Decimal>, Vec<PaymentTransactionId>),
    started: Option<PaymentId>,
    rejection: (u16, Option<ErrorGroup>, Option<String>),
    not_paid_yet: Option<u16>,
    refunded: Option<Decimal>,
    members: Vec<MemberId>,
}

fn run_flow<T: Transport>(client: &Client<T>) -> Results {
    let price = Decimal::new(123456789010, 2);
    let paid = client.call(&payment(price, card(APPROVED_CARD))).idempotency_key("siparis-17").send().unwrap();
    let started = InitThreeDsPayment::new(payment(price, card(APPROVED_CARD)), "https://magaza.example.com/3ds");
    let started = client.call(&started).send().unwrap();
    let declined = client.call(&payment(Decimal::from(5), card(DECLINED_CARD))).send().unwrap_err();
    let rejection = declined.as_api_error().unwrap();
    let checkout = InitCheckoutPayment::new(Amounts::same(price), Currency::Try, "https://magaza.example.com/geri")
        .items([PaymentItem::new(price).name("Küpe")]);
    let token = client.call(&checkout).send().unwrap().token;
    let not_paid_yet = client.call(&RetrieveCheckoutPayment::new(token)).send().unwrap_err();
    let refund = client.call(&RefundPayment::new(paid.id)).send().unwrap();
    client.call(&craftgate_test_support::member("uye-1").name("Çağla Ltd. Şti.").is_buyer(true)).send().unwrap();
    let members = client.call(&SearchMembers::new().is_buyer(true).page(0).size(10)).send().unwrap();
    Results {
        payment: (
            paid.id,
            paid.payment_status,
            paid.paid_price,
            paid.payment_transactions.iter().map(|line| line.id).collect(),
        ),
        started: started.payment_id,
        rejection: (
            rejection.status().as_u16(),
            rejection.group().cloned(),
            rejection.description().map(str::to_owned),
        ),
        not_paid_yet: not_paid_yet.status().map(|status| status.as_u16()),
        refunded: refund.refund_price,
        members: members.items.iter().map(|member| member.id).collect(),
    }
}

#[test]
fn a_recorded_flow_replays_without_a_network() {
    let server = Server::start(Emulator::new()).unwrap();
    let credentials = server.emulator().credentials().unwrap();
    let protocol = craftgate_core::Protocol::new(credentials, Environment::custom(&server.url()).unwrap());
    let recording = Client::new(protocol, Recorder::new(UreqTransport::new()), craftgate_ureq::random_key);
    let results = run_flow(&recording);
    let file = CassetteFile::of(recording.transport());
    drop(server);

    let client = playing(&file);
    assert_eq!(run_flow(&client), results);
    client.transport().finish().unwrap();
    assert_eq!(results.payment.2, Some(Decimal::new(123456789010, 2)));
}

#[test]
fn recording_a_player_reproduces_the_cassette() {
    let emulator = Emulator::new();
    let recording = client(emulator.credentials().unwrap(), Recorder::new(emulator));
    run_flow(&recording);
    let file = CassetteFile::of(recording.transport());

    let again = client(Credentials::new("a", "b").unwrap(), Recorder::new(file.player()));
    run_flow(&again);
    assert_eq!(CassetteFile::of(again.transport()).content(), file.content());
}

#[test]
fn recording_changes_neither_request_nor_response() {
    let (sent, received) = ("istek gizli", "yanıt gizli");
    let recorder = Recorder::new(from_fn(|request: Request| {
        assert_eq!((request.uri().path(), request.body().as_bytes()), ("/gizli", sent.as_bytes()));
        let mut response = Response::new(Body::from(received));
        response.headers_mut().append("set-cookie", "a=1".parse().unwrap());
        response.headers_mut().append("set-cookie", "b=2".parse().unwrap());
        Ok(response)
    }));
    let mut request = Request::new(Body::from(sent));
    *request.uri_mut() = "https://example.com/gizli".parse().unwrap();
    let response = recorder.send(request).unwrap();
    assert_eq!(response.body().as_bytes(), received.as_bytes());
    assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(recorder.cassette().len(), 1);
}

/// Returns the result of an operation, recorded and replayed.
fn record_and_replay<O: Operation>(
    operation: &O,
    respond: impl Fn() -> Result<Response, TransportError>,
) -> [Result<O::Output, Error>; 2] {
    let recording = client(Credentials::new("a", "b").unwrap(), Recorder::new(from_fn(|_| respond())));
    let recorded = recording.call(operation).send();
    let file = CassetteFile::of(recording.transport());
    assert!(!file.content().contains("gizli"));
    [recorded, playing(&file).call(operation).send()]
}

fn response(status: u16, body: &str) -> Result<Response, TransportError> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status.try_into().unwrap();
    Ok(response)
}

#[test]
fn errors_replay_as_the_same_errors() {
    let payment = RetrievePayment::new(PaymentId::new(1));
    for result in record_and_replay(&payment, || Err(TransportError::not_sent("gizli"))) {
        assert_eq!(result.unwrap_err().outcome(), Outcome::NotSent);
    }
    for result in record_and_replay(&payment, || Err(TransportError::maybe_sent("gizli"))) {
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
        for result in record_and_replay(&payment, || response(status, body)) {
            match result {
                Err(Error::Response(error)) => {
                    assert_eq!((error.status().as_u16(), error.kind()), (status, problem), "{body}");
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }
    let error_body = "\u{feff}{\"errors\":{\"errorCode\":\"1\",\"errorDescription\":\"Geçersiz\"}}";
    for result in record_and_replay(&payment, || response(400, error_body)) {
        assert_eq!(result.unwrap_err().as_api_error().unwrap().description(), Some("Geçersiz"));
    }
}

#[test]
fn files_and_html_pages_replay_as_such() {
    let day: NaiveDate = "2026-03-25".parse().unwrap();
    let report = RetrieveDailyPaymentReport::new(day, ReportFileType::Csv);
    for file in ["ödeme;gizli", "PK\u{3}\u{4}gizli"] {
        let [recorded, played] = record_and_replay(&report, || response(200, file));
        assert_eq!(recorded.unwrap().as_bytes(), file.as_bytes());
        assert_eq!(played.unwrap().as_bytes(), b"redacted");
    }
    for result in record_and_replay(&report, || response(200, "<html>gizli</html>")) {
        assert!(matches!(result, Err(Error::Response(error)) if error.kind() == ResponseErrorKind::NotJson));
    }
}

/// Asserts that the redacted value has the same JSON types, and the same times and enum values.
fn assert_same_shape(filled: &Value, kept: &Value, path: &str) {
    match filled {
        Value::Object(fields) if fields.keys().any(|name| name.contains(catalog::SENTINEL)) => {
            assert_eq!(kept, &serde_json::json!({}), "{path}");
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                assert_same_shape(value, &kept[name], &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => assert_same_shape(&items[0], &kept[0], path),
        Value::String(string) if string.starts_with("2026-03-25") => assert_eq!(filled, kept, "{path}"),
        Value::String(_) => assert!(kept.is_string(), "{path}"),
        Value::Number(_) => assert!(kept.is_number(), "{path}"),
        other => assert_eq!(other, kept, "{path}"),
    }
}

#[test]
fn every_response_keeps_its_shape_and_times() {
    for operation in craftgate_test_support::catalog::list() {
        let Some(object) = operation["response"]["type"].as_str().filter(|kind| *kind != "any") else {
            continue;
        };
        let filled = serde_json::json!({ "data": catalog::filled(object) });
        let recorder = Recorder::new(from_fn(|_| response(200, &filled.to_string())));
        recorder.send(Request::new(Body::default())).unwrap();
        let played = CassetteFile::of(&recorder).player().send(Request::new(Body::default())).unwrap();
        let kept: Value = serde_json::from_slice(played.body().as_bytes()).unwrap();
        assert_same_shape(&filled, &kept, object);
    }
}

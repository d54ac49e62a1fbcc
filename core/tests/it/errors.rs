//! Errors: one-line messages, outcomes by type, causes as sources, and no loss of what was received.

use craftgate_core::id::PaymentId;
use craftgate_core::money::DecimalError;
use std::collections::BTreeSet;
use std::io;

use craftgate_core::callback::CallbackError;
use craftgate_core::error::{ErrorCode, ErrorCodeKind, KeyError};
use craftgate_core::http::{Method, StatusCode};
use craftgate_core::payment::{HtmlContentError, PaymentMismatch, RetrieveCheckoutPayment, RetrievePayment};
use craftgate_core::transport::SendStatus;
use craftgate_core::webhook::WebhookError;
use craftgate_core::{
    BaseUrlError, Body, Credentials, Error, ErrorGroup, Language, Operation, Outcome, Output, OutputError, Protocol,
    RandomKey, RequestError, ResponseContent, TransportError, UrlError,
};
use serde::de::{Deserialize, Deserializer, Error as _};

use crate::common::{http_response, random_key};

fn error_of(status: u16, body: &str) -> Error {
    crate::common::protocol()
        .exchange(&RetrievePayment::new(PaymentId::new(1)))
        .parse(http_response(status, body))
        .unwrap_err()
}

fn rejected(status: u16) -> Error {
    error_of(
        status,
        r#"{"errors":{"errorCode":"10051","errorDescription":"Yetersiz bakiye","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#,
    )
}

fn io_error() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "connection reset by peer")
}

fn body_error() -> RequestError {
    RequestError::Body(Body::json(&std::collections::BTreeMap::from([((1, 2), 1)])).unwrap_err())
}

/// One error of every variant, and of every kind within.
fn every_error() -> Vec<Error> {
    vec![
        Error::from(Language::new("").unwrap_err()),
        Error::from(RandomKey::new("ğ").unwrap_err()),
        Error::from(RandomKey::new("key ").unwrap_err()),
        Error::Request(RetrieveCheckoutPayment::new("..").path().unwrap_err()),
        Error::Request(RequestError::QueryValue { name: "minCreatedDate" }),
        Error::Request(RequestError::Url(UrlError::Character)),
        Error::Request(RequestError::Url(UrlError::Escape)),
        Error::Request(RequestError::Url(UrlError::DotSegment)),
        Error::Request(RequestError::Url(UrlError::NoLeadingSlash)),
        Error::Request(RequestError::Url(UrlError::TooLong)),
        Error::Request(body_error()),
        Error::Request(RequestError::RandomKey(Box::new(io_error()))),
        Error::Transport(TransportError::not_sent(io_error())),
        Error::Transport(TransportError::maybe_sent(io_error())),
        Error::Transport(TransportError::maybe_sent(io_error()).with_partial_response(http_response(200, "{"))),
        rejected(422),
        rejected(500),
        error_of(400, r#"{"errors":{}}"#),
        error_of(200, ""),
        error_of(200, "{"),
        error_of(200, "<html>"),
        error_of(200, r#"{"data":1}"#),
        error_of(302, ""),
        error_of(101, ""),
        error_of(502, "<html>"),
    ]
}

/// An output whose parser error has no position.
#[derive(Debug)]
struct Nothing;

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("never"))
    }
}

impl Output for Nothing {
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.json()
    }
}

struct Unreadable;

impl Operation for Unreadable {
    type Output = Nothing;
    const METHOD: Method = Method::GET;

    fn path(&self) -> Result<String, RequestError> {
        Ok("/deneme".to_owned())
    }
}

fn is_one_line(text: &str) -> bool {
    let misleading = |character| matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{feff}');
    !text.is_empty() && !text.chars().any(|character| character.is_control() || misleading(character))
}

#[test]
fn each_message_is_one_line_in_lower_case_without_a_full_stop() {
    let others: [&dyn std::error::Error; 36] = [
        &KeyError::Empty,
        &KeyError::SurroundingWhitespace,
        &KeyError::InvisibleCharacter,
        &Credentials::new("", "secret").unwrap_err(),
        &Credentials::new("ğ", "secret").unwrap_err(),
        &Credentials::new("key ", "secret").unwrap_err(),
        &Credentials::new("key", "").unwrap_err(),
        &Credentials::new("key", "secret\n").unwrap_err(),
        &Language::new("ğ").unwrap_err(),
        &UrlError::Escape,
        &CallbackError::Malformed,
        &CallbackError::DuplicateField,
        &CallbackError::Hash,
        &CallbackError::UnknownFieldOrder,
        &CallbackError::Ambiguous,
        &WebhookError::Malformed,
        &WebhookError::Signature,
        &WebhookError::Stale,
        &DecimalError::NotANumber,
        &DecimalError::OutOfRange,
        &PaymentMismatch::Status,
        &PaymentMismatch::Order,
        &PaymentMismatch::NotCaptured,
        &PaymentMismatch::PaidPrice,
        &PaymentMismatch::Price,
        &PaymentMismatch::Currency,
        &BaseUrlError::NotAbsolute,
        &BaseUrlError::Scheme,
        &BaseUrlError::UserInfo,
        &BaseUrlError::Host,
        &BaseUrlError::Query,
        &BaseUrlError::Fragment,
        &BaseUrlError::Path(UrlError::DotSegment),
        &BaseUrlError::InsecureHttp,
        &HtmlContentError::NotBase64,
        &HtmlContentError::NotText,
    ];
    let messages =
        every_error().iter().map(ToString::to_string).chain(others.iter().map(ToString::to_string)).collect::<Vec<_>>();
    for text in messages {
        assert!(is_one_line(&text), "{text:?}");
        assert!(!text.ends_with('.'), "{text:?}");
        let first = text.chars().next().unwrap();
        assert!(first.is_lowercase() || text.starts_with("Craftgate "), "{text:?}");
    }
}

#[test]
fn no_two_kinds_of_error_have_the_same_message() {
    let messages: BTreeSet<String> = every_error().iter().map(ToString::to_string).collect();
    assert_eq!(messages.len(), every_error().len());
}

#[test]
fn nothing_in_a_response_can_break_or_reorder_a_line() {
    for field in ["errorCode", "errorDescription", "errorGroup"] {
        for malicious in
            [r"\n", r"\r", r"\u0000", r"\u001b[31m", r"\u0085", r"\u2028", r"\u202e", r"\u2066", r"\u200b", r"\ufeff"]
        {
            let body = format!(r#"{{"errors":{{"{field}":"a{malicious}ERROR order-17 paid"}}}}"#);
            let error = error_of(422, &body);
            assert!(matches!(error, Error::Api(_)));
            assert!(is_one_line(&error.to_string()), "{field}: {:?}", error.to_string());
            assert!(is_one_line(&format!("{error:?}")), "{field}: {error:?}");
        }
    }
}

#[test]
fn a_rejection_shows_code_group_and_description() {
    let text = rejected(422).to_string();
    for part in ["422", "10051", "NOT_SUFFICIENT_FUNDS", "Yetersiz bakiye"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_code_from_a_string_is_of_the_kind_of_its_number() {
    for code in [ErrorCode::from("10051"), ErrorCode::from("10051".to_owned())] {
        assert_eq!((code.as_str(), code.number(), code.kind()), ("10051", Some(10_051), Some(ErrorCodeKind::Payment)));
        assert_eq!(Some(&code), rejected(422).as_api_error().unwrap().code());
    }
}

#[test]
fn visible_characters_are_shown_as_they_are() {
    let error = error_of(422, r#"{"errors":{"errorCode":"K'1","errorDescription":"Kartın \"aylık\" limiti\\ğ"}}"#);
    assert_eq!(error.to_string(), r#"rejected by Craftgate with status 422, code K'1: Kartın "aylık" limiti\ğ"#);
}

#[test]
fn debug_shows_status_and_details() {
    let (rejected, unread) = (format!("{:?}", rejected(422)), format!("{:?}", error_of(502, "<html>")));
    for part in ["422", "10051", "NotSufficientFunds", "Yetersiz bakiye"] {
        assert!(rejected.contains(part), "{rejected}");
    }
    for part in ["502", "NoErrorDetails", "6 bytes"] {
        assert!(unread.contains(part), "{unread}");
    }
}

#[test]
fn an_unreadable_response_shows_the_position_if_it_is_known() {
    let text = error_of(200, "{\n1").to_string();
    assert_eq!(text, "unexpected response: a body that is not JSON (status 200, 3 bytes, line 2 column 1)");
    let nowhere =
        crate::common::protocol().exchange(&Unreadable).parse(http_response(200, r#"{"data":17}"#)).unwrap_err();
    assert_eq!(nowhere.to_string(), "unexpected response: JSON of an unexpected shape (status 200, 11 bytes)");
    let nothing = error_of(200, "").to_string();
    assert_eq!(nothing, "unexpected response: a success without data (status 200, 0 bytes)");
}

#[test]
fn no_message_of_a_chain_repeats_another() {
    for error in every_error() {
        let mut lines: Vec<String> = Vec::new();
        let mut next: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = next {
            let line = error.to_string();
            for known in &lines {
                assert!(!known.contains(&line) && !line.contains(known), "{known:?} and {line:?}");
            }
            lines.push(line);
            next = error.source();
        }
    }
}

#[test]
fn the_cause_of_a_failed_transport_is_its_source() {
    let error = Error::from(TransportError::maybe_sent(io_error()));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.downcast_ref::<io::Error>().unwrap().kind(), io::ErrorKind::ConnectionReset);
    let Error::Transport(error) = error else { panic!() };
    assert_eq!(error.send_status(), SendStatus::MaybeSent);
    assert_eq!(error.cause().to_string(), "connection reset by peer");
}

#[test]
fn what_was_received_of_a_truncated_response_is_kept_and_not_shown() {
    let received = r#"{"data":{"id":4711,"cardToken":"gizli"#;
    let error = TransportError::maybe_sent(io_error()).with_partial_response(http_response(201, received));
    assert_eq!(error.status(), Some(StatusCode::CREATED));
    assert_eq!(error.headers().unwrap()["x-trace"], "iz-1");
    assert_eq!(error.body().unwrap().as_bytes(), received.as_bytes());
    let error = Error::from(error);
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(error.status(), Some(StatusCode::CREATED));
    assert_eq!(error.headers().unwrap()["x-trace"], "iz-1");
    assert_eq!(error.body().unwrap().as_bytes(), received.as_bytes());
    for shown in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
        assert!(shown.contains("201") && shown.contains("37 bytes"), "{shown}");
        assert!(!shown.contains("gizli") && !shown.contains("4711") && !shown.contains("iz-1"), "{shown}");
    }
}

#[test]
fn a_request_with_a_response_was_sent() {
    let error = TransportError::not_sent("rejected");
    assert_eq!((error.status(), error.headers().is_none(), error.body().is_none()), (None, true, true));
    assert_eq!(error.with_partial_response(http_response(200, "")).send_status(), SendStatus::MaybeSent);
}

#[test]
fn a_response_that_was_received_comes_with_any_error() {
    let rejected = rejected(422);
    assert_eq!(rejected.headers().unwrap()["x-trace"], "iz-1");
    assert!(!rejected.body().unwrap().is_empty());
    assert_eq!(error_of(502, "<html>").body().unwrap().as_bytes(), b"<html>");
    let unbuilt = Error::from(RandomKey::new("").unwrap_err());
    assert!(unbuilt.headers().is_none() && unbuilt.body().is_none());
}

#[test]
fn the_cause_of_a_request_that_could_not_be_built_is_its_source() {
    let source = |error: &RequestError| std::error::Error::source(error).map(ToString::to_string);
    assert_eq!(source(&body_error()).as_deref(), Some("key must be a string"));
    let random_key = RequestError::RandomKey(Box::new(io_error()));
    assert_eq!(source(&random_key).as_deref(), Some("connection reset by peer"));
    assert_eq!(source(&RequestError::QueryValue { name: "minCreatedDate" }), None);
}

#[test]
fn the_outcome_says_what_may_have_happened() {
    for (error, outcome, status) in [
        (Error::Request(RequestError::PathParameter { name: "token" }), Outcome::NotSent, None),
        (Error::Transport(TransportError::not_sent("x")), Outcome::NotSent, None),
        (Error::Transport(TransportError::maybe_sent("x")), Outcome::Unknown, None),
        (rejected(400), Outcome::Rejected, Some(400)),
        (rejected(401), Outcome::Rejected, Some(401)),
        (rejected(422), Outcome::Rejected, Some(422)),
        (rejected(429), Outcome::Rejected, Some(429)),
        (error_of(400, r#"{"errors":{}}"#), Outcome::Unknown, Some(400)),
        (error_of(422, r#"{"errors":{"errorDescription":"Hata"}}"#), Outcome::Unknown, Some(422)),
        (error_of(429, r#"{"errors":{"errorCode":""}}"#), Outcome::Unknown, Some(429)),
        (error_of(429, r#"{"errors":{"errorCode":0}}"#), Outcome::Unknown, Some(429)),
        (error_of(429, r#"{"errors":{"errorCode":"TOO_MANY"}}"#), Outcome::Unknown, Some(429)),
        (rejected(200), Outcome::Unknown, Some(200)),
        (rejected(408), Outcome::Unknown, Some(408)),
        (rejected(425), Outcome::Unknown, Some(425)),
        (rejected(409), Outcome::Unknown, Some(409)),
        (rejected(600), Outcome::Unknown, Some(600)),
        (rejected(500), Outcome::Unknown, Some(500)),
        (rejected(503), Outcome::Unknown, Some(503)),
        (error_of(200, "{"), Outcome::Unknown, Some(200)),
        (error_of(200, r#"{"data":{}}"#), Outcome::Unknown, Some(200)),
        (error_of(204, ""), Outcome::Unknown, Some(204)),
        (error_of(302, ""), Outcome::Unknown, Some(302)),
        (error_of(404, "<html>"), Outcome::Unknown, Some(404)),
        (error_of(502, ""), Outcome::Unknown, Some(502)),
    ] {
        assert_eq!(error.outcome(), outcome, "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), status, "{error}");
        assert_eq!(error.as_api_error().is_some(), matches!(error, Error::Api(_)));
    }
}

fn rejected_for(group: &str) -> Error {
    error_of(422, &format!(r#"{{"errors":{{"errorCode":"10094","errorGroup":"{group}"}}}}"#))
}

#[test]
fn a_group_after_which_the_bank_may_have_done_it_is_unknown() {
    for group in [
        "APPROVED_COMPLETED",
        "COMMUNICATION_OR_SYSTEM_ERROR",
        "MAY_HAVE_ALREADY_REFUNDED",
        "NO_RESPONSE",
        "ORDER_ID_ALREADY_USED",
        "REQUEST_TIMEOUT",
    ] {
        assert_eq!(rejected_for(group).outcome(), Outcome::Unknown, "{group}");
        assert!(rejected_for(group).as_api_error().is_some_and(|error| error.is_payment_error()), "{group}");
    }
    let others = ErrorGroup::KNOWN.iter().filter(|group| rejected_for(group.as_str()).outcome() == Outcome::Rejected);
    assert_eq!(others.count(), ErrorGroup::KNOWN.len() - 6);
    assert_eq!(rejected_for("YENİ_GRUP").outcome(), Outcome::Rejected);
}

#[test]
fn groups_that_call_for_3d_secure_say_so() {
    let advised: Vec<&str> =
        ErrorGroup::KNOWN.iter().filter(|group| group.should_retry_with_three_ds()).map(ErrorGroup::as_str).collect();
    for group in ["LOST_CARD", "STOLEN_CARD", "PICKUP_CARD", "DEBIT_CARDS_REQUIRES_3DS", "REQUIRES_3DS"] {
        assert!(advised.contains(&group), "{group}");
    }
    assert_eq!(advised.len(), 5);
}

#[test]
fn an_error_is_small_and_can_be_sent_to_any_thread() {
    fn is_send_sync_static<T: Send + Sync + 'static>() {}
    is_send_sync_static::<Error>();
    is_send_sync_static::<TransportError>();
    is_send_sync_static::<RequestError>();
    is_send_sync_static::<Protocol>();
    assert!(size_of::<Error>() <= 64, "{}", size_of::<Error>());
}

#[test]
fn an_error_without_a_body_keeps_the_status() {
    assert_eq!(error_of(599, "").status(), StatusCode::from_u16(599).ok());
    assert_eq!(Error::from(RandomKey::new("").unwrap_err()).status(), None);
    assert_eq!(Error::from(Language::new("").unwrap_err()).outcome(), Outcome::NotSent);
    assert!(
        crate::common::protocol().exchange(&RetrievePayment::new(PaymentId::new(1))).request(&random_key()).is_ok()
    );
}

//! Any response is parsed to a result or to a typed error that keeps status, headers and body. Never a panic.

use craftgate_core::error::{ApiError, ErrorCodeKind, ResponseError, ResponseErrorKind};
use craftgate_core::http::{self, StatusCode};
use craftgate_core::id::PaymentId;
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{
    ApplePayMerchant, CompleteThreeDsPayment, CreateApplePayMerchantSession, RetrievePayment,
};
use craftgate_core::{Body, Error, ErrorGroup, Operation, Outcome, Response};
use proptest::prelude::*;

use crate::common::{fixtures, http_response, protocol};

const HTML: &str = "<!DOCTYPE html><html><body>Bakım çalışması</body></html>";
const DECLINED: &str = r#"{"errors":{"errorCode":"10051","errorDescription":"Kart limiti yetersiz, yetersiz bakiye",
    "errorGroup":"NOT_SUFFICIENT_FUNDS","providerError":{"errorCode":"51","errorMessage":"Yetersiz bakiye"}}}"#;

/// The three kinds of output: data, nothing, a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Data,
    Page,
    Nothing,
    File,
}

const KINDS: [Kind; 4] = [Kind::Data, Kind::Page, Kind::Nothing, Kind::File];

/// Parses `response` as a response of this kind, without its output.
fn read(kind: Kind, response: Response) -> Result<(), Error> {
    fn one<O: Operation>(operation: O, response: Response) -> Result<(), Error> {
        protocol().exchange(&operation).parse(response).map(drop)
    }
    match kind {
        Kind::Data => one(RetrievePayment::new(PaymentId::new(1)), response),
        Kind::Page => one(SearchMembers::new(), response),
        Kind::Nothing => one(fixtures::delete_card(), response),
        Kind::File => one(fixtures::daily_report(), response),
    }
}

/// Returns the error of a response of this kind, which keeps the whole response.
#[track_caller]
fn unreadable(kind: Kind, status: u16, body: &[u8]) -> Box<ResponseError> {
    match read(kind, http_response(status, body)) {
        Err(Error::Response(error)) => {
            assert_eq!(error.status().as_u16(), status);
            assert_eq!(error.headers()["x-trace"], "iz-1");
            assert_eq!(error.body().as_bytes(), body);
            error
        }
        other => panic!("{kind:?} {status}: {other:?}"),
    }
}

#[track_caller]
fn api_error(kind: Kind, status: u16, body: &str) -> Box<ApiError> {
    match read(kind, http_response(status, body)) {
        Err(Error::Api(error)) => {
            assert_eq!(error.status().as_u16(), status);
            assert_eq!(error.headers()["x-trace"], "iz-1");
            assert_eq!(error.body().as_bytes(), body.as_bytes());
            error
        }
        other => panic!("{kind:?} {status}: {other:?}"),
    }
}

mod a_success_that_is_none {
    use super::*;

    const WHOLE: &str = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","paidPrice":100.00,"conversationId":"sipariş"}}"#;

    #[test]
    fn a_truncated_body_is_an_error_wherever_it_ends() {
        assert!(read(Kind::Data, http_response(200, WHOLE)).is_ok());
        for end in 0..WHOLE.len() {
            let error = unreadable(Kind::Data, 200, &WHOLE.as_bytes()[..end]);
            assert_ne!(error.kind(), ResponseErrorKind::UnexpectedShape, "truncated at {end}");
            assert_eq!(error.kind() == ResponseErrorKind::MissingData, end == 0, "truncated at {end}");
        }
    }

    #[test]
    fn truncation_inside_a_number_or_a_character_is_detected_too() {
        let in_a_character = WHOLE.find('ş').unwrap() + 1;
        for end in (1..WHOLE.len()).chain([in_a_character]) {
            let truncated = &WHOLE.as_bytes()[..end];
            let error = unreadable(Kind::Data, 200, truncated);
            assert_eq!(
                error.kind(),
                ResponseErrorKind::Truncated,
                "truncated at {end}: {}",
                String::from_utf8_lossy(truncated)
            );
        }
    }

    #[test]
    fn what_is_not_json_is_an_error_for_whoever_reads_json() {
        for body in
            [HTML.as_bytes(), b"OK", b"\xFF\xFE{\x00}\x00", b"{\"data\":\"\xFF\"}", b"{'data':1}", b"{\"data\":1}x"]
        {
            for kind in [Kind::Data, Kind::Page] {
                assert_eq!(unreadable(kind, 200, body).kind(), ResponseErrorKind::NotJson, "{kind:?} {body:?}");
            }
        }
    }

    #[test]
    fn a_proxys_page_is_no_file() {
        for body in [HTML, "\u{FEFF}\n<html></html>"] {
            let response = http_response(200, body);
            let error = protocol().exchange(&fixtures::daily_report()).parse(response).unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown);
        }
    }

    #[test]
    fn a_file_may_hold_any_bytes_whatever_it_is_called() {
        for body in [&b"\xFF\xFE"[..], b"{", b"null", b"a;b\n1;2", b"PK\x03\x04"] {
            for content_type in ["text/csv", "application/json", "application/octet-stream"] {
                let response = http::Response::builder().header("content-type", content_type);
                let response = response.body(Body::from(body)).unwrap();
                let file = protocol().exchange(&fixtures::daily_report()).parse(response).unwrap();
                assert_eq!(file.as_bytes(), body);
                assert_eq!(file.into_bytes(), body);
            }
        }
    }

    #[test]
    fn missing_data_is_an_error() {
        for body in ["", "{}", r#"{"data":null}"#, r#"{"errors":null}"#, r#"{"items":[]}"#] {
            for kind in [Kind::Data, Kind::Page] {
                assert_eq!(unreadable(kind, 200, body.as_bytes()).kind(), ResponseErrorKind::MissingData, "{body}");
            }
        }
        assert_eq!(unreadable(Kind::Data, 204, b"").kind(), ResponseErrorKind::MissingData);
        assert_eq!(unreadable(Kind::Page, 204, b"").kind(), ResponseErrorKind::MissingData);
        assert_eq!(unreadable(Kind::File, 204, b"").kind(), ResponseErrorKind::MissingData);
        assert_eq!(unreadable(Kind::File, 200, b"").kind(), ResponseErrorKind::MissingData);
    }

    #[test]
    fn no_data_is_missing_also_where_any_json_would_do() {
        let merchant = ApplePayMerchant {
            merchant_identifier: String::new(),
            display_name: String::new(),
            initiative: String::new(),
            initiative_context: String::new(),
        };
        let session = CreateApplePayMerchantSession::new(merchant, "");
        for body in [r#"{"data":null}"#, r#"{ "data" : null }"#, r#"{"data":null,"yeni":1}"#] {
            let error = protocol().exchange(&session).parse(http_response(200, body)).unwrap_err();
            let Error::Response(error) = error else { panic!("{error:?}") };
            assert_eq!(error.kind(), ResponseErrorKind::MissingData, "{body}");
        }
    }

    #[test]
    fn an_envelope_of_another_shape_is_an_error() {
        for body in ["null", "[]", "1", "\"metin\"", "true", r#"[{"data":{}}]"#] {
            for kind in [Kind::Data, Kind::Page] {
                assert_eq!(unreadable(kind, 200, body.as_bytes()).kind(), ResponseErrorKind::UnexpectedShape, "{body}");
            }
        }
    }

    #[test]
    fn data_of_another_shape_is_an_error() {
        for data in [
            "[]",
            "1",
            "\"metin\"",
            "true",
            "{}",
            r#"{"id":"x","paymentStatus":"SUCCESS"}"#,
            r#"{"id":1,"paymentStatus":2}"#,
        ] {
            let error = unreadable(Kind::Data, 200, format!("{{\"data\":{data}}}").as_bytes());
            assert_eq!(error.kind(), ResponseErrorKind::UnexpectedShape, "{data}");
            assert!(error.parser_error().is_some());
        }
        for data in ["[]", "{}", r#"{"items":{}}"#, r#"{"items":[1]}"#, r#"{"items":[null]}"#] {
            let error = unreadable(Kind::Page, 200, format!("{{\"data\":{data}}}").as_bytes());
            assert_eq!(error.kind(), ResponseErrorKind::UnexpectedShape, "{data}");
        }
    }

    #[test]
    fn deep_nesting_neither_overflows_nor_is_it_read() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
        for nested in [&*deep, &*objects, &deep[..100_000]] {
            for body in [
                nested.to_owned(),
                format!("{{\"data\":{nested}}}"),
                format!("{{\"errors\":{{\"errorCode\":{nested}}}}}"),
                format!("{{\"data\":{{\"id\":{nested}}}}}"),
                format!("{{\"data\":{{\"items\":{nested}}}}}"),
            ] {
                for status in [200, 422] {
                    for kind in [Kind::Data, Kind::Page] {
                        unreadable(kind, status, body.as_bytes());
                    }
                }
            }
        }
        let unknown = format!(r#"{{"data":{{"id":1,"paymentStatus":"SUCCESS","yeni":{deep}}},"yeni":{objects}}}"#);
        assert!(read(Kind::Data, http_response(200, unknown)).is_ok());
    }

    #[test]
    fn an_oversized_body_is_kept_whole() {
        let body = format!(r#"{{"data":{{"id":"{}"}}}}"#, "ğ".repeat(4 << 20));
        let error = unreadable(Kind::Data, 200, body.as_bytes());
        assert!(error.to_string().len() < 200);
        assert!(format!("{error:?}").len() < 200);
    }

    #[test]
    fn a_charged_card_does_not_vanish_because_a_field_that_is_needed_changed_its_type() {
        let body = r#"{"data":{"id":1,"paymentStatus":{"value":"SUCCESS"},"paidPrice":100.00}}"#;
        let error = unreadable(Kind::Data, 200, body.as_bytes());
        assert_eq!(Error::Response(error).outcome(), Outcome::Unknown);
    }

    #[test]
    fn duplicate_data_is_rejected() {
        let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"},"data":{"id":2,"paymentStatus":"FAILURE"}}"#;
        assert_eq!(unreadable(Kind::Data, 200, body.as_bytes()).kind(), ResponseErrorKind::UnexpectedShape);
    }
}

mod errors_under_200 {
    use super::*;

    #[test]
    fn they_are_a_rejection_for_every_kind() {
        for kind in KINDS {
            for status in [200, 201, 202, 204] {
                let error = api_error(kind, status, DECLINED);
                assert_eq!(error.group(), Some(&ErrorGroup::NotSufficientFunds));
            }
            api_error(kind, 200, r#"{"data":null,"errors":{}}"#);
        }
    }

    #[test]
    fn with_data_they_contradict_it_whatever_the_status() {
        for kind in KINDS {
            for status in [200, 201, 400, 422, 500] {
                for body in [
                    r#"{"data":{"id":1,"paymentStatus":"SUCCESS","items":[]},"errors":{"errorCode":"10051"}}"#,
                    r#"{"errors":{"errorCode":"10051"},"data":{"id":1,"paymentStatus":"SUCCESS","items":[]}}"#,
                    r#"{"errors":{},"data":[]}"#,
                ] {
                    let error = unreadable(kind, status, body.as_bytes());
                    assert_eq!(error.kind(), ResponseErrorKind::Contradiction, "{kind:?} {status} {body}");
                    assert_eq!(Error::Response(error).outcome(), Outcome::Unknown);
                }
            }
        }
    }

    #[test]
    fn they_are_a_rejection_of_a_file_request_whatever_the_content_type() {
        for content_type in ["application/octet-stream", "text/csv", "text/plain; charset=utf-8"] {
            let response =
                http::Response::builder().header("content-type", content_type).body(Body::from(DECLINED)).unwrap();
            let result = protocol().exchange(&fixtures::daily_report()).parse(response);
            assert!(matches!(result, Err(Error::Api(_))), "{content_type}: {result:?}");
        }
    }

    #[test]
    fn errors_of_another_shape_are_no_success() {
        for errors in ["[]", "\"metin\"", "1", "true", r#"{"errorCode":{}}"#, r#"{"errorCode":[1]}"#] {
            for kind in KINDS {
                let body = format!(r#"{{"data":{{"id":1,"paymentStatus":"SUCCESS"}},"errors":{errors}}}"#);
                let error = unreadable(kind, 200, body.as_bytes());
                assert_eq!(error.kind(), ResponseErrorKind::UnexpectedShape, "{errors}");
            }
        }
    }

    #[test]
    fn duplicate_errors_are_not_a_success() {
        for kind in KINDS {
            for second in ["null", r#"{"errorCode":"2"}"#] {
                let body = format!(
                    r#"{{"errors":{{"errorCode":"1"}},"data":{{"id":1,"paymentStatus":"SUCCESS","items":[]}},"errors":{second}}}"#
                );
                assert!(read(kind, http_response(200, body.as_str())).is_err(), "{kind:?} read {body}");
            }
        }
    }
}

mod a_rejection {
    use super::*;

    #[test]
    fn it_has_every_detail_of_the_response() {
        for kind in KINDS {
            for status in [400, 401, 404, 409, 422, 429, 500, 503] {
                let error = api_error(kind, status, DECLINED);
                assert_eq!(error.code().unwrap().as_str(), "10051");
                assert_eq!(error.code().unwrap().number(), Some(10051));
                assert_eq!(error.description(), Some("Kart limiti yetersiz, yetersiz bakiye"));
                assert_eq!(error.group(), Some(&ErrorGroup::NotSufficientFunds));
                let provider = error.provider_error().unwrap();
                assert_eq!(provider.error_code.as_ref().unwrap().as_str(), "51");
                assert_eq!(provider.error_message.as_deref(), Some("Yetersiz bakiye"));
                assert!(error.is_payment_error() && !error.is_validation_error());
            }
        }
    }

    #[test]
    fn codes_above_10000_are_payment_errors_and_those_below_validation_errors() {
        for (code, kind) in [
            ("1", ErrorCodeKind::Validation),
            ("5002", ErrorCodeKind::Validation),
            ("9999", ErrorCodeKind::Validation),
            ("10000", ErrorCodeKind::Validation),
            ("10001", ErrorCodeKind::Payment),
            ("10051", ErrorCodeKind::Payment),
            ("99999", ErrorCodeKind::Payment),
        ] {
            for code in [format!("\"{code}\""), code.to_owned()] {
                let error = api_error(Kind::Data, 422, &format!(r#"{{"errors":{{"errorCode":{code}}}}}"#));
                assert_eq!(error.code().unwrap().kind(), Some(kind), "{code}");
                assert_eq!(error.is_payment_error(), kind == ErrorCodeKind::Payment, "{code}");
                assert_eq!(error.is_validation_error(), kind == ErrorCodeKind::Validation, "{code}");
            }
        }
    }

    #[test]
    fn a_non_numeric_code_is_kept_and_has_no_kind() {
        let error = api_error(Kind::Data, 422, r#"{"errors":{"errorCode":"KOD-ğ"}}"#);
        assert_eq!(error.code().unwrap().as_str(), "KOD-ğ");
        assert_eq!((error.code().unwrap().number(), error.code().unwrap().kind()), (None, None));
        assert!(!error.is_payment_error() && !error.is_validation_error());
    }

    #[test]
    fn errors_without_a_code_are_a_rejection_too() {
        for errors in ["{}", r#"{"errorCode":null}"#, r#"{"errorDescription":"Hata"}"#, r#"{"yeni":[]}"#] {
            let error = api_error(Kind::Data, 400, &format!("{{\"errors\":{errors}}}"));
            assert!(error.code().is_none(), "{errors}");
            assert!(!error.is_payment_error() && !error.is_validation_error());
        }
    }

    #[test]
    fn one_that_comes_without_craftgates_details_is_not_taken_for_craftgates() {
        for body in [
            HTML.as_bytes(),
            b"",
            b"{}",
            b"null",
            b"[]",
            b"{\"errors\":null}",
            b"{\"errors\":[]}",
            b"{\"errors\":\"<html>\"}",
            b"{\"data\":{\"id\":1,\"paymentStatus\":\"SUCCESS\"}}",
            b"{\"errors\":{\"errorCode\":\"1\"}",
            b"{\"errors\":{\"errorCode\":\"\xFF\"}}",
            b"{\"message\":\"Internal Server Error\"}",
        ] {
            for kind in KINDS {
                for status in [400, 404, 422, 500, 502, 599] {
                    let error = unreadable(kind, status, body);
                    assert_eq!(error.kind(), ResponseErrorKind::NoErrorDetails, "{status} {body:?}");
                    assert_eq!(Error::Response(error).outcome(), Outcome::Unknown);
                }
            }
        }
    }
}

mod a_status_out_of_the_ordinary {
    use super::*;

    const PAID: &[u8] = br#"{"data":{"id":1,"paymentStatus":"SUCCESS","items":[]}}"#;

    #[test]
    fn a_redirect_is_an_error_whatever_it_holds() {
        for status in [300, 301, 302, 303, 304, 307, 308, 399] {
            for kind in KINDS {
                for body in [PAID, b"", HTML.as_bytes(), DECLINED.as_bytes()] {
                    assert_eq!(unreadable(kind, status, body).kind(), ResponseErrorKind::Redirect, "{status}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_file_or_another_success_of_http_is_an_error_whatever_it_holds() {
        for status in [203, 205, 206, 207, 208, 226, 299] {
            for kind in KINDS {
                for body in [PAID, b"", b"a;b\n1;2", DECLINED.as_bytes()] {
                    assert_eq!(unreadable(kind, status, body).kind(), ResponseErrorKind::Status, "{status}");
                }
            }
        }
    }

    #[test]
    fn an_encoding_that_was_not_asked_for_is_not_a_files_content() {
        let read = |header: &str, encoding: &str| {
            let response = http::Response::builder().header(header, encoding).body(Body::from("a;b\n1;2")).unwrap();
            protocol().exchange(&fixtures::daily_report()).parse(response)
        };
        for (header, encoding) in [
            ("content-encoding", "gzip"),
            ("content-encoding", "identity, br"),
            ("content-encoding", "chunked"),
            ("transfer-encoding", "gzip, chunked"),
            ("transfer-encoding", "deflate"),
        ] {
            let Err(Error::Response(error)) = read(header, encoding) else { panic!("{encoding}") };
            assert_eq!(error.kind(), ResponseErrorKind::UnexpectedEncoding, "{encoding}");
            assert_eq!(error.body().as_bytes(), b"a;b\n1;2");
        }
        for (header, encoding) in [
            ("content-encoding", ""),
            ("content-encoding", "Identity"),
            ("transfer-encoding", "chunked"),
            ("transfer-encoding", " Chunked ,"),
        ] {
            assert_eq!(read(header, encoding).unwrap().as_bytes(), b"a;b\n1;2", "{encoding}");
        }
    }

    #[test]
    fn an_informational_status_is_an_error_whatever_it_holds() {
        for status in [100, 101, 103, 199] {
            for kind in KINDS {
                for body in [PAID, b"", DECLINED.as_bytes()] {
                    assert_eq!(unreadable(kind, status, body).kind(), ResponseErrorKind::Status, "{status}");
                }
            }
        }
    }

    #[test]
    fn a_status_beyond_599_is_never_a_success() {
        for status in [600, 700, 999] {
            for kind in KINDS {
                assert_eq!(unreadable(kind, status, PAID).kind(), ResponseErrorKind::NoErrorDetails, "{status}");
                api_error(kind, status, DECLINED);
            }
        }
    }
}

#[test]
fn an_html_page_or_truncated_json_is_not_an_empty_response() {
    for body in [HTML, " <html>", "{", r#"{"data":{"id":"#, r#"{"data":nul"#] {
        unreadable(Kind::Nothing, 200, body.as_bytes());
    }
}

#[test]
fn an_operation_without_output_ignores_the_body_of_a_success() {
    for (status, body) in [
        (204, ""),
        (200, ""),
        (200, "{}"),
        (200, r#"{"data":null}"#),
        (200, r#"{"data":{"id":1}}"#),
        (200, "null"),
        (200, "true"),
        (200, "\r\n"),
        (200, "\u{FEFF}\n"),
    ] {
        assert!(read(Kind::Nothing, http_response(status, body)).is_ok(), "{status} {body}");
    }
}

#[test]
fn an_error_of_the_second_step_keeps_the_payment_findable() {
    let operation = CompleteThreeDsPayment::new(PaymentId::new(5));
    let error = protocol().exchange(&operation).parse(http_response(502, HTML)).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY));
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.as_api_error().is_none());
}

/// Bytes that look enough like a response to get past the first checks.
fn any_body() -> impl Strategy<Value = Vec<u8>> {
    let json = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"data\"",
        "\"errors\"",
        "\"items\"",
        "\"id\"",
        "\"paymentStatus\"",
        "\"errorCode\"",
        "\"paidPrice\"",
        "\"SUCCESS\"",
        "null",
        "true",
        "1",
        "1.5",
        "1e999",
        "-",
        "\"ğ\\ud800\"",
        "\"",
        "\\",
        "\u{0}",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(json, 0..30).prop_map(|parts| parts.concat().into_bytes()),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(index, byte)| {
            let mut body = DECLINED.as_bytes().to_vec();
            let at = index.index(body.len());
            body[at] = byte;
            body
        }),
    ]
}

proptest! {
    #![proptest_config(crate::common::cases(2000))]

    #[test]
    fn any_status_and_any_bytes_end_in_a_result_or_in_an_error_that_keeps_them(
        status in 100..1000_u16, body in any_body(), content_type in "application/json|text/html|\\PC{0,10}",
    ) {
        for kind in KINDS {
            let mut response = http_response(status, body.clone());
            if let Ok(value) = http::HeaderValue::from_str(&content_type) {
                response.headers_mut().insert("content-type", value);
            }
            match read(kind, response) {
                Ok(()) => prop_assert!([200, 201, 202, 204].contains(&status)),
                Err(error) => {
                    let (kept, found) = match &error {
                        Error::Api(error) => (error.body(), error.status()),
                        Error::Response(error) => (error.body(), error.status()),
                        other => panic!("{other:?}"),
                    };
                    prop_assert_eq!(kept.as_bytes(), &*body);
                    prop_assert_eq!(found.as_u16(), status);
                    prop_assert!(!error.to_string().chars().any(char::is_control), "{:?}", error.to_string());
                }
            }
        }
    }
}

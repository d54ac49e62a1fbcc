//! One malformed field does not make a response unreadable: an optional one is absent and reported, with its path, the
//! reason and its JSON; a rejection is one as soon as its code can be read. A field that is needed is needed.

use std::collections::BTreeMap;

use craftgate_core::error::ResponseErrorKind;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Amounts, ExpectedPayment, Payment, PaymentMismatch, PaymentStatus, RetrievePayment, VerifyBnplPayment,
};
use craftgate_core::payment_reporting::{RetrievePaymentReport, SearchPayments};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Currency, Error, ErrorGroup, Operation, Outcome, ResponseWithMeta, UnreadField};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::common::{fixtures, http_response, protocol};
use craftgate_core::with_every_operation;
use craftgate_test_support::catalog;
use craftgate_test_support::operations::filled;
use craftgate_test_support::run;

fn parse<O: Operation>(
    operation: &O,
    status: u16,
    body: impl Into<Vec<u8>>,
) -> Result<ResponseWithMeta<O::Output>, Error> {
    protocol().exchange(operation).parse_with_meta(http_response(status, body.into()))
}

/// A payment with this field besides those that it needs.
fn payment(field: &str, value: &str) -> ResponseWithMeta<Payment> {
    let body = format!(r#"{{"data":{{"id":1,"paymentStatus":"SUCCESS","{field}":{value},"price":1.50}}}}"#);
    parse(&RetrievePayment::new(PaymentId::new(1)), 200, body)
        .unwrap_or_else(|error| panic!("{field} {value}: {error}"))
}

/// Path, reason and JSON of each unread field.
fn reported(fields: &[UnreadField]) -> Vec<(&str, &str, &str)> {
    fields.iter().map(|field| (field.path(), field.reason(), field.json().as_str())).collect()
}

#[test]
fn a_malformed_optional_field_is_absent_and_reported_with_path_reason_and_json() {
    let zone = "not a local time such as 2026-03-25T16:51:34";
    for (field, value, reason) in [
        ("createdDate", r#""2026-03-25 16:51:34""#, zone),
        ("createdDate", r#""""#, zone),
        ("createdDate", "1774446694000", zone),
        ("additionalData", "[]", "invalid type: sequence, expected an object"),
        ("additionalData", r#"{"a":1,"a":2}"#, "duplicate key"),
        ("isThreeDS", r#""true""#, "not true or false"),
        ("mdStatus", r#""""#, "not a whole number"),
        ("fraudScore", r#""0.5""#, "not a number"),
        (
            "bankCommissionRate",
            "0.1234567890123456789012345678901234",
            "a number with more digits than a decimal can hold",
        ),
        ("paidPrice", r#""1.000,50""#, "not a decimal number"),
        ("paidPrice", r#"{"amount":100.00}"#, "not a decimal number"),
        ("installment", "1.5", "not a whole number"),
        ("conversationId", "true", "not a string"),
        ("cardHolderName", r#""\ud800""#, "unexpected end of hex escape"),
        ("paymentTransactions", r#"{"id":1}"#, "not a list"),
        ("loyalty", r#""yok""#, "not an object"),
    ] {
        let response = payment(field, value);
        assert_eq!(reported(&response.unread_fields), [(field, reason, value)]);
        let absent = payment("yeni", "null").output;
        assert_eq!(response.output, absent, "{field}");
        assert_eq!(response.output.price.unwrap().to_string(), "1.50", "what follows is read");
    }
}

#[test]
fn a_well_formed_response_reports_no_unread_field() {
    for (field, value) in
        [("createdDate", "null"), ("yeni", "{}"), ("paymentTransactions", "[]"), ("mdStatus", "\"1\"")]
    {
        assert_eq!(payment(field, value).unread_fields, []);
    }
}

#[test]
fn an_amount_or_a_currency_that_cannot_be_read_passes_no_check() {
    let expected =
        ExpectedPayment::by_conversation_id("sipariş-17", Amounts::same(Decimal::ONE), Currency::Try).unwrap();
    let check = |[price, paid_price, currency]: [&str; 3]| {
        let body = format!(
            r#"{{"data":{{"id":1,"paymentStatus":"SUCCESS","conversationId":"sipariş-17","price":{price},
            "paidPrice":{paid_price},"currency":{currency}}}}}"#
        );
        expected.check(&parse(&RetrievePayment::new(PaymentId::new(1)), 200, body).unwrap().output)
    };
    assert_eq!(check(["1", "1.00", r#""TRY""#]), Ok(()));
    assert_eq!(check([r#""1,00""#, "1", r#""TRY""#]), Err(PaymentMismatch::Price));
    assert_eq!(check(["1", r#""1,00""#, r#""TRY""#]), Err(PaymentMismatch::PaidPrice));
    assert_eq!(check(["1", "1", "949"]), Err(PaymentMismatch::Currency));
}

/// Returns a value that is malformed for a field of this catalog type, if any is.
fn malformed_value(kind: &str) -> Option<&'static str> {
    match kind {
        "any" => None,
        _ if kind.starts_with('[') => Some(r#"{"a":1}"#),
        _ if kind.starts_with('{') || !catalog::types()[kind].is_null() => Some(r#""metin""#),
        _ => Some(r#"{"a":[]}"#),
    }
}

#[test]
fn any_optional_field_of_any_response_may_be_malformed() {
    type Parse<'a> = dyn Fn(String) -> Result<Vec<UnreadField>, Error> + 'a;

    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        check_fields(name, &|body| parse(&operation, 200, body).map(|response| response.unread_fields));
    }
    fn check_fields(name: &str, parse: &Parse<'_>) {
        let response = &catalog::operations()[name]["response"];
        let Some(object) = response["type"].as_str().filter(|object| !catalog::types()[*object].is_null()) else {
            return;
        };
        let is_page = response["kind"] == "page";
        let full: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&catalog::filled(object)).unwrap();
        let mut all_malformed = full.clone();
        let read = |fields: &BTreeMap<String, Box<RawValue>>| {
            let object = serde_json::to_string(fields).unwrap();
            let data = if is_page { format!(r#"{{"items":[{object}],"totalSize":1}}"#) } else { object };
            parse(format!("{{\"data\":{data}}}"))
        };
        let path = |field: &str| if is_page { format!("items[0].{field}") } else { field.to_owned() };
        let mut paths = Vec::new();
        for (field, kind) in catalog::fields(object) {
            let Some(malformed) = malformed_value(&kind) else { continue };
            let malformed = RawValue::from_string(malformed.to_owned()).unwrap();
            let mut fields = full.clone();
            fields.remove(&field);
            if read(&fields).is_err() {
                fields.insert(field.clone(), malformed.clone());
                assert!(read(&fields).is_err(), "{name} needs {field}");
                continue;
            }
            fields.insert(field.clone(), malformed.clone());
            let unread = read(&fields).unwrap_or_else(|error| panic!("{name} with a malformed {field}: {error}"));
            let reported: Vec<_> = unread.iter().map(|it| (it.path(), it.json().as_str())).collect();
            assert_eq!(reported, [(&*path(&field), malformed.get())], "{name}");
            all_malformed.insert(field.clone(), malformed);
            paths.push(path(&field));
        }
        let unread = read(&all_malformed).unwrap_or_else(|error| panic!("{name} with all malformed: {error}"));
        let mut reported: Vec<&str> = unread.iter().map(UnreadField::path).collect();
        reported.sort_unstable();
        paths.sort_unstable();
        assert_eq!(reported, paths, "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn the_path_leads_through_objects_and_lists() {
    let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","createdDate":"","paymentError":{"providerError":[]},
        "paymentTransactions":[
            {"id":1,"payout":{"parity":"yok","currency":"TRY"}},
            {"id":2,"price":[],"payout":"yok"}
        ]}}"#;
    let response = parse(&RetrievePayment::new(PaymentId::new(1)), 200, body).unwrap();
    assert_eq!(
        reported(&response.unread_fields),
        [
            ("createdDate", "not a local time such as 2026-03-25T16:51:34", r#""""#),
            ("paymentError.providerError", "invalid type: sequence, expected an object", "[]"),
            ("paymentTransactions[0].payout.parity", "not a decimal number", r#""yok""#),
            ("paymentTransactions[1].price", "not a decimal number", "[]"),
            ("paymentTransactions[1].payout", "not an object", r#""yok""#),
        ]
    );
    assert_eq!(response.unread_fields[0].to_string(), "createdDate: not a local time such as 2026-03-25T16:51:34");
    let lines = &response.output.payment_transactions;
    assert_eq!(lines.iter().map(|line| line.id.get()).collect::<Vec<_>>(), [1, 2]);
    let payout = lines[0].payout.as_ref().unwrap();
    assert_eq!((payout.parity, payout.currency.as_ref().unwrap().as_str()), (None, "TRY"));
    assert_eq!(lines[1].payout, None);

    let body = r#"{"data":{"items":[{"id":1,"paymentStatus":"SUCCESS"},
        {"id":2,"paymentStatus":"SUCCESS","buyerMember":{"id":1,"iban":{}},"retryCount":"çok"}],"size":-1}}"#;
    let response = parse(&SearchPayments::new(), 200, body).unwrap();
    let paths: Vec<&str> = response.unread_fields.iter().map(UnreadField::path).collect();
    assert_eq!(paths, ["items[1].buyerMember.iban", "items[1].retryCount", "size"]);
    assert_eq!((response.output.items.len(), response.output.size), (2, None));
}

#[test]
fn a_list_with_an_item_that_cannot_be_read_is_absent_as_a_whole() {
    let lines = r#"[{"id":1,"createdDate":""},{"name":"kimliksiz"}]"#;
    let response = payment("paymentTransactions", lines);
    assert_eq!(reported(&response.unread_fields), [("paymentTransactions", "[1]: missing field `id`", lines)]);
    assert!(response.output.payment_transactions.is_empty());

    let object = r#"{"id":1,"refunds":[{"status":"SUCCESS","refundPrice":"x"},{"id":1}]}"#;
    let body = format!(r#"{{"data":{}"paymentStatus":"SUCCESS",{}}}"#, "{", &object[1..]);
    let response = parse(&RetrievePaymentReport::new(PaymentId::new(1)), 200, body).unwrap();
    assert_eq!(response.unread_fields.len(), 1, "what is unread within it is unread with it");
    assert_eq!(response.unread_fields[0].path(), "refunds");
}

#[test]
fn what_is_needed_is_needed_and_the_error_is_about_it() {
    for (data, error) in [
        (r#"{"id":1,"createdDate":"","paymentStatus":52}"#, "paymentStatus: not a name"),
        (r#"{"createdDate":"","paymentStatus":"SUCCESS"}"#, "missing field `id`"),
        (r#"{"id":null,"createdDate":"","paymentStatus":"SUCCESS"}"#, "id: not a whole number"),
    ] {
        let unread = parse(&RetrievePayment::new(PaymentId::new(1)), 200, format!("{{\"data\":{data}}}")).unwrap_err();
        let Error::Response(unread) = unread else { panic!("{unread:?}") };
        assert_eq!(unread.kind(), ResponseErrorKind::UnexpectedShape);
        let parser_error = unread.parser_error().unwrap().to_string();
        assert!(parser_error.starts_with(error), "{parser_error}");
    }
    let body = r#"{"data":{"additionalAction":"NONE","errorCode":[],"paymentStatus":{}}}"#;
    assert!(parse(&VerifyBnplPayment::new(PaymentId::new(1)), 200, body).is_err());
    let body = r#"{"data":{"responseStatus":"APPROVED","errorCode":[],"paymentStatus":{}}}"#;
    let response = parse(&VerifyBnplPayment::new(PaymentId::new(1)), 200, body).unwrap();
    assert_eq!(
        response.unread_fields.iter().map(UnreadField::path).collect::<Vec<_>>(),
        ["errorCode", "paymentStatus"]
    );
}

#[test]
fn of_a_duplicate_field_no_value_is_chosen() {
    for data in [
        r#"{"id":1,"paymentStatus":"SUCCESS","createdDate":"","createdDate":"2026-03-25T16:51:34"}"#,
        r#"{"id":1,"paymentStatus":"SUCCESS","price":1,"price":1}"#,
        r#"{"id":1,"paymentStatus":"SUCCESS","paymentStatus":"FAILURE","createdDate":""}"#,
    ] {
        let error = parse(&RetrievePayment::new(PaymentId::new(1)), 200, format!("{{\"data\":{data}}}")).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{data}");
    }
    for data in [r#"{"items":[],"size":-1,"size":2}"#, r#"{"items":[],"page":"","items":[]}"#] {
        assert!(parse(&SearchPayments::new(), 200, format!("{{\"data\":{data}}}")).is_err(), "{data}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_leave_every_other_field_readable() {
    let body = b"{\"data\":{\"id\":1,\"cardHolderName\":\"G\xFClk\xFE\xF0\",\"paymentStatus\":\"SUCCESS\",\"orderId\":\"\xC3\xBC\"}}";
    let response = parse(&RetrievePayment::new(PaymentId::new(1)), 200, body).unwrap();
    assert_eq!(response.output.order_id.as_deref(), Some("ü"));
    assert_eq!(response.output.card_holder_name, None);
    let [unread] = &*response.unread_fields else { panic!("{response:?}") };
    assert_eq!((unread.path(), unread.json().as_str()), ("cardHolderName", r#""G\udcfclk\udcfe\udcf0""#));
    assert_eq!(response.body.as_bytes(), body);

    for body in [
        &b"{\"data\":{\"id\":1,\"paymentStatus\":\"\xFE\"}}"[..],
        b"{\"data\":{\"id\":1,\xFE\"paymentStatus\":\"SUCCESS\"}}",
        b"{\"data\":\"\xFE\"}",
    ] {
        let Err(Error::Response(error)) = parse(&RetrievePayment::new(PaymentId::new(1)), 200, body) else { panic!() };
        assert_eq!((error.kind(), error.body().as_bytes()), (ResponseErrorKind::NotJson, body));
    }
}

#[test]
fn every_malformed_field_of_a_long_response_is_reported() {
    let item = r#"{"id":1,"paymentStatus":"SUCCESS","createdDate":"","price":"","pos":"","loyalty":[]}"#;
    let body = format!(r#"{{"data":{{"items":[{}]}}}}"#, vec![item; 10_000].join(","));
    let response = parse(&SearchPayments::new(), 200, body).unwrap();
    assert_eq!((response.output.items.len(), response.unread_fields.len()), (10_000, 40_000));
    assert_eq!(response.unread_fields.last().unwrap().path(), "items[9999].loyalty");
}

#[test]
fn without_its_meta_a_response_is_read_too() {
    let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS","createdDate":""}}"#;
    let payment =
        protocol().exchange(&RetrievePayment::new(PaymentId::new(1))).parse(http_response(200, body)).unwrap();
    assert_eq!(payment, Payment::new(PaymentId::new(1), PaymentStatus::Success));
    assert!(serde_json::from_str::<Payment>(&body[8..body.len() - 1]).is_err(), "from a queue it is read strictly");
}

mod declines {
    use super::*;

    /// The error of a decline whose `errors` have this besides the code and the group.
    #[track_caller]
    fn decline(more: &[u8]) -> Box<craftgate_core::ApiError> {
        let errors = [br#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS""#, more, b"}}"].concat();
        let error = parse(&fixtures::create_payment(), 422, errors).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Rejected, "{error:?}");
        let Error::Api(error) = error else { panic!("{error:?}") };
        assert_eq!(error.code().unwrap().as_str(), "10051");
        assert_eq!(error.group(), Some(&ErrorGroup::NotSufficientFunds));
        error
    }

    #[test]
    fn stay_declines_whatever_the_providers_error_is() {
        for (provider_error, path) in [
            (r#""51 - Yetersiz bakiye""#, "providerError"),
            ("[]", "providerError"),
            ("51", "providerError"),
            (r#"{"errorCode":5.1,"errorMessage":"Yetersiz bakiye"}"#, "providerError.errorCode"),
            (r#"{"errorCode":"51","errorMessage":{"tr":"Yetersiz bakiye"}}"#, "providerError.errorMessage"),
        ] {
            let error = decline(format!(r#","providerError":{provider_error}"#).as_bytes());
            let [unread] = error.unread_fields() else { panic!("{error:?}") };
            assert_eq!(unread.path(), path);
        }
        let error = decline(br#","providerError":{"errorCode":5.1,"errorMessage":"Yetersiz bakiye"}"#);
        assert_eq!(error.provider_error().unwrap().error_message.as_deref(), Some("Yetersiz bakiye"));
        assert_eq!(error.unread_fields()[0].json().as_str(), "5.1");
    }

    #[test]
    fn stay_declines_whatever_bytes_the_banks_message_has() {
        for (message, is_read) in [
            (&b"\xDDsim hatal\xFD"[..], false),
            (b"\\ud800", false),
            (b"\xC3", false),
            (b"\xED\xA0\x80", false),
            ("\u{FEFF}Yetersiz bakiye".as_bytes(), true),
            (b"\\u0000", true),
        ] {
            for field in ["errorDescription", "providerError"] {
                let before = match field {
                    "providerError" => &br#","providerError":{"errorCode":"51","errorMessage":""#[..],
                    _ => br#","errorDescription":""#,
                };
                let after = if field == "providerError" { &b"\"}"[..] } else { b"\"" };
                let error = decline(&[before, message, after].concat());
                assert_eq!(error.unread_fields().is_empty(), is_read, "{field} {message:?}");
                match field {
                    "providerError" => {
                        assert_eq!(error.provider_error().unwrap().error_code.as_ref().unwrap().as_str(), "51")
                    }
                    _ => assert_eq!(error.description().is_some(), is_read),
                }
            }
        }
    }

    #[test]
    fn need_a_code_that_can_be_read() {
        for errors in [
            &br#"{"errorCode":{"value":"10051"},"errorGroup":"NOT_SUFFICIENT_FUNDS"}"#[..],
            br#"{"errorCode":10051.5}"#,
            br#"{"errorCode":true,"errorDescription":"Hata"}"#,
            b"{\"errorCode\":\"\xFE\"}",
            br#""10051""#,
            b"[]",
        ] {
            let body = [br#"{"errors":"#, errors, b"}"].concat();
            let Err(Error::Response(error)) = parse(&fixtures::create_payment(), 422, body) else {
                panic!("{errors:?}")
            };
            assert_eq!(error.kind(), ResponseErrorKind::NoErrorDetails);
        }
    }

    #[test]
    fn are_declines_under_a_status_of_success_too() {
        let body = r#"{"errors":{"errorCode":"10051","providerError":"51"}}"#;
        let Err(Error::Api(error)) = parse(&fixtures::create_payment(), 200, body) else { panic!() };
        assert_eq!(error.unread_fields()[0].path(), "providerError");
        let Err(Error::Api(error)) = parse(&fixtures::daily_report(), 200, body) else { panic!() };
        assert_eq!(error.code().unwrap().as_str(), "10051");
    }
}

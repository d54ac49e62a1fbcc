//! The most used responses are read whole, and read the same after they were written back.

use std::collections::BTreeMap;
use std::fmt::Debug;

use craftgate_core::error::ResponseErrorKind;
use craftgate_core::id::PaymentId;
use craftgate_core::installment::{BinNumber, InstallmentList};
use craftgate_core::onboarding::Member;
use craftgate_core::payment::{
    HtmlContent, InitThreeDsPaymentResponse, Payment, PaymentRefund, PaymentStatus, PaymentTransactionRefund,
    RetrievePayment, StoredCard,
};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::{Error, Json, Operation, Page};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::common::{canonical, http_response, protocol};
use craftgate_test_support::catalog;
use craftgate_test_support::operations::filled;

/// Runs a generic function over the most used responses, with the catalog name and the required fields of each.
macro_rules! every_common_response {
    ($visit:ident) => {
        $visit::<Payment>("PaymentResponse", &["id", "paymentStatus"]);
        $visit::<PaymentRefund>("PaymentRefundResponse", &["status"]);
        $visit::<PaymentTransactionRefund>("PaymentTransactionRefundResponse", &["id", "status"]);
        $visit::<InitThreeDsPaymentResponse>("InitThreeDSPaymentResponse", &[]);
        $visit::<StoredCard>("StoredCardResponse", &["cardUserKey", "cardToken"]);
        $visit::<InstallmentList>("InstallmentListResponse", &["items"]);
        $visit::<BinNumber>("BinNumberResponse", &["binNumber"]);
        $visit::<Member>("MemberResponse", &["id"]);
    };
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// The filled object as a map, for tests that remove or replace fields.
fn object(name: &str) -> Map<String, Value> {
    serde_json::from_str(&catalog::filled(name)).unwrap()
}

#[test]
fn a_full_response_round_trips_with_every_digit_and_field() {
    fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(name: &str, _: &[&str]) {
        let json = catalog::filled(name);
        let response: T = read(&json);
        let written = serde_json::to_string(&response).unwrap();
        assert_eq!(canonical(&written), canonical(&json), "{name}");
        assert_eq!(read::<T>(&written), response, "{name}");
    }
    every_common_response!(check);
}

#[test]
fn a_full_response_reads_the_same_from_a_reader_and_with_its_fields_in_another_order() {
    fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(name: &str, _: &[&str]) {
        let json = catalog::filled(name);
        let response: T = read(&json);
        assert_eq!(serde_json::from_reader::<_, T>(json.as_bytes()).unwrap(), response, "{name}");
        assert_eq!(read::<T>(&backwards(&json)), response, "{name}");
    }
    fn backwards(json: &str) -> String {
        let fields: BTreeMap<&str, &RawValue> = serde_json::from_str(json).unwrap();
        let fields = fields.iter().rev().map(|(key, value)| format!("\"{key}\":{}", value.get()));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }
    every_common_response!(check);
}

#[test]
fn the_smallest_response_is_enough() {
    fn check<T: DeserializeOwned + Serialize>(name: &str, needed: &[&str]) {
        let mut fields = object(name);
        fields.retain(|field, _| needed.contains(&&**field));
        let json = Value::Object(fields).to_string();
        assert_eq!(canonical(&serde_json::to_string(&read::<T>(&json)).unwrap()), canonical(&json), "{name}");
    }
    every_common_response!(check);
}

#[test]
fn an_explicit_null_is_an_absent_field() {
    fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(name: &str, needed: &[&str]) {
        let (mut nulls, mut absent) = (object(name), object(name));
        for (field, value) in &mut nulls {
            if !needed.contains(&&**field) {
                *value = Value::Null;
            }
        }
        absent.retain(|field, _| needed.contains(&&**field));
        assert_eq!(
            read::<T>(&Value::Object(nulls).to_string()),
            read::<T>(&Value::Object(absent).to_string()),
            "{name}"
        );
    }
    every_common_response!(check);
}

#[test]
fn each_needed_field_is_missed_by_name_also_when_it_is_null() {
    fn check<T: DeserializeOwned + Debug>(name: &str, needed: &[&str]) {
        for field in needed {
            let mut fields = object(name);
            fields.remove(*field);
            let error = serde_json::from_value::<T>(Value::Object(fields.clone())).unwrap_err().to_string();
            assert!(error.starts_with(&format!("missing field `{field}`")), "{name}: {error}");
            if *field == "items" {
                continue; // a list that is null is an empty one
            }
            fields.insert((*field).to_owned(), Value::Null);
            let error = serde_json::from_value::<T>(Value::Object(fields)).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{field}: ")), "{name}: {error}");
        }
    }
    every_common_response!(check);
}

#[test]
fn unknown_fields_are_passed_over_whatever_they_hold() {
    fn check<T: DeserializeOwned + PartialEq + Debug>(name: &str, _: &[&str]) {
        let known = catalog::filled(name);
        let news = r#"{"yeniAlan":{"a":[1,{"b":null}],"c":1e999,"id":"ğ"},"":"","#;
        let with_news = format!("{news}{}", &known[1..]);
        assert_eq!(read::<T>(&with_news), read::<T>(&known), "{name}");
    }
    every_common_response!(check);
}

#[test]
fn a_duplicate_field_is_rejected_by_name() {
    fn check<T: DeserializeOwned + Debug>(name: &str, _: &[&str]) {
        let known = catalog::filled(name);
        let fields: Vec<(String, Value)> = object(name).into_iter().collect();
        for (field, value) in fields {
            for second in [&value, &Value::Null] {
                let duplicate = format!("{},\"{field}\":{second}}}", &known[..known.len() - 1]);
                let error = serde_json::from_str::<T>(&duplicate).unwrap_err().to_string();
                assert!(error.contains(&field), "{name}: {error}");
            }
        }
    }
    every_common_response!(check);
}

#[test]
fn a_wrong_type_names_the_field() {
    fn check<T: DeserializeOwned + Debug>(name: &str, _: &[&str]) {
        for (field, kind) in catalog::fields(name) {
            let wrong = if kind.starts_with('{') { "\"metin\"" } else { "{\"a\":[]}" };
            if matches!(&*kind, "Loyalty" | "MerchantPos" | "PaymentError") {
                continue; // objects without needed fields take any object
            }
            let mut fields = object(name);
            fields.insert(field.clone(), serde_json::from_str(wrong).unwrap());
            let error = serde_json::from_str::<T>(&Value::Object(fields).to_string()).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{field}: ")), "{name}: {error}");
        }
    }
    every_common_response!(check);
}

#[test]
fn a_wrong_type_says_what_is_wanted_and_not_what_came() {
    fn error_of<T: DeserializeOwned + Debug>(json: &str) -> String {
        serde_json::from_str::<T>(json).unwrap_err().to_string()
    }
    for (field, wrong, wanted) in [
        ("id", "\"5258640000000001x\"", "not a whole number"),
        ("paymentStatus", "52", "not a name"),
        ("price", "\"5258640000000001x\"", "not a decimal number"),
        ("conversationId", "true", "not a string"),
        ("conversationId", "0.5", "not a string"),
        ("cardUserKey", "true", "not a string"),
        ("paidWithStoredCard", "52", "not true or false"),
        ("paymentTransactions", "52", "not a list"),
        ("loyalty", "52", "not an object"),
        ("createdDate", "52", "not a local time"),
        ("additionalData", "52", "not an object"),
    ] {
        let mut fields = Map::from_iter([("id".to_owned(), 1.into()), ("paymentStatus".to_owned(), "SUCCESS".into())]);
        fields.insert(field.to_owned(), serde_json::from_str(wrong).unwrap());
        let error = error_of::<Payment>(&Value::Object(fields).to_string());
        assert!(error.starts_with(&format!("{field}: {wanted}")), "{error}");
    }
    assert!(error_of::<Page<Member>>("52").starts_with("not a page"));
    assert!(error_of::<StoredCard>(r#"{"cardUserKey":"k","cardToken":52}"#).starts_with("cardToken: not a string"));
}

#[test]
fn a_number_in_place_of_a_string_is_read_as_its_digits() {
    for number in ["424242", "-1"] {
        let bin: BinNumber = read(&format!(r#"{{"binNumber":{number}}}"#));
        assert_eq!(bin.bin_number, number);
    }
}

#[test]
fn strings_and_lists_are_the_same_from_a_value() {
    let name = "StoredCardResponse";
    let card: StoredCard = serde_json::from_value(Value::Object(object(name))).unwrap();
    assert_eq!(card, read(&catalog::filled(name)));
    let page: Page<Member> =
        serde_json::from_value(serde_json::json!({"items": [{"id": 1, "name": "Çağla"}]})).unwrap();
    assert_eq!(page.items.iter().map(|member| member.name.as_deref()).collect::<Vec<_>>(), [Some("Çağla")]);
}

#[test]
fn only_the_parser_error_has_the_full_path_of_a_wrong_field() {
    let body =
        r#"{"data":{"items":[{"id":1,"paymentStatus":"SUCCESS"},{"id":2,"createdDate":"","paymentStatus":52}]}}"#;
    let (protocol, operation) = (protocol(), SearchPayments::new());
    let error = protocol.exchange(&operation).parse(http_response(200, body)).unwrap_err();
    let Error::Response(error) = error else { panic!("{error:?}") };
    assert_eq!(error.kind(), ResponseErrorKind::UnexpectedShape);
    let parser_error = error.parser_error().unwrap().to_string();
    assert_eq!(parser_error, "items: [1]: paymentStatus: not a name");
    assert!(!error.to_string().contains("paymentStatus"), "{error}");
}

#[test]
fn each_response_is_read_from_the_envelope_of_its_operation() {
    fn check<O: Operation + DeserializeOwned>(name: &str)
    where
        O::Output: Serialize,
    {
        let (operation, _) = filled::<O>(name);
        let entry = &catalog::operations()[name];
        let filled = catalog::filled(entry["response"]["type"].as_str().unwrap());
        let data = match entry["response"]["kind"].as_str().unwrap() {
            "page" => format!(r#"{{"items":[{filled},{filled}],"page":0,"size":2,"totalSize":9007199254740993}}"#),
            _ => filled,
        };
        let protocol = protocol();
        let body = format!("{{\"data\":{data}}}");
        let response = protocol.exchange(&operation).parse_with_meta(http_response(200, body.as_str())).unwrap();
        assert_eq!(canonical(&serde_json::to_string(&response.output).unwrap()), canonical(&data), "{name}");
        assert_eq!(crate::common::text(&response.body), body, "{name}");
        assert_eq!((response.status.as_u16(), &response.headers["x-trace"]), (200, &"iz-1".parse().unwrap()));
    }
    check::<craftgate_core::payment::CreatePayment>("payment::CreatePayment");
    check::<craftgate_core::payment::RetrievePayment>("payment::RetrievePayment");
    check::<craftgate_core::payment::PostAuthPayment>("payment::PostAuthPayment");
    check::<craftgate_core::payment::RetrieveCheckoutPayment>("payment::RetrieveCheckoutPayment");
    check::<craftgate_core::payment::InitThreeDsPayment>("payment::InitThreeDsPayment");
    check::<craftgate_core::payment::CompleteThreeDsPayment>("payment::CompleteThreeDsPayment");
    check::<craftgate_core::payment::RefundPayment>("payment::RefundPayment");
    check::<craftgate_core::payment::RetrievePaymentRefund>("payment::RetrievePaymentRefund");
    check::<craftgate_core::payment::RefundPaymentTransaction>("payment::RefundPaymentTransaction");
    check::<craftgate_core::payment::RetrievePaymentTransactionRefund>("payment::RetrievePaymentTransactionRefund");
    check::<craftgate_core::payment::StoreCard>("payment::StoreCard");
    check::<craftgate_core::payment::UpdateCard>("payment::UpdateCard");
    check::<craftgate_core::payment::SearchStoredCards>("payment::SearchStoredCards");
    check::<craftgate_core::installment::SearchInstallments>("installment::SearchInstallments");
    check::<craftgate_core::installment::RetrieveBinNumber>("installment::RetrieveBinNumber");
    check::<craftgate_core::onboarding::CreateMember>("onboarding::CreateMember");
    check::<craftgate_core::onboarding::SearchMembers>("onboarding::SearchMembers");
}

#[test]
fn craftgates_statuses_of_success_with_data_are_one_and_no_other_is() {
    let (protocol, operation) = (protocol(), RetrievePayment::new(PaymentId::new(1)));
    let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"},"errors":null,"yeni":{}}"#;
    for status in [200, 201, 202, 204] {
        let payment = protocol.exchange(&operation).parse(http_response(status, body)).unwrap();
        assert_eq!(payment, Payment::new(PaymentId::new(1), PaymentStatus::Success));
    }
    for status in [203, 205, 206, 207, 226, 299] {
        let error = protocol.exchange(&operation).parse(http_response(status, body)).unwrap_err();
        let Error::Response(error) = error else { panic!("{error:?}") };
        assert_eq!((error.kind(), crate::common::text(error.body())), (ResponseErrorKind::Status, body), "{status}");
    }
}

mod envelopes {
    use super::*;
    use craftgate_core::http::Method;
    use craftgate_core::{Output, OutputError, RequestError, ResponseContent};

    const DATA: &str = r#"{"id":1,"paymentStatus":"SUCCESS"}"#;

    fn response(body: &str) -> Result<Payment, Error> {
        protocol().exchange(&RetrievePayment::new(PaymentId::new(1))).parse(http_response(200, body))
    }

    #[test]
    fn of_any_layout_hold_the_same_data() {
        for body in [
            format!(r#"{{"data":{DATA}}}"#),
            format!(" \r\n{{ \"data\"\t: {DATA}\n}}\n"),
            format!("\u{FEFF}{{\"data\":{DATA}}}"),
            format!(r#"{{"\u0064ata":{DATA}}}"#),
            format!(r#"{{"data":{DATA},"errors":null}}"#),
            format!(r#"{{"errors":null,"data":{DATA},"yeni":[{{}}]}}"#),
        ] {
            assert_eq!(response(&body).unwrap(), Payment::new(PaymentId::new(1), PaymentStatus::Success), "{body}");
        }
    }

    #[test]
    fn with_anything_before_or_behind_them_are_rejected() {
        for body in [
            format!(r#"{{"data":{DATA}}}}}"#),
            format!(r#"{{"data":{DATA}}}{{}}"#),
            format!(r#"{{"data":{DATA},}}"#),
            format!(r#"{{"data":{DATA} 1}}"#),
            format!(r#"{{"data":{DATA},"data":{DATA}}}"#),
            format!(r#"{{"data":{DATA}}},"errors":null}}"#),
            format!(r#"{{,"data":{DATA}}}"#),
            format!(r#"{{"data":{DATA}"#),
            format!(r#""data":{DATA}}}"#),
            format!("{{\"data\":{DATA}}}\u{c}"),
            format!("\u{a0}{{\"data\":{DATA}}}"),
        ] {
            assert!(matches!(response(&body), Err(Error::Response(_))), "{body}");
        }
    }

    /// Keeps whatever it is given.
    #[derive(Debug)]
    struct Anything(String);

    impl Output for Anything {
        fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
            content.json().map(|json: Json| Self(json.as_str().to_owned()))
        }
    }

    impl Operation for Anything {
        type Output = Self;
        const METHOD: Method = Method::GET;

        fn path(&self) -> Result<String, RequestError> {
            Ok("/".to_owned())
        }
    }

    #[test]
    fn give_an_output_of_the_callers_own_only_the_json_of_data() {
        let operation = Anything(String::new());
        for body in [format!(r#"{{"data":{DATA}}}"#), format!(r#"{{"data": {DATA} ,"yeni":1}}"#)] {
            let output = protocol().exchange(&operation).parse(http_response(200, body.as_str())).unwrap();
            assert_eq!(output.0, DATA, "{body}");
        }
        let result = protocol().exchange(&operation).parse(http_response(200, r#"{"data":1},"errors":{}}"#));
        assert!(matches!(result, Err(Error::Response(_))));
    }
}

mod pages {
    use super::*;

    #[test]
    fn a_page_has_its_number_size_and_total() {
        let page: Page<Member> = read(r#"{"items":[{"id":1},{"id":2}],"page":3,"size":2,"totalSize":8}"#);
        assert_eq!(page.items.iter().map(|member| member.id.get()).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((page.page, page.size, page.total_size), (Some(3), Some(2), Some(8)));
    }

    #[test]
    fn a_list_without_pages_or_with_nulls_is_a_page_too() {
        for json in [
            r#"{"items":[]}"#,
            r#"{"items":null}"#,
            r#"{"items":[],"page":null,"size":null,"totalSize":null,"yeni":1}"#,
        ] {
            assert_eq!(read::<Page<Member>>(json), Page::new([]), "{json}");
        }
    }

    #[test]
    fn a_page_without_items_is_rejected() {
        for json in ["{}", r#"{"page":0,"size":10,"totalSize":0}"#, r#"{"items":{}}"#, "[]"] {
            assert!(serde_json::from_str::<Page<Member>>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_duplicate_field_of_a_page_is_rejected() {
        for json in [
            r#"{"items":[{"id":1}],"items":[]}"#,
            r#"{"items":[],"totalSize":1,"totalSize":2}"#,
            r#"{"items":[],"page":1,"page":2}"#,
        ] {
            assert!(serde_json::from_str::<Page<Member>>(json).is_err(), "{json}");
        }
    }
}

mod times {
    use super::*;

    #[test]
    fn they_are_read_with_and_without_seconds_fractions_and_offsets() {
        for (sent, kept) in [
            ("2026-03-25T16:51:34", "2026-03-25T16:51:34"),
            ("2026-03-25T16:51", "2026-03-25T16:51:00"),
            ("2026-03-25T16:51:34.123Z", "2026-03-25T19:51:34.123"),
            ("2026-03-25T16:51:34+0300", "2026-03-25T16:51:34"),
            ("2026-03-25T16:51:34+02:00", "2026-03-25T17:51:34"),
            ("2026-12-31T23:51:34-05", "2027-01-01T07:51:34"),
            ("2026-03-25T16:51:34.120", "2026-03-25T16:51:34.12"),
            ("2026-03-25T16:51:34.123456789", "2026-03-25T16:51:34.123456789"),
            ("2024-02-28T22:00:00Z", "2024-02-29T01:00:00"),
            ("2026-03-25T16:51:34+03:00", "2026-03-25T16:51:34"),
        ] {
            let payment: Payment = read(&format!(r#"{{"id":1,"paymentStatus":"SUCCESS","createdDate":"{sent}"}}"#));
            let written = serde_json::to_string(&payment).unwrap();
            assert_eq!(written, format!(r#"{{"id":1,"paymentStatus":"SUCCESS","createdDate":"{kept}"}}"#));
        }
    }

    #[test]
    fn strings_other_than_local_times_are_rejected() {
        for text in
            ["", "2026-03-25", "2026-02-29T00:00:00", "2026-03-25T25:00:00", "1679752294", "2026-03-25 16:51:34"]
        {
            let json = format!(r#"{{"id":1,"paymentStatus":"SUCCESS","createdDate":"{text}"}}"#);
            assert!(serde_json::from_str::<Payment>(&json).is_err(), "{text}");
        }
    }
}

#[test]
fn free_form_json_keeps_its_bytes() {
    let text = r#"{"b":1.50,"a":12345678901234567890.123456789,"c":[1E+2,"\u011f"],"snake_key":{}}"#;
    let json: Json = read(text);
    assert_eq!(json.as_str(), text);
    assert_eq!(serde_json::to_string(&json).unwrap(), text);
}

#[test]
fn the_html_page_of_three_d_secure_is_decoded() {
    let start: InitThreeDsPaymentResponse = read(r#"{"htmlContent":"PGgxPsO2ZGVtZTwvaDE+"}"#);
    let page = start.html_content.unwrap();
    assert_eq!((&*page.decode().unwrap(), page.as_base64()), ("<h1>ödeme</h1>", "PGgxPsO2ZGVtZTwvaDE+"));
    assert_eq!(HtmlContent::encode("<h1>ödeme</h1>"), page);
    let broken: InitThreeDsPaymentResponse = read(r#"{"htmlContent":"<h1>"}"#);
    assert!(broken.html_content.unwrap().decode().is_err());
}

#[test]
fn a_score_comes_back_with_its_last_digit() {
    for score in ["31.245270191439438", "121.48791951161945", "0.1", "17", "-0.0", "1e300", "5e-324"] {
        let payment: Payment = read(&format!(r#"{{"id":1,"paymentStatus":"SUCCESS","fraudScore":{score}}}"#));
        assert_eq!(payment.fraud_score.map(f64::to_bits), Some(score.parse::<f64>().unwrap().to_bits()), "{score}");
        let again: Payment = read(&serde_json::to_string(&payment).unwrap());
        assert_eq!(again, payment, "{score}");
    }
    for score in ["\"0.5\"", "true", "[]", "1e999", "-1e999"] {
        let json = format!(r#"{{"id":1,"paymentStatus":"SUCCESS","fraudScore":{score}}}"#);
        assert!(serde_json::from_str::<Payment>(&json).is_err(), "{score}");
    }
}

//! Personal data and security codes are in no cassette, wherever a request or a response has them.

use craftgate_core::encoding::percent_encode;
use craftgate_core::http::Request as HttpRequest;
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Response, Transport as _};
use craftgate_custom_transports::cassette::Recorder;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::CassetteFile;

/// Digits with up to two separators between them.
fn grouped(digits: &'static str) -> impl Strategy<Value = String> {
    let separators = proptest::collection::vec("[ ./_\\-\u{a0}]{0,2}|[)(]", 20);
    (digits.prop_map(String::from), separators).prop_map(|(digits, separators)| join(&digits, &separators))
}

fn join(digits: &str, separators: &[String]) -> String {
    let mut joined = String::new();
    for (digit, separator) in digits.chars().zip(separators) {
        joined.push(digit);
        joined += separator;
    }
    joined.trim_end_matches(|char: char| !char.is_ascii_digit()).to_owned()
}

/// Card, telephone and identity numbers, e-mail addresses and UUIDs.
fn personal() -> impl Strategy<Value = String> {
    prop_oneof![
        grouped("[2-9][0-9]{11,18}"),
        grouped("(\\+?90|0)?5[0-9]{9}"),
        grouped("[1-9][0-9]{10}"),
        "[a-zçğıöşü.]{1,12}@[a-z]{1,8}\\.(com|com\\.tr)",
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "[0-9a-f]{32}",
    ]
}

/// What stands around a value: anything without digits that does not join them.
fn surrounded(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    ("([a-zçğı]{0,4}[ :,;\"'/(])?", value, "([ :,;\"'/)][g-zçğı]{0,4})?")
        .prop_map(|(before, value, after)| before + &value + &after)
}

/// Fields that a cassette keeps, of every kind: the merchant's ids, texts, enum values and lists.
const FIELDS: [&str; 8] = [
    "conversationId",
    "externalId",
    "memberExternalId",
    "errorDescription",
    "posAlias",
    "bankName",
    "currency",
    "supportedCurrencies",
];

/// Records an exchange with these values in every place that is kept, and returns the redacted interaction.
fn recorded(string: &str, number: Option<&str>) -> (Value, String) {
    let value = number.map_or_else(|| "0".to_owned(), str::to_owned);
    let fields = FIELDS.map(|name| format!("{}:{}", json!(name), json!(string))).join(",");
    let numbers = format!("\"id\":{value},\"price\":{value},\"paymentIds\":[{value}]");
    let object = format!("{{{fields},{numbers},\"items\":[{{{fields}}}],{}:true}}", json!(string));
    let response = format!("{{\"data\":{object}}}");
    let encoded = percent_encode(string);
    let query = FIELDS.map(|name| format!("{name}={encoded}")).join("&");
    let uri = format!("https://api.example.com/payment/v1/{encoded}?{query}&{encoded}=1");
    let recorder = Recorder::new(from_fn(move |_| Ok(Response::new(Body::from(response.as_str())))));
    recorder.send(HttpRequest::post(uri).body(Body::from(object)).unwrap()).unwrap();
    let content = CassetteFile::of(&recorder).content();
    let cassette: Value = serde_json::from_str(&content).unwrap();
    (cassette["content"][0].clone(), content)
}

/// Asserts that every string in every place is blank.
fn assert_blank(interaction: &Value) {
    let request = &interaction["request"];
    assert_eq!(request["path"], "/payment/v1/[redacted]");
    let query = request["query"].as_str().unwrap();
    assert_eq!(query, FIELDS.map(|name| format!("{name}=[redacted]")).join("&") + "&[redacted]=[redacted]");
    for object in [&request["body"]["json"], &interaction["result"]["response"]["body"]["json"]["data"]] {
        assert_eq!(object["[redacted]"], json!(true));
        for fields in [object, &object["items"][0]] {
            assert!(FIELDS.iter().all(|name| fields[name] == "[redacted]"), "{fields}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn personal_data_is_redacted_in_strings(value in surrounded(personal())) {
        let (interaction, content) = recorded(&value, None);
        assert_blank(&interaction);
        prop_assert!(!content.contains(value.trim()), "{}", content);
    }

    #[test]
    fn security_codes_are_redacted_in_strings(value in surrounded("[0-9]{3,4}".prop_map(String::from))) {
        // A path keeps what could be the id of a payment.
        prop_assume!(!value.bytes().all(|byte| byte.is_ascii_digit()));
        assert_blank(&recorded(&value, None).0);
    }

    #[test]
    fn personal_numbers_are_redacted(number in "[2-9][0-9]{11,18}|905[0-9]{9}|5[0-9]{9}|[1-9][0-9]{10}") {
        let (interaction, content) = recorded("yok", Some(&number));
        prop_assert!(!content.contains(&number), "{}", content);
        prop_assert_eq!(&interaction["request"]["body"]["json"]["paymentIds"], &json!([0]));
    }
}

//! Authentication by signature.

use std::collections::BTreeSet;

use craftgate_core::catalog::{self, Type};
use craftgate_core::{Request, Response};
use craftgate_emulator::Emulator;
use serde_json::Value;

use crate::common::{body_of, signed};

const URL: &str = "http://127.0.0.1/onboarding/v1/members";

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("data/request-signatures.json")).unwrap()
}

fn emulator_for(vector: &Value) -> Emulator {
    let key = |name: &str| vector[name].as_str().unwrap();
    Emulator::builder().api_key(key("api_key")).secret_key(key("secret_key")).build()
}

fn request_of(vector: &Value) -> Request {
    let value = |name: &str| vector[name].as_str().unwrap_or_default();
    let body = value("body");
    http::Request::builder()
        .method(if body.is_empty() { "GET" } else { "POST" })
        .uri(value("url"))
        .header("content-type", "application/json")
        .header("x-api-key", value("api_key"))
        .header("x-rnd-key", value("random_key"))
        .header("x-auth-version", "V1")
        .header("x-signature", value("signature"))
        .body(body.into())
        .unwrap()
}

fn status(response: &Response) -> u16 {
    response.status().as_u16()
}

#[test]
fn the_published_signatures_are_accepted() {
    // The first retrieves a member that does not exist, once its signature is accepted.
    let statuses =
        vectors().iter().map(|vector| status(&emulator_for(vector).handle(request_of(vector)))).collect::<Vec<_>>();
    assert_eq!(statuses, [404, 200, 200]);
}

#[test]
fn any_change_invalidates_the_signature() {
    let vector = &vectors()[1];
    let emulator = emulator_for(vector);
    let changes: [fn(&mut Request); 6] = [
        |request| *request.uri_mut() = "https://api.craftgate.io/onboarding/v1/member".parse().unwrap(),
        |request| *request.uri_mut() = "http://api.craftgate.io/onboarding/v1/members".parse().unwrap(),
        |request| *request.uri_mut() = "https://api.craftgate.io/onboarding/v1/members?page=1".parse().unwrap(),
        |request| *request.body_mut() = format!("{} ", body_string(request)).into(),
        |request| set(request, "x-rnd-key", "Xa15Fp11t"),
        |request| set(request, "x-signature", "pYuONv7/IgM14OAuSoANWUUgfVSwRX3bYeSZLXltb05="),
    ];
    for (index, change) in changes.iter().enumerate() {
        let mut request = request_of(vector);
        change(&mut request);
        let response = emulator.handle(request);
        assert_eq!(status(&response), 401, "change {index}");
        assert!(body_of(&response).contains("İmza geçersiz"));
    }
}

#[test]
fn a_wrong_signature_is_explained_by_what_is_signed() {
    let emulator = Emulator::builder().api_key("key-1").secret_key("gizli-anahtar").build();
    let body = r#"{"cardNumber":"5258640000000001","ad":"ğ"}"#;
    let mut request = signed(&emulator, "POST", "https://x.example.com/payment/v1/cards?ad=%C4%9F", body);
    set(&mut request, "x-api-key", "key-1");
    set(&mut request, "x-signature", "wrong");
    let response = emulator.handle(request);
    let error: Value = serde_json::from_str(body_of(&response)).unwrap();
    let description = error["errors"]["errorDescription"].as_str().unwrap();
    let expected =
        r#": https://x.example.com/payment/v1/cards?ad=ğkey-1***Xa15Fp11T{"cardNumber":"525864******0001","ad":"ğ"}"#;
    assert!(description.ends_with(expected) && description.contains("WIRE.md"), "{description}");
    assert!(!description.contains("gizli-anahtar"), "{description}");
}

#[test]
fn no_secret_of_any_operation_is_shown() {
    let mut names = BTreeSet::new();
    catalog::operations().iter().for_each(|operation| add_secrets(Type::Object(operation.input()), &mut names));
    // Its first six and last four digits are shown.
    assert!(names.remove("cardNumber"));
    names.retain(|name| {
        let body = format!(r#"{{"{name}":"gizli değer"}}"#);
        let mut request = signed(&Emulator::new(), "POST", URL, &body);
        set(&mut request, "x-signature", "wrong");
        body_of(&Emulator::new().handle(request)).contains("gizli değer")
    });
    assert!(names.is_empty(), "{names:?}");
}

/// Adds the names of the secrets in values of a type.
fn add_secrets(kind: Type, names: &mut BTreeSet<&'static str>) {
    match kind {
        Type::List(item) | Type::Map(item) => add_secrets(*item, names),
        Type::Object(object) => object.fields().for_each(|field| match field.kind() {
            Type::Secret => _ = names.insert(field.name()),
            kind => add_secrets(kind, names),
        }),
        _ => {}
    }
}

fn body_string(request: &Request) -> String {
    String::from_utf8(request.body().as_bytes().to_vec()).unwrap()
}

fn set(request: &mut Request, name: &'static str, value: &str) {
    request.headers_mut().insert(name, value.parse().unwrap());
}

#[test]
fn every_header_is_required() {
    let emulator = Emulator::new();
    for name in ["x-api-key", "x-rnd-key", "x-auth-version", "x-signature"] {
        let mut without = signed(&emulator, "GET", URL, "");
        without.headers_mut().remove(name);
        let mut empty = signed(&emulator, "GET", URL, "");
        set(&mut empty, name, "");
        for request in [without, empty] {
            let response = emulator.handle(request);
            assert_eq!(status(&response), 401);
            assert!(body_of(&response).contains(name));
        }
    }
}

#[test]
fn every_spelling_of_the_version_is_accepted() {
    let emulator = Emulator::new();
    for (version, expected) in [("V1", 200), ("v1", 200), ("1", 200), ("V2", 401)] {
        let mut request = signed(&emulator, "GET", URL, "");
        set(&mut request, "x-auth-version", version);
        assert_eq!(status(&emulator.handle(request)), expected, "{version}");
    }
}

#[test]
fn another_merchants_keys_are_rejected() {
    let request = signed(&Emulator::new(), "GET", URL, "");
    assert_eq!(status(&Emulator::builder().api_key("key-1").build().handle(request)), 401);
    let request = signed(&Emulator::new(), "GET", URL, "");
    assert_eq!(status(&Emulator::builder().secret_key("FooBar123!").build().handle(request)), 401);
}

#[test]
fn the_decoded_url_is_signed() {
    let emulator = Emulator::new();
    let url = "http://127.0.0.1/fraud/v1/value-lists/kara%20liste%2F%C4%9F/values/%2B";
    assert_eq!(status(&emulator.handle(signed(&emulator, "DELETE", url, ""))), 404);
}

#[test]
fn a_request_from_a_socket_has_its_host_in_a_header() {
    let emulator = Emulator::new();
    let mut request = signed(&emulator, "GET", URL, "");
    *request.uri_mut() = "/onboarding/v1/members".parse().unwrap();
    set(&mut request, "host", "127.0.0.1");
    assert_eq!(status(&emulator.handle(request)), 200);
}

#[test]
fn errors_are_in_turkish_unless_english_is_requested() {
    let emulator = Emulator::new();
    let mut request = signed(&emulator, "GET", "http://127.0.0.1/payment/v1/card-payments/7", "");
    set(&mut request, "lang", "en");
    let response = emulator.handle(request);
    assert_eq!(body_of(&response), r#"{"errors":{"errorCode":"2001","errorDescription":"The payment was not found"}}"#);
    let response = emulator.handle(signed(&emulator, "GET", "http://127.0.0.1/payment/v1/card-payments/7", ""));
    assert_eq!(body_of(&response), r#"{"errors":{"errorCode":"2001","errorDescription":"Ödeme bulunamadı"}}"#);
}

//! Whatever is sent to the emulator, an answer of Craftgate's shape comes back, and its books stay balanced.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::http::Method;
use craftgate_core::{Body, Request, Response};
use sha2::{Digest as _, Sha256};

use crate::books::{Shop, assert_balanced};
use crate::operations::{Row, operation};
use crate::reference::encoding::unescaped;
use crate::reference::json::Tree;
use crate::signed;

/// The input: lines. `operation::Name {json}` asks as the client does; `GET /path?query body` is a signed request of
/// anybody's, with `!` before it an unsigned one; `@7` is a customer who confirms payment 7; `+` is the next day.
pub fn emulator_requests(data: &[u8]) {
    let shop = Shop::open();
    let text = String::from_utf8_lossy(data);
    for line in text.lines().take(30) {
        let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
        match head.as_bytes() {
            [b'+', ..] => shop.pass_a_day(),
            [b'@', ..] => drop(shop.emulator.confirm_payment(head[1..].parse().unwrap_or_default())),
            _ if head.contains("::") => ask(&shop, operation(head), rest),
            _ => drop(any_request(head, rest).map(|request| assert_is_craftgates(&shop.emulator.handle(request)))),
        }
    }
    assert_balanced(&shop);
}

/// What the client sends is answered with what the client reads.
fn ask(shop: &Shop, row: &Row, json: &str) {
    let Some(request) = (row.stored)(json).and_then(|stored| stored.request.ok()) else { return };
    let response = shop.emulator.handle(request);
    assert_is_craftgates(&response);
    let is_refusal = !response.status().is_success();
    let read = (row.answer)(response);
    match &read {
        Ok(_) => assert!(!is_refusal),
        Err(error) => assert!(is_refusal && error.as_api_error().is_some(), "{}: {error}", row.name),
    }
}

/// A request as it stands, signed or not.
fn any_request(method: &str, rest: &str) -> Option<Request> {
    let (method, is_signed) = method.strip_prefix('!').map_or((method, true), |method| (method, false));
    let (target, body) = rest.split_once(' ').unwrap_or((rest, ""));
    let url = format!("http://127.0.0.1{target}");
    let builder =
        craftgate_core::http::Request::builder().method(Method::from_bytes(method.as_bytes()).ok()?).uri(&url);
    let mut builder = builder.header("content-type", "application/json").header("lang", "en");
    if is_signed {
        let url = builder.uri_ref()?.to_string();
        let hash = Sha256::new()
            .chain_update(unescaped(&url))
            .chain_update([signed::API_KEY, signed::SECRET_KEY, signed::RANDOM_KEY].concat())
            .chain_update(body);
        builder = builder
            .header("x-api-key", signed::API_KEY)
            .header("x-rnd-key", signed::RANDOM_KEY)
            .header("x-auth-version", "V1")
            .header("x-signature", STANDARD.encode(hash.finalize()));
    }
    builder.body(Body::from(body)).ok()
}

/// Two hundred with `data` or a file, nothing, or from four hundred on `errors`. Never a failure of the emulator's.
fn assert_is_craftgates(response: &Response) {
    let json = || Tree::read(response.body().as_bytes()).expect("JSON");
    let content_type = response.headers().get("content-type").map(|value| value.as_bytes());
    match response.status().as_u16() {
        200 if content_type == Some(b"application/json") => assert_eq!(json().all("data").count(), 1),
        200 => assert_eq!(content_type, Some(&b"text/csv; charset=utf-8"[..])),
        204 => assert!(response.body().is_empty()),
        400..500 => {
            let envelope = json();
            let told = |name: &str| envelope.get("errors").and_then(|errors| errors.get(name)).and_then(Tree::as_text);
            assert!(told("errorCode").is_some_and(|code| code.parse::<u32>().is_ok()));
            assert!(told("errorDescription").is_some_and(|text| !text.is_empty()));
        }
        status => panic!("status {status}"),
    }
}

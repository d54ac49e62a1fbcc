//! Any requests to the emulator: every response has Craftgate's form, and the account's amounts add up.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::http::Method;
use craftgate_core::id::PaymentId;
use craftgate_core::{Body, Request, Response};
use sha2::{Digest as _, Sha256};

use crate::ledger::{Account, assert_balanced};
use crate::operations::{OperationEntry, operation};
use crate::reference::encoding::percent_decode;
use crate::reference::json::Tree;
use crate::signature;

/// The input: lines. `area::Operation {json}` is an operation of the client's; `GET /path?query body` is any signed
/// request, with `!` before it an unsigned one; `@7` is a customer who confirms payment 7; `+` moves to the next day.
pub fn emulator_requests(data: &[u8]) {
    let account = Account::open();
    let lines = String::from_utf8_lossy(data);
    for line in lines.lines().take(30) {
        let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
        match head.as_bytes() {
            [b'+', ..] => account.advance_day(),
            [b'@', ..] => drop(account.emulator.confirm_payment(PaymentId::new(head[1..].parse().unwrap_or_default()))),
            _ if head.contains("::") => send_operation(&account, operation(head), rest),
            _ => {
                if let Some(request) = raw_request(head, rest) {
                    assert_documented_form(&account.emulator.handle(request));
                }
            }
        }
    }
    assert_balanced(&account);
}

/// Sends an operation of the client's. Panics unless the client can parse the response.
fn send_operation(account: &Account, operation: &OperationEntry, json: &str) {
    let Some(request) = (operation.restore)(json).and_then(|restored| restored.request.ok()) else { return };
    let response = account.emulator.handle(request);
    assert_documented_form(&response);
    let is_error = !response.status().is_success();
    match (operation.parse)(response) {
        Ok(_) => assert!(!is_error),
        Err(error) => assert!(is_error && error.as_api_error().is_some(), "{}: {error}", operation.name),
    }
}

/// Returns a request with this method, target and body, signed or not. `None` if HTTP has no such request.
fn raw_request(method: &str, rest: &str) -> Option<Request> {
    let (method, is_signed) = method.strip_prefix('!').map_or((method, true), |method| (method, false));
    let (target, body) = rest.split_once(' ').unwrap_or((rest, ""));
    let url = format!("http://127.0.0.1{target}");
    let builder =
        craftgate_core::http::Request::builder().method(Method::from_bytes(method.as_bytes()).ok()?).uri(&url);
    let mut builder = builder.header("content-type", "application/json").header("lang", "en");
    if is_signed {
        let url = builder.uri_ref()?.to_string();
        let hash = Sha256::new()
            .chain_update(percent_decode(&url))
            .chain_update([signature::API_KEY, signature::SECRET_KEY, signature::RANDOM_KEY].concat())
            .chain_update(body);
        builder = builder
            .header("x-api-key", signature::API_KEY)
            .header("x-rnd-key", signature::RANDOM_KEY)
            .header("x-auth-version", "V1")
            .header("x-signature", STANDARD.encode(hash.finalize()));
    }
    builder.body(Body::from(body)).ok()
}

/// The media types of reports.
const FILE_TYPES: [&[u8]; 2] =
    [b"text/csv; charset=utf-8", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

/// Panics unless the response is a 200 with `data` or a file, an empty 204, or a client error with `errors`.
fn assert_documented_form(response: &Response) {
    let json = || Tree::parse(response.body().as_bytes()).expect("JSON");
    let content_type = response.headers().get("content-type").map(|value| value.as_bytes());
    match response.status().as_u16() {
        200 if content_type == Some(b"application/json") => assert_eq!(json().all("data").count(), 1),
        200 => assert!(content_type.is_some_and(|content_type| FILE_TYPES.contains(&content_type))),
        204 => assert!(response.body().is_empty()),
        400..500 => {
            let envelope = json();
            let field = |name: &str| envelope.get("errors").and_then(|errors| errors.get(name)).and_then(Tree::as_str);
            assert!(field("errorCode").is_some_and(|code| code.parse::<u32>().is_ok()));
            assert!(field("errorDescription").is_some_and(|description| !description.is_empty()));
        }
        status => panic!("status {status}"),
    }
}

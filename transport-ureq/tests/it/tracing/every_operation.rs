//! No secret shows in a span or event of any operation, whatever comes back.

use std::cell::Cell;

use craftgate_core::catalog::{self, OperationInfo};
use craftgate_core::http::HeaderValue;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Client, Credentials, Environment, Language, Protocol, RandomKey, Request, Response, TransportError,
};
use craftgate_ureq::TracingObserver;

use super::capture::captured;
use super::sentinels::{self, NUMBER, SECRET};

type Received = Result<Response, TransportError>;

/// A response with a secret in every header, but for the request's id.
fn response(status: u16, body: &str) -> Response {
    let mut response = super::response(status, body);
    let headers = response.headers_mut();
    for name in ["set-cookie", "location", "x-api-key", "x-signature", "retry-after"] {
        headers.insert(name, HeaderValue::from_static(SECRET));
    }
    headers.insert("x-request-id", HeaderValue::from_static("8f14e45f"));
    response
}

/// Everything that can come back.
fn received(info: &OperationInfo) -> Vec<Received> {
    let success = format!("{{\"data\":{}}}", sentinels::data(info));
    let rejection = |code: &str, group: &str| {
        let provider = format!("{{\"errorCode\":\"{SECRET}\",\"errorMessage\":\"{SECRET}\"}}");
        format!(
            "{{\"errors\":{{\"errorCode\":\"{code}\",\"errorGroup\":\"{group}\",\"errorDescription\":\"{SECRET}\",\
             \"providerError\":{provider}}}}}"
        )
    };
    vec![
        Ok(response(200, &success)),
        Ok(response(422, &rejection("10051", "NOT_SUFFICIENT_FUNDS"))),
        Ok(response(422, &rejection(SECRET, SECRET))),
        Ok(response(401, &rejection("1000", SECRET))),
        Ok(response(302, SECRET)),
        Ok(response(200, &success[..success.len() / 2])),
        Ok(response(502, &format!("<html>{SECRET}"))),
        Ok(response(200, &format!("{{\"data\":\"{SECRET}\"}}"))),
        Err(TransportError::not_sent(SECRET)),
        Err(TransportError::maybe_sent(SECRET).with_partial_response(response(200, &success))),
    ]
}

/// The spans and events of one call, whose request has secrets too.
fn lines_of_call(info: &OperationInfo, received: Received) -> Vec<String> {
    let protocol = Protocol::new(Credentials::new(SECRET, SECRET).unwrap(), Environment::Sandbox);
    let received = Cell::new(Some(received));
    let transport = from_fn(|request: Request| {
        assert_eq!(request.headers()["x-idempotency-key"], SECRET);
        received.take().unwrap()
    });
    let client = Client::new(protocol, transport, || RandomKey::new(SECRET)).observer(TracingObserver::new());
    let operation = sentinels::operation(info);
    let call = client.call(&operation).idempotency_key(SECRET).language(Language::new(SECRET).unwrap());
    let (result, lines) = captured(|| call.send());
    drop(result);
    assert!(received.take().is_none(), "{} was not sent", info.name());
    lines
}

#[test]
fn no_secret_shows_whatever_comes_back() {
    let mut calls = 0;
    for info in catalog::operations() {
        for received in received(info) {
            let lines = lines_of_call(info, received);
            let all = lines.join("\n");
            let (spans, events): (Vec<&String>, _) =
                lines.iter().filter(|line| !line.starts_with("call:")).partition(|line| !line.contains(" > "));
            assert_eq!((spans.len(), events.len()), (1, 1), "{}: {all}", info.name());
            let known = format!("operation={} method={} path={}", info.name(), info.method(), info.path());
            assert!(spans[0].ends_with(&known), "{}: {all}", info.name());
            for secret in ["gizli", "5258640000000001", NUMBER, "2044", "16:51:34"] {
                assert!(!all.to_lowercase().contains(secret), "{} shows {secret}: {all}", info.name());
            }
            calls += 1;
        }
    }
    assert_eq!(calls, catalog::operations().len() * 10);
}

/// The test above can fail: the sentinels are in the request and in the response.
#[test]
fn the_sentinels_are_sent_and_received() {
    let info = catalog::operation("payment::CreatePayment").unwrap();
    let protocol = Protocol::new(Credentials::new(SECRET, SECRET).unwrap(), Environment::Sandbox);
    let operation = sentinels::operation(info);
    let request = protocol.exchange(&operation).request(&RandomKey::new(SECRET).unwrap()).unwrap();
    let body = String::from_utf8(request.into_body().into_bytes()).unwrap();
    assert!(body.matches(SECRET).count() > 20 && body.contains(NUMBER), "{body}");
    assert!(sentinels::data(info).matches(SECRET).count() > 20);
    for info in catalog::operations() {
        let result = info.parse(response(200, &format!("{{\"data\":{}}}", sentinels::data(info))));
        assert!(result.is_ok(), "{}: {:?}", info.name(), result.unwrap_err());
    }
}

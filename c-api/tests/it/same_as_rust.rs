//! Every operation gives through the ABI byte for byte what it gives in Rust.

use craftgate::craftgate_outcome;
use craftgate::exercise::{Bytes, Request, RequestArguments, RequestParts};
use craftgate_core::catalog::{AnyOperation, AnyOutput, NamedOperation, error_report};
use craftgate_core::{
    Body, Credentials, Environment, Error, Language, Operation, Outcome, Protocol, RandomKey, Response, RetryPolicy,
    with_every_operation,
};
use craftgate_test_support::operations::{filled, full_data};
use craftgate_test_support::run;

use crate::common::{API_KEY, RANDOM_KEY, SECRET_KEY, merchant, request, s};

fn protocol() -> Protocol {
    Protocol::new(Credentials::new(API_KEY, SECRET_KEY).unwrap(), Environment::Production)
}

fn parts_of(request: &craftgate_core::Request) -> RequestParts {
    let headers = request.headers().iter();
    RequestParts {
        method: request.method().to_string(),
        url: request.uri().to_string(),
        headers: headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect(),
        body: request.body().as_bytes().to_vec(),
    }
}

/// The outcome, the JSON and the file of a response to the request, and how long to wait before another attempt.
fn read(request: &Request, status: u16, body: &[u8]) -> (craftgate_outcome, String, Option<Vec<u8>>, Option<u64>) {
    let result = request.read(status.into(), None, Bytes::Some(body)).unwrap();
    let wait = result.retry_after_ms(1, 3, -1).unwrap();
    (result.outcome().unwrap(), result.json().unwrap(), result.file().ok(), wait)
}

#[test]
fn every_request_is_the_same() {
    fn check<O: NamedOperation>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        let protocol = protocol();
        let exchange = protocol.exchange(&operation).idempotency_key("siparis-17-1");
        let exchange = exchange.language(Language::new("tr").unwrap());
        let in_rust = exchange.request(&RandomKey::new(RANDOM_KEY).unwrap()).unwrap();
        let through_abi = request(name, &entry.stored());
        assert_eq!(through_abi.parts().unwrap(), parts_of(&in_rust), "{name}");
    }
    with_every_operation!(run: check);
}

fn result_in_rust(operation: AnyOperation, status: u16, body: &[u8]) -> Result<AnyOutput, Error> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status.try_into().unwrap();
    protocol().exchange(&operation).parse(response)
}

#[test]
fn every_response_is_the_same() {
    fn check<O: NamedOperation>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        let request = request(name, &entry.stored());
        let error =
            r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS","errorDescription":"Yetersiz"}}"#;
        let full = full_data(name).map(|data| format!("{{\"data\":{data}}}")).unwrap_or_default();
        for (status, body) in [(200, &*full), (422, error), (503, "<html>"), (200, "a;b\n1;2"), (200, "{\"data\":")] {
            let (outcome, json, file, wait) = read(&request, status, body.as_bytes());
            match result_in_rust(AnyOperation::from(operation.clone()), status, body.as_bytes()) {
                Ok(AnyOutput::File(expected)) => assert_eq!(file.as_deref(), Some(expected.as_bytes()), "{name}"),
                Ok(output) => assert_eq!(json, output.as_json().unwrap_or("null"), "{name}"),
                Err(error) => {
                    assert_eq!(json, error_report(&error).as_str(), "{name}");
                    assert_eq!(outcome, error.outcome().into(), "{name}");
                    assert_eq!(wait.is_some(), error.is_transient() && is_repeatable::<O>(), "{name}: {body}");
                    continue;
                }
            }
            assert_eq!((outcome, wait), (craftgate_outcome::Done, None), "{name}");
        }
    }
    with_every_operation!(run: check);
}

fn is_repeatable<O: Operation>() -> bool {
    RetryPolicy::is_repeatable(&O::METHOD, true)
}

#[test]
fn a_missing_response_says_whether_anything_was_sent() {
    let request = request("payment::RetrievePayment", r#"{"id":17}"#);
    for (maybe_sent, outcome, after_unknown) in [
        (0, craftgate_outcome::NotSent, craftgate_outcome::Unknown),
        (1, craftgate_outcome::Unknown, craftgate_outcome::Unknown),
        (-1, craftgate_outcome::Unknown, craftgate_outcome::Unknown),
    ] {
        let result = request.missing(maybe_sent, s("bağlantı koptu")).unwrap();
        assert_eq!(result.outcome(), Ok(outcome));
        assert_eq!(result.outcome_after(2), Ok(after_unknown));
        assert!(result.json().unwrap().contains("bağlantı koptu"));
        assert_eq!(result.retry_after_ms(1, 3, -1), Ok(Some(500)));
        assert_eq!(result.retry_after_ms(4, 3, -1), Ok(None));
    }
    assert_eq!(craftgate_outcome::from(Outcome::Rejected), craftgate_outcome::Rejected);
}

#[test]
fn a_random_key_comes_from_the_operating_system_if_none_is_given() {
    let random_key = || {
        let (operation, json) = (s("payment::RetrievePayment"), s(r#"{"id":17}"#));
        let request = merchant().request(RequestArguments { operation, json, ..RequestArguments::default() }).unwrap();
        let headers = request.parts().unwrap().headers;
        headers.into_iter().find(|(name, _)| name == "x-rnd-key").unwrap().1
    };
    let keys = (random_key(), random_key());
    assert_eq!(keys.0.len(), 32);
    assert_ne!(keys.0, keys.1);
}

#[test]
fn handles_are_used_by_many_threads_at_once() {
    let request = request("payment::RetrievePayment", r#"{"id":17}"#);
    let body = r#"{"data":{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}}"#;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let (outcome, json, ..) = read(&request, 200, body.as_bytes());
                    assert_eq!(outcome, craftgate_outcome::Done);
                    assert_eq!(json, r#"{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}"#);
                    assert!(request.parts().unwrap().url.ends_with("/payment/v1/card-payments/17"));
                }
            });
        }
    });
}

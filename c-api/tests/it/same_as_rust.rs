//! Every operation gives through the ABI byte for byte what it gives in Rust.

use std::ptr;
use std::slice;

use craftgate::{
    craftgate_merchant_free, craftgate_outcome, craftgate_request, craftgate_request_body, craftgate_request_free,
    craftgate_request_header_count, craftgate_request_header_name, craftgate_request_header_value,
    craftgate_request_method, craftgate_request_new, craftgate_request_url, craftgate_response_missing,
    craftgate_response_read, craftgate_result_file, craftgate_result_free, craftgate_result_json,
    craftgate_result_outcome, craftgate_result_outcome_after, craftgate_result_retry_after_ms,
};
use craftgate_core::catalog::{AnyOperation, AnyOutput, NamedOperation, error_report};
use craftgate_core::{
    Body, Credentials, Environment, Error, Operation, Outcome, Protocol, RandomKey, Request, Response,
};

use crate::common::{API_KEY, RANDOM_KEY, SECRET_KEY, c, merchant, text};
use craftgate_core::with_every_operation;
use craftgate_test_support::operations::{filled, full_data};
use craftgate_test_support::run;

fn protocol() -> Protocol {
    Protocol::new(Credentials::new(API_KEY, SECRET_KEY).unwrap(), Environment::Production)
}

/// A request's method, URL, headers and body.
type Parts = (String, String, Vec<(String, String)>, Vec<u8>);

fn parts_of(request: &Request) -> Parts {
    let headers = request.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), String::from_utf8(value.as_bytes().to_vec()).unwrap()));
    (request.method().to_string(), request.uri().to_string(), headers.collect(), request.body().as_bytes().to_vec())
}

fn parts_through_abi(request: *const craftgate_request) -> Parts {
    // SAFETY: the request is alive until the test frees it.
    unsafe {
        let headers = (0..craftgate_request_header_count(request)).map(|index| {
            let name = craftgate_request_header_name(request, index);
            (text(name), text(craftgate_request_header_value(request, index)))
        });
        let mut length = usize::MAX;
        let body = craftgate_request_body(request, &raw mut length);
        let body = slice::from_raw_parts(body, length).to_vec();
        (text(craftgate_request_method(request)), text(craftgate_request_url(request)), headers.collect(), body)
    }
}

fn request_through_abi(name: &str, json: &str) -> *mut craftgate_request {
    let (merchant, name, json) = (merchant(), c(name), c(json));
    let (random_key, key, language) = (c(RANDOM_KEY), c("siparis-17-1"), c("tr"));
    // SAFETY: all arguments live during the call.
    let request = unsafe {
        craftgate_request_new(
            merchant,
            name.as_ptr(),
            json.as_ptr(),
            random_key.as_ptr(),
            key.as_ptr(),
            language.as_ptr(),
        )
    };
    // SAFETY: nothing uses the merchant any more.
    unsafe { craftgate_merchant_free(merchant) };
    assert!(!request.is_null());
    request
}

/// The outcome, the JSON and the file of a response to the request, and how long to wait before another attempt.
fn read_through_abi(
    request: *const craftgate_request,
    status: u16,
    body: &[u8],
) -> (craftgate_outcome, String, Option<Vec<u8>>, i64) {
    // SAFETY: all arguments live during the call; the result is freed when it has been read.
    unsafe {
        let result = craftgate_response_read(request, status.into(), ptr::null(), body.as_ptr(), body.len());
        assert!(!result.is_null());
        let mut length = usize::MAX;
        let json = text(craftgate_result_json(result, &raw mut length));
        assert_eq!(length, json.len());
        let file = craftgate_result_file(result, &raw mut length);
        let file = (!file.is_null()).then(|| slice::from_raw_parts(file, length).to_vec());
        let wait = craftgate_result_retry_after_ms(result, 1, 3, -1);
        let outcome = craftgate_result_outcome(result);
        craftgate_result_free(result);
        (outcome, json, file, wait)
    }
}

#[test]
fn every_request_is_the_same() {
    fn check<O: NamedOperation>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        let protocol = protocol();
        let exchange = protocol.exchange(&operation).idempotency_key("siparis-17-1");
        let exchange = exchange.language(craftgate_core::Language::new("tr").unwrap());
        let request = exchange.request(&RandomKey::new(RANDOM_KEY).unwrap()).unwrap();
        let through_abi = request_through_abi(name, &entry.stored());
        assert_eq!(parts_through_abi(through_abi), parts_of(&request), "{name}");
        // SAFETY: nothing uses the request any more.
        unsafe { craftgate_request_free(through_abi) };
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
        let request = request_through_abi(name, &entry.stored());
        let error =
            r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS","errorDescription":"Yetersiz"}}"#;
        let full = full_data(name).map(|data| format!("{{\"data\":{data}}}")).unwrap_or_default();
        for (status, body) in [(200, &*full), (422, error), (503, "<html>"), (200, "a;b\n1;2"), (200, "{\"data\":")] {
            let (outcome, json, file, wait) = read_through_abi(request, status, body.as_bytes());
            match result_in_rust(AnyOperation::from(operation.clone()), status, body.as_bytes()) {
                Ok(AnyOutput::File(expected)) => assert_eq!(file.as_deref(), Some(expected.as_bytes()), "{name}"),
                Ok(output) => assert_eq!(json, output.as_json().unwrap_or("null"), "{name}"),
                Err(error) => {
                    assert_eq!(json, error_report(&error).as_str(), "{name}");
                    assert_eq!(outcome, error.outcome().into(), "{name}");
                    assert_eq!(wait >= 0, error.is_transient() && is_repeatable::<O>(), "{name}: {body}");
                    continue;
                }
            }
            assert_eq!((outcome, wait), (craftgate_outcome::Done, -1), "{name}");
        }
        // SAFETY: nothing uses the request any more.
        unsafe { craftgate_request_free(request) };
    }
    with_every_operation!(run: check);
}

fn is_repeatable<O: Operation>() -> bool {
    craftgate_core::RetryPolicy::is_repeatable(&O::METHOD, true)
}

#[test]
fn a_missing_response_says_whether_anything_was_sent() {
    let request = request_through_abi("payment::RetrievePayment", r#"{"id":17}"#);
    for (maybe_sent, outcome, after_unknown) in [
        (0, craftgate_outcome::NotSent, craftgate_outcome::Unknown),
        (1, craftgate_outcome::Unknown, craftgate_outcome::Unknown),
        (-1, craftgate_outcome::Unknown, craftgate_outcome::Unknown),
    ] {
        let reason = c("bağlantı koptu");
        // SAFETY: all arguments live during the calls.
        unsafe {
            let result = craftgate_response_missing(request, maybe_sent, reason.as_ptr());
            assert_eq!(craftgate_result_outcome(result), outcome);
            assert_eq!(craftgate_result_outcome_after(result, 2), after_unknown);
            assert!(text(craftgate_result_json(result, ptr::null_mut())).contains("bağlantı koptu"));
            assert_eq!(craftgate_result_retry_after_ms(result, 1, 3, -1), 500);
            assert_eq!(craftgate_result_retry_after_ms(result, 4, 3, -1), -1);
            craftgate_result_free(result);
        }
    }
    // SAFETY: nothing uses the request any more.
    unsafe { craftgate_request_free(request) };
    assert_eq!(craftgate_outcome::from(Outcome::Rejected), craftgate_outcome::Rejected);
}

#[test]
fn a_random_key_comes_from_the_operating_system_if_none_is_given() {
    let random_key = || {
        let (merchant, name, json) = (merchant(), c("payment::RetrievePayment"), c(r#"{"id":17}"#));
        // SAFETY: all arguments live during the call, and what it returns is freed when it has been read.
        unsafe {
            let none = ptr::null();
            let request = craftgate_request_new(merchant, name.as_ptr(), json.as_ptr(), none, none, none);
            let (_, _, headers, _) = parts_through_abi(request);
            craftgate_request_free(request);
            craftgate_merchant_free(merchant);
            headers.into_iter().find(|(name, _)| name == "x-rnd-key").unwrap().1
        }
    };
    let keys = (random_key(), random_key());
    assert_eq!(keys.0.len(), 32);
    assert_ne!(keys.0, keys.1);
}

#[test]
fn handles_are_used_by_many_threads_at_once() {
    let request = request_through_abi("payment::RetrievePayment", r#"{"id":17}"#) as usize;
    let body = r#"{"data":{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}}"#;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(move || {
                for _ in 0..50 {
                    let request = request as *const craftgate_request;
                    let (outcome, json, ..) = read_through_abi(request, 200, body.as_bytes());
                    assert_eq!(outcome, craftgate_outcome::Done);
                    assert_eq!(json, r#"{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}"#);
                    assert!(parts_through_abi(request).1.ends_with("/payment/v1/card-payments/17"));
                }
            });
        }
    });
    // SAFETY: the threads have ended.
    unsafe { craftgate_request_free(request as *mut craftgate_request) };
}

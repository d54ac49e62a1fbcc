//! Bad arguments are failures with a code and a message, never undefined.

use craftgate::craftgate_error_code;
use craftgate::exercise::{
    Bytes, CallResult, Failure, Merchant, Request, RequestArguments, verify_bnpl_callback, verify_callback,
    verify_webhook, version,
};
use craftgate::{craftgate_last_error, craftgate_last_error_code};

use crate::common::{merchant, request, s};

fn failure(code: craftgate_error_code, message: &str) -> Failure {
    Failure { code, message: message.to_owned() }
}

fn null(name: &str) -> Failure {
    failure(craftgate_error_code::Null, &format!("{name}: must not be NULL"))
}

fn bad_input(message: &str) -> Failure {
    failure(craftgate_error_code::BadInput, message)
}

fn new_request(operation: &str, json: Option<&[u8]>) -> Result<Request, Failure> {
    merchant().request(RequestArguments { operation: s(operation), json, ..RequestArguments::default() })
}

#[test]
fn null_is_a_failure_and_freeing_it_is_none() {
    let key = s("anahtar");
    assert_eq!(Merchant::new(None, key, None).unwrap_err(), null("api_key"));
    assert_eq!(Merchant::new(key, None, None).unwrap_err(), null("secret_key"));
    assert_eq!(Merchant::null().request(RequestArguments::default()).unwrap_err(), null("merchant"));
    assert_eq!(merchant().request(RequestArguments::default()).unwrap_err(), null("operation"));
    assert_eq!(new_request("payment::RetrievePayment", None).unwrap_err(), null("json"));
    assert_eq!(Merchant::null().sign(key, key, Bytes::Null(0)), Err(null("merchant")));
    assert_eq!(merchant().sign(None, key, Bytes::Null(0)), Err(null("url")));
    assert_eq!(merchant().sign(key, None, Bytes::Null(0)), Err(null("random_key")));
    assert_eq!(Request::null().parts(), Err(null("request")));
    assert_eq!(Request::null().header(0), Err(null("request")));
    assert_eq!(Request::null().read(200, None, Bytes::Null(0)).unwrap_err(), null("request"));
    assert_eq!(Request::null().missing(0, None).unwrap_err(), null("request"));
    for _ in 0..2 {
        drop((Merchant::null(), Request::null(), CallResult::null()));
    }
    // SAFETY: NULL is ignored.
    unsafe { craftgate::craftgate_string_free(std::ptr::null_mut()) };
}

#[test]
fn null_in_place_of_a_result_is_a_failure() {
    let result = CallResult::null();
    assert_eq!(result.outcome(), Err(null("result")));
    assert_eq!(result.outcome_after(2), Err(null("result")));
    assert_eq!(result.retry_after_ms(1, 1, 0), Err(null("result")));
    assert_eq!(result.json(), Err(null("result")));
    assert_eq!(result.file(), Err(null("result")));
    for verify in [verify_callback, verify_bnpl_callback] {
        assert_eq!(verify(None, Bytes::Null(0), None), Err(null("callback_key")));
        assert_eq!(verify(s("anahtar"), Bytes::Null(1), None), Err(null("form")));
    }
    assert_eq!(verify_webhook(None, s("imza"), Bytes::Null(0), 0, 0), Err(null("webhook_key")));
    assert_eq!(verify_webhook(s("anahtar"), None, Bytes::Null(0), 0, 0), Err(null("signature")));
}

#[test]
fn every_function_of_a_null_request_fails() {
    // SAFETY: NULL is allowed.
    unsafe {
        let null = std::ptr::null();
        assert!(craftgate::craftgate_request_method(null).is_null());
        assert_eq!(craftgate_last_error_code(), craftgate_error_code::Null);
        assert!(craftgate::craftgate_request_url(null).is_null());
        assert!(craftgate::craftgate_request_body(null, std::ptr::null_mut()).is_null());
        assert_eq!(craftgate::craftgate_request_header_count(null), 0);
        assert_eq!(craftgate_last_error_code(), craftgate_error_code::Null);
    }
}

#[test]
fn a_string_that_is_not_utf_8_is_a_failure() {
    let bad: &[u8] = b"anahtar-\xFF";
    let not_utf8 = |name: &str| failure(craftgate_error_code::Utf8, &format!("{name}: not UTF-8"));
    assert_eq!(Merchant::new(Some(bad), Some(bad), None).unwrap_err(), not_utf8("api_key"));
    assert_eq!(new_request("payment::RetrievePayment", Some(bad)).unwrap_err(), not_utf8("json"));
}

#[test]
fn a_length_that_can_not_be_is_a_failure_and_so_are_bytes_at_null() {
    let sign = |body: Bytes<'_>| merchant().sign(s("https://example.com/"), s("Xa15Fp11T"), body);
    assert_eq!(sign(Bytes::TooLong), Err(failure(craftgate_error_code::Length, "body: too long")));
    assert_eq!(sign(Bytes::Null(1)), Err(null("body")));
    assert_eq!(sign(Bytes::Null(0)).unwrap().len(), 44);
}

#[test]
fn a_failure_is_kept_until_a_call_succeeds() {
    assert!(new_request("payment::RetrievePayment", s("{}")).is_err());
    // The merchant was freed since, which is no call that can fail.
    assert_eq!(craftgate_last_error_code(), craftgate_error_code::BadInput);
    assert!(new_request("payment::RetrievePayment", s(r#"{"id":17}"#)).is_ok());
    assert_eq!(craftgate_last_error_code(), craftgate_error_code::None);
    assert!(craftgate_last_error().is_null());
}

#[test]
fn environments_statuses_and_indexes_are_checked() {
    let failed = Merchant::new(s("key"), s("key"), s("http://example.com")).unwrap_err();
    assert_eq!(failed.code, craftgate_error_code::BadInput);
    assert!(failed.message.starts_with("environment: "), "{}", failed.message);
    let request = request("payment::RetrievePayment", r#"{"id":17}"#);
    for status in [-1, 0, 99, 1000, i32::MAX] {
        let failed = request.read(status, None, Bytes::Null(0)).unwrap_err();
        assert_eq!(failed, bad_input("status: not an HTTP status"));
    }
    assert_eq!(request.header(99), Err(bad_input("index: there is no such header")));
}

#[test]
fn what_is_not_verified_says_why() {
    let key = s("merchantThreeDsCallbackKeySndbox");
    let form = "status=SUCCESS&paymentId=5&hash=00";
    let not_verified = |message: &str| Err(failure(craftgate_error_code::NotVerified, message));
    for verify in [verify_callback, verify_bnpl_callback] {
        assert_eq!(verify(key, form.into(), None), not_verified("the callback's hash does not match"));
        assert_eq!(verify(key, "a=b".into(), None), not_verified("the callback is malformed"));
    }
    let signature = s("0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=");
    assert_eq!(verify_webhook(key, signature, form.into(), 0, 0), not_verified("the webhook's body is malformed"));
}

#[test]
fn failures_are_the_threads_own() {
    assert!(new_request("payment::Retrieve", s("{}")).is_err());
    let other = std::thread::spawn(|| craftgate_last_error_code()).join().unwrap();
    assert_eq!(other, craftgate_error_code::None);
    assert_eq!(craftgate_last_error_code(), craftgate_error_code::BadInput);
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}

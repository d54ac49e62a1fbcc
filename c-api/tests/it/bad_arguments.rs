//! Bad arguments are failures with a code and a message, never undefined.

use std::ffi::{CString, c_char};
use std::ptr;

use craftgate::{
    craftgate_callback_verify, craftgate_error_code, craftgate_last_error, craftgate_last_error_code,
    craftgate_merchant_free, craftgate_merchant_new, craftgate_outcome, craftgate_request_body, craftgate_request_free,
    craftgate_request_header_count, craftgate_request_header_name, craftgate_request_method, craftgate_request_new,
    craftgate_request_url, craftgate_response_read, craftgate_result_file, craftgate_result_free,
    craftgate_result_json, craftgate_result_outcome, craftgate_result_outcome_after, craftgate_result_retry_after_ms,
    craftgate_sign, craftgate_string_free, craftgate_version, craftgate_webhook_verify,
};

use crate::common::{c, merchant, text};

/// The code and the message of the last failure.
fn failure() -> (craftgate_error_code, String) {
    (craftgate_last_error_code(), text(craftgate_last_error()))
}

fn new_request(operation: &str, json: *const c_char) -> bool {
    let (merchant, operation) = (merchant(), c(operation));
    // SAFETY: all arguments live during the calls.
    unsafe {
        let none = ptr::null();
        let request = craftgate_request_new(merchant, operation.as_ptr(), json, none, none, none);
        let is_made = !request.is_null();
        let last = is_made.then(|| craftgate_last_error());
        assert!(last.is_none_or(<*const c_char>::is_null));
        craftgate_request_free(request);
        craftgate_merchant_free(merchant);
        is_made
    }
}

#[test]
fn null_is_a_failure_and_freeing_it_is_none() {
    // SAFETY: NULL is allowed everywhere.
    unsafe {
        let none = ptr::null();
        assert!(craftgate_merchant_new(none, none, none).is_null());
        assert_eq!(failure(), (craftgate_error_code::Null, "api_key: must not be NULL".to_owned()));
        assert!(craftgate_request_new(ptr::null(), none, none, none, none, none).is_null());
        assert_eq!(failure(), (craftgate_error_code::Null, "merchant: must not be NULL".to_owned()));
        for pointer in [craftgate_request_method(ptr::null()), craftgate_request_url(ptr::null())] {
            assert!(pointer.is_null());
        }
        assert_eq!(craftgate_request_header_count(ptr::null()), 0);
        assert!(craftgate_request_body(ptr::null(), ptr::null_mut()).is_null());
        assert!(craftgate_response_read(ptr::null(), 200, none, ptr::null(), 0).is_null());
        assert_eq!(craftgate_result_outcome(ptr::null()), craftgate_outcome::Unknown);
        assert_eq!(craftgate_result_outcome_after(ptr::null(), 2), craftgate_outcome::Unknown);
        assert_eq!(craftgate_result_retry_after_ms(ptr::null(), 1, 1, 0), -1);
        assert!(craftgate_result_json(ptr::null(), ptr::null_mut()).is_null());
        assert!(craftgate_result_file(ptr::null(), ptr::null_mut()).is_null());
        assert!(craftgate_sign(ptr::null(), none, none, ptr::null(), 0).is_null());
        for _ in 0..2 {
            craftgate_merchant_free(ptr::null_mut());
            craftgate_request_free(ptr::null_mut());
            craftgate_result_free(ptr::null_mut());
            craftgate_string_free(ptr::null_mut());
        }
    }
}

#[test]
fn a_string_that_is_not_utf_8_is_a_failure() {
    let bad = CString::new(b"anahtar-\xFF".to_vec()).unwrap();
    // SAFETY: the strings end in NUL.
    assert!(unsafe { craftgate_merchant_new(bad.as_ptr(), bad.as_ptr(), ptr::null()) }.is_null());
    assert_eq!(failure(), (craftgate_error_code::Utf8, "api_key: not UTF-8".to_owned()));
}

#[test]
fn a_length_that_can_not_be_is_a_failure_and_so_are_bytes_at_null() {
    let (merchant, url, key) = (merchant(), c("https://example.com/"), c("Xa15Fp11T"));
    let byte = 0_u8;
    // SAFETY: no byte is read of a body that is too long.
    unsafe {
        let too_long = isize::MAX.unsigned_abs() + 1;
        assert!(craftgate_sign(merchant, url.as_ptr(), key.as_ptr(), &raw const byte, too_long).is_null());
        assert_eq!(failure(), (craftgate_error_code::Length, "body: too long".to_owned()));
        assert!(craftgate_sign(merchant, url.as_ptr(), key.as_ptr(), ptr::null(), 1).is_null());
        assert_eq!(failure(), (craftgate_error_code::Null, "body: must not be NULL".to_owned()));
        let signature = craftgate_sign(merchant, url.as_ptr(), key.as_ptr(), ptr::null(), 0);
        assert_eq!(text(signature).len(), 44);
        craftgate_string_free(signature);
        craftgate_merchant_free(merchant);
    }
}

#[test]
fn bad_input_names_the_field_and_quotes_no_value() {
    for (operation, json, message) in [
        ("payment::RetrievePayment", "{}", "missing field `id` at line 1 column 2"),
        ("payment::RetrievePayment", r#"{"id":1,"di":2}"#, "di: unknown field at line 1 column 12"),
        ("payment::RetrievePayment", r#"{"id":"5258640000000001x"}"#, "id: not a whole number at line 1 column 26"),
        ("payment::Retrieve", "{}", "operation: unknown operation `payment::Retrieve`"),
        (
            "payment::RetrieveCheckoutPayment",
            r#"{"token":".."}"#,
            "path parameter `token`: must not be empty, `.` or `..`",
        ),
    ] {
        assert!(!new_request(operation, c(json).as_ptr()), "{json}");
        // The request and the merchant were freed since, which is no call that can fail.
        assert_eq!(failure(), (craftgate_error_code::BadInput, message.to_owned()));
    }
    assert!(!new_request("payment::RetrievePayment", ptr::null()));
    assert_eq!(failure(), (craftgate_error_code::Null, "json: must not be NULL".to_owned()));
    assert!(new_request("payment::RetrievePayment", c(r#"{"id":17}"#).as_ptr()));
    assert_eq!(craftgate_last_error_code(), craftgate_error_code::None);
}

#[test]
fn environments_statuses_and_indexes_are_checked() {
    let (key, url) = (c("key"), c("http://example.com"));
    // SAFETY: all arguments live during the calls.
    unsafe {
        assert!(craftgate_merchant_new(key.as_ptr(), key.as_ptr(), url.as_ptr()).is_null());
        assert!(failure().1.starts_with("environment: "), "{}", failure().1);
        let (merchant, name, json) = (merchant(), c("payment::RetrievePayment"), c(r#"{"id":17}"#));
        let none = ptr::null();
        let request = craftgate_request_new(merchant, name.as_ptr(), json.as_ptr(), none, none, none);
        for status in [-1, 0, 99, 1000, i32::MAX] {
            assert!(craftgate_response_read(request, status, none, ptr::null(), 0).is_null());
            assert_eq!(failure(), (craftgate_error_code::BadInput, "status: not an HTTP status".to_owned()));
        }
        assert!(craftgate_request_header_name(request, 99).is_null());
        assert_eq!(failure().1, "index: there is no such header");
        craftgate_request_free(request);
        craftgate_merchant_free(merchant);
    }
}

#[test]
fn what_is_not_verified_says_why() {
    let (key, signature) = (c("merchantThreeDsCallbackKeySndbox"), c("0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094="));
    let form = b"status=SUCCESS&paymentId=5&hash=00";
    // SAFETY: all arguments live during the calls.
    unsafe {
        assert!(craftgate_callback_verify(key.as_ptr(), form.as_ptr(), form.len(), ptr::null()).is_null());
        assert_eq!(failure().0, craftgate_error_code::NotVerified);
        assert!(craftgate_webhook_verify(key.as_ptr(), signature.as_ptr(), form.as_ptr(), form.len(), 0, 0).is_null());
        assert_eq!(failure().0, craftgate_error_code::NotVerified);
    }
}

#[test]
fn failures_are_the_threads_own() {
    assert!(!new_request("payment::Retrieve", c("{}").as_ptr()));
    let other = std::thread::spawn(|| craftgate_last_error_code()).join().unwrap();
    assert_eq!(other, craftgate_error_code::None);
    assert_eq!(craftgate_last_error_code(), craftgate_error_code::BadInput);
    assert_eq!(text(craftgate_version()), env!("CARGO_PKG_VERSION"));
}

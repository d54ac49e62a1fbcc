//! Times a call through the ABI beside the same work in Rust: an operation from JSON to a signed request, and a response to
//! JSON.
//!
//! ```text
//! cargo bench -p craftgate-c
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failing operation must not be measured")]

use std::env;
use std::ffi::CString;
use std::hint::black_box;
use std::ptr;
use std::time::{Duration, Instant};

use craftgate::{
    craftgate_merchant, craftgate_merchant_new, craftgate_request, craftgate_request_body, craftgate_request_free,
    craftgate_request_new, craftgate_request_url, craftgate_response_read, craftgate_result_free,
    craftgate_result_json,
};
use craftgate_core::catalog::AnyOperation;
use craftgate_core::{Body, Credentials, Environment, Protocol, RandomKey, Response};

const OPERATION: &str = "payment::CreatePayment";
const PAYMENT: &str = r#"{"price":100.00,"paidPrice":100.00,"currency":"TRY","installment":1,"conversationId":"siparis-17-1","items":[{"price":30.00,"name":"Çaydanlık"},{"price":50.00,"name":"Gümüş tepsi"},{"price":20.00,"name":"İnce belli bardak"}],"card":{"cardHolderName":"Gülşah Işık","cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07","cvc":"000"}}"#;
const RESPONSE: &str = r#"{"data":{"id":1,"createdDate":"2026-03-25T16:51:34","status":"ACTIVE","price":100.00,"paidPrice":100.00,"walletPrice":0,"currency":"TRY","buyerMemberId":1,"installment":1,"conversationId":"siparis-17-1","paymentType":"CARD_PAYMENT","paymentGroup":"PRODUCT","paymentSource":"API","paymentStatus":"SUCCESS","paymentPhase":"AUTH","isThreeDS":false,"merchantCommissionRate":2.5,"merchantCommissionRateAmount":2.50,"bankCommissionRate":0,"bankCommissionRateAmount":0,"paidWithStoredCard":false,"binNumber":"525864","lastFourDigits":"0001","authCode":"123456","hostReference":"ref-1","transId":"trans-1","orderId":"order-1","paymentTransactions":[{"id":1,"name":"Çaydanlık","transactionStatus":"APPROVED","price":30.00,"paidPrice":30.00},{"id":2,"name":"Gümüş tepsi","transactionStatus":"APPROVED","price":50.00,"paidPrice":50.00}]}}"#;

fn main() {
    // Cargo passes `--bench` to a benchmark, and nothing to a test.
    let is_bench = env::args().any(|argument| argument == "--bench");
    let budget = if is_bench { Duration::from_secs(2) } else { Duration::ZERO };
    println!("{:<32} {:>9} {:>9} {:>6}", "", "ABI", "Rust", "ratio");
    let request = (request_through_abi(), request_in_rust());
    row("JSON to a signed request", budget, &request.0, &request.1);
    let response = (response_through_abi(), response_in_rust());
    row("a response to JSON", budget, &response.0, &response.1);
}

/// Times both in turns, so that what slows the machine slows both, and prints the fastest batch of each.
fn row(name: &str, budget: Duration, abi: &dyn Fn(), rust: &dyn Fn()) {
    const BATCH: u32 = 200;
    let time = |work: &dyn Fn()| {
        let start = Instant::now();
        (0..BATCH).for_each(|_| work());
        start.elapsed()
    };
    let (start, mut fastest) = (Instant::now(), (time(abi), time(rust)));
    while start.elapsed() < budget {
        fastest = (fastest.0.min(time(abi)), fastest.1.min(time(rust)));
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(BATCH);
    let (abi, rust) = (micros(fastest.0), micros(fastest.1));
    println!("{name:<32} {abi:>6.2} µs {rust:>6.2} µs {:>5.2}x", abi / rust);
}

fn merchant() -> *mut craftgate_merchant {
    let (api_key, secret_key) = (CString::new("api-key").unwrap(), CString::new("secret-key").unwrap());
    // SAFETY: the strings live during the call.
    unsafe { craftgate_merchant_new(api_key.as_ptr(), secret_key.as_ptr(), ptr::null()) }
}

fn new_request(merchant: *const craftgate_merchant, strings: &[CString; 3]) -> *mut craftgate_request {
    let [name, json, key] = strings;
    // SAFETY: the strings live during the call, and the merchant is never freed.
    unsafe { craftgate_request_new(merchant, name.as_ptr(), json.as_ptr(), key.as_ptr(), key.as_ptr(), ptr::null()) }
}

fn strings() -> [CString; 3] {
    [OPERATION, PAYMENT, "Xa15Fp11T"].map(|text| CString::new(text).unwrap())
}

fn request_through_abi() -> impl Fn() {
    let (merchant, strings) = (merchant(), strings());
    move || {
        let request = new_request(merchant, &strings);
        // SAFETY: the request is alive until it is freed here.
        unsafe {
            black_box((craftgate_request_url(request), craftgate_request_body(request, ptr::null_mut())));
            craftgate_request_free(request);
        }
    }
}

fn protocol() -> Protocol {
    Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox)
}

fn request_in_rust() -> impl Fn() {
    let protocol = protocol();
    move || {
        let operation = AnyOperation::from_json(OPERATION, PAYMENT).unwrap();
        let exchange = protocol.exchange(&operation).idempotency_key("Xa15Fp11T");
        let request = exchange.request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
        black_box((request.uri().to_string(), request.body().as_bytes().as_ptr()));
    }
}

fn response_through_abi() -> impl Fn() {
    let request = new_request(merchant(), &strings());
    move || {
        // SAFETY: the request is never freed, and the result is freed here.
        unsafe {
            let result = craftgate_response_read(request, 200, ptr::null(), RESPONSE.as_ptr(), RESPONSE.len());
            black_box(craftgate_result_json(result, ptr::null_mut()));
            craftgate_result_free(result);
        }
    }
}

fn response_in_rust() -> impl Fn() {
    let (protocol, operation) = (protocol(), AnyOperation::from_json(OPERATION, PAYMENT).unwrap());
    move || {
        let output = protocol.exchange(&operation).parse(Response::new(Body::from(RESPONSE))).unwrap();
        black_box(output.as_json().unwrap().to_owned());
    }
}

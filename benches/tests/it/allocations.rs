//! The library allocates no more often than its baselines.

use allocation_counter::{AllocationInfo, measure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_benches::{Work, cases};
use craftgate_core::callback::{self, CallbackKey};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::webhook::{self, WebhookKey};
use craftgate_core::{Credentials, Environment, Protocol, RandomKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// The allocations of one repetition, after a first one has initialized statics. A reallocation counts as one more.
pub(crate) fn allocations(work: &Work) -> AllocationInfo {
    work.repeat(1, &mut |batch| batch());
    let mut info = AllocationInfo::default();
    work.repeat(1, &mut |batch| info = measure(batch));
    info
}

#[test]
fn no_case_allocates_more_often_than_its_baseline() {
    println!("{:<48} {:>8} {:>8} {:>10} {:>10}", "", "library", "baseline", "bytes", "baseline");
    let mut above = Vec::new();
    for case in cases() {
        let (library, baseline) = (allocations(&case.library), allocations(&case.baseline));
        println!(
            "{:<48} {:>8} {:>8} {:>10} {:>10}",
            case.name, library.count_total, baseline.count_total, library.bytes_total, baseline.bytes_total
        );
        if library.count_total > baseline.count_total {
            above.push(case.name);
        }
    }
    assert!(above.is_empty(), "more allocations than the baseline: {above:?}");
}

/// Two allocations: the payload id and the payload.
#[test]
fn a_verified_webhook_allocates_its_fields_and_nothing_else() {
    let signature = webhook_signature("key", "API_AUTH1661521221SUCCESS584");
    let body =
        br#"{"eventType":"API_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":[1]}"#;
    let key = WebhookKey::new("key").unwrap();
    let info = measure(|| drop(webhook::verify_ignoring_age(&key, &signature, body).unwrap()));
    assert_eq!((info.count_total, info.bytes_total), (2, 3 + 3));
}

#[test]
fn allocations_do_not_depend_on_the_length_of_a_secret() {
    let [short, long] = ["s".repeat(10), "s".repeat(10_000)].map(|secret| {
        let by_use = [signing(&secret), verifying_a_webhook(&secret), verifying_a_callback(&secret)];
        by_use.map(|info| (info.count_total, info.bytes_total))
    });
    assert_eq!(short, long);
}

fn signing(secret: &str) -> AllocationInfo {
    let protocol = Protocol::new(Credentials::new("key", secret).unwrap(), Environment::Sandbox);
    let (operation, random_key) = (RetrievePayment::new(PaymentId::new(1)), RandomKey::new("r").unwrap());
    let exchange = protocol.exchange(&operation);
    exchange.request(&random_key).unwrap();
    measure(|| drop(exchange.request(&random_key).unwrap()))
}

fn verifying_a_webhook(secret: &str) -> AllocationInfo {
    let signature = webhook_signature(secret, "API_AUTH1SUCCESS5");
    let body = br#"{"eventType":"API_AUTH","eventTimestamp":1,"status":"SUCCESS","payloadId":"5"}"#;
    let key = WebhookKey::new(secret).unwrap();
    measure(|| drop(webhook::verify_ignoring_age(&key, &signature, body).unwrap()))
}

fn verifying_a_callback(secret: &str) -> AllocationInfo {
    let hash = Sha256::digest(format!("{secret}###SUCCESS######5#########"));
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let (key, form) = (CallbackKey::new(secret).unwrap(), format!("status=SUCCESS&paymentId=5&hash={hash}"));
    measure(|| drop(callback::verify(&key, form.as_bytes()).unwrap()))
}

fn webhook_signature(key: &str, signed: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

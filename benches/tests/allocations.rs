//! The library asks for memory no oftener than the same work by hand. Counts don't depend on the machine's mood.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use allocation_counter::{AllocationInfo, measure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_benches::{Work, rows};
use craftgate_core::callback::{self, CallbackKey};
use craftgate_core::payment::RetrievePayment;
use craftgate_core::webhook::{self, WebhookKey};
use craftgate_core::{Credentials, Environment, Protocol, RandomKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// What one repetition asks for, once everything that is made a single time is there. Growing a piece of memory
/// counts as asking for another.
fn asked_for(work: &Work) -> AllocationInfo {
    work.repeat(1, &mut |batch| batch());
    let mut info = AllocationInfo::default();
    work.repeat(1, &mut |batch| info = measure(batch));
    info
}

#[test]
fn no_row_allocates_more_often_than_its_floor() {
    println!("{:<48} {:>8} {:>8} {:>10} {:>10}", "", "library", "floor", "bytes", "floor's");
    let mut above = Vec::new();
    for row in rows() {
        let (library, floor) = (asked_for(&row.library), asked_for(&row.floor));
        println!(
            "{:<48} {:>8} {:>8} {:>10} {:>10}",
            row.name, library.count_total, floor.count_total, library.bytes_total, floor.bytes_total
        );
        if library.count_total > floor.count_total {
            above.push(row.name);
        }
    }
    assert!(above.is_empty(), "more than the floor: {above:?}");
}

/// The id and the payload: what the event is made of.
#[test]
fn a_verified_webhook_allocates_what_it_holds_and_nothing_else() {
    let signature = webhook_signature("key", "API_AUTH1661521221SUCCESS584");
    let body =
        br#"{"eventType":"API_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":[1]}"#;
    let key = WebhookKey::from("key");
    let info = measure(|| drop(webhook::verify(&key, &signature, body).unwrap()));
    assert_eq!((info.count_total, info.bytes_total), (2, 3 + 3));
}

#[test]
fn no_use_of_a_secret_allocates_by_its_length() {
    let [short, long] = ["s".repeat(10), "s".repeat(10_000)].map(|secret| {
        let by_use = [signing(&secret), verifying_a_webhook(&secret), verifying_a_callback(&secret)];
        by_use.map(|info| (info.count_total, info.bytes_total))
    });
    assert_eq!(short, long);
}

fn signing(secret: &str) -> AllocationInfo {
    let protocol = Protocol::new(Credentials::new("key", secret).unwrap(), Environment::Sandbox);
    let (operation, random_key) = (RetrievePayment::new(1), RandomKey::new("r").unwrap());
    let call = protocol.exchange(&operation);
    call.request(&random_key).unwrap();
    measure(|| drop(call.request(&random_key).unwrap()))
}

fn verifying_a_webhook(secret: &str) -> AllocationInfo {
    let signature = webhook_signature(secret, "API_AUTH1SUCCESS5");
    let body = br#"{"eventType":"API_AUTH","eventTimestamp":1,"status":"SUCCESS","payloadId":"5"}"#;
    let key = WebhookKey::from(secret);
    measure(|| drop(webhook::verify(&key, &signature, body).unwrap()))
}

fn verifying_a_callback(secret: &str) -> AllocationInfo {
    let hash = Sha256::digest(format!("{secret}###SUCCESS######5#########"));
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let (key, form) = (CallbackKey::from(secret), format!("status=SUCCESS&paymentId=5&hash={hash}"));
    measure(|| drop(callback::verify(&key, form.as_bytes()).unwrap()))
}

fn webhook_signature(key: &str, signed: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

//! Despite races, crashes and restored files, a request is sent at most once, and a payment is made at most once.

use craftgate_core::id::{MerchantPosId, PaymentId};
use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;

use craftgate_core::merchant::{PosStatus, UpdateMerchantPosStatus};
use craftgate_core::payment::{CreatePayment, RetrievePayment};
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Outcome, Request, Response, TransportError};
use craftgate_custom_transports::spool::{SpoolError, State};

use super::support::{APPROVED_CARD, DECLINED_CARD, Shop, lira, payment};

fn header(request: &Request, name: &str) -> String {
    request.headers()[name].to_str().unwrap().to_owned()
}

#[test]
fn one_of_many_senders_claims_each_request() {
    const REQUESTS: i64 = 40;
    let shop = Shop::open();
    for id in 0..REQUESTS {
        shop.submit(RetrievePayment::new(PaymentId::new(id)), &format!("sorgu-{id}")).unwrap();
    }
    let sent = Mutex::new(Vec::new());
    let transport = from_fn(|request: Request| {
        sent.lock().unwrap().push(request.uri().path().to_owned());
        Ok(Response::new(Body::from(r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#)))
    });
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                let spool = shop.spool.clone();
                while let Some(claim) = spool.claim().unwrap() {
                    claim.send(&transport).unwrap();
                }
            });
        }
    });
    let sent = sent.into_inner().unwrap();
    assert_eq!(sent.len(), sent.iter().collect::<BTreeSet<_>>().len(), "no duplicates");
    assert_eq!(sent.len(), usize::try_from(REQUESTS).unwrap(), "all are sent");
}

#[test]
fn the_key_is_stored_before_the_first_request() {
    let shop = Shop::open();
    fs::remove_dir(shop.file("outbox")).unwrap();
    assert!(matches!(shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17"), Err(SpoolError::Io { .. })));

    let restarted = shop.restarted();
    assert_eq!(restarted.keys().unwrap(), ["siparis-17"]);
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Stored)));
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    assert_eq!(shop.send_all(), 1);
    shop.result::<CreatePayment>("siparis-17").unwrap();
}

#[test]
fn a_crashed_sender_leaves_the_outcome_unknown_until_a_retry() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    let (first_random, first_key) =
        (header(claim.request(), "x-rnd-key"), header(claim.request(), "x-idempotency-key"));
    // The payment arrives, and the sender crashes before it stores the response.
    let first = shop.emulator.handle(claim.request().clone());
    drop(claim);
    assert!(shop.restarted().claim().unwrap().is_none(), "it is never sent again automatically");
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Claimed)));

    shop.retry::<CreatePayment>("siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    assert_ne!(header(claim.request(), "x-rnd-key"), first_random);
    assert_eq!(header(claim.request(), "x-idempotency-key"), first_key);
    claim.send(&shop.emulator).unwrap();
    let payment = shop.result::<CreatePayment>("siparis-17").unwrap();
    let first: serde_json::Value = serde_json::from_slice(first.body().as_bytes()).unwrap();
    assert_eq!(first["data"]["id"], payment.id.get(), "the retry returns the first payment");
}

#[test]
fn a_late_result_of_the_first_attempt_counts() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    let slow = shop.spool.claim().unwrap().unwrap();
    shop.retry::<CreatePayment>("siparis-17").unwrap();
    slow.send(&shop.emulator).unwrap();
    shop.result::<CreatePayment>("siparis-17").unwrap();
}

#[test]
fn an_error_of_a_retry_does_not_decide_the_first_attempt() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    drop(shop.spool.claim().unwrap());
    shop.retry::<CreatePayment>("siparis-17").unwrap();
    shop.spool.claim().unwrap().unwrap().complete(Err(TransportError::not_sent("bağlantı yok"))).unwrap();
    let error = shop.result::<CreatePayment>("siparis-17").unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    shop.retry::<CreatePayment>("siparis-17").unwrap();
    assert_eq!(shop.send_all(), 1);
    shop.result::<CreatePayment>("siparis-17").unwrap();
}

#[test]
fn a_decline_decides_earlier_attempts() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), DECLINED_CARD), "siparis-18").unwrap();
    drop(shop.spool.claim().unwrap());
    shop.retry::<CreatePayment>("siparis-18").unwrap();
    shop.send_all();
    assert_eq!(shop.result::<CreatePayment>("siparis-18").unwrap_err().outcome(), Outcome::Rejected);
    assert!(matches!(shop.retry::<CreatePayment>("siparis-18"), Err(SpoolError::NotRetryable { .. })));
}

#[test]
fn only_retryable_calls_are_retried() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    assert!(matches!(shop.retry::<CreatePayment>("siparis-17"), Err(SpoolError::StillWaiting { .. })));
    shop.send_all();
    assert!(matches!(shop.retry::<CreatePayment>("siparis-17"), Err(SpoolError::NotRetryable { .. })));

    // Craftgate ignores the key on PUT.
    shop.submit(UpdateMerchantPosStatus::new(MerchantPosId::new(1), PosStatus::Passive), "pos").unwrap();
    drop(shop.spool.claim().unwrap());
    assert!(matches!(shop.retry::<UpdateMerchantPosStatus>("pos"), Err(SpoolError::NotRetryable { .. })));

    shop.submit(UpdateMerchantPosStatus::new(MerchantPosId::new(1), PosStatus::Passive), "pos-2").unwrap();
    shop.spool.claim().unwrap().unwrap().complete(Err(TransportError::not_sent("bağlantı yok"))).unwrap();
    shop.retry::<UpdateMerchantPosStatus>("pos-2").unwrap();
}

#[test]
fn a_restored_request_is_not_sent_again() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    let backup = fs::read(shop.file("outbox/siparis-17.1.json")).unwrap();
    drop(shop.spool.claim().unwrap());

    fs::write(shop.file("outbox/siparis-17.1.json"), &backup).unwrap();
    assert!(shop.spool.claim().unwrap().is_none(), "the claim stands");
    assert!(!shop.file("outbox/siparis-17.1.json").exists());
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Claimed)));
}

#[test]
fn a_completed_request_is_neither_sent_nor_completed_again() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    let slow = shop.spool.claim().unwrap().unwrap();
    // The claimed request is moved back manually, and another sender is faster.
    fs::rename(shop.file("claimed/siparis-17.1.json"), shop.file("outbox/siparis-17.1.json")).unwrap();
    shop.send_all();
    let late = slow.complete(Err(TransportError::maybe_sent("zaman aşımı")));
    assert!(matches!(late, Err(SpoolError::AlreadyCompleted { attempt }) if attempt == "siparis-17.1"));
    shop.result::<CreatePayment>("siparis-17").unwrap();

    fs::rename(shop.file("claimed/siparis-17.1.json"), shop.file("outbox/siparis-17.1.json")).unwrap();
    assert!(matches!(shop.spool.claim(), Err(SpoolError::AlreadyCompleted { .. })));
    assert!(shop.spool.claim().unwrap().is_none());
}

#[test]
fn a_merchant_cancels_an_unclaimed_request() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    assert!(shop.spool.cancel("siparis-17").unwrap());
    assert_eq!(shop.send_all(), 0);
    assert_eq!(shop.result::<CreatePayment>("siparis-17").unwrap_err().outcome(), Outcome::NotSent);
    assert!(!shop.spool.cancel("siparis-17").unwrap());

    shop.retry::<CreatePayment>("siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    assert!(!shop.spool.cancel("siparis-17").unwrap(), "a sender has claimed it");
    claim.send(&shop.emulator).unwrap();
    shop.result::<CreatePayment>("siparis-17").unwrap();
    assert!(!shop.spool.cancel("yok").unwrap());
}

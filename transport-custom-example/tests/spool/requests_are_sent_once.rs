//! Whatever races, crashes or is restored: a request is sent at most once, and a payment is made at most once.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;

use craftgate_core::merchant::{PosStatus, UpdateMerchantPosStatus};
use craftgate_core::payment::{CreatePayment, RetrievePayment};
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Outcome, Request, Response, TransportError};
use craftgate_custom_transports::spool::{SpoolError, State};

use crate::common::{GOOD_CARD, POOR_CARD, Shop, lira, payment};

fn header(request: &Request, name: &str) -> String {
    request.headers()[name].to_str().unwrap().to_owned()
}

#[test]
fn of_many_senders_one_gets_each_request() {
    const REQUESTS: i64 = 40;
    let shop = Shop::open();
    for id in 0..REQUESTS {
        shop.submit(RetrievePayment::new(id), &format!("sorgu-{id}")).unwrap();
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
    assert_eq!(sent.len(), sent.iter().collect::<BTreeSet<_>>().len(), "none is sent twice");
    assert_eq!(sent.len(), usize::try_from(REQUESTS).unwrap(), "none is left");
}

#[test]
fn the_key_is_on_the_disk_before_the_first_request() {
    let shop = Shop::open();
    fs::remove_dir(shop.file("outbox")).unwrap();
    assert!(matches!(shop.submit(payment(lira(100), GOOD_CARD), "siparis-17"), Err(SpoolError::Io { .. })));

    let restarted = shop.restarted();
    assert_eq!(restarted.keys().unwrap(), ["siparis-17"]);
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Stored)));
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    assert_eq!(shop.send_all(), 1);
    shop.result::<CreatePayment>("siparis-17").unwrap();
}

#[test]
fn a_sender_that_dies_leaves_the_outcome_unknown_and_a_repetition_settles_it() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    let (first_random, first_key) =
        (header(claim.request(), "x-rnd-key"), header(claim.request(), "x-idempotency-key"));
    // The payment arrives, and the sender dies before it can write the answer down.
    let first = shop.emulator.handle(claim.request().clone());
    drop(claim);
    assert!(shop.restarted().claim().unwrap().is_none(), "it is never sent again by itself");
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Claimed)));

    shop.repeat::<CreatePayment>("siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    assert_ne!(header(claim.request(), "x-rnd-key"), first_random);
    assert_eq!(header(claim.request(), "x-idempotency-key"), first_key);
    claim.send(&shop.emulator).unwrap();
    let payment = shop.result::<CreatePayment>("siparis-17").unwrap();
    let first: serde_json::Value = serde_json::from_slice(first.body().as_bytes()).unwrap();
    assert_eq!(first["data"]["id"], payment.id, "it is the payment that was made at first");
}

#[test]
fn a_late_answer_to_the_first_attempt_counts() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    let slow = shop.spool.claim().unwrap().unwrap();
    shop.repeat::<CreatePayment>("siparis-17").unwrap();
    slow.send(&shop.emulator).unwrap();
    shop.result::<CreatePayment>("siparis-17").unwrap();
}

#[test]
fn what_says_nothing_of_the_first_attempt_does_not_settle_it() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    drop(shop.spool.claim().unwrap());
    shop.repeat::<CreatePayment>("siparis-17").unwrap();
    shop.spool.claim().unwrap().unwrap().answer(Err(TransportError::not_sent("bağlantı yok"))).unwrap();
    let error = shop.result::<CreatePayment>("siparis-17").unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);

    shop.repeat::<CreatePayment>("siparis-17").unwrap();
    assert_eq!(shop.send_all(), 1);
    shop.result::<CreatePayment>("siparis-17").unwrap();
}

#[test]
fn a_banks_refusal_settles_what_came_before_it() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), POOR_CARD), "siparis-18").unwrap();
    drop(shop.spool.claim().unwrap());
    shop.repeat::<CreatePayment>("siparis-18").unwrap();
    shop.send_all();
    assert_eq!(shop.result::<CreatePayment>("siparis-18").unwrap_err().outcome(), Outcome::Rejected);
    assert!(matches!(shop.repeat::<CreatePayment>("siparis-18"), Err(SpoolError::NotRepeatable { .. })));
}

#[test]
fn only_what_may_be_repeated_is() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    assert!(matches!(shop.repeat::<CreatePayment>("siparis-17"), Err(SpoolError::StillWaiting { .. })));
    shop.send_all();
    assert!(matches!(shop.repeat::<CreatePayment>("siparis-17"), Err(SpoolError::NotRepeatable { .. })));

    // Craftgate ignores the key on PUT.
    shop.submit(UpdateMerchantPosStatus::new(1, PosStatus::Passive), "pos").unwrap();
    drop(shop.spool.claim().unwrap());
    assert!(matches!(shop.repeat::<UpdateMerchantPosStatus>("pos"), Err(SpoolError::NotRepeatable { .. })));

    shop.submit(UpdateMerchantPosStatus::new(1, PosStatus::Passive), "pos-2").unwrap();
    shop.spool.claim().unwrap().unwrap().answer(Err(TransportError::not_sent("bağlantı yok"))).unwrap();
    shop.repeat::<UpdateMerchantPosStatus>("pos-2").unwrap();
}

#[test]
fn a_request_that_is_put_back_is_not_sent_again() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    let backup = fs::read(shop.file("outbox/siparis-17.1.json")).unwrap();
    drop(shop.spool.claim().unwrap());

    fs::write(shop.file("outbox/siparis-17.1.json"), &backup).unwrap();
    assert!(shop.spool.claim().unwrap().is_none(), "the claim stands");
    assert!(!shop.file("outbox/siparis-17.1.json").exists());
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Claimed)));
}

#[test]
fn what_was_answered_is_neither_sent_nor_answered_again() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    let slow = shop.spool.claim().unwrap().unwrap();
    // Somebody moves the claimed request back by hand, and another sender is faster.
    fs::rename(shop.file("claimed/siparis-17.1.json"), shop.file("outbox/siparis-17.1.json")).unwrap();
    shop.send_all();
    let late = slow.answer(Err(TransportError::maybe_sent("zaman aşımı")));
    assert!(matches!(late, Err(SpoolError::AnsweredTwice { attempt }) if attempt == "siparis-17.1"));
    shop.result::<CreatePayment>("siparis-17").unwrap();

    fs::rename(shop.file("claimed/siparis-17.1.json"), shop.file("outbox/siparis-17.1.json")).unwrap();
    assert!(matches!(shop.spool.claim(), Err(SpoolError::AnsweredTwice { .. })));
    assert!(shop.spool.claim().unwrap().is_none());
}

#[test]
fn a_merchant_takes_back_what_nobody_has_claimed() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), GOOD_CARD), "siparis-17").unwrap();
    assert!(shop.spool.withdraw("siparis-17").unwrap());
    assert_eq!(shop.send_all(), 0);
    assert_eq!(shop.result::<CreatePayment>("siparis-17").unwrap_err().outcome(), Outcome::NotSent);
    assert!(!shop.spool.withdraw("siparis-17").unwrap());

    shop.repeat::<CreatePayment>("siparis-17").unwrap();
    let claim = shop.spool.claim().unwrap().unwrap();
    assert!(!shop.spool.withdraw("siparis-17").unwrap(), "a sender has it");
    claim.send(&shop.emulator).unwrap();
    shop.result::<CreatePayment>("siparis-17").unwrap();
    assert!(!shop.spool.withdraw("yok").unwrap());
}

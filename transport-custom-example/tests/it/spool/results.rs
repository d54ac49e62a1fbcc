//! A stored call is sent by another process, and its result is read after a restart.

use craftgate_core::chrono::NaiveDate;
use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{CreatePayment, PaymentStatus, RefundPayment, RetrievePayment};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Environment, ErrorGroup, Outcome, RequestError, Response, TransportError};
use craftgate_custom_transports::spool::{PendingCall, SpoolError, State};
use craftgate_emulator::{Emulator, Server};
use craftgate_ureq::UreqTransport;

use super::support::{APPROVED_CARD, DECLINED_CARD, Shop, lira, payment};

#[test]
fn a_payment_sent_over_http_is_read_after_a_restart() {
    let server = Server::start(Emulator::new()).unwrap();
    let shop = Shop::at(Environment::custom(&server.url()).unwrap(), server.emulator().clone());
    let price = Decimal::new(123456789010, 2);
    shop.submit(payment(price, APPROVED_CARD), "siparis-17").unwrap();
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Waiting)));

    let sender = shop.restarted();
    let transport = UreqTransport::new();
    while let Some(claim) = sender.claim().unwrap() {
        claim.send(&transport).unwrap();
    }

    let restarted = shop.restarted();
    assert_eq!(restarted.keys().unwrap(), ["siparis-17"]);
    match restarted.state::<CreatePayment>(&shop.protocol, "siparis-17").unwrap() {
        State::Completed(Ok(payment)) => {
            assert_eq!(payment.payment_status, PaymentStatus::Success);
            assert_eq!(payment.paid_price, Some(price), "to the digit");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_step_has_a_state() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Waiting)));
    let claim = shop.spool.claim().unwrap().unwrap();
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Claimed)));
    claim.send(&shop.emulator).unwrap();
    assert!(matches!(shop.state::<CreatePayment>("siparis-17"), Ok(State::Completed(Ok(_)))));
}

#[test]
fn a_decline_is_an_api_error() {
    let shop = Shop::open();
    let pending = PendingCall::new(payment(lira(100), DECLINED_CARD), "siparis-18").language("tr");
    shop.spool.submit(&shop.protocol, &pending, &shop.random_key()).unwrap();
    shop.send_all();
    let error = shop.result::<CreatePayment>("siparis-18").unwrap_err();
    let rejection = error.as_api_error().unwrap();
    assert_eq!(rejection.group(), Some(&ErrorGroup::NotSufficientFunds));
    assert_eq!(rejection.description(), Some("Kart limiti yetersiz, yetersiz bakiye"));
    assert_eq!(error.outcome(), Outcome::Rejected);
}

#[test]
fn transport_errors_keep_their_outcome() {
    let shop = Shop::open();
    for (key, error, outcome) in [
        ("a", TransportError::not_sent("bağlantı yok"), Outcome::NotSent),
        ("b", TransportError::maybe_sent("bağlantı koptu"), Outcome::Unknown),
    ] {
        shop.submit(payment(lira(100), APPROVED_CARD), key).unwrap();
        let cause = error.cause().to_string();
        shop.spool.claim().unwrap().unwrap().complete(Err(error)).unwrap();
        let error = shop.result::<CreatePayment>(key).unwrap_err();
        assert_eq!(error.outcome(), outcome);
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), cause);
    }
}

#[test]
fn binary_responses_are_preserved() {
    let shop = Shop::open();
    let day: NaiveDate = "2026-03-25".parse().unwrap();
    let report = RetrieveDailyPaymentReport::new(day, ReportFileType::Xlsx);
    shop.submit(report, "rapor").unwrap();
    let file: Vec<u8> = (0..=255).collect();
    let transport = from_fn(|_| Ok(Response::new(Body::from(&file[..]))));
    shop.spool.claim().unwrap().unwrap().send(&transport).unwrap();
    assert_eq!(shop.result::<RetrieveDailyPaymentReport>("rapor").unwrap().as_bytes(), file);
}

#[test]
fn calls_of_several_operations_coexist() {
    let shop = Shop::open();
    let keys = ["ödeme/1 ğ", ".", "a.json", "a", "a.1"];
    // A key is a header value, which cannot contain Turkish characters.
    match shop.submit(payment(lira(1), APPROVED_CARD), keys[0]) {
        Err(SpoolError::Request(RequestError::Header(error))) => assert_eq!(error.header(), "x-idempotency-key"),
        other => panic!("{other:?}"),
    }
    for key in &keys[1..] {
        shop.submit(payment(lira(1), APPROVED_CARD), key).unwrap();
    }
    shop.submit(RetrievePayment::new(PaymentId::new(1)), "sorgu/1 ?%").unwrap();
    shop.submit(RefundPayment::new(PaymentId::new(1)), "iade").unwrap();
    assert_eq!(shop.send_all(), 6);
    let mut known = shop.spool.keys().unwrap();
    known.sort();
    assert_eq!(known, [".", "a", "a.1", "a.json", "iade", "sorgu/1 ?%"]);
    let mut payments: Vec<_> = keys[1..].iter().map(|key| shop.result::<CreatePayment>(key).unwrap().id).collect();
    payments.sort_unstable();
    payments.dedup();
    assert_eq!(payments.len(), 4, "each is a separate payment");
    shop.result::<RetrievePayment>("sorgu/1 ?%").unwrap();
    shop.result::<RefundPayment>("iade").unwrap();
}

#[test]
fn submitting_the_same_call_again_changes_nothing() {
    let shop = Shop::open();
    for _ in 0..2 {
        shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    }
    assert_eq!(shop.send_all(), 1);
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    assert_eq!(shop.send_all(), 0);
}

#[test]
fn a_key_belongs_to_one_call() {
    let shop = Shop::open();
    shop.submit(payment(lira(100), APPROVED_CARD), "siparis-17").unwrap();
    let other_amount = shop.submit(payment(lira(101), APPROVED_CARD), "siparis-17");
    assert!(matches!(other_amount, Err(SpoolError::KeyTaken { key }) if key == "siparis-17"));
    let other_operation = shop.submit(RefundPayment::new(PaymentId::new(1)), "siparis-17");
    assert!(matches!(other_operation, Err(SpoolError::KeyTaken { .. })));
    assert_eq!(shop.send_all(), 1);
}

#[test]
fn an_invalid_request_is_not_stored() {
    let shop = Shop::open();
    let too_long = "k".repeat(201);
    assert!(matches!(shop.submit(RetrievePayment::new(PaymentId::new(1)), &too_long), Err(SpoolError::KeyTooLong)));
    let pending = PendingCall::new(RetrievePayment::new(PaymentId::new(1)), "a").language("tr\n");
    let unsendable = shop.spool.submit(&shop.protocol, &pending, &shop.random_key());
    assert!(matches!(unsendable, Err(SpoolError::Request(_))));
    assert!(shop.spool.keys().unwrap().is_empty());
    assert!(shop.spool.claim().unwrap().is_none());
}

//! Craftgate's test cards.

use craftgate_core::id::{PaymentId, PaymentRefundId};
use craftgate_core::payment::{
    CompleteThreeDsPayment, CreatePayment, InitThreeDsPayment, Payment, PaymentPhase, PaymentStatus, PostAuthPayment,
    RefundPayment, RefundStatus, RetrievePayment, RetrievePaymentRefund,
};
use craftgate_core::{Currency, ErrorGroup};
use craftgate_emulator::{TEST_CARDS, TestCard};
use rust_decimal_macros::dec;
use serde_json::Value;

use crate::common::{Rejection, Shop, card, payment};

fn documented(list: &str) -> Vec<Value> {
    let mut lists: Value = serde_json::from_str(include_str!("data/test-cards.json")).unwrap();
    serde_json::from_value(lists[list].take()).unwrap()
}

fn number(card: &Value) -> &str {
    card["number"].as_str().unwrap()
}

fn by(number: &str) -> CreatePayment {
    payment(&[dec!(100)]).card(card(number))
}

fn assert_group(rejected: &Rejection, card: &Value) {
    assert_eq!(rejected.status, 422);
    assert_eq!(rejected.group.as_deref(), card["error_group"].as_str(), "{}", number(card));
    assert!(rejected.code > 10_000);
}

fn start_three_ds(shop: &Shop, number: &str) -> CompleteThreeDsPayment {
    let start = shop.send(&InitThreeDsPayment::new(by(number), "https://dükkan.example.com/3ds".replace('ü', "u")));
    shop.approve(start.payment_id.unwrap());
    CompleteThreeDsPayment::new(start.payment_id.unwrap())
}

#[test]
fn the_cards_are_the_documented_ones() {
    let lists = ["success", "success_multi_currency", "error_on_payment", "error_on_post_auth", "error_on_refund"];
    let documented: Vec<Value> = lists.iter().flat_map(|list| documented(list)).collect();
    let documented: Vec<&str> = documented.iter().map(number).collect();
    let listed: Vec<&str> = TEST_CARDS.iter().map(|card| card.number).collect();
    assert_eq!(listed, documented);
}

#[test]
fn success_cards_succeed_in_lira_only() {
    let shop = Shop::open();
    for card in documented("success") {
        let payment = shop.send(&by(number(&card)));
        assert_eq!(payment.payment_status, PaymentStatus::Success);
        assert_eq!(payment.card_issuer_bank_name.as_deref(), card["bank"].as_str());
        assert_eq!(payment.card_brand.as_deref(), card["card_brand"].as_str());
        assert_eq!(payment.card_type.unwrap().as_str(), card["card_type"]);
        assert_eq!(payment.card_association.unwrap().as_str(), card["card_association"]);

        let mut dollars = by(number(&card));
        dollars.currency = Currency::Usd;
        let rejected = shop.rejection(&dollars);
        assert_eq!((rejected.status, rejected.code < 10_000), (422, true));
    }
}

#[test]
fn multi_currency_cards_succeed_in_any_currency() {
    let shop = Shop::open();
    for card in documented("success_multi_currency") {
        for currency in [Currency::Try, Currency::Eur, Currency::Kwd] {
            let mut payment = by(number(&card));
            payment.currency = currency.clone();
            let payment = shop.send(&payment);
            assert_eq!(payment.currency, Some(currency));
            assert_eq!(payment.card_association.unwrap().as_str(), card["card_association"]);
        }
    }
}

#[test]
fn cards_that_fail_at_payment_are_declined_and_recorded() {
    let shop = Shop::open();
    for (card, id) in documented("error_on_payment").iter().zip(1..) {
        assert_group(&shop.rejection(&by(number(card))), card);

        let failed: Payment = shop.send(&RetrievePayment::new(PaymentId::new(id)));
        assert_eq!(failed.payment_status, PaymentStatus::Failure);
        let error = failed.payment_error.unwrap();
        assert_eq!(error.error_group.unwrap().as_str(), card["error_group"]);
        assert!(error.provider_error.is_some());
        assert_eq!(failed.auth_code, None);
    }
}

#[test]
fn not_sufficient_funds_has_its_documented_code() {
    let rejected = Shop::open().rejection(&by("5100050000006661"));
    assert_eq!((rejected.code, rejected.description.as_str()), (10_051, "Kart limiti yetersiz, yetersiz bakiye"));
}

#[test]
fn cards_that_fail_with_three_ds_fail_when_it_is_completed() {
    let shop = Shop::open();
    let failing = documented("error_on_3d_secure");
    for card in &failing {
        let complete = start_three_ds(&shop, number(card));
        assert_group(&shop.rejection(&complete), card);
        assert_eq!(shop.send(&RetrievePayment::new(complete.payment_id)).payment_status, PaymentStatus::Failure);
    }
    // The others that fail without 3D Secure succeed with it.
    for card in documented("error_on_payment") {
        if failing.iter().all(|failing| number(failing) != number(&card)) {
            let payment = shop.send(&start_three_ds(&shop, number(&card)));
            assert_eq!(payment.payment_status, PaymentStatus::Success);
        }
    }
}

#[test]
fn cards_that_fail_at_post_auth_succeed_otherwise() {
    let shop = Shop::open();
    for card in documented("error_on_post_auth") {
        assert_eq!(shop.send(&by(number(&card))).payment_status, PaymentStatus::Success);
        let pre_authorized = shop.send(&by(number(&card)).payment_phase(PaymentPhase::PreAuth));
        assert_group(&shop.rejection(&PostAuthPayment::new(pre_authorized.id)), &card);
        assert_eq!(shop.send(&RetrievePayment::new(pre_authorized.id)).payment_phase, Some(PaymentPhase::PreAuth));
    }
}

#[test]
fn cards_that_fail_at_refund_succeed_otherwise() {
    let shop = Shop::open();
    for (card, refund_id) in documented("error_on_refund").iter().zip(1..) {
        let paid = shop.send(&by(number(card)));
        assert_group(&shop.rejection(&RefundPayment::new(paid.id)), card);
        assert_eq!(
            shop.send(&RetrievePaymentRefund::new(PaymentRefundId::new(refund_id))).status,
            RefundStatus::Failure
        );
    }
}

#[test]
fn other_cards_are_rejected() {
    let rejected = Shop::open().rejection(&by("5258640000000002"));
    assert_eq!((rejected.status, rejected.code < 10_000), (422, true));
}

#[test]
fn test_cards_can_be_looked_up() {
    assert_eq!(TestCard::find("5258640000000001").unwrap().bank, None);
    assert_eq!(TestCard::find("4256690000000001").unwrap().bank.unwrap().name, "Akbank");
    assert!(TestCard::find("").is_none());
    assert!(matches!(
        &TestCard::find("5136620000006669").unwrap().behaviour,
        craftgate_emulator::Behaviour::FailsWithoutThreeDs(ErrorGroup::LostCard)
    ));
}

//! Craftgate's test cards.

use std::collections::{BTreeMap, BTreeSet};

use craftgate_core::id::{BankId, PaymentId, PaymentRefundId};
use craftgate_core::payment::{
    CompleteThreeDsPayment, CreatePayment, InitThreeDsPayment, MdStatus, Payment, PaymentPhase, PaymentStatus,
    PostAuthPayment, RefundPayment, RefundStatus, RetrievePayment, RetrievePaymentRefund,
};
use craftgate_core::{Currency, ErrorGroup};
use craftgate_emulator::{Emulator, TEST_CARDS, TestCard, ThreeDsOutcome};
use rust_decimal_macros::dec;
use serde_json::Value;

use crate::common::{Rejection, Shop, card, payment};

fn documented(list: &str) -> Vec<Value> {
    let mut lists: Value = serde_json::from_str(include_str!("data/test-cards.json")).unwrap();
    serde_json::from_value(lists[list].take()).unwrap()
}

/// The family of a card that an official client's sample asserts against the list of cards.
const FAMILY_OF_A_SAMPLE: (&str, &str) = ("9792675000000002", "KuveytTürk CC");

fn family(card: &Value) -> Option<&str> {
    let (of_a_sample, family) = FAMILY_OF_A_SAMPLE;
    if number(card) == of_a_sample { Some(family) } else { card["card_brand"].as_str() }
}

fn number(card: &Value) -> &str {
    card["number"].as_str().unwrap()
}

fn by(number: &str) -> CreatePayment {
    payment(&[dec!(100)]).card(card(number))
}

fn assert_group(rejected: &Rejection, card: &Value, step: &str) {
    assert_eq!(rejected.status, 422);
    assert_eq!(rejected.group.as_deref(), card["fails"][step].as_str(), "{}", number(card));
    assert!(rejected.code > 10_000);
}

fn start_three_ds(shop: &Shop, number: &str) -> CompleteThreeDsPayment {
    let start = shop.send(&InitThreeDsPayment::new(by(number), "https://dükkan.example.com/3ds".replace('ü', "u")));
    shop.approve(start.payment_id.unwrap());
    CompleteThreeDsPayment::new(start.payment_id.unwrap())
}

#[test]
fn the_documented_cards_are_listed() {
    for list in ["success", "success_multi_currency", "failing"] {
        for card in documented(list) {
            assert!(TestCard::find(number(&card)).is_some(), "{}", number(&card));
        }
    }
    let numbers: BTreeSet<&str> = TEST_CARDS.iter().map(|card| card.number).collect();
    assert_eq!(numbers.len(), TEST_CARDS.len());
    // The official clients' samples have two more.
    let documented =
        documented("success").len() + documented("success_multi_currency").len() + documented("failing").len();
    assert_eq!((documented, TEST_CARDS.len()), (411, 413));
}

#[test]
fn success_cards_succeed_in_lira_only() {
    let shop = Shop::open();
    for card in documented("success") {
        let payment = shop.send(&by(number(&card)));
        assert_eq!(payment.payment_status, PaymentStatus::Success);
        assert_eq!(payment.card_issuer_bank_name.as_deref(), card["bank"].as_str());
        assert_eq!(payment.card_issuer_bank_id.map(BankId::get), card["bank_code"].as_i64());
        assert_eq!(payment.card_brand.as_deref(), family(&card));
        // One card is documented without a type and a scheme.
        assert!(card["card_type"].is_null() || payment.card_type.unwrap().as_str() == card["card_type"]);
        assert!(
            card["card_association"].is_null()
                || payment.card_association.unwrap().as_str() == card["card_association"]
        );

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
    let failing = documented("failing").into_iter().filter(|card| card["fails"]["payment"].is_string());
    let mut count = 0;
    for (card, id) in failing.zip(1..) {
        assert_group(&shop.rejection(&by(number(&card))), &card, "payment");

        let failed: Payment = shop.send(&RetrievePayment::new(PaymentId::new(id)));
        assert_eq!(failed.payment_status, PaymentStatus::Failure);
        let error = failed.payment_error.unwrap();
        assert_eq!(error.error_group.unwrap().as_str(), card["fails"]["payment"]);
        assert!(error.provider_error.is_some());
        assert_eq!(failed.auth_code, None);
        count = id;
    }
    assert_eq!(count, 55);
}

#[test]
fn each_error_group_of_the_cards_has_a_code_of_its_own() {
    let shop = Shop::open();
    let mut codes = BTreeMap::new();
    for card in documented("failing").iter().filter(|card| card["fails"]["payment"].is_string()) {
        let rejected = shop.rejection(&by(number(card)));
        let group = rejected.group.unwrap();
        assert_eq!(*codes.entry(rejected.code).or_insert(group.clone()), group);
    }
    assert_eq!(codes.len(), 52);
}

#[test]
fn the_groups_after_which_the_payment_may_have_succeeded_can_be_met() {
    let met: BTreeSet<String> = documented("failing")
        .iter()
        .flat_map(|card| card["fails"].as_object().unwrap().values().cloned().collect::<Vec<_>>())
        .filter(|group| ErrorGroup::from(group.as_str().unwrap()).may_have_succeeded())
        .map(|group| group.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(met.len(), 6, "{met:?}");
}

#[test]
fn not_sufficient_funds_has_its_documented_code() {
    let rejected = Shop::open().rejection(&by("5100050000006661"));
    assert_eq!((rejected.code, rejected.description.as_str()), (10_051, "Kart limiti yetersiz, yetersiz bakiye"));
}

/// Returns the cards that fail at this step.
fn failing_at(step: &str) -> Vec<Value> {
    let mut failing = documented("failing");
    failing.retain(|card| card["fails"][step].is_string());
    failing
}

#[test]
fn cards_that_fail_with_three_ds_fail_when_it_is_completed() {
    let shop = Shop::open();
    for card in failing_at("threeds_complete") {
        let complete = start_three_ds(&shop, number(&card));
        assert_group(&shop.rejection(&complete), &card, "threeds_complete");
        assert_eq!(shop.send(&RetrievePayment::new(complete.payment_id)).payment_status, PaymentStatus::Failure);
    }
    // The others that fail without 3D Secure succeed with it.
    for card in failing_at("payment") {
        let is_other = card["fails"]["threeds_complete"].is_null() && card["fails"]["threeds_init"].is_null();
        if is_other && card["md_status"].is_null() {
            let payment = shop.send(&start_three_ds(&shop, number(&card)));
            assert_eq!(payment.payment_status, PaymentStatus::Success);
        }
    }
}

#[test]
fn cards_that_fail_at_the_start_of_three_ds_have_no_page() {
    let shop = Shop::open();
    for card in failing_at("threeds_init") {
        let init = InitThreeDsPayment::new(by(number(&card)), "https://shop.example.com/3ds");
        assert_group(&shop.rejection(&init), &card, "threeds_init");
        assert_eq!(shop.send(&RetrievePayment::new(PaymentId::new(1))).payment_status, PaymentStatus::Failure);
    }
}

#[test]
fn cards_whose_holder_is_not_verified_can_not_pay_with_three_ds() {
    let with_status = |status: i32| documented("failing").into_iter().filter(move |card| card["md_status"] == status);
    for (status, accepts_partial, is_paid) in [(0, true, false), (0, false, false), (4, false, false), (4, true, true)]
    {
        let emulator = Emulator::builder().accept_partial_authentication(accepts_partial).build();
        let shop = Shop::on(emulator);
        for card in with_status(status) {
            let start = shop.send(&InitThreeDsPayment::new(by(number(&card)), "https://shop.example.com/3ds"));
            let id = start.payment_id.unwrap();
            shop.emulator.authenticate(id, ThreeDsOutcome::Approved).unwrap();
            assert_eq!(shop.send(&RetrievePayment::new(id)).md_status, Some(MdStatus(status)));
            match shop.try_send(&CompleteThreeDsPayment::new(id)) {
                Ok(paid) => assert!(is_paid && paid.payment_status == PaymentStatus::Success),
                Err(error) => {
                    let error = error.as_api_error().unwrap();
                    assert!(!is_paid && error.group().is_none() && error.code().unwrap().number() < Some(10_000));
                }
            }
        }
    }
}

#[test]
fn cards_that_fail_at_pre_auth_succeed_otherwise() {
    let shop = Shop::open();
    for card in failing_at("pre_auth") {
        assert_eq!(shop.send(&by(number(&card))).payment_status, PaymentStatus::Success);
        let hold = by(number(&card)).payment_phase(PaymentPhase::PreAuth);
        assert_group(&shop.rejection(&hold), &card, "pre_auth");
    }
}

#[test]
fn cards_that_fail_at_post_auth_succeed_otherwise() {
    let shop = Shop::open();
    for card in failing_at("post_auth") {
        assert_eq!(shop.send(&by(number(&card))).payment_status, PaymentStatus::Success);
        let pre_authorized = shop.send(&by(number(&card)).payment_phase(PaymentPhase::PreAuth));
        assert_group(&shop.rejection(&PostAuthPayment::new(pre_authorized.id)), &card, "post_auth");
        assert_eq!(shop.send(&RetrievePayment::new(pre_authorized.id)).payment_phase, Some(PaymentPhase::PreAuth));
    }
}

#[test]
fn cards_that_fail_at_refund_succeed_otherwise() {
    let shop = Shop::open();
    for (card, refund_id) in failing_at("refund_or_cancel").iter().zip(1..) {
        // One of them pays with 3D Secure alone.
        let paid = match card["fails"]["payment"].is_string() {
            true => shop.send(&start_three_ds(&shop, number(card))),
            false => shop.send(&by(number(card))),
        };
        assert_group(&shop.rejection(&RefundPayment::new(paid.id)), card, "refund_or_cancel");
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
    let bank = TestCard::find("5258640000000001").unwrap().bank.unwrap();
    assert_eq!((bank.name, bank.code), ("YAPI VE KREDİ BANKASI A.Ş.", Some(67)));
    assert_eq!(TestCard::find("4256690000000001").unwrap().bank.unwrap().name, "AKBANK T.A.Ş.");
    assert!(TestCard::find("").is_none());
    assert!(matches!(
        &TestCard::find("5136620000006669").unwrap().behaviour,
        craftgate_emulator::Behaviour::FailsWithoutThreeDs(ErrorGroup::LostCard)
    ));
}

//! Money that went back and money that is left are, together, the money that was taken.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use common::{Shop, noon, payment};
use craftgate_core::chrono::TimeDelta;
use craftgate_core::payment::{
    InitThreeDsPayment, Payment, PaymentPhase, RefundDestinationType, RefundPayment, RefundPaymentTransaction,
    RefundStatus, RefundType, RetrievePayment, RetrievePaymentRefund, RetrievePaymentTransactionRefund,
};
use craftgate_emulator::Emulator;
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

/// A shop whose days can pass.
struct Days(Arc<AtomicI64>);

impl Days {
    fn with_shop() -> (Self, Shop) {
        let days = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&days);
        let emulator =
            Emulator::builder().clock(move || noon() + TimeDelta::days(clock.load(Ordering::Relaxed))).build();
        (Self(days), Shop::on(emulator))
    }

    fn pass(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn line(payment: &Payment, index: usize) -> i64 {
    payment.payment_transactions[index].id
}

#[test]
fn on_the_same_day_a_payment_is_cancelled() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let refund = shop.get(&RefundPayment::new(paid.id).conversation_id("iade-17"));
    assert_eq!(refund.refund_type, Some(RefundType::Cancel));
    assert_eq!(refund.refund_price, Some(dec!(100)));
    assert_eq!(refund.payment_transaction_refunds, []);
    assert_eq!(refund.conversation_id.as_deref(), Some("iade-17"));
    assert_eq!(refund.refund_destination_type, Some(RefundDestinationType::Provider));
    assert_eq!(shop.get(&RetrievePaymentRefund::new(refund.id.unwrap())), refund);
    assert_eq!(shop.refused(&RefundPayment::new(paid.id)).status, 422);
    assert_eq!(shop.refused(&RefundPaymentTransaction::new(line(&paid, 0))).status, 422);
}

#[test]
fn on_a_later_day_each_line_is_refunded() {
    let (days, shop) = Days::with_shop();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    days.pass();
    let refund = shop.get(&RefundPayment::new(paid.id));
    assert_eq!((refund.refund_type, refund.id), (Some(RefundType::Refund), None));
    let prices: Vec<_> = refund.payment_transaction_refunds.iter().map(|line| line.refund_price.unwrap()).collect();
    assert_eq!(prices, [dec!(60), dec!(40)]);
    for line in refund.payment_transaction_refunds {
        assert_eq!(shop.get(&RetrievePaymentTransactionRefund::new(line.id)), line);
    }
}

#[test]
fn after_a_part_was_refunded_the_rest_is() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let part = shop.get(&RefundPaymentTransaction::new(line(&paid, 0)).refund_price(dec!(20.50)));
    assert_eq!(
        (part.refund_price, part.status, part.payment_id),
        (Some(dec!(20.50)), RefundStatus::Success, Some(paid.id))
    );
    let rest = shop.get(&RefundPayment::new(paid.id));
    assert_eq!((rest.refund_type, rest.refund_price), (Some(RefundType::Refund), Some(dec!(79.50))));
    assert_eq!(shop.refused(&RefundPayment::new(paid.id)).status, 422);
}

#[test]
fn a_line_gives_back_what_it_took_and_no_more() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let refund = |price| RefundPaymentTransaction::new(line(&paid, 0)).refund_price(price);
    assert_eq!(shop.refused(&refund(dec!(60.01))).status, 422);
    assert_eq!(shop.refused(&refund(dec!(0))).status, 422);
    assert_eq!(shop.refused(&refund(dec!(-1))).status, 422);
    shop.get(&refund(dec!(59.99)));
    assert_eq!(shop.refused(&refund(dec!(0.02))).status, 422);
    let rest = shop.get(&RefundPaymentTransaction::new(line(&paid, 0)));
    assert_eq!(rest.refund_price, Some(dec!(0.01)));
    assert_eq!(shop.refused(&RefundPaymentTransaction::new(line(&paid, 0))).status, 422);
}

#[test]
fn held_money_is_let_go_as_a_whole() {
    let (days, shop) = Days::with_shop();
    let held = shop.get(&payment(&[dec!(60), dec!(40)]).payment_phase(PaymentPhase::PreAuth));
    days.pass();
    assert_eq!(shop.refused(&RefundPaymentTransaction::new(line(&held, 0))).status, 422);
    assert_eq!(shop.get(&RefundPayment::new(held.id)).refund_type, Some(RefundType::Cancel));
    assert_eq!(shop.refused(&craftgate_core::payment::PostAuthPayment::new(held.id)).status, 422);
}

#[test]
fn what_was_not_taken_is_not_given_back() {
    let shop = Shop::open();
    let start = shop.get(&InitThreeDsPayment::new(payment(&[dec!(1)]), "https://example.com/3ds"));
    assert_eq!(shop.refused(&RefundPayment::new(start.payment_id.unwrap())).status, 422);
    shop.refused(&payment(&[dec!(1)]).card(common::card("5100050000006661")));
    assert_eq!(shop.refused(&RefundPayment::new(2)).status, 422);
    assert_eq!(shop.refused(&RefundPaymentTransaction::new(2)).status, 422);
    for unknown in [0, -1, 99] {
        assert_eq!(shop.refused(&RefundPayment::new(unknown)).status, 404);
        assert_eq!(shop.refused(&RefundPaymentTransaction::new(unknown)).status, 404);
        assert_eq!(shop.refused(&RetrievePaymentRefund::new(unknown)).status, 404);
    }
}

#[test]
fn there_are_no_wallets_to_refund_to() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(1)]));
    let to_wallet = RefundPayment::new(paid.id).refund_destination_type(RefundDestinationType::Wallet);
    assert_eq!(shop.refused(&to_wallet).status, 422);
    shop.get(&RefundPayment::new(paid.id).refund_destination_type(RefundDestinationType::Card));
}

#[derive(Debug, Clone)]
enum Step {
    Pay { cents: Vec<i64>, paid: i64, held: bool },
    Capture { payment: i64, cents: i64 },
    Refund { payment: i64 },
    RefundLine { line: i64, cents: Option<i64> },
    DayPasses,
}

fn step() -> impl Strategy<Value = Step> {
    let cents = || 1_i64..5_000;
    prop_oneof![
        (prop::collection::vec(cents(), 1..4), cents(), any::<bool>()).prop_map(|(cents, paid, held)| Step::Pay {
            cents,
            paid,
            held
        }),
        (1_i64..4, cents()).prop_map(|(payment, cents)| Step::Capture { payment, cents }),
        (1_i64..4).prop_map(|payment| Step::Refund { payment }),
        (1_i64..8, prop::option::of(cents())).prop_map(|(line, cents)| Step::RefundLine { line, cents }),
        Just(Step::DayPasses),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_happens_the_books_balance(steps in prop::collection::vec(step(), 1..40)) {
        let (days, shop) = Days::with_shop();
        let mut back: std::collections::BTreeMap<i64, Decimal> = Default::default();
        let mut payments = 0;
        for step in steps {
            match step {
                Step::Pay { cents, paid, held } => {
                    let prices: Vec<_> = cents.iter().map(|cents| Decimal::new(*cents, 2)).collect();
                    let mut asked = payment(&prices);
                    asked.amounts.paid_price = Decimal::new(paid, 2);
                    asked.payment_phase = Some(if held { PaymentPhase::PreAuth } else { PaymentPhase::Auth });
                    payments = shop.get(&asked).id;
                }
                Step::Capture { payment, cents } => {
                    let capture = craftgate_core::payment::PostAuthPayment::new(payment);
                    let _ = shop.ask(&capture.paid_price(Decimal::new(cents, 2)));
                }
                Step::Refund { payment } => if let Ok(refund) = shop.ask(&RefundPayment::new(payment)) {
                    let lines = refund.payment_transaction_refunds.iter();
                    let lines: Decimal = lines.filter_map(|line| line.refund_price).sum();
                    prop_assert!(refund.refund_type == Some(RefundType::Cancel) || Some(lines) == refund.refund_price);
                    *back.entry(payment).or_default() += refund.refund_price.unwrap();
                    // Nothing is left: a second refund has to fail.
                    let paid = shop.get(&RetrievePayment::new(payment)).paid_price.unwrap();
                    prop_assert_eq!(back[&payment], paid);
                    prop_assert!(shop.ask(&RefundPayment::new(payment)).is_err());
                },
                Step::RefundLine { line, cents } => {
                    let mut refund = RefundPaymentTransaction::new(line);
                    refund.refund_price = cents.map(|cents| Decimal::new(cents, 2));
                    if let Ok(refund) = shop.ask(&refund) {
                        *back.entry(refund.payment_id.unwrap()).or_default() += refund.refund_price.unwrap();
                    }
                }
                Step::DayPasses => days.pass(),
            }
            for id in 1..=payments {
                let paid = shop.get(&RetrievePayment::new(id)).paid_price.unwrap();
                prop_assert!(back.get(&id).copied().unwrap_or_default() <= paid);
            }
        }
    }
}

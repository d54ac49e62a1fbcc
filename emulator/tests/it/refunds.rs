//! Refunds and cancels.

use craftgate_core::id::{PaymentId, PaymentRefundId, PaymentTransactionId};
use std::collections::BTreeMap;

use craftgate_core::payment::{
    InitThreeDsPayment, Payment, PaymentPhase, PostAuthPayment, RefundDestinationType, RefundPayment,
    RefundPaymentTransaction, RefundStatus, RefundType, RetrievePayment, RetrievePaymentRefund,
    RetrievePaymentTransactionRefund,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

use crate::common::{Shop, TestClock, payment};

fn transaction(payment: &Payment, index: usize) -> PaymentTransactionId {
    payment.payment_transactions[index].id
}

#[test]
fn on_the_same_day_a_payment_is_cancelled() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let refund = shop.send(&RefundPayment::new(paid.id).conversation_id("iade-17"));
    assert_eq!(refund.refund_type, Some(RefundType::Cancel));
    assert_eq!(refund.refund_price, Some(dec!(100)));
    assert_eq!(refund.payment_transaction_refunds, []);
    assert_eq!(refund.conversation_id.as_deref(), Some("iade-17"));
    assert_eq!(refund.refund_destination_type, Some(RefundDestinationType::Provider));
    assert_eq!(shop.send(&RetrievePaymentRefund::new(refund.id.unwrap())), refund);
    assert_eq!(shop.rejection(&RefundPayment::new(paid.id)).status, 422);
    assert_eq!(shop.rejection(&RefundPaymentTransaction::new(transaction(&paid, 0))).status, 422);
}

#[test]
fn on_a_later_day_each_transaction_is_refunded() {
    let (clock, shop) = TestClock::with_shop();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    clock.next_day();
    let refund = shop.send(&RefundPayment::new(paid.id));
    assert_eq!((refund.refund_type, refund.id), (Some(RefundType::Refund), None));
    let prices: Vec<_> = refund.payment_transaction_refunds.iter().map(|refund| refund.refund_price.unwrap()).collect();
    assert_eq!(prices, [dec!(60), dec!(40)]);
    for refund in refund.payment_transaction_refunds {
        assert_eq!(shop.send(&RetrievePaymentTransactionRefund::new(refund.id)), refund);
    }
}

#[test]
fn after_a_partial_refund_the_remaining_amount_is_refunded() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let partial = shop.send(&RefundPaymentTransaction::new(transaction(&paid, 0)).refund_price(dec!(20.50)));
    assert_eq!(
        (partial.refund_price, partial.status, partial.payment_id),
        (Some(dec!(20.50)), RefundStatus::Success, Some(paid.id))
    );
    let remaining = shop.send(&RefundPayment::new(paid.id));
    assert_eq!((remaining.refund_type, remaining.refund_price), (Some(RefundType::Refund), Some(dec!(79.50))));
    assert_eq!(shop.rejection(&RefundPayment::new(paid.id)).status, 422);
}

#[test]
fn a_transaction_is_refunded_up_to_its_paid_price() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let refund = |price| RefundPaymentTransaction::new(transaction(&paid, 0)).refund_price(price);
    assert_eq!(shop.rejection(&refund(dec!(60.01))).status, 422);
    assert_eq!(shop.rejection(&refund(dec!(0))).status, 422);
    assert_eq!(shop.rejection(&refund(dec!(-1))).status, 422);
    shop.send(&refund(dec!(59.99)));
    assert_eq!(shop.rejection(&refund(dec!(0.02))).status, 422);
    let remaining = shop.send(&RefundPaymentTransaction::new(transaction(&paid, 0)));
    assert_eq!(remaining.refund_price, Some(dec!(0.01)));
    assert_eq!(shop.rejection(&RefundPaymentTransaction::new(transaction(&paid, 0))).status, 422);
}

#[test]
fn a_pre_authorization_is_cancelled_as_a_whole() {
    let (clock, shop) = TestClock::with_shop();
    let pre_authorized = shop.send(&payment(&[dec!(60), dec!(40)]).payment_phase(PaymentPhase::PreAuth));
    clock.next_day();
    assert_eq!(shop.rejection(&RefundPaymentTransaction::new(transaction(&pre_authorized, 0))).status, 422);
    assert_eq!(shop.send(&RefundPayment::new(pre_authorized.id)).refund_type, Some(RefundType::Cancel));
    assert_eq!(shop.rejection(&PostAuthPayment::new(pre_authorized.id)).status, 422);
}

#[test]
fn uncharged_payments_are_not_refunded() {
    let shop = Shop::open();
    let start = shop.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), "https://example.com/3ds"));
    assert_eq!(shop.rejection(&RefundPayment::new(start.payment_id.unwrap())).status, 422);
    shop.rejection(&payment(&[dec!(1)]).card(crate::common::card("5100050000006661")));
    assert_eq!(shop.rejection(&RefundPayment::new(PaymentId::new(2))).status, 422);
    assert_eq!(shop.rejection(&RefundPaymentTransaction::new(PaymentTransactionId::new(2))).status, 422);
    for unknown in [0, -1, 99] {
        assert_eq!(shop.rejection(&RefundPayment::new(PaymentId::new(unknown))).status, 404);
        assert_eq!(shop.rejection(&RefundPaymentTransaction::new(PaymentTransactionId::new(unknown))).status, 404);
        assert_eq!(shop.rejection(&RetrievePaymentRefund::new(PaymentRefundId::new(unknown))).status, 404);
    }
}

#[test]
fn refunds_to_wallets_are_rejected() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(1)]));
    let to_wallet = RefundPayment::new(paid.id).refund_destination_type(RefundDestinationType::Wallet);
    assert_eq!(shop.rejection(&to_wallet).status, 422);
    shop.send(&RefundPayment::new(paid.id).refund_destination_type(RefundDestinationType::Card));
}

#[derive(Debug, Clone)]
enum Step {
    Pay { cents: Vec<i64>, paid: i64, pre_authorized: bool },
    Capture { payment: i64, cents: i64 },
    Refund { payment: i64 },
    RefundTransaction { transaction: i64, cents: Option<i64> },
    DayPasses,
}

fn step() -> impl Strategy<Value = Step> {
    let cents = || 1_i64..5_000;
    prop_oneof![
        (prop::collection::vec(cents(), 1..4), cents(), any::<bool>())
            .prop_map(|(cents, paid, pre_authorized)| Step::Pay { cents, paid, pre_authorized }),
        (1_i64..4, cents()).prop_map(|(payment, cents)| Step::Capture { payment, cents }),
        (1_i64..4).prop_map(|payment| Step::Refund { payment }),
        (1_i64..8, prop::option::of(cents()))
            .prop_map(|(transaction, cents)| Step::RefundTransaction { transaction, cents }),
        Just(Step::DayPasses),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn refunds_never_exceed_the_payment(steps in prop::collection::vec(step(), 1..40)) {
        let (clock, shop) = TestClock::with_shop();
        let mut refunded: BTreeMap<PaymentId, Decimal> = BTreeMap::new();
        let mut payments = 0;
        for step in steps {
            match step {
                Step::Pay { cents, paid, pre_authorized } => {
                    let prices: Vec<_> = cents.iter().map(|cents| Decimal::new(*cents, 2)).collect();
                    let mut request = payment(&prices);
                    request.amounts.paid_price = Decimal::new(paid, 2);
                    request.payment_phase = Some(if pre_authorized { PaymentPhase::PreAuth } else { PaymentPhase::Auth });
                    payments = shop.send(&request).id.get();
                }
                Step::Capture { payment, cents } => {
                    let capture = PostAuthPayment::new(PaymentId::new(payment));
                    let _ = shop.try_send(&capture.paid_price(Decimal::new(cents, 2)));
                }
                Step::Refund { payment } => {
                    let payment = PaymentId::new(payment);
                    if let Ok(refund) = shop.try_send(&RefundPayment::new(payment)) {
                        let prices = refund.payment_transaction_refunds.iter();
                        let total: Decimal = prices.filter_map(|refund| refund.refund_price).sum();
                        prop_assert!(refund.refund_type == Some(RefundType::Cancel) || Some(total) == refund.refund_price);
                        *refunded.entry(payment).or_default() += refund.refund_price.unwrap();
                        // Nothing remains, so a second refund must fail.
                        let paid = shop.send(&RetrievePayment::new(payment)).paid_price.unwrap();
                        prop_assert_eq!(refunded[&payment], paid);
                        prop_assert!(shop.try_send(&RefundPayment::new(payment)).is_err());
                    }
                }
                Step::RefundTransaction { transaction, cents } => {
                    let mut refund = RefundPaymentTransaction::new(PaymentTransactionId::new(transaction));
                    refund.refund_price = cents.map(|cents| Decimal::new(cents, 2));
                    if let Ok(refund) = shop.try_send(&refund) {
                        *refunded.entry(refund.payment_id.unwrap()).or_default() += refund.refund_price.unwrap();
                    }
                }
                Step::DayPasses => clock.next_day(),
            }
            for id in 1..=payments {
                let paid = shop.send(&RetrievePayment::new(PaymentId::new(id))).paid_price.unwrap();
                prop_assert!(refunded.get(&PaymentId::new(id)).copied().unwrap_or_default() <= paid);
            }
        }
    }
}

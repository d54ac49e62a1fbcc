//! What is recorded as given back counts as given back.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, card, payment};
use craftgate_core::payment::{
    PaymentPhase, RefundPayment, RefundPaymentMarkAsRefunded, RefundPaymentTransaction,
    RefundPaymentTransactionMarkAsRefunded, RetrievePaymentTransactionRefund,
};
use rust_decimal_macros::dec;

fn mark_line(line: i64) -> RefundPaymentTransactionMarkAsRefunded {
    RefundPaymentTransactionMarkAsRefunded::new(RefundPaymentTransaction::new(line))
}

fn mark_payment(id: i64) -> RefundPaymentMarkAsRefunded {
    RefundPaymentMarkAsRefunded::new(RefundPayment::new(id))
}

#[test]
fn what_was_recorded_is_not_given_back_again() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    let line = paid.payment_transactions[0].id;
    let mut part = mark_line(line);
    part.refund.refund_price = Some(dec!(15));
    let marked = shop.get(&part);
    assert_eq!(marked.refund_price, Some(dec!(15)));
    assert_eq!(shop.get(&RetrievePaymentTransactionRefund::new(marked.id)), marked);
    assert_eq!(shop.refused(&RefundPaymentTransaction::new(line).refund_price(dec!(45.01))).status, 422);

    let rest: Vec<_> = shop.get(&mark_payment(paid.id)).items.iter().map(|line| line.refund_price.unwrap()).collect();
    assert_eq!(rest, [dec!(45), dec!(40)]);
    assert_eq!(shop.refused(&mark_payment(paid.id)).status, 422);
    assert_eq!(shop.refused(&mark_line(line)).status, 422);
    assert_eq!(shop.refused(&RefundPayment::new(paid.id)).status, 422);
}

#[test]
fn no_bank_is_asked() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(1)]).card(card("5428040000006667")));
    assert_eq!(shop.refused(&RefundPayment::new(paid.id)).status, 422);
    shop.get(&mark_payment(paid.id));
}

#[test]
fn only_money_that_was_taken_is_recorded() {
    let shop = Shop::open();
    let held = shop.get(&payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth));
    assert_eq!(shop.refused(&mark_payment(held.id)).status, 422);
    assert_eq!(shop.refused(&mark_line(held.payment_transactions[0].id)).status, 422);
    assert_eq!(shop.refused(&mark_payment(99)).status, 404);
    assert_eq!(shop.refused(&mark_line(99)).status, 404);
}

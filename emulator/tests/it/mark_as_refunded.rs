//! Refunds that were made by other means.

use craftgate_core::id::{PaymentId, PaymentTransactionId};
use craftgate_core::payment::{
    PaymentPhase, RefundPayment, RefundPaymentMarkAsRefunded, RefundPaymentTransaction,
    RefundPaymentTransactionMarkAsRefunded, RetrievePaymentTransactionRefund,
};
use rust_decimal_macros::dec;

use crate::common::{Shop, card, payment};

fn mark_transaction(id: PaymentTransactionId) -> RefundPaymentTransactionMarkAsRefunded {
    RefundPaymentTransactionMarkAsRefunded::new(RefundPaymentTransaction::new(id))
}

fn mark_payment(id: PaymentId) -> RefundPaymentMarkAsRefunded {
    RefundPaymentMarkAsRefunded::new(RefundPayment::new(id))
}

#[test]
fn a_recorded_refund_is_not_refunded_again() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    let transaction = paid.payment_transactions[0].id;
    let mut part = mark_transaction(transaction);
    part.refund.refund_price = Some(dec!(15));
    let marked = shop.send(&part);
    assert_eq!(marked.refund_price, Some(dec!(15)));
    assert_eq!(shop.send(&RetrievePaymentTransactionRefund::new(marked.id)), marked);
    assert_eq!(shop.rejection(&RefundPaymentTransaction::new(transaction).refund_price(dec!(45.01))).status, 422);

    let remaining: Vec<_> =
        shop.send(&mark_payment(paid.id)).items.iter().map(|refund| refund.refund_price.unwrap()).collect();
    assert_eq!(remaining, [dec!(45), dec!(40)]);
    assert_eq!(shop.rejection(&mark_payment(paid.id)).status, 422);
    assert_eq!(shop.rejection(&mark_transaction(transaction)).status, 422);
    assert_eq!(shop.rejection(&RefundPayment::new(paid.id)).status, 422);
}

#[test]
fn the_bank_is_not_asked() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(1)]).card(card("5428040000006667")));
    assert_eq!(shop.rejection(&RefundPayment::new(paid.id)).status, 422);
    shop.send(&mark_payment(paid.id));
}

#[test]
fn only_captured_payments_are_recorded() {
    let shop = Shop::open();
    let pre_authorized = shop.send(&payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth));
    assert_eq!(shop.rejection(&mark_payment(pre_authorized.id)).status, 422);
    assert_eq!(shop.rejection(&mark_transaction(pre_authorized.payment_transactions[0].id)).status, 422);
    assert_eq!(shop.rejection(&mark_payment(PaymentId::new(99))).status, 404);
    assert_eq!(shop.rejection(&mark_transaction(PaymentTransactionId::new(99))).status, 404);
}

//! A payment is taken for an order's only if it is that order's, succeeded, and took what was due.

use craftgate_core::Currency;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Amounts, ExpectedPayment, Payment, PaymentMismatch, PaymentPhase, PaymentStatus};
use craftgate_core::rust_decimal::Decimal;
use rust_decimal_macros::dec;

fn amounts() -> Amounts {
    Amounts { price: dec!(100), paid_price: dec!(110) }
}

fn by_conversation() -> ExpectedPayment {
    ExpectedPayment::by_conversation_id("sipariş-17", amounts(), Currency::Try)
}

fn by_external_id() -> ExpectedPayment {
    ExpectedPayment::by_external_id("dış-17", amounts(), Currency::Try)
}

/// The order's payment, but for a change.
fn paid(change: impl FnOnce(&mut Payment)) -> Payment {
    let mut payment = Payment::new(PaymentId::new(1), PaymentStatus::Success);
    payment.conversation_id = Some("sipariş-17".to_owned());
    payment.external_id = Some("dış-17".to_owned());
    payment.payment_phase = Some(PaymentPhase::Auth);
    payment.currency = Some(Currency::Try);
    payment.price = Some(dec!(100.00));
    payment.paid_price = Some(dec!(110.00));
    change(&mut payment);
    payment
}

#[test]
fn the_orders_own_payment_is() {
    for expected in [by_conversation(), by_external_id(), by_conversation().allow_pre_auth()] {
        assert_eq!(expected.check(&paid(|_| ())), Ok(()));
        assert_eq!(expected.check(&paid(|payment| payment.payment_phase = None)), Ok(()));
    }
}

#[test]
fn another_orders_is_not_whichever_name_the_order_goes_by() {
    for other in [None, Some(String::new()), Some("sipariş-1".to_owned()), Some("dış-17".to_owned())] {
        let payment = paid(|payment| payment.conversation_id = other);
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::Order));
        assert_eq!(by_external_id().check(&payment), Ok(()));
    }
    for other in [None, Some(String::new()), Some("dış-1".to_owned()), Some("sipariş-17".to_owned())] {
        let payment = paid(|payment| payment.external_id = other);
        assert_eq!(by_external_id().check(&payment), Err(PaymentMismatch::Order));
        assert_eq!(by_conversation().check(&payment), Ok(()));
    }
}

#[test]
fn one_that_did_not_succeed_is_not() {
    for status in PaymentStatus::KNOWN.iter().chain([&"YENI".into()]) {
        let payment = paid(|payment| payment.payment_status = status.clone());
        let succeeded = if *status == PaymentStatus::Success { Ok(()) } else { Err(PaymentMismatch::Status) };
        assert_eq!(by_conversation().check(&payment), succeeded, "{status}");
    }
}

#[test]
fn one_whose_money_is_only_held_is_where_that_is_enough() {
    let held = paid(|payment| payment.payment_phase = Some(PaymentPhase::PreAuth));
    assert_eq!(by_conversation().check(&held), Err(PaymentMismatch::NotCaptured));
    assert_eq!(by_conversation().allow_pre_auth().check(&held), Ok(()));
}

#[test]
fn one_in_another_currency_or_in_none_is_not() {
    for currency in [None, Some(Currency::Usd), Some("try".into())] {
        let payment = paid(|payment| payment.currency = currency);
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::Currency));
    }
}

#[test]
fn one_for_another_basket_is_not() {
    for price in [None, Some(dec!(99.99)), Some(dec!(100.01)), Some(Decimal::ZERO)] {
        let payment = paid(|payment| payment.price = price);
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::Price), "{price:?}");
    }
}

#[test]
fn it_may_have_taken_more_than_was_due_but_not_less() {
    for (taken, verdict) in [
        (None, Err(PaymentMismatch::PaidPrice)),
        (Some(dec!(109.99)), Err(PaymentMismatch::PaidPrice)),
        (Some(dec!(110)), Ok(())),
        (Some(dec!(125.50)), Ok(())),
    ] {
        assert_eq!(by_conversation().check(&paid(|payment| payment.paid_price = taken)), verdict, "{taken:?}");
    }
}

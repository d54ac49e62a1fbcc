//! A payment counts for an order only if it is that order's, succeeded, and took exactly what was due.

use craftgate_core::Currency;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Amounts, ExpectedPayment, ExpectedPaymentError, Payment, PaymentMismatch, PaymentPhase, PaymentStatus,
};
use craftgate_core::rust_decimal::Decimal;
use rust_decimal_macros::dec;

fn amounts() -> Amounts {
    Amounts { price: dec!(100), paid_price: dec!(110) }
}

fn by_conversation() -> ExpectedPayment {
    ExpectedPayment::by_conversation_id("sipariş-17", amounts(), Currency::Try).unwrap()
}

fn by_external_id() -> ExpectedPayment {
    ExpectedPayment::by_external_id("dış-17", amounts(), Currency::Try).unwrap()
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
fn the_payment_of_the_order_is_accepted() {
    for expected in [by_conversation(), by_external_id(), by_conversation().allow_pre_auth()] {
        assert_eq!(expected.check(&paid(|_| ())), Ok(()));
        assert_eq!(expected.check(&paid(|payment| payment.payment_phase = None)), Ok(()));
        assert_eq!(expected.check(&paid(|payment| payment.payment_phase = Some(PaymentPhase::PostAuth))), Ok(()));
    }
}

#[test]
fn an_empty_order_number_is_an_error_when_the_expectation_is_made() {
    for empty in ["", " ", "\t\n"] {
        let error = ExpectedPayment::by_conversation_id(empty, amounts(), Currency::Try).unwrap_err();
        assert_eq!(
            (error.field, error.to_string()),
            ("conversation_id", "expected payment: conversation_id is empty".into())
        );
        let error: ExpectedPaymentError = ExpectedPayment::by_external_id(empty, amounts(), Currency::Try).unwrap_err();
        assert_eq!((error.field, error.to_string()), ("external_id", "expected payment: external_id is empty".into()));
    }
}

#[test]
fn the_payment_of_another_order_is_rejected_by_either_id() {
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
fn a_payment_that_did_not_succeed_is_rejected() {
    for status in PaymentStatus::KNOWN.iter().chain([&"YENI".into()]) {
        let payment = paid(|payment| payment.payment_status = status.clone());
        let succeeded = if *status == PaymentStatus::Success { Ok(()) } else { Err(PaymentMismatch::Status) };
        assert_eq!(by_conversation().check(&payment), succeeded, "{status}");
    }
}

#[test]
fn a_pre_authorization_is_accepted_only_if_allowed() {
    let held = paid(|payment| payment.payment_phase = Some(PaymentPhase::PreAuth));
    assert_eq!(by_conversation().check(&held), Err(PaymentMismatch::NotCaptured));
    assert_eq!(by_conversation().allow_pre_auth().check(&held), Ok(()));
}

#[test]
fn an_unknown_phase_is_rejected_even_if_pre_authorizations_are_allowed() {
    for phase in ["YENI", "pre_auth", ""] {
        let payment = paid(|payment| payment.payment_phase = Some(phase.into()));
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::UnknownPhase), "{phase}");
        assert_eq!(by_conversation().allow_pre_auth().check(&payment), Err(PaymentMismatch::UnknownPhase), "{phase}");
    }
}

#[test]
fn a_payment_in_another_or_no_currency_is_rejected() {
    for currency in [None, Some(Currency::Usd), Some("try".into())] {
        let payment = paid(|payment| payment.currency = currency);
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::Currency));
    }
}

#[test]
fn a_payment_for_another_or_an_unknown_price_is_rejected() {
    for price in [None, Some(dec!(99.99)), Some(dec!(100.01)), Some(Decimal::ZERO)] {
        let payment = paid(|payment| payment.price = price);
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::Price), "{price:?}");
    }
}

#[test]
fn a_payment_that_took_less_more_or_an_unknown_amount_is_rejected() {
    for (taken, verdict) in [
        (None, Err(PaymentMismatch::PaidPrice)),
        (Some(dec!(109.99)), Err(PaymentMismatch::PaidPrice)),
        (Some(dec!(-110)), Err(PaymentMismatch::PaidPrice)),
        (Some(dec!(110)), Ok(())),
        (Some(dec!(110.01)), Err(PaymentMismatch::Overpaid)),
        (Some(dec!(125.50)), Err(PaymentMismatch::Overpaid)),
        (Some(Decimal::MAX), Err(PaymentMismatch::Overpaid)),
    ] {
        let payment = paid(|payment| payment.paid_price = taken);
        assert_eq!(by_conversation().check(&payment), verdict, "{taken:?}");
        assert_eq!(by_conversation().allow_installment_commission().check(&payment), verdict, "{taken:?}");
    }
}

#[test]
fn the_commission_of_installments_is_accepted_only_if_allowed_and_accounted_for() {
    let expected = by_conversation().allow_installment_commission();
    for (installment, commission, verdict) in [
        (Some(3), Some(dec!(25.5)), Ok(())),
        (Some(3), Some(dec!(25.49)), Err(PaymentMismatch::Overpaid)),
        (Some(3), Some(dec!(15.5)), Err(PaymentMismatch::Overpaid)),
        (Some(3), None, Err(PaymentMismatch::Overpaid)),
        (Some(1), Some(dec!(25.5)), Err(PaymentMismatch::Overpaid)),
        (Some(0), Some(dec!(25.5)), Err(PaymentMismatch::Overpaid)),
        (None, Some(dec!(25.5)), Err(PaymentMismatch::Overpaid)),
    ] {
        let payment = paid(|payment| {
            payment.paid_price = Some(dec!(125.50));
            payment.installment = installment;
            payment.merchant_commission_rate_amount = commission;
        });
        assert_eq!(expected.check(&payment), verdict, "{installment:?} {commission:?}");
        assert_eq!(by_conversation().check(&payment), Err(PaymentMismatch::Overpaid));
    }
}

#[test]
fn each_mismatch_reads_as_a_line_of_its_own() {
    let mismatches = [
        PaymentMismatch::Order,
        PaymentMismatch::Status,
        PaymentMismatch::NotCaptured,
        PaymentMismatch::UnknownPhase,
        PaymentMismatch::Currency,
        PaymentMismatch::Price,
        PaymentMismatch::PaidPrice,
        PaymentMismatch::Overpaid,
    ];
    let texts: std::collections::BTreeSet<String> = mismatches.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), mismatches.len());
    assert!(texts.iter().all(|text| text.starts_with("payment") && !text.ends_with('.')), "{texts:?}");
}

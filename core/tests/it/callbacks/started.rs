//! What was started is remembered by the operation that started it, and its look-up decides what a callback does not.

use craftgate_core::Currency;
use craftgate_core::callback::RetrievedNextStep;
use craftgate_core::payment::{
    Amounts, ApmType, Basket, BnplCartItem, BnplCartItemType, CreatePayment, InitApmPayment, InitApmPaymentResponse,
    InitBnplPayment, InitGarantiPayPayment, InitGarantiPayPaymentResponse, InitPosApmPayment,
    InitPosApmPaymentResponse, InitThreeDsPayment, InitThreeDsPaymentResponse, Payment, PaymentItem,
    PosApmPaymentProvider,
};
use craftgate_core::rust_decimal::Decimal;
use serde::de::DeserializeOwned;

use super::*;

const CALLBACK_URL: &str = "https://magaza.example.com/3ds";

fn amounts() -> Amounts {
    Amounts::same(Decimal::ONE_HUNDRED)
}

fn basket() -> [PaymentItem; 1] {
    [PaymentItem::new(Decimal::ONE_HUNDRED)]
}

fn response<T: DeserializeOwned>() -> T {
    serde_json::from_str(r#"{"paymentId":5}"#).unwrap()
}

#[test]
fn a_start_remembers_the_payment_id_and_the_conversation_id() {
    let payment = || CreatePayment::new(amounts(), Currency::Try, 1, basket()).conversation_id("sipariş-17");
    let apm = || InitApmPayment::new(amounts(), ApmType::Maslak, Currency::Try, basket()).conversation_id("sipariş-17");
    let garanti_pay =
        InitGarantiPayPayment::new(amounts(), Currency::Try, CALLBACK_URL, basket()).conversation_id("sipariş-17");
    let provider = PosApmPaymentProvider::YkbWorldPay;
    let pos_apm = InitPosApmPayment::new(Basket::new(amounts(), Currency::Try, basket()), provider, CALLBACK_URL);
    let item = BnplCartItem::new(BnplCartItemType::Other, Decimal::ONE_HUNDRED, 1);
    for remembered in [
        InitThreeDsPayment::new(payment(), CALLBACK_URL).started(&response::<InitThreeDsPaymentResponse>()),
        apm().started(&response::<InitApmPaymentResponse>()),
        InitBnplPayment::new(apm(), [item]).started(&response::<InitApmPaymentResponse>()),
        garanti_pay.started(&response::<InitGarantiPayPaymentResponse>()),
        pos_apm.conversation_id("sipariş-17").started(&response::<InitPosApmPaymentResponse>()),
    ] {
        assert_eq!(remembered, Some(started()));
    }
}

#[test]
fn a_start_without_a_conversation_id_remembers_that_there_is_none() {
    let payment = CreatePayment::new(amounts(), Currency::Try, 1, basket());
    let remembered = InitThreeDsPayment::new(payment, CALLBACK_URL).started(&response());
    assert_eq!(remembered, Some(StartedPayment::new(PaymentId::new(5), "")));
}

#[test]
fn a_response_without_a_payment_id_started_nothing() {
    let payment = CreatePayment::new(amounts(), Currency::Try, 1, basket());
    let nothing = serde_json::from_str("{}").unwrap();
    assert_eq!(InitThreeDsPayment::new(payment, CALLBACK_URL).started(&nothing), None);
}

#[test]
fn the_status_of_a_retrieved_payment_decides_the_next_step() {
    let step = |status: &str| started().next_step(&Payment::new(PaymentId::new(5), PaymentStatus::from(status)));
    let complete = CompleteThreeDsPayment::new(PaymentId::new(5));
    assert_eq!(step("CALLBACK_THREEDS"), RetrievedNextStep::Complete(complete));
    assert_eq!(step("SUCCESS"), RetrievedNextStep::Succeeded);
    assert_eq!(step("FAILURE"), RetrievedNextStep::Failed);
    for open in ["INIT_THREEDS", "WAITING", "YENI_DURUM"] {
        assert_eq!(step(open), RetrievedNextStep::Pending, "{open}");
    }
}

#[test]
fn another_payment_that_was_retrieved_decides_nothing() {
    for status in PaymentStatus::KNOWN {
        let other = Payment::new(PaymentId::new(6), status.clone());
        assert_eq!(started().next_step(&other), RetrievedNextStep::PaymentIdMismatch, "{status}");
    }
}

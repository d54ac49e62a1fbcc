//! Idempotency keys.

use craftgate_core::payment::CreatePayment;
use craftgate_core::{Environment, Operation, Protocol, RandomKey, Request, Response};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;

use crate::common::{Shop, payment, signed};

fn request(emulator: &Emulator, operation: &impl Operation, key: &str, random_key: &str) -> Request {
    let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
    protocol.exchange(operation).idempotency_key(key).request(&RandomKey::new(random_key).unwrap()).unwrap()
}

fn assert_same(first: &Response, second: &Response) {
    assert_eq!(first.status(), second.status());
    assert_eq!(first.headers(), second.headers());
    assert_eq!(first.body(), second.body());
}

fn number_of_payments(shop: &Shop) -> usize {
    shop.emulator.events().len()
}

#[test]
fn a_repeated_key_gets_the_first_response() {
    let shop = Shop::open();
    let operation = payment(&[dec!(100)]);
    let first = shop.emulator.handle(request(&shop.emulator, &operation, "sepet-17", "first"));
    let second = shop.emulator.handle(request(&shop.emulator, &operation, "sepet-17", "second"));
    assert_same(&first, &second);
    assert_eq!(number_of_payments(&shop), 1);

    shop.emulator.handle(request(&shop.emulator, &operation, "sepet-18", "third"));
    shop.send(&operation);
    assert_eq!(number_of_payments(&shop), 3);
}

#[test]
fn an_error_is_repeated_too() {
    let shop = Shop::open();
    let operation = payment(&[dec!(100)]).card(crate::common::card("5100050000006661"));
    let first = shop.emulator.handle(request(&shop.emulator, &operation, "sepet-17", "first"));
    let second = shop.emulator.handle(request(&shop.emulator, &operation, "sepet-17", "second"));
    assert_eq!(first.status(), 422);
    assert_same(&first, &second);
    assert_eq!(number_of_payments(&shop), 1);
}

#[test]
fn a_key_is_for_one_request() {
    let shop = Shop::open();
    shop.emulator.handle(request(&shop.emulator, &payment(&[dec!(100)]), "sepet-17", "first"));
    let other: CreatePayment = payment(&[dec!(101)]);
    let response = shop.emulator.handle(request(&shop.emulator, &other, "sepet-17", "second"));
    assert_eq!(response.status(), 422);
    assert!(crate::common::body_of(&response).contains("idempotency"));
    assert_eq!(number_of_payments(&shop), 1);
}

#[test]
fn a_key_on_a_get_is_ignored() {
    let shop = Shop::open();
    let get = |url: &str| {
        let mut request = signed(&shop.emulator, "GET", url, "");
        request.headers_mut().insert("x-idempotency-key", "sepet-17".parse().unwrap());
        shop.emulator.handle(request)
    };
    assert_eq!(get("http://localhost/payment/v1/card-payments/1").status(), 404);
    shop.send(&payment(&[dec!(1)]));
    assert_eq!(get("http://localhost/payment/v1/card-payments/1").status(), 200);
    assert_eq!(get("http://localhost/payment/v1/cards").status(), 200);
}

#[test]
fn an_invalid_signature_does_not_use_the_key() {
    let shop = Shop::open();
    let operation = payment(&[dec!(100)]);
    let mut forged = request(&shop.emulator, &operation, "sepet-17", "first");
    forged.headers_mut().insert("x-signature", "AAAA".parse().unwrap());
    assert_eq!(shop.emulator.handle(forged).status(), 401);
    assert_eq!(shop.emulator.handle(request(&shop.emulator, &operation, "sepet-17", "first")).status(), 200);

    let mut forged = request(&shop.emulator, &operation, "sepet-17", "first");
    forged.headers_mut().insert("x-signature", "AAAA".parse().unwrap());
    assert_eq!(shop.emulator.handle(forged).status(), 401);
}

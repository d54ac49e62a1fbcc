//! Whatever the stack, a shop's day is the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::http::Method;
use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem, PaymentStatus, RefundPayment};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{
    Client, Credentials, Currency, Environment, Error, ErrorGroup, Json, Operation, Outcome, Protocol, RequestError,
    Transport,
};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, Server};

const MINUTE: Duration = Duration::from_secs(60);
const MEBIBYTE: u64 = 1024 * 1024;

#[test]
fn the_closure() {
    a_shops_day(common::closure(MINUTE, MEBIBYTE));
}

#[test]
fn the_async_one() {
    a_shops_day(common::asynchronous(MINUTE, MEBIBYTE));
}

#[cfg(feature = "libcurl")]
#[test]
fn libcurl() {
    a_shops_day(common::libcurl(MINUTE, MEBIBYTE));
}

/// The emulator checks every signature, so whatever it answers arrived as it was signed.
fn a_shops_day(transport: impl Transport + Sync) {
    let server = Server::start(Emulator::new()).unwrap();
    let environment = || Environment::custom(&server.url()).unwrap();
    let protocol = Protocol::new(server.emulator().credentials().unwrap(), environment());
    let client = Client::new(protocol, &transport, random_key);

    takes_a_payment_once_however_often_it_is_asked(&client);
    finds_it_by_an_order_number_in_turkish(&client);
    gives_the_money_back(&client);
    is_told_why_a_card_is_declined(&client);
    sends_what_has_no_body(&client);
    serves_several_threads(&client);

    fails_before_a_byte_left_where_there_is_no_tls(&transport, server.address());

    let stranger = Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), environment());
    let stranger = Client::new(stranger, &transport, random_key);
    let error = stranger.call(&RefundPayment::new(1)).send().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
}

fn takes_a_payment_once_however_often_it_is_asked<T: Transport>(client: &Client<T>) {
    for _ in 0..3 {
        let paid = client.call(&payment("4043080000000003")).idempotency_key("siparis-17").send().unwrap();
        assert_eq!((paid.id, paid.payment_status), (1, PaymentStatus::Success));
        assert_eq!(paid.payment_transactions[0].name.as_deref(), Some("İnce belli bardak, ğüşıöç"));
    }
}

fn finds_it_by_an_order_number_in_turkish<T: Transport>(client: &Client<T>) {
    let found = client.call(&SearchPayments::new().conversation_id("sipariş 17/Çay & Şeker + %20")).send().unwrap();
    assert_eq!(found.items.len(), 1);
    let found = client.call(&SearchPayments::new().conversation_id("siparis-18")).send().unwrap();
    assert!(found.items.is_empty());
}

fn gives_the_money_back<T: Transport>(client: &Client<T>) {
    let refund = client.call(&RefundPayment::new(1)).idempotency_key("iade-17").send().unwrap();
    assert_eq!(refund.refund_price, Some(price()));
}

fn is_told_why_a_card_is_declined<T: Transport>(client: &Client<T>) {
    let error = client.call(&payment("5100050000006661")).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(error.as_api_error().unwrap().group(), Some(&ErrorGroup::NotSufficientFunds));
}

/// A `POST` that says so, and a `DELETE` whose path is full of escapes: both get to where they were to go.
fn sends_what_has_no_body<T: Transport>(client: &Client<T>) {
    struct Nudge;
    impl Operation for Nudge {
        type Output = Json;
        const METHOD: Method = Method::POST;
        fn path(&self) -> Result<String, RequestError> {
            Ok("/payment/v1/bnpl-payments/17/approve".into())
        }
    }
    let error = client.call(&Nudge).send().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404, "there is no such payment: {error}");

    match client.call(&RemoveValueFromValueList::new("kara liste/ğ", "100%+1")).send() {
        Ok(()) => {}
        Err(Error::Api(refusal)) => assert_eq!(refusal.status().as_u16(), 404, "{refusal}"),
        Err(error) => panic!("{error:?}"),
    }
}

fn serves_several_threads<T: Transport + Sync>(client: &Client<T>) {
    let pay = |order: String| client.call(&payment("4043080000000003")).idempotency_key(order).send().unwrap().id;
    let ids: BTreeSet<i64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || pay(format!("siparis-2{number}")))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 8);
}

/// The server speaks plain HTTP: an `https` URL must not get there.
fn fails_before_a_byte_left_where_there_is_no_tls(transport: impl Transport, address: SocketAddr) {
    let environment = Environment::custom(&format!("https://{address}")).unwrap();
    let protocol = Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), environment);
    let error = Client::new(protocol, transport, random_key).call(&RefundPayment::new(1)).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
}

fn payment(card_number: &str) -> CreatePayment {
    let items = [PaymentItem::new(price()).name("İnce belli bardak, ğüşıöç")];
    CreatePayment::new(Amounts::same(price()), Currency::Try, 1, items)
        .card(Card::new("Gülşah Işık", card_number, "2044", "07", "000"))
        .conversation_id("sipariş 17/Çay & Şeker + %20")
}

fn price() -> Decimal {
    Decimal::new(89_90, 2)
}

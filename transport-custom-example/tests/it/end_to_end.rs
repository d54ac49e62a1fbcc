//! The same end-to-end flow over every stack.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::http::Method;
use craftgate_core::id::{FraudValueId, PaymentId};
use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem, PaymentStatus, RefundPayment};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{
    Client, Credentials, Currency, Environment, Error, ErrorGroup, Json, Operation, Outcome, Protocol, RequestError,
    Transport,
};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, Server};
use craftgate_test_support::{BONUS_CARD, DECLINED_CARD, card};

use crate::stacks;

const MINUTE: Duration = Duration::from_secs(60);
const MEBIBYTE: u64 = 1024 * 1024;

#[test]
fn closure() {
    assert_flow(stacks::closure(MINUTE, MEBIBYTE));
}

#[cfg(feature = "libcurl")]
#[test]
fn libcurl() {
    assert_flow(stacks::libcurl(MINUTE, MEBIBYTE));
}

/// The emulator verifies every signature, so it accepts only requests that arrive unchanged.
fn assert_flow(transport: impl Transport + Sync) {
    let server = Server::start(Emulator::new()).unwrap();
    let environment = || Environment::custom(&server.url()).unwrap();
    let protocol = Protocol::new(server.emulator().credentials().unwrap(), environment());
    let client = Client::new(protocol, &transport, random_key);

    retries_return_the_same_payment(&client);
    finds_payments_by_a_non_ascii_id(&client);
    refunds(&client);
    reports_a_decline(&client);
    sends_requests_without_a_body(&client);
    is_shared_by_threads(&client);

    reports_missing_tls_as_not_sent(&transport, server.address());

    let unauthorized = Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), environment());
    let unauthorized = Client::new(unauthorized, &transport, random_key);
    let error = unauthorized.call(&RefundPayment::new(PaymentId::new(1))).send().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
}

fn retries_return_the_same_payment<T: Transport>(client: &Client<T>) {
    for _ in 0..3 {
        let paid = client.call(&payment(BONUS_CARD)).idempotency_key("siparis-17").send().unwrap();
        assert_eq!((paid.id, paid.payment_status), (PaymentId::new(1), PaymentStatus::Success));
        assert_eq!(paid.payment_transactions[0].name.as_deref(), Some("İnce belli bardak, ğüşıöç"));
    }
}

fn finds_payments_by_a_non_ascii_id<T: Transport>(client: &Client<T>) {
    let found = client.call(&SearchPayments::new().conversation_id("sipariş 17/Çay & Şeker + %20")).send().unwrap();
    assert_eq!(found.items.len(), 1);
    let found = client.call(&SearchPayments::new().conversation_id("siparis-18")).send().unwrap();
    assert!(found.items.is_empty());
}

fn refunds<T: Transport>(client: &Client<T>) {
    let refund = client.call(&RefundPayment::new(PaymentId::new(1))).idempotency_key("iade-17").send().unwrap();
    assert_eq!(refund.refund_price, Some(price()));
}

fn reports_a_decline<T: Transport>(client: &Client<T>) {
    let error = client.call(&payment(DECLINED_CARD)).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(error.as_api_error().unwrap().group(), Some(&ErrorGroup::NotSufficientFunds));
}

/// A `POST` with `content-length: 0`, and a `DELETE` with a percent-encoded path.
fn sends_requests_without_a_body<T: Transport>(client: &Client<T>) {
    struct Approve;
    impl Operation for Approve {
        type Output = Json;
        const METHOD: Method = Method::POST;
        fn path(&self) -> Result<String, RequestError> {
            Ok("/payment/v1/bnpl-payments/17/approve".into())
        }
    }
    let error = client.call(&Approve).send().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404, "there is no such payment: {error}");

    match client.call(&RemoveValueFromValueList::new("kara liste/ğ", FraudValueId::new("100%+1"))).send() {
        Ok(()) => {}
        Err(Error::Api(rejection)) => assert_eq!(rejection.status().as_u16(), 404, "{rejection}"),
        Err(error) => panic!("{error:?}"),
    }
}

fn is_shared_by_threads<T: Transport + Sync>(client: &Client<T>) {
    let pay = |order: String| client.call(&payment(BONUS_CARD)).idempotency_key(order).send().unwrap().id;
    let ids: BTreeSet<PaymentId> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || pay(format!("siparis-2{number}")))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 8);
}

/// The server speaks plain HTTP, so an `https` request must fail before it is sent.
fn reports_missing_tls_as_not_sent(transport: impl Transport, address: SocketAddr) {
    let environment = Environment::custom(&format!("https://{address}")).unwrap();
    let protocol = Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), environment);
    let error =
        Client::new(protocol, transport, random_key).call(&RefundPayment::new(PaymentId::new(1))).send().unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
}

fn payment(card_number: &str) -> CreatePayment {
    let items = [PaymentItem::new(price()).name("İnce belli bardak, ğüşıöç")];
    CreatePayment::new(Amounts::same(price()), Currency::Try, 1, items)
        .card(card(card_number))
        .conversation_id("sipariş 17/Çay & Şeker + %20")
}

fn price() -> Decimal {
    Decimal::new(89_90, 2)
}

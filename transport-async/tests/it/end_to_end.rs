//! An end-to-end flow over reqwest. The emulator verifies every signature, so it accepts only requests that arrive unchanged.

use std::collections::BTreeSet;

use craftgate_async::{Client, ReqwestTransport, client_with_transport};
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::http::Method;
use craftgate_core::id::{FraudValueId, PaymentId};
use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem, PaymentStatus, RefundPayment};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{
    Credentials, Currency, Environment, Error, ErrorGroup, Json, Operation, Outcome, Protocol, RequestError,
};
use craftgate_emulator::{Emulator, Server};
use craftgate_test_support::{BONUS_CARD, DECLINED_CARD, card};
use tokio::task::JoinSet;

type ReqwestClient = Client<ReqwestTransport>;

#[tokio::test(flavor = "multi_thread")]
async fn over_reqwest() {
    let server = Server::start(Emulator::new()).unwrap();
    let client = client_at(server.emulator().credentials().unwrap(), &server.url());

    retries_return_the_same_payment(&client).await;
    finds_payments_by_a_non_ascii_id(&client).await;
    refunds(&client).await;
    reports_a_decline(&client).await;
    sends_requests_without_a_body(&client).await;
    is_shared_by_tasks(&client).await;

    // The server speaks plain HTTP, so an `https` request must fail before it is sent.
    let tls = client_at(Credentials::new("api-key", "secret-key").unwrap(), &format!("https://{}", server.address()));
    let error = tls.call(&RefundPayment::new(PaymentId::new(1))).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");

    let unauthorized = client_at(Credentials::new("api-key", "secret-key").unwrap(), &server.url());
    let error = unauthorized.call(&RefundPayment::new(PaymentId::new(1))).send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
}

fn client_at(credentials: Credentials, url: &str) -> ReqwestClient {
    let protocol = Protocol::new(credentials, Environment::custom(url).unwrap());
    client_with_transport(protocol, ReqwestTransport::new().unwrap())
}

async fn retries_return_the_same_payment(client: &ReqwestClient) {
    for _ in 0..3 {
        let paid = client.call(&payment(BONUS_CARD)).idempotency_key("siparis-17").send().await.unwrap();
        assert_eq!((paid.id, paid.payment_status), (PaymentId::new(1), PaymentStatus::Success));
        assert_eq!(paid.payment_transactions[0].name.as_deref(), Some("İnce belli bardak, ğüşıöç"));
    }
}

async fn finds_payments_by_a_non_ascii_id(client: &ReqwestClient) {
    let search = SearchPayments::new().conversation_id("sipariş 17/Çay & Şeker + %20");
    assert_eq!(client.call(&search).send().await.unwrap().items.len(), 1);
    let search = SearchPayments::new().conversation_id("siparis-18");
    assert!(client.call(&search).send().await.unwrap().items.is_empty());
}

async fn refunds(client: &ReqwestClient) {
    let refund = RefundPayment::new(PaymentId::new(1));
    let refund = client.call(&refund).idempotency_key("iade-17").send().await.unwrap();
    assert_eq!(refund.refund_price, Some(price()));
}

async fn reports_a_decline(client: &ReqwestClient) {
    let error = client.call(&payment(DECLINED_CARD)).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(error.as_api_error().unwrap().group(), Some(&ErrorGroup::NotSufficientFunds));
}

/// A `POST` with `content-length: 0`, and a `DELETE` with a percent-encoded path.
async fn sends_requests_without_a_body(client: &ReqwestClient) {
    struct Approve;
    impl Operation for Approve {
        type Output = Json;
        const METHOD: Method = Method::POST;
        fn path(&self) -> Result<String, RequestError> {
            Ok("/payment/v1/bnpl-payments/17/approve".into())
        }
    }
    let error = client.call(&Approve).send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404, "there is no such payment: {error}");

    let remove = RemoveValueFromValueList::new("kara liste/ğ", FraudValueId::new("100%+1"));
    match client.call(&remove).send().await {
        Ok(()) => {}
        Err(Error::Api(rejection)) => assert_eq!(rejection.status().as_u16(), 404, "{rejection}"),
        Err(error) => panic!("{error:?}"),
    }
}

async fn is_shared_by_tasks(client: &ReqwestClient) {
    let mut payments = JoinSet::new();
    for number in 0..8 {
        let client = client.clone();
        payments.spawn(async move {
            let order = format!("siparis-2{number}");
            client.call(&payment(BONUS_CARD)).idempotency_key(order).send().await.unwrap().id
        });
    }
    let ids: BTreeSet<PaymentId> = payments.join_all().await.into_iter().collect();
    assert_eq!(ids.len(), 8);
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

//! An async shop over tokio and reqwest: many payments at once, and one that is given up in the middle.
//!
//! Giving up is easy in async code: a timeout, a `select!`, a customer's browser that goes away, all drop the
//! future. Then nobody knows whether the payment was taken. What helps is to write down what is begun before
//! the first await, and to settle afterwards what is still written down.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use craftgate_core::payment::{Amounts, Card, CreatePayment, Payment, PaymentItem};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{
    ApiError, Currency, Environment, Error, Outcome, Protocol, Request, Response, RetryPolicy, TransportError,
};
use craftgate_custom_transports::asynchronous::{AsyncTransport, Reqwest, send};
use craftgate_emulator::{Emulator, Server};
use tokio::task::JoinSet;

struct Shop<T> {
    protocol: Protocol,
    http: T,
    /// The orders whose payment has begun and has no known end. Here they die with the process; a real shop
    /// keeps them in its database. The order's number is enough, so no card has to be kept.
    begun: Arc<Mutex<BTreeSet<String>>>,
}

impl<T: AsyncTransport> Shop<T> {
    /// Takes an order's payment. It may be dropped at any await, and it may be called again: the order's number
    /// is the idempotency key, so the money is taken once.
    async fn pay(&self, order: &str, payment: &CreatePayment) -> Result<Payment, Error> {
        let is_first = self.begun().insert(order.to_owned());
        let call = self.protocol.exchange(payment).idempotency_key(order);
        let result = send(&call, &self.http, RetryPolicy::new(3)).await;
        if is_settled(is_first, &result) {
            self.begun().remove(order);
        }
        result
    }

    /// The payments that Craftgate has of an order: the way to settle it when the card is gone, as after a
    /// restart.
    async fn payments_of(&self, order: &str) -> Result<Vec<i64>, Error> {
        let search = SearchPayments::new().conversation_id(order);
        let call = self.protocol.exchange(&search);
        let found = send(&call, &self.http, RetryPolicy::new(3)).await?;
        Ok(found.items.into_iter().map(|report| report.payment.id).collect())
    }

    fn begun(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was begun before may have been taken, whatever became of this attempt: only a payment or the bank's
/// refusal of it settles that.
fn is_settled(is_first: bool, result: &Result<Payment, Error>) -> bool {
    match result {
        Ok(_) => true,
        Err(error) if error.as_api_error().is_some_and(ApiError::is_payment_error) => true,
        Err(error) => is_first && error.outcome() != Outcome::Unknown,
    }
}

fn payment(order: &str) -> CreatePayment {
    let price = Decimal::new(89_90, 2);
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("İnce belli bardak")])
        .card(Card::new("Gülşah Işık", "4043080000000003", "2044", "07", "000"))
        .conversation_id(order)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let server = Server::start(Emulator::new())?;
    println!("Craftgate's emulator at {}", server.url());
    let protocol = Protocol::new(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let shop = Arc::new(Shop { protocol, http: Reqwest::new()?, begun: Arc::default() });

    pay_five_at_once(&shop).await?;
    give_one_up(&shop).await?;
    settle(&shop).await
}

async fn pay_five_at_once(shop: &Arc<Shop<Reqwest>>) -> Result<(), Box<dyn StdError>> {
    let mut payments = JoinSet::new();
    for number in 1..=5 {
        let shop = Arc::clone(shop);
        let order = format!("siparis-{number}");
        payments.spawn(async move { shop.pay(&order, &payment(&order)).await });
    }
    let mut paid = 0;
    while let Some(payment) = payments.join_next().await {
        payment??;
        paid += 1;
    }
    println!("five orders at once: {paid} paid");
    Ok(())
}

/// A line on which every request leaves, and no answer comes back.
struct SwallowsAnswers<'a>(&'a Reqwest);

impl AsyncTransport for SwallowsAnswers<'_> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.0.send(request).await?;
        future::pending().await
    }
}

async fn give_one_up(shop: &Shop<Reqwest>) -> Result<(), Box<dyn StdError>> {
    let line = SwallowsAnswers(&shop.http);
    let shop = Shop { protocol: shop.protocol.clone(), http: line, begun: Arc::clone(&shop.begun) };
    let payment = payment("siparis-6");
    if tokio::time::timeout(Duration::from_millis(500), shop.pay("siparis-6", &payment)).await.is_ok() {
        return Err("an answer came through a line that has none".into());
    }
    println!("siparis-6: no answer in time, so it may be paid; begun: {:?}", shop.begun());
    Ok(())
}

async fn settle(shop: &Shop<Reqwest>) -> Result<(), Box<dyn StdError>> {
    let begun: Vec<String> = shop.begun().iter().cloned().collect();
    for order in begun {
        let paid = shop.pay(&order, &payment(&order)).await?;
        println!("{order}: asked again with the same key, payment {} is {}", paid.id, paid.payment_status);
        println!("{order}: Craftgate has {:?}", shop.payments_of(&order).await?);
    }
    println!("begun: {:?}", shop.begun());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Offline;

    impl AsyncTransport for Offline {
        async fn send(&self, _: Request) -> Result<Response, TransportError> {
            Err(TransportError::not_sent("no network"))
        }
    }

    fn shop<T>(http: T, begun: &Arc<Mutex<BTreeSet<String>>>) -> Shop<T> {
        let credentials = Emulator::new().credentials().unwrap();
        Shop { protocol: Protocol::new(credentials, Environment::Sandbox), http, begun: Arc::clone(begun) }
    }

    #[tokio::test(start_paused = true)]
    async fn an_order_that_never_left_is_not_begun() {
        let offline = shop(Offline, &Arc::default());
        offline.pay("siparis-1", &payment("siparis-1")).await.unwrap_err();
        assert!(offline.begun().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn an_order_that_was_given_up_stays_begun_until_its_end_is_known() {
        let begun = Arc::new(Mutex::new(BTreeSet::from(["siparis-1".to_owned()])));
        let offline = shop(Offline, &begun);
        offline.pay("siparis-1", &payment("siparis-1")).await.unwrap_err();
        assert!(offline.begun().contains("siparis-1"), "that nothing left this time says nothing of the last");
    }
}

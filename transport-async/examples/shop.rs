//! An async shop over tokio and reqwest: concurrent payments, and one whose future is dropped.
//!
//! A timeout, a `select!` or a closed connection drops a future. Then it is unknown whether the payment was made. So record
//! each payment before the first await, and resolve the recorded ones without a result afterwards.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use craftgate_async::{AsyncTransport, Client, ReqwestTransport, client_with_transport};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, Payment, PaymentItem,
};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::resolution::{NotDone, Resolution, UnknownOutcome};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Currency, Environment, Error, Outcome, Protocol, Request, Response, RetryPolicy, TransportError};
use craftgate_emulator::{Emulator, Server};
use tokio::task::JoinSet;

struct Shop<T> {
    client: Client<T>,
    /// The orders with a started payment and no result. A real shop stores them in its database. The order's number is
    /// sufficient, so no card data is stored.
    pending: Arc<Mutex<BTreeSet<String>>>,
}

impl<T: AsyncTransport> Shop<T> {
    fn new(protocol: Protocol, http: T, pending: &Arc<Mutex<BTreeSet<String>>>) -> Self {
        let client = client_with_transport(protocol, http).retry_policy(RetryPolicy::new(3), tokio::time::sleep);
        Self { client, pending: Arc::clone(pending) }
    }

    /// Pays an order. May be dropped at any await and called again: the order's number is the idempotency key, so the
    /// payment is made once.
    async fn pay(&self, order: &str, payment: &CreatePayment) -> Result<Payment, Error> {
        let is_first = self.pending().insert(order.to_owned());
        let result = self.client.call(payment).idempotency_key(order).send().await;
        if is_resolved(is_first, &result) {
            self.pending().remove(order);
        }
        result
    }

    /// Finds out what became of an order's payment.
    async fn resolve(&self, order: &str, payment: &CreatePayment) -> Resolution<Payment> {
        let mut unknown = UnknownOutcome::new(payment).idempotency_key(order);
        let resolution = self.client.resolve(&mut unknown, Duration::from_secs(15), tokio::time::sleep).await;
        if !matches!(resolution, Resolution::Open { .. }) {
            self.pending().remove(order);
        }
        resolution
    }

    /// Returns the payments that Craftgate has for an order, which resolves it without card data, as after a restart.
    async fn payments_of(&self, order: &str) -> Result<Vec<PaymentId>, Error> {
        let found = self.client.call(&SearchPayments::new().conversation_id(order)).send().await?;
        Ok(found.items.into_iter().map(|report| report.payment.id).collect())
    }

    fn pending(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns true if the result also decides earlier attempts: a payment does, and the bank's declines that say so.
fn is_resolved(is_first: bool, result: &Result<Payment, Error>) -> bool {
    let earlier = if is_first { Outcome::NotSent } else { Outcome::Unknown };
    result.as_ref().err().is_none_or(|error| error.outcome_after(earlier) != Outcome::Unknown)
}

fn payment(order: &str) -> Result<CreatePayment, CardExpiryError> {
    let price = Decimal::new(89_90, 2);
    let card = Card::new("Gülşah Işık", CardNumber::new("4043080000000003"), CardExpiry::new(2044, 7)?, "000");
    let items = [PaymentItem::new(price).name("İnce belli bardak")];
    Ok(CreatePayment::new(Amounts::same(price), Currency::Try, 1, items).card(card).conversation_id(order))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let server = Server::start(Emulator::new())?;
    println!("Craftgate emulator at {}", server.url());
    let protocol = Protocol::new(server.emulator().credentials()?, Environment::custom(&server.url())?);
    let http = ReqwestTransport::new()?;
    let shop = Arc::new(Shop::new(protocol.clone(), http.clone(), &Arc::default()));

    pay_five_concurrently(&shop).await?;
    drop_one(&Shop::new(protocol, LosesResponses(http), &shop.pending)).await?;
    resolve(&shop).await
}

async fn pay_five_concurrently(shop: &Arc<Shop<ReqwestTransport>>) -> Result<(), Box<dyn StdError>> {
    let mut payments = JoinSet::new();
    for number in 1..=5 {
        let shop = Arc::clone(shop);
        let order = format!("siparis-{number}");
        let payment = payment(&order)?;
        payments.spawn(async move { shop.pay(&order, &payment).await });
    }
    let mut paid = 0;
    while let Some(payment) = payments.join_next().await {
        payment??;
        paid += 1;
    }
    println!("five orders concurrently: {paid} paid");
    Ok(())
}

/// A transport that sends every request and loses every response.
struct LosesResponses(ReqwestTransport);

impl AsyncTransport for LosesResponses {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.0.send(request).await?;
        future::pending().await
    }
}

async fn drop_one(shop: &Shop<LosesResponses>) -> Result<(), Box<dyn StdError>> {
    let payment = payment("siparis-6")?;
    if tokio::time::timeout(Duration::from_millis(500), shop.pay("siparis-6", &payment)).await.is_ok() {
        return Err("a lost response was returned".into());
    }
    println!("siparis-6: timed out, may be paid; pending: {:?}", shop.pending());
    Ok(())
}

async fn resolve(shop: &Shop<ReqwestTransport>) -> Result<(), Box<dyn StdError>> {
    let pending: Vec<String> = shop.pending().iter().cloned().collect();
    for order in pending {
        match shop.resolve(&order, &payment(&order)?).await {
            Resolution::Done(paid) => println!("{order}: resolved, payment {} is {}", paid.id, paid.payment_status),
            Resolution::NotDone(NotDone::Rejected(error)) => println!("{order}: declined, {error}"),
            Resolution::NotDone(_) => println!("{order}: not paid"),
            Resolution::Open { after, .. } => println!("{order}: not known yet; ask again after {after:?}"),
        }
        println!("{order}: Craftgate has {:?}", shop.payments_of(&order).await?);
    }
    println!("pending: {:?}", shop.pending());
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

    fn shop<T: AsyncTransport>(http: T, pending: &Arc<Mutex<BTreeSet<String>>>) -> Shop<T> {
        let credentials = Emulator::new().credentials().unwrap();
        Shop::new(Protocol::new(credentials, Environment::Sandbox), http, pending)
    }

    #[tokio::test(start_paused = true)]
    async fn an_order_that_was_not_sent_is_not_pending() {
        let offline = shop(Offline, &Arc::default());
        offline.pay("siparis-1", &payment("siparis-1").unwrap()).await.unwrap_err();
        assert!(offline.pending().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_order_stays_pending_until_it_is_resolved() {
        let pending = Arc::new(Mutex::new(BTreeSet::from(["siparis-1".to_owned()])));
        let offline = shop(Offline, &pending);
        offline.pay("siparis-1", &payment("siparis-1").unwrap()).await.unwrap_err();
        assert!(
            offline.pending().contains("siparis-1"),
            "an attempt that was not sent does not decide the earlier one"
        );
        assert!(matches!(offline.resolve("siparis-1", &payment("siparis-1").unwrap()).await, Resolution::Open { .. }));
        assert!(offline.pending().contains("siparis-1"), "nor does a resolution without a network");
    }
}

//! Testing a shop without a socket: the emulator is the transport.
//!
//! `cargo run --example in_process` runs a payment with 3D Secure; the tests below show how to test a shop
//! (`cargo test --example in_process`), without ports, threads or waiting.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use craftgate_core::callback::{self, CallbackKey, NextStep, StartedPayment};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Amounts, Card, CardExpiry, CardExpiryError, CardNumber, CreatePayment, InitThreeDsPayment, PaymentItem,
    PaymentStatus,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::{self, Freshness, SIGNATURE_HEADER, WebhookKey};
use craftgate_core::{Client, Currency, Environment, Outcome, Protocol, Request, Transport};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, ThreeDsOutcome};

type Step<T = ()> = Result<T, Box<dyn Error>>;

/// The state of an order.
#[derive(Debug, Clone, PartialEq)]
enum Order {
    /// The customer authenticates this payment at the bank.
    Authenticating(StartedPayment),
    Paid(PaymentId),
    Declined,
    /// No response was received: to be retried with the same key.
    Unknown,
}

/// A shop over any transport, in tests the emulator.
struct Shop<T> {
    client: Client<T>,
    callback_key: CallbackKey,
    webhook_key: WebhookKey,
    orders: BTreeMap<String, Order>,
    received_events: Vec<String>,
}

impl<T: Transport> Shop<T> {
    fn open(emulator: &Emulator, transport: T) -> Step<Self> {
        let protocol = Protocol::new(emulator.credentials()?, Environment::Sandbox);
        let client = Client::new(protocol, transport, random_key);
        let (callback_key, webhook_key) = (emulator.callback_key()?, emulator.webhook_key()?);
        Ok(Self { client, callback_key, webhook_key, orders: BTreeMap::new(), received_events: Vec::new() })
    }

    /// Pays without 3D Secure.
    fn pay(&mut self, order: &str, card: Card) -> Step {
        let state = match self.client.call(&payment(order, card)).idempotency_key(order).send() {
            Ok(payment) if payment.payment_status == PaymentStatus::Success => Order::Paid(payment.id),
            Ok(_) => Order::Declined,
            Err(error) if error.outcome() == Outcome::Unknown => Order::Unknown,
            Err(error) if error.as_api_error().is_some_and(|rejection| rejection.is_payment_error()) => Order::Declined,
            Err(error) => return Err(error.into()),
        };
        self.orders.insert(order.to_owned(), state);
        Ok(())
    }

    /// Starts a payment with 3D Secure and returns the page to show.
    fn start_three_ds(&mut self, order: &str, card: Card) -> Step<String> {
        let init = InitThreeDsPayment::new(payment(order, card), "https://shop.example.com/callback").callback_v2();
        let response = self.client.call(&init).send()?;
        let started = init.started(&response).ok_or("the response has no payment id")?;
        self.orders.insert(order.to_owned(), Order::Authenticating(started));
        Ok(response.html_content.ok_or("the response has no page")?.decode()?)
    }

    /// Handles the browser's post to `/callback`.
    fn callback(&mut self, order: &str, form_body: &str) -> Step {
        let callback = callback::verify(&self.callback_key, form_body.as_bytes())?;
        let Some(Order::Authenticating(started)) = self.orders.get(order) else {
            return Err("the order is not being authenticated".into());
        };
        let state = match callback.next_step(started) {
            NextStep::Complete(complete) => {
                let payment = self.client.call(&complete).idempotency_key(format!("{order}-complete")).send()?;
                Order::Paid(payment.id)
            }
            NextStep::Failed => Order::Declined,
            _ => return Err("the callback does not decide: the payment has to be looked up".into()),
        };
        self.orders.insert(order.to_owned(), state);
        Ok(())
    }

    /// Handles Craftgate's post to `/webhook`.
    fn webhook(&mut self, request: &Request) -> Step {
        let signature = request.headers().get(SIGNATURE_HEADER).ok_or("the webhook has no signature")?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let freshness = Freshness::at(i64::try_from(now)?);
        let webhook = webhook::verify(&self.webhook_key, signature.to_str()?, request.body().as_bytes(), freshness)?;
        self.received_events.push(format!("{} {} {}", webhook.event_type(), webhook.status(), webhook.payload_id()));
        Ok(())
    }
}

fn payment(order: &str, card: Card) -> CreatePayment {
    let price = Decimal::from(350);
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Gümüş tepsi")])
        .card(card)
        .conversation_id(order)
}

/// Authenticates the customer of an order, as the bank's page does, and returns what the browser posts.
fn authenticate<T>(emulator: &Emulator, shop: &Shop<T>, order: &str) -> Step<String> {
    let Some(Order::Authenticating(started)) = shop.orders.get(order) else {
        return Err("the order is not being authenticated".into());
    };
    Ok(emulator.authenticate(started.payment_id, ThreeDsOutcome::Approved)?.form_body())
}

/// Returns a test card.
fn card(number: &str) -> Result<Card, CardExpiryError> {
    Ok(Card::new("Gülşah Işık", CardNumber::new(number), CardExpiry::new(2044, 7)?, "000"))
}

const APPROVED_CARD: &str = "4043080000000003";
const DECLINED_CARD: &str = "5100050000006661";

fn main() -> Step {
    let emulator = Emulator::new();
    let mut shop = Shop::open(&emulator, emulator.clone())?;

    shop.pay("siparis-16", card(DECLINED_CARD)?)?;
    println!("declined card: {:?}", shop.orders.get("siparis-16"));

    let page = shop.start_three_ds("siparis-17", card(APPROVED_CARD)?)?;
    println!("the bank's page has {} bytes", page.len());

    let form = authenticate(&emulator, &shop, "siparis-17")?;
    shop.callback("siparis-17", &form)?;
    println!("after the callback: {:?}", shop.orders.get("siparis-17"));

    for event in emulator.events() {
        shop.webhook(&emulator.webhook(&event, "https://shop.example.com/webhook")?)?;
    }
    println!("webhooks: {}", shop.received_events.join(", "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use craftgate_core::TransportError;
    use craftgate_core::transport::from_fn;

    use super::*;

    #[test]
    fn a_declined_card_leaves_the_order_unpaid() {
        let emulator = Emulator::new();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        shop.pay("siparis-1", card(DECLINED_CARD).unwrap()).unwrap();
        assert_eq!(shop.orders["siparis-1"], Order::Declined);
    }

    #[test]
    fn a_three_ds_payment_is_completed_only_after_the_callback() {
        let emulator = Emulator::new();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        shop.start_three_ds("siparis-1", card(APPROVED_CARD).unwrap()).unwrap();
        assert!(matches!(shop.orders["siparis-1"], Order::Authenticating(_)));

        let form = authenticate(&emulator, &shop, "siparis-1").unwrap();
        shop.callback("siparis-1", &form).unwrap();
        assert!(matches!(shop.orders["siparis-1"], Order::Paid(_)));
    }

    #[test]
    fn a_forged_callback_changes_nothing() {
        let emulator = Emulator::new();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        shop.start_three_ds("siparis-1", card(APPROVED_CARD).unwrap()).unwrap();
        let before = shop.orders.clone();
        let form = authenticate(&emulator, &shop, "siparis-1").unwrap();
        let forged = form.replace("paymentId=1", "paymentId=2");
        assert_ne!(forged, form);
        assert!(shop.callback("siparis-1", &forged).is_err());
        assert_eq!(shop.orders, before);
    }

    #[test]
    fn a_forged_webhook_is_rejected() {
        let emulator = Emulator::new();
        let attacker = Emulator::builder().webhook_key("another key").build();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        shop.pay("siparis-1", card(APPROVED_CARD).unwrap()).unwrap();

        let event = &emulator.events()[0];
        assert!(shop.webhook(&attacker.webhook(event, "https://shop.example.com/webhook").unwrap()).is_err());
        assert!(shop.received_events.is_empty());
        shop.webhook(&emulator.webhook(event, "https://shop.example.com/webhook").unwrap()).unwrap();
        assert_eq!(shop.received_events, ["API_AUTH SUCCESS 1"]);
    }

    /// The payment is made, and its response is lost.
    #[test]
    fn a_payment_with_a_lost_response_is_retried_without_a_second_charge() {
        let emulator = Emulator::new();
        let protocol = emulator.clone();
        let responses = std::cell::Cell::new(0);
        let lossy = from_fn(move |request| {
            let response = protocol.handle(request);
            match responses.replace(responses.get() + 1) {
                0 => Err(TransportError::maybe_sent("connection reset")),
                _ => Ok(response),
            }
        });
        let mut shop = Shop::open(&emulator, lossy).unwrap();

        shop.pay("siparis-1", card(APPROVED_CARD).unwrap()).unwrap();
        assert_eq!(shop.orders["siparis-1"], Order::Unknown);
        shop.pay("siparis-1", card(APPROVED_CARD).unwrap()).unwrap();
        assert!(matches!(shop.orders["siparis-1"], Order::Paid(_)));
        assert_eq!(emulator.events().len(), 1, "one payment was made");
    }
}

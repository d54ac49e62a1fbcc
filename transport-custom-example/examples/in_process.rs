//! Testing a shop without a socket: the emulator is the transport.
//!
//! `cargo run --example in_process` shows one order's way; the tests at the end are how a merchant's own would
//! look (`cargo test --example in_process`). They need no port, no thread and no waiting, and so never flake.

use std::collections::BTreeMap;
use std::error::Error;

use craftgate_core::callback::{self, CallbackKey, NextStep};
use craftgate_core::payment::{Amounts, Card, CreatePayment, InitThreeDsPayment, PaymentItem, PaymentStatus};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::{self, SIGNATURE_HEADER, WebhookKey};
use craftgate_core::{Client, Currency, Environment, Outcome, Protocol, Request, Transport};
use craftgate_custom_transports::random_key;
use craftgate_emulator::{Emulator, ThreeDsPage};

type Step<T = ()> = Result<T, Box<dyn Error>>;

/// What the shop knows of an order.
#[derive(Debug, Clone, PartialEq)]
enum Order {
    /// The customer is at the bank, with this payment.
    AtTheBank(i64),
    Paid(i64),
    Declined,
    /// Asked for, and no answer came: to be asked again with the same key.
    Unknown,
}

/// A shop, over any transport: in production another one stands here.
struct Shop<T> {
    client: Client<T>,
    callback_key: CallbackKey,
    webhook_key: WebhookKey,
    orders: BTreeMap<String, Order>,
    heard: Vec<String>,
}

impl<T: Transport> Shop<T> {
    fn open(emulator: &Emulator, transport: T) -> Step<Self> {
        let protocol = Protocol::new(emulator.credentials()?, Environment::Sandbox);
        let client = Client::new(protocol, transport, random_key);
        let (callback_key, webhook_key) = (emulator.callback_key(), emulator.webhook_key());
        Ok(Self { client, callback_key, webhook_key, orders: BTreeMap::new(), heard: Vec::new() })
    }

    /// Takes the money at once.
    fn pay(&mut self, order: &str, card: Card) -> Step {
        let state = match self.client.call(&payment(order, card)).idempotency_key(order).send() {
            Ok(payment) if payment.payment_status == PaymentStatus::Success => Order::Paid(payment.id),
            Ok(_) => Order::Declined,
            Err(error) if error.outcome() == Outcome::Unknown => Order::Unknown,
            Err(error) if error.as_api_error().is_some_and(|refusal| refusal.is_payment_error()) => Order::Declined,
            Err(error) => return Err(error.into()),
        };
        self.orders.insert(order.to_owned(), state);
        Ok(())
    }

    /// Sends the customer to the bank: gives the page to show.
    fn start_three_ds(&mut self, order: &str, card: Card) -> Step<String> {
        let start = InitThreeDsPayment::new(payment(order, card), "https://shop.example.com/callback").callback_v2();
        let start = self.client.call(&start).send()?;
        let payment_id = start.payment_id.ok_or("the start has no payment id")?;
        self.orders.insert(order.to_owned(), Order::AtTheBank(payment_id));
        Ok(start.html_content.ok_or("the start has no page")?.decode()?)
    }

    /// What the customer's browser posts to `/callback`.
    fn callback(&mut self, order: &str, form_body: &str) -> Step {
        let callback = callback::verify(&self.callback_key, form_body.as_bytes())?;
        let Some(Order::AtTheBank(started)) = self.orders.get(order) else {
            return Err("no such order is at the bank".into());
        };
        let NextStep::Complete(complete) = callback.next_step(*started) else {
            self.orders.insert(order.to_owned(), Order::Declined);
            return Ok(());
        };
        let payment = self.client.call(&complete).idempotency_key(format!("{order}-complete")).send()?;
        self.orders.insert(order.to_owned(), Order::Paid(payment.id));
        Ok(())
    }

    /// What Craftgate posts to `/webhook`.
    fn webhook(&mut self, request: &Request) -> Step {
        let signature = request.headers().get(SIGNATURE_HEADER).ok_or("the webhook has no signature")?;
        let webhook = webhook::verify(&self.webhook_key, signature.to_str()?, request.body().as_bytes())?;
        self.heard.push(format!("{} {} {}", webhook.event_type(), webhook.status(), webhook.payload_id()));
        Ok(())
    }
}

fn payment(order: &str, card: Card) -> CreatePayment {
    let price = Decimal::from(350);
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Gümüş tepsi")])
        .card(card)
        .conversation_id(order)
}

/// One of Craftgate's test cards.
fn card(number: &str) -> Card {
    Card::new("Gülşah Işık", number, "2044", "07", "000")
}

const GOOD_CARD: &str = "4043080000000003";
const POOR_CARD: &str = "5100050000006661";

fn main() -> Step {
    let emulator = Emulator::new();
    let mut shop = Shop::open(&emulator, emulator.clone())?;

    shop.pay("siparis-16", card(POOR_CARD))?;
    println!("a card without money: {:?}", shop.orders.get("siparis-16"));

    let page = shop.start_three_ds("siparis-17", card(GOOD_CARD))?;
    println!("the customer sees the bank's page, {} bytes", page.len());

    let page = ThreeDsPage::parse(&page).ok_or("not a page of the emulator's")?;
    shop.callback("siparis-17", &page.form_body())?;
    println!("the browser has posted the bank's answer: {:?}", shop.orders.get("siparis-17"));

    for event in emulator.events() {
        shop.webhook(&emulator.webhook(&event, "https://shop.example.com/webhook")?)?;
    }
    println!("and Craftgate has told of it: {}", shop.heard.join(", "));
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
        shop.pay("siparis-1", card(POOR_CARD)).unwrap();
        assert_eq!(shop.orders["siparis-1"], Order::Declined);
    }

    #[test]
    fn a_three_ds_payment_is_taken_only_after_the_bank_says_so() {
        let emulator = Emulator::new();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        let page = shop.start_three_ds("siparis-1", card(GOOD_CARD)).unwrap();
        assert!(matches!(shop.orders["siparis-1"], Order::AtTheBank(_)));

        let page = ThreeDsPage::parse(&page).unwrap();
        shop.callback("siparis-1", &page.form_body()).unwrap();
        assert!(matches!(shop.orders["siparis-1"], Order::Paid(_)));
    }

    #[test]
    fn a_forged_callback_changes_nothing() {
        let emulator = Emulator::new();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        let page = shop.start_three_ds("siparis-1", card(GOOD_CARD)).unwrap();
        let before = shop.orders.clone();
        let forged = ThreeDsPage::parse(&page).unwrap().form_body().replace("paymentId=1", "paymentId=2");
        assert!(shop.callback("siparis-1", &forged).is_err());
        assert_eq!(shop.orders, before);
    }

    #[test]
    fn a_forged_webhook_is_not_heard() {
        let emulator = Emulator::new();
        let stranger = Emulator::builder().webhook_key("another key").build();
        let mut shop = Shop::open(&emulator, emulator.clone()).unwrap();
        shop.pay("siparis-1", card(GOOD_CARD)).unwrap();

        let event = &emulator.events()[0];
        assert!(shop.webhook(&stranger.webhook(event, "https://shop.example.com/webhook").unwrap()).is_err());
        assert!(shop.heard.is_empty());
        shop.webhook(&emulator.webhook(event, "https://shop.example.com/webhook").unwrap()).unwrap();
        assert_eq!(shop.heard, ["API_AUTH SUCCESS 1"]);
    }

    /// What no sandbox can show on demand: the payment is taken, and its answer is lost.
    #[test]
    fn a_lost_answer_is_asked_for_again_and_nothing_is_paid_twice() {
        let emulator = Emulator::new();
        let protocol = emulator.clone();
        let answers = std::cell::Cell::new(0);
        let bad_line = from_fn(move |request| {
            let answer = protocol.handle(request);
            match answers.replace(answers.get() + 1) {
                0 => Err(TransportError::maybe_sent("the line broke")),
                _ => Ok(answer),
            }
        });
        let mut shop = Shop::open(&emulator, bad_line).unwrap();

        shop.pay("siparis-1", card(GOOD_CARD)).unwrap();
        assert_eq!(shop.orders["siparis-1"], Order::Unknown);
        shop.pay("siparis-1", card(GOOD_CARD)).unwrap();
        assert!(matches!(shop.orders["siparis-1"], Order::Paid(_)));
        assert_eq!(emulator.events().len(), 1, "one payment was taken");
    }
}

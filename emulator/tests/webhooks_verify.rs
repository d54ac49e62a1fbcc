//! What happens is recorded, and the merchant can verify what it is told.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use std::time::Duration;

use common::{Shop, card, noon, payment};
use craftgate_core::payment::{
    CompleteThreeDsPayment, InitThreeDsPayment, PaymentPhase, PostAuthPayment, RefundPayment, RefundPaymentTransaction,
};
use craftgate_core::webhook::{
    self, SIGNATURE_HEADER, Webhook, WebhookError, WebhookEventType, WebhookKey, WebhookStatus,
};
use craftgate_emulator::{Emulator, Event};
use rust_decimal_macros::dec;

fn received(emulator: &Emulator, event: &Event, key: &WebhookKey) -> Result<Webhook, WebhookError> {
    let request = emulator.webhook(event, "http://127.0.0.1:1/webhook").unwrap();
    let signature = request.headers()[SIGNATURE_HEADER].to_str().unwrap();
    webhook::verify(key, signature, request.body().as_bytes())
}

#[test]
fn everything_that_happens_is_recorded() {
    let shop = Shop::open();
    let paid = shop.get(&payment(&[dec!(60), dec!(40)]));
    shop.refused(&payment(&[dec!(1)]).card(card("5100050000006661")));
    let started = shop.get(&InitThreeDsPayment::new(payment(&[dec!(1)]), "https://example.com/3ds"));
    shop.get(&CompleteThreeDsPayment::new(started.payment_id.unwrap()));
    shop.get(&RefundPaymentTransaction::new(paid.payment_transactions[0].id));
    shop.get(&RefundPayment::new(paid.id));
    let held = shop.get(&payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth));
    shop.get(&PostAuthPayment::new(held.id));

    let events: Vec<String> = shop
        .emulator
        .events()
        .iter()
        .map(|event| format!("{} {} {}", event.event_type, event.status, event.payload_id))
        .collect();
    let expected = [
        "API_AUTH SUCCESS 1",
        "API_AUTH FAILURE 2",
        "API_VERIFY_AND_AUTH SUCCESS 3",
        "REFUND_TX SUCCESS 1",
        "REFUND SUCCESS 1",
        "API_AUTH SUCCESS 4",
    ];
    assert_eq!(events, expected);
    assert_eq!(shop.emulator.events_after(4), shop.emulator.events().split_off(4));
    assert_eq!(shop.emulator.events_after(7), []);
}

#[test]
fn a_webhook_verifies() {
    let shop = Shop::open();
    shop.get(&payment(&[dec!(1)]));
    let event = &shop.emulator.events()[0];
    let webhook = received(&shop.emulator, event, &shop.emulator.webhook_key()).unwrap();
    assert_eq!(webhook.event_type(), &WebhookEventType::ApiAuth);
    assert_eq!((webhook.status(), webhook.payload_id()), (&WebhookStatus::Success, "1"));
    assert_eq!(webhook.unverified().event_time, Some(noon()));
    // Noon in Turkey is nine o'clock in Greenwich.
    assert_eq!(webhook.event_timestamp(), 1_774_429_200);
    assert!(webhook.is_fresh(1_774_429_260, Duration::from_secs(60)));
    assert_eq!(received(&shop.emulator, event, &"another".into()), Err(WebhookError::Signature));
}

#[test]
fn the_published_signature_comes_out() {
    let emulator = Emulator::builder().webhook_key("Aoh7tReTybO6wOjBmOJFFsOR53SBojEp").build();
    let time = craftgate_core::chrono::DateTime::from_timestamp(1_661_521_221 + 3 * 3600, 0).unwrap().naive_utc();
    let event = Event::new(WebhookEventType::ApiVerifyAndAuth, time, WebhookStatus::Success, "584");
    let request = emulator.webhook(&event, "https://shop.example.com/webhook").unwrap();
    assert_eq!(request.headers()[SIGNATURE_HEADER], "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=");
    assert_eq!(request.uri(), "https://shop.example.com/webhook");
    assert!(emulator.webhook(&event, "not a url").is_err());
}

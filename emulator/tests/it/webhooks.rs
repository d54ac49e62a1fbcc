//! Events and webhooks.

use std::time::Duration;

use craftgate_core::payment::{
    CompleteThreeDsPayment, InitThreeDsPayment, PaymentPhase, PostAuthPayment, RefundPayment, RefundPaymentTransaction,
};
use craftgate_core::webhook::{
    self, Freshness, SIGNATURE_HEADER, Webhook, WebhookError, WebhookEventType, WebhookKey, WebhookStatus,
};
use craftgate_emulator::{Emulator, Event};
use rust_decimal_macros::dec;

use crate::common::{Shop, card, noon, payment};

fn received(emulator: &Emulator, event: &Event, key: &WebhookKey) -> Result<Webhook, WebhookError> {
    let request = emulator.webhook(event, "http://127.0.0.1:1/webhook").unwrap();
    let signature = request.headers()[SIGNATURE_HEADER].to_str().unwrap();
    webhook::verify_ignoring_age(key, signature, request.body().as_bytes())
}

#[test]
fn every_operation_records_its_event() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]));
    shop.rejection(&payment(&[dec!(1)]).card(card("5100050000006661")));
    let started = shop.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), "https://example.com/3ds"));
    shop.approve(started.payment_id.unwrap());
    shop.send(&CompleteThreeDsPayment::new(started.payment_id.unwrap()));
    shop.send(&RefundPaymentTransaction::new(paid.payment_transactions[0].id));
    shop.send(&RefundPayment::new(paid.id));
    let pre_authorized = shop.send(&payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth));
    shop.send(&PostAuthPayment::new(pre_authorized.id));

    let events: Vec<String> = shop
        .emulator
        .events()
        .iter()
        .map(|event| format!("{} {} {}", event.event_type, event.status, event.payload_id))
        .collect();
    let expected = [
        "API_AUTH SUCCESS 1",
        "API_AUTH FAILURE 2",
        "THREEDS_VERIFY SUCCESS 3",
        "API_AUTH SUCCESS 3",
        "REFUND_TX SUCCESS 1",
        "REFUND SUCCESS 1",
        "API_AUTH SUCCESS 4",
    ];
    assert_eq!(events, expected);
    assert_eq!(shop.emulator.events_after(4), shop.emulator.events().split_off(4));
    assert_eq!(shop.emulator.events_after(8), []);
}

#[test]
fn a_declined_refund_is_no_event() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(60), dec!(40)]).card(card("5428040000006667")));
    shop.rejection(&RefundPayment::new(paid.id));
    shop.rejection(&RefundPaymentTransaction::new(paid.payment_transactions[0].id));
    assert_eq!(shop.emulator.events().len(), 1);
}

#[test]
fn a_webhook_verifies() {
    let shop = Shop::open();
    shop.send(&payment(&[dec!(1)]));
    let event = &shop.emulator.events()[0];
    let webhook = received(&shop.emulator, event, &shop.emulator.webhook_key().unwrap()).unwrap();
    assert_eq!(webhook.event_type(), &WebhookEventType::ApiAuth);
    assert_eq!((webhook.status(), webhook.payload_id()), (&WebhookStatus::Success, "1"));
    assert_eq!(webhook.unverified().event_time, Some(noon()));
    // Noon in Turkey is 09:00 UTC.
    assert_eq!(webhook.event_timestamp(), 1_774_429_200);
    assert!(webhook.is_fresh(Freshness::at(1_774_429_260).tolerance(Duration::from_secs(60))));
    assert_eq!(received(&shop.emulator, event, &WebhookKey::new("another").unwrap()), Err(WebhookError::Signature));
}

#[test]
fn the_published_signature_is_reproduced() {
    let emulator = Emulator::builder().webhook_key("Aoh7tReTybO6wOjBmOJFFsOR53SBojEp").build();
    let time = craftgate_core::chrono::DateTime::from_timestamp(1_661_521_221 + 3 * 3600, 0).unwrap().naive_utc();
    let event = Event::new(WebhookEventType::ApiVerifyAndAuth, time, WebhookStatus::Success, "584");
    let request = emulator.webhook(&event, "https://shop.example.com/webhook").unwrap();
    assert_eq!(request.headers()[SIGNATURE_HEADER], "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=");
    assert_eq!(request.uri(), "https://shop.example.com/webhook");
    assert!(emulator.webhook(&event, "not a url").is_err());
}

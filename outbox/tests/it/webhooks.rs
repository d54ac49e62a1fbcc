//! A webhook counts once, however often and wherever it comes.

use std::time::Duration;

use craftgate_core::id::PaymentId;
use craftgate_core::webhook::{self, Webhook, WebhookEventType, WebhookStatus};

use crate::support::{APPROVED_CARD, Database, Shop, each_engine};

each_engine! {
    a_duplicate_is_ignored_on_every_machine
    a_webhook_waits_until_it_is_processed
    processed_webhooks_are_deleted_after_a_while
}

/// A payment's webhook, verified.
fn webhook(shop: &Shop<'_>, key: &str) -> Webhook {
    shop.enqueue(key, APPROVED_CARD);
    shop.worker("w").drain().unwrap();
    let events = shop.emulator.events();
    let request = shop.emulator.webhook(events.last().unwrap(), "https://shop.example.com/webhook").unwrap();
    let signature = request.headers()[webhook::SIGNATURE_HEADER].to_str().unwrap();
    let key = shop.emulator.webhook_key().unwrap();
    webhook::verify_ignoring_age(&key, signature, request.body().as_bytes()).unwrap()
}

fn a_duplicate_is_ignored_on_every_machine(database: &Database) {
    let shop = Shop::new(database);
    let (first, second) = (webhook(&shop, "siparis-17-1"), webhook(&shop, "siparis-18-1"));
    assert!(shop.outbox().record_webhook(&first).unwrap());
    assert!(!shop.outbox().record_webhook(&first).unwrap());
    assert!(shop.outbox().record_webhook(&second).unwrap());
    let waiting = shop.outbox().unprocessed_webhooks(10).unwrap();
    assert_eq!(waiting.len(), 2);
    let third = webhook(&shop, "siparis-19-1");
    let record = || usize::from(shop.outbox().record_webhook(&third).unwrap());
    let new: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(record)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(new, 1);
}

fn a_webhook_waits_until_it_is_processed(database: &Database) {
    let shop = Shop::new(database);
    let webhook = webhook(&shop, "siparis-17-1");
    shop.outbox().record_webhook(&webhook).unwrap();
    // A crash while it is processed returns it again.
    for _ in 0..2 {
        let waiting = shop.outbox().unprocessed_webhooks(10).unwrap();
        let [stored] = &waiting[..] else { panic!("{waiting:?}") };
        assert_eq!(stored.event_type, WebhookEventType::ApiAuth);
        assert_eq!(stored.status, WebhookStatus::Success);
        assert_eq!(stored.event_timestamp, webhook.event_timestamp());
        let id: PaymentId = stored.payload_id.parse().unwrap();
        assert_eq!(shop.payments("siparis-17-1"), [id.get()]);
        assert!(!format!("{stored:?}").contains("payload_id"));
    }
    let stored = shop.outbox().unprocessed_webhooks(10).unwrap().remove(0);
    shop.outbox().webhook_processed(&stored).unwrap();
    assert!(shop.outbox().unprocessed_webhooks(10).unwrap().is_empty());
    assert!(!shop.outbox().record_webhook(&webhook).unwrap(), "it is still known");
}

fn processed_webhooks_are_deleted_after_a_while(database: &Database) {
    let shop = Shop::new(database);
    let (first, second) = (webhook(&shop, "siparis-17-1"), webhook(&shop, "siparis-18-1"));
    for webhook in [&first, &second] {
        shop.outbox().record_webhook(webhook).unwrap();
    }
    let stored = shop.outbox().unprocessed_webhooks(1).unwrap().remove(0);
    shop.outbox().webhook_processed(&stored).unwrap();
    let day = Duration::from_secs(86_400);
    assert_eq!(shop.outbox().delete_webhooks(day).unwrap(), 0);
    shop.clock.advance(86_401);
    assert_eq!(shop.outbox().delete_webhooks(day).unwrap(), 1);
    assert_eq!(shop.outbox().unprocessed_webhooks(10).unwrap().len(), 1, "what waits is kept");
}

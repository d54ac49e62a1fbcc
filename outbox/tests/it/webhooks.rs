//! A webhook counts once, however often and wherever it comes.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use craftgate_core::id::PaymentId;
use craftgate_core::webhook::{self, Webhook, WebhookEventType, WebhookStatus};
use craftgate_outbox::{Error, RowError, StoredWebhook};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::support::{APPROVED_CARD, Database, Shop, each_engine};

each_engine! {
    a_duplicate_is_ignored_on_every_machine
    a_webhook_waits_until_it_is_processed
    processed_webhooks_are_deleted_after_a_while
    events_with_another_status_are_no_duplicates
    a_webhook_that_cannot_be_read_is_named_and_the_others_go_on
    a_nul_character_is_rejected
}

fn unprocessed(shop: &Shop<'_>) -> Vec<StoredWebhook> {
    shop.outbox().unprocessed_webhooks(10).unwrap().into_iter().map(Result::unwrap).collect()
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
    assert_eq!(unprocessed(&shop).len(), 2);
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
        let waiting = unprocessed(&shop);
        let [stored] = &waiting[..] else { panic!("{waiting:?}") };
        assert_eq!(stored.event_type, WebhookEventType::ApiAuth);
        assert_eq!(stored.status, WebhookStatus::Success);
        assert_eq!(stored.event_timestamp, webhook.event_timestamp());
        let id: PaymentId = stored.payload_id.parse().unwrap();
        assert_eq!(shop.payments("siparis-17-1"), [id.get()]);
        assert!(!format!("{stored:?}").contains("payload_id"));
    }
    let stored = unprocessed(&shop).remove(0);
    shop.outbox().webhook_processed(stored.id).unwrap();
    assert!(unprocessed(&shop).is_empty());
    assert!(!shop.outbox().record_webhook(&webhook).unwrap(), "it is still known");
}

fn processed_webhooks_are_deleted_after_a_while(database: &Database) {
    let shop = Shop::new(database);
    let (first, second) = (webhook(&shop, "siparis-17-1"), webhook(&shop, "siparis-18-1"));
    for webhook in [&first, &second] {
        shop.outbox().record_webhook(webhook).unwrap();
    }
    let stored = shop.outbox().unprocessed_webhooks(1).unwrap().remove(0).unwrap();
    shop.outbox().webhook_processed(stored.id).unwrap();
    let day = Duration::from_secs(86_400);
    assert_eq!(shop.outbox().delete_webhooks(day).unwrap(), 0);
    shop.clock.advance(86_401);
    assert_eq!(shop.outbox().delete_webhooks(day).unwrap(), 1);
    assert_eq!(unprocessed(&shop).len(), 1, "what waits is kept");
}

/// A webhook with these fields, signed as Craftgate does.
fn signed(shop: &Shop<'_>, event_type: &str, status: &str, payload_id: &str) -> Webhook {
    let key = shop.emulator.webhook_key().unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(craftgate_emulator::WEBHOOK_KEY.as_bytes()).unwrap();
    mac.update(format!("{event_type}1681384532{status}{payload_id}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let body = serde_json::json!({
        "eventType": event_type, "eventTimestamp": 1_681_384_532, "status": status, "payloadId": payload_id,
    });
    webhook::verify_ignoring_age(&key, &signature, body.to_string().as_bytes()).unwrap()
}

/// A payment fails and succeeds within a second.
fn events_with_another_status_are_no_duplicates(database: &Database) {
    let shop = Shop::new(database);
    for _ in 0..2 {
        for status in ["FAILURE", "SUCCESS"] {
            shop.outbox().record_webhook(&signed(&shop, "API_AUTH", status, "1")).unwrap();
        }
    }
    let waiting = unprocessed(&shop);
    let statuses: Vec<_> = waiting.iter().map(|it| it.status.as_str()).collect();
    assert_eq!(statuses, ["FAILURE", "SUCCESS"]);
    shop.outbox().webhook_processed(waiting[0].id).unwrap();
    assert_eq!(unprocessed(&shop), waiting[1..], "each is processed by itself");
}

fn a_webhook_that_cannot_be_read_is_named_and_the_others_go_on(database: &Database) {
    let shop = Shop::new(database);
    for payload_id in ["1", "2"] {
        shop.outbox().record_webhook(&signed(&shop, "API_AUTH", "SUCCESS", payload_id)).unwrap();
    }
    let damaged = unprocessed(&shop)[0].id;
    database.execute(&match database {
        Database::Sqlite(_) => {
            format!("UPDATE craftgate_webhook SET payload_id = CAST(x'ff' AS TEXT) WHERE id = {damaged}")
        }
        #[cfg(feature = "postgres")]
        Database::Postgres(_) => format!(
            "ALTER TABLE craftgate_webhook ALTER payload_id DROP NOT NULL;
             UPDATE craftgate_webhook SET payload_id = NULL WHERE id = {damaged}"
        ),
    });
    let waiting = shop.outbox().unprocessed_webhooks(10).unwrap();
    let [Err(error), Ok(stored)] = &waiting[..] else { panic!("{waiting:?}") };
    let Error::Row { id, error } = error else { panic!("{error:?}") };
    assert_eq!((*id, error), (damaged, &RowError::Column { name: "payload_id" }));
    assert_eq!(stored.payload_id, "2");
    shop.outbox().webhook_processed(damaged).unwrap();
    assert_eq!(unprocessed(&shop), std::slice::from_ref(stored), "it is out of the way");
}

fn a_nul_character_is_rejected(database: &Database) {
    let shop = Shop::new(database);
    for (event_type, payload_id, field) in [("API_AUTH", "1\0", "payloadId"), ("API\0AUTH", "1", "eventType")] {
        let webhook = signed(&shop, event_type, "SUCCESS", payload_id);
        let error = shop.outbox().record_webhook(&webhook).unwrap_err();
        assert_eq!(error.to_string(), format!("webhook `{field}`: contains a NUL character"));
        assert!(matches!(error, Error::Webhook { .. }));
    }
    assert!(unprocessed(&shop).is_empty());
}

//! Calls are stored once, by their keys, alone or with the order that they are for.

use std::time::Duration;

use craftgate_core::catalog::AnyOperation;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{CreatePayment, RetrievePayment};
use craftgate_core::rust_decimal::Decimal;
use craftgate_outbox::{EncryptionKeys, Error, NewCall, Outbox, RowError, State, Step, Worker};

use crate::support::{APPROVED_CARD, DECLINED_CARD, Database, Shop, call, client, each_engine, payment};

each_engine! {
    a_stored_call_is_found_by_its_key
    the_same_call_is_stored_once
    a_key_belongs_to_one_call
    a_key_belongs_to_one_call_after_the_decision_too
    without_a_key_to_encrypt_a_reused_key_is_noticed_after_the_decision
    a_call_that_cannot_be_compared_is_named
    keys_that_cannot_be_sent_are_rejected
    an_operation_by_its_name_and_json_can_be_stored
    a_call_waits_for_its_time
    a_call_that_is_expired_is_not_sent
    a_cancelled_call_is_not_sent
    a_call_that_was_taken_cannot_be_cancelled
    decided_calls_can_be_deleted
    calls_are_counted_and_listed_by_their_states
}

fn a_stored_call_is_found_by_its_key(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let stored = shop.find("siparis-17-1");
    assert_eq!((stored.state, stored.attempts), (State::Pending, 0));
    assert_eq!(stored.operation, "payment::CreatePayment");
    assert_eq!((stored.created_at, stored.due_at), (shop.clock.now(), shop.clock.now()));
    assert!(stored.response.is_none() && stored.error.is_none() && stored.lease_owner.is_none());
    assert!(stored.output::<CreatePayment>().is_err(), "there is no result");
    assert!(shop.outbox().find("siparis-18-1").unwrap().is_none());
}

fn the_same_call_is_stored_once(database: &Database) {
    let shop = Shop::new(database);
    let first = shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD)).unwrap();
    let second = shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD)).unwrap();
    assert_eq!((first.id, first.is_new, second.is_new), (second.id, true, false));
    shop.worker("w").drain().unwrap();
    let third = shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD)).unwrap();
    assert_eq!((third.id, third.is_new), (first.id, false));
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.payments("siparis-17-1").len(), 1);
}

fn a_key_belongs_to_one_call(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let another_card = call("siparis-17-1", DECLINED_CARD);
    let another_operation = NewCall::new("siparis-17-1", RetrievePayment::new(PaymentId::new(1)));
    for other in [another_card, another_operation] {
        let error = shop.outbox().enqueue(&other).unwrap_err();
        assert!(matches!(error, Error::KeyReused { .. }), "{error:?}");
    }
}

/// A payment under this key, of another amount or with another card.
fn other_payments(key: &str) -> [CreatePayment; 2] {
    let mut other_amount = payment(key, APPROVED_CARD);
    other_amount.amounts.price = Decimal::new(999_999, 2);
    [other_amount, payment(key, DECLINED_CARD)]
}

fn a_key_belongs_to_one_call_after_the_decision_too(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.enqueue("siparis-18-1", APPROVED_CARD);
    assert!(shop.outbox().cancel("siparis-18-1").unwrap());
    shop.worker("w").drain().unwrap();
    for key in ["siparis-17-1", "siparis-18-1"] {
        for other in other_payments(key) {
            let error = shop.outbox().enqueue(&NewCall::new(key, other)).unwrap_err();
            assert!(matches!(error, Error::KeyReused { .. }), "{error:?}");
        }
        assert!(!shop.outbox().enqueue(&call(key, APPROVED_CARD)).unwrap().is_new);
        // After a change of the key, what is stored is still compared.
        let rotated = EncryptionKeys::new("2026-09", [18; 32]).older("2026-03", [17; 32]);
        assert!(!shop.outbox().encryption_keys(rotated).enqueue(&call(key, APPROVED_CARD)).unwrap().is_new);
    }
}

fn without_a_key_to_encrypt_a_reused_key_is_noticed_after_the_decision(database: &Database) {
    let shop = Shop::new(database);
    let mut worker =
        Worker::new(Outbox::install(database.store()).unwrap(), client(&shop.emulator, shop.network.clone()));
    let read = |id| NewCall::new("sorgu-1", RetrievePayment::new(PaymentId::new(id)));
    worker.outbox().enqueue(&read(1)).unwrap();
    worker.drain().unwrap();
    assert!(worker.outbox().find("sorgu-1").unwrap().unwrap().state.is_decided());
    let error = worker.outbox().enqueue(&read(2)).unwrap_err();
    assert!(matches!(error, Error::KeyReused { .. }), "{error:?}");
    assert!(!worker.outbox().enqueue(&read(1)).unwrap().is_new);
}

fn a_call_that_cannot_be_compared_is_named(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.worker("w").drain().unwrap();
    let new_key_alone = EncryptionKeys::new("2026-09", [18; 32]);
    let error = shop.outbox().encryption_keys(new_key_alone).enqueue(&call("siparis-17-1", APPROVED_CARD)).unwrap_err();
    assert!(matches!(error, Error::Row { error: RowError::MissingKey { .. }, .. }), "{error:?}");
    database.execute("UPDATE craftgate_call SET request_digest = NULL");
    let error = shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD)).unwrap_err();
    let Error::Row { error, .. } = error else { panic!("{error:?}") };
    assert_eq!(error, RowError::Column { name: "request_digest" });
}

fn keys_that_cannot_be_sent_are_rejected(database: &Database) {
    let shop = Shop::new(database);
    for key in ["", " ", "sipariş-17", "a\n", "a ", " a", &"a".repeat(256)] {
        let error = shop.outbox().enqueue(&call(key, APPROVED_CARD)).unwrap_err();
        assert!(matches!(error, Error::IdempotencyKey), "{key:?}: {error:?}");
    }
    assert!(shop.outbox().enqueue(&call(&"a".repeat(255), APPROVED_CARD)).unwrap().is_new);
    assert_eq!(shop.outbox().counts().unwrap().len(), 1);
}

fn an_operation_by_its_name_and_json_can_be_stored(database: &Database) {
    let shop = Shop::new(database);
    let job = r#"{"operation": "payment::RetrievePayment", "request": {"id": 1}}"#;
    let operation: AnyOperation = serde_json::from_str(job).unwrap();
    shop.outbox().enqueue(&NewCall::new("sorgu-1", operation)).unwrap();
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let mut worker = shop.worker("w");
    worker.drain().unwrap();
    let stored = shop.find("sorgu-1");
    // It was sent before there was a payment.
    assert_eq!((stored.state, stored.status), (State::Rejected, Some(404)));
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
}

fn a_call_waits_for_its_time(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD).delay(Duration::from_secs(60))).unwrap();
    shop.clock.advance(59);
    assert_eq!(shop.worker("w").step().unwrap(), Step::Idle);
    shop.clock.advance(1);
    assert_eq!(shop.worker("w").drain().unwrap(), 1);
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
}

fn a_call_that_is_expired_is_not_sent(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD).expires_after(Duration::from_secs(60))).unwrap();
    shop.clock.advance(60);
    shop.worker("w").drain().unwrap();
    let stored = shop.find("siparis-17-1");
    assert_eq!(stored.state, State::NotSent);
    assert!(stored.error.unwrap().as_str().contains("expired"));
    assert!(shop.network.requests().is_empty());
}

fn a_cancelled_call_is_not_sent(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    assert!(shop.outbox().cancel("siparis-17-1").unwrap());
    assert!(!shop.outbox().cancel("siparis-17-1").unwrap());
    assert_eq!(shop.worker("w").step().unwrap(), Step::Idle);
    assert_eq!(shop.find("siparis-17-1").state, State::NotSent);
    assert!(shop.network.requests().is_empty());
}

fn a_call_that_was_taken_cannot_be_cancelled(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([crate::support::Fault::Killed { after_work: true }]);
    crate::model::step_until_death(shop.worker("w"));
    assert!(!shop.outbox().cancel("siparis-17-1").unwrap());
    assert_eq!(shop.find("siparis-17-1").lease_owner.as_deref(), Some("w"));
}

fn decided_calls_can_be_deleted(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    assert!(!shop.outbox().delete("siparis-17-1").unwrap(), "it is not decided");
    shop.worker("w").drain().unwrap();
    assert!(shop.outbox().delete("siparis-17-1").unwrap());
    assert!(shop.outbox().find("siparis-17-1").unwrap().is_none());
}

fn calls_are_counted_and_listed_by_their_states(database: &Database) {
    let shop = Shop::new(database);
    for number in 1..=3 {
        shop.enqueue(&format!("siparis-{number}"), APPROVED_CARD);
    }
    shop.enqueue("siparis-4", DECLINED_CARD);
    for _ in 0..2 {
        shop.worker("w").step().unwrap();
    }
    let counts = shop.outbox().counts().unwrap();
    let counts: Vec<_> = counts.into_iter().map(|it| it.map(|it| (it.state, it.calls, it.oldest)).unwrap()).collect();
    let now = shop.clock.now();
    assert_eq!(counts, [(State::Done, 2, now), (State::Pending, 2, now)]);
    let mut outbox = shop.outbox();
    let done = outbox.list(State::Done, 0, 10).unwrap();
    let ids: Vec<_> = done.into_iter().map(|it| it.unwrap().id).collect();
    assert_eq!(ids.len(), 2);
    let page = outbox.list(State::Done, ids[0], 1).unwrap();
    assert_eq!(page.into_iter().map(|it| it.unwrap().id).collect::<Vec<_>>(), ids[1..]);
}

//! What is sent again waits 1, 2, 4, … up to 60 seconds, whatever the error.

use craftgate_core::{Client, Credentials, Environment, Protocol, RandomKey};
use craftgate_outbox::{NewCall, State, Worker};

use crate::support::{APPROVED_CARD, Database, Fault, Shop, each_engine, new_member};

each_engine! {
    a_repeat_waits_whatever_the_error
    a_worker_with_wrong_credentials_leaves_the_calls_to_the_others
    a_call_that_is_not_allowed_can_be_cancelled
}

fn a_repeat_waits_whatever_the_error(database: &Database) {
    for fault in [Fault::Proxy { status: 200, after_work: false }, Fault::LostRequest] {
        let (shop, key) =
            (Shop::new(database), format!("{fault:?}").replace(|it: char| !it.is_ascii_alphanumeric(), "-"));
        shop.outbox().enqueue(&NewCall::new(&key, new_member())).unwrap();
        shop.network.plan(vec![fault; 100]);
        let mut waits = Vec::new();
        for _ in 0..8 {
            assert_eq!(shop.worker("w").drain().unwrap(), 1, "{fault:?} after {waits:?}");
            let stored = shop.find(&key);
            assert_eq!(stored.state, State::Unknown, "{fault:?} after {waits:?}");
            waits.push((stored.due_at - shop.clock.now()) / 1000);
            shop.clock.advance_to(stored.due_at);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60], "{fault:?}");
    }
}

/// The secret key was replaced, and one worker does not know it yet.
fn a_worker_with_wrong_credentials_leaves_the_calls_to_the_others(database: &Database) {
    let shop = Shop::new(database);
    for number in 0..3 {
        shop.enqueue(&format!("siparis-{number}"), APPROVED_CARD);
    }
    let credentials = Credentials::new(craftgate_emulator::API_KEY, "eski-anahtar").unwrap();
    let protocol = Protocol::new(credentials, Environment::Sandbox);
    let client = Client::new(protocol, shop.network.clone(), || RandomKey::new("17"));
    Worker::new(shop.outbox(), client).drain().unwrap();
    for number in 0..3 {
        let stored = shop.find(&format!("siparis-{number}"));
        assert_eq!((stored.state, stored.status), (State::Pending, Some(401)));
        assert_eq!(stored.due_at, shop.clock.now() + 1000);
        assert!(stored.error.unwrap().as_str().contains("REJECTED"), "the row says why");
    }
    shop.clock.advance(1);
    shop.worker("with the new key").drain().unwrap();
    for number in 0..3 {
        let key = format!("siparis-{number}");
        assert_eq!((shop.find(&key).state, shop.payments(&key).len()), (State::Done, 1));
    }
}

fn a_call_that_is_not_allowed_can_be_cancelled(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::Forbidden; 2]);
    for wait in [1, 2] {
        shop.worker("w").drain().unwrap();
        let stored = shop.find("siparis-17-1");
        assert_eq!((stored.state, stored.status), (State::Pending, Some(403)));
        assert_eq!(stored.due_at, shop.clock.now() + wait * 1000);
        shop.clock.advance(wait);
    }
    assert!(shop.outbox().cancel("siparis-17-1").unwrap());
    assert_eq!(shop.find("siparis-17-1").state, State::NotSent);
}

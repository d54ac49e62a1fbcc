//! Nothing is sent after its expiry, and what may have been sent before is looked up alone.

use std::time::Duration;

use craftgate_core::id::PaymentId;
use craftgate_core::payment::RetrievePayment;
use craftgate_outbox::{NewCall, State};

use crate::model::step_until_death;
use crate::support::{APPROVED_CARD, Database, Fault, Shop, call, each_engine, new_member};

each_engine! {
    a_call_whose_worker_died_is_not_repeated_after_its_expiry
    a_call_whose_request_was_lost_is_not_repeated_after_its_expiry
    a_payment_made_before_its_expiry_is_found_afterwards
    what_cannot_be_looked_up_needs_review_after_its_expiry
    a_read_is_not_sent_after_its_expiry
    a_read_that_was_never_sent_is_given_up_at_its_expiry
}

const MINUTE: Duration = Duration::from_secs(60);

/// Lets workers work, minute by minute, until the call is decided or needs a review.
fn end(shop: &Shop<'_>, key: &str) -> State {
    for _ in 0..30 {
        shop.worker("w").drain().unwrap();
        let state = shop.find(key).state;
        if state.is_decided() || state == State::NeedsReview {
            return state;
        }
        shop.clock.advance(60);
    }
    panic!("{:?}", shop.find(key));
}

fn posts(shop: &Shop<'_>) -> usize {
    shop.network.requests().iter().filter(|it| it.starts_with("POST")).count()
}

fn a_call_whose_worker_died_is_not_repeated_after_its_expiry(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD).expires_after(MINUTE)).unwrap();
    shop.network.plan([Fault::Killed { after_work: false }]);
    step_until_death(shop.worker("dies"));
    shop.clock.advance(300);
    assert_eq!(end(&shop, "siparis-17-1"), State::NotSent);
    assert!(shop.payments("siparis-17-1").is_empty());
    assert_eq!(posts(&shop), 1);
}

fn a_call_whose_request_was_lost_is_not_repeated_after_its_expiry(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD).expires_after(MINUTE)).unwrap();
    shop.clock.advance(59);
    shop.network.plan([Fault::LostRequest]);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(1);
    assert_eq!(end(&shop, "siparis-17-1"), State::NotSent);
    assert!(shop.payments("siparis-17-1").is_empty());
    assert_eq!(posts(&shop), 1);
}

fn a_payment_made_before_its_expiry_is_found_afterwards(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&call("siparis-17-1", APPROVED_CARD).expires_after(MINUTE)).unwrap();
    shop.network.plan([Fault::LostResponse]);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(60);
    assert_eq!(end(&shop, "siparis-17-1"), State::Done);
    assert_eq!(posts(&shop), 1);
}

fn what_cannot_be_looked_up_needs_review_after_its_expiry(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&NewCall::new("uye-1", new_member()).expires_after(MINUTE)).unwrap();
    shop.network.plan([Fault::LostRequest]);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(60);
    assert_eq!(end(&shop, "uye-1"), State::NeedsReview);
    assert_eq!(posts(&shop), 1);
}

fn read() -> NewCall {
    NewCall::new("sorgu", RetrievePayment::new(PaymentId::new(1))).expires_after(MINUTE)
}

fn a_read_is_not_sent_after_its_expiry(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&read()).unwrap();
    shop.clock.advance(60);
    assert_eq!(end(&shop, "sorgu"), State::NotSent);
    assert!(shop.network.requests().is_empty());
}

fn a_read_that_was_never_sent_is_given_up_at_its_expiry(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&read()).unwrap();
    shop.network.plan([Fault::NotSent; 30]);
    assert_eq!(end(&shop, "sorgu"), State::NotSent);
    assert!(shop.find("sorgu").error.unwrap().as_str().contains("expired"));
}

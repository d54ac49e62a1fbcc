//! Every call is decided: what is sent, what is repeated, what is looked up, and under which key.

use std::time::Duration;

use craftgate_core::id::PaymentId;
use craftgate_core::merchant_apm::RetrieveMerchantApms;
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::payment::{Payment, PaymentStatus, RefundPayment, RetrievePayment};
use craftgate_core::payment_reporting::SearchPaymentRefunds;
use craftgate_core::rust_decimal::Decimal;
use craftgate_outbox::{NewCall, State, Step};

use crate::model::step_until_death;
use crate::support::{APPROVED_CARD, DECLINED_CARD, Database, Fault, Shop, each_engine, new_member};

each_engine! {
    a_payment_is_made_and_its_result_stored
    a_decline_is_rejected_with_its_reason
    what_was_not_sent_is_sent_later
    too_many_requests_are_sent_later
    a_lost_response_is_found_by_a_repeat_under_the_same_key
    a_worker_that_dies_leaves_an_unknown_outcome
    a_live_lease_is_left_alone
    a_lapsed_worker_sends_nothing
    a_late_success_is_not_lost
    a_result_that_cannot_be_written_is_written_later
    a_result_that_was_never_written_is_found_again
    what_never_arrived_is_not_sent_once_nothing_can_arrive
    a_repeat_whose_worker_died_opens_the_window_again
    after_the_window_nothing_is_repeated
    a_read_is_repeated_until_it_has_a_result
    a_call_without_a_rule_is_repeated_under_its_key
    an_outcome_that_no_call_can_resolve_needs_review
    a_refund_is_made_once
    two_workers_never_take_the_same_call
}

const LEASE: i64 = 300;

fn a_payment_is_made_and_its_result_stored(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let step = shop.worker("w").step().unwrap();
    assert!(matches!(step, Step::Saved { state: State::Done, is_late: false, .. }), "{step:?}");
    let stored = shop.find("siparis-17-1");
    assert_eq!((stored.state, stored.status, stored.attempts), (State::Done, Some(200), 1));
    assert!(stored.error.is_none() && stored.lease_owner.is_none());
    let payment: Payment = stored.output().unwrap();
    assert_eq!(payment.payment_status, PaymentStatus::Success);
    assert_eq!(payment.paid_price, Some(Decimal::new(10010, 2)));
    assert_eq!(shop.payments("siparis-17-1"), [payment.id.get()]);
    assert_eq!(shop.worker("w").step().unwrap(), Step::Idle);
}

fn a_decline_is_rejected_with_its_reason(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", DECLINED_CARD);
    shop.worker("w").drain().unwrap();
    let stored = shop.find("siparis-17-1");
    assert_eq!((stored.state, stored.status), (State::Rejected, Some(422)));
    let error: serde_json::Value = stored.error.as_ref().unwrap().deserialize().unwrap();
    assert_eq!((&error["outcome"], &error["group"]), (&"REJECTED".into(), &"NOT_SUFFICIENT_FUNDS".into()));
    assert_eq!(error["customerMessage"]["tr"].as_str().map(str::is_empty), Some(false));
    let body = String::from_utf8(stored.response.as_ref().unwrap().as_bytes().to_vec()).unwrap();
    assert!(body.contains("NOT_SUFFICIENT_FUNDS"), "{body}");
    assert!(stored.output::<Payment>().is_err(), "it has no result");
}

fn what_was_not_sent_is_sent_later(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::NotSent, Fault::NotSent]);
    for wait in [1, 2] {
        shop.worker("w").drain().unwrap();
        let stored = shop.find("siparis-17-1");
        assert_eq!((stored.state, stored.due_at), (State::Pending, shop.clock.now() + wait * 1000));
        shop.clock.advance(wait);
    }
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
}

fn too_many_requests_are_sent_later(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::TooManyRequests]);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::Pending);
    shop.clock.advance(1);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
}

fn a_lost_response_is_found_by_a_repeat_under_the_same_key(database: &Database) {
    for (number, fault) in Fault::ALL.into_iter().enumerate() {
        let (shop, key) = (Shop::new(database), format!("siparis-{number}"));
        shop.enqueue(&key, APPROVED_CARD);
        shop.network.plan([fault]);
        let mut steps = 0;
        while !shop.find(&key).state.is_decided() {
            shop.worker("w").drain().unwrap();
            shop.clock.advance(1);
            steps += 1;
            assert!(steps < 3, "{fault:?}: {:?}", shop.find(&key));
        }
        let stored = shop.find(&key);
        assert_eq!(stored.state, State::Done, "{fault:?}");
        assert_eq!(shop.payments(&key), [stored.output::<Payment>().unwrap().id.get()], "{fault:?}");
        assert!(shop.network.requests().iter().all(|it| it == "POST /payment/v1/card-payments"), "{fault:?}");
    }
}

fn a_worker_that_dies_leaves_an_unknown_outcome(database: &Database) {
    for after_work in [false, true] {
        let (shop, key) = (Shop::new(database), format!("siparis-{after_work}"));
        shop.enqueue(&key, APPROVED_CARD);
        shop.network.plan([Fault::Killed { after_work }, Fault::LostResponse]);
        step_until_death(shop.worker("dies"));
        shop.clock.advance(LEASE);
        // The next one is unlucky, and shows that it is unknown by now.
        shop.worker("next").drain().unwrap();
        let stored = shop.find(&key);
        assert_eq!((stored.state, stored.attempts), (State::Unknown, 2));
        shop.clock.advance(LEASE);
        shop.worker("last").drain().unwrap();
        let stored = shop.find(&key);
        assert_eq!(stored.state, State::Done);
        assert_eq!(shop.payments(&key), [stored.output::<Payment>().unwrap().id.get()]);
    }
}

fn a_live_lease_is_left_alone(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::Killed { after_work: true }]);
    step_until_death(shop.worker("dies"));
    let stored = shop.find("siparis-17-1");
    assert_eq!((stored.state, stored.lease_owner.as_deref()), (State::Pending, Some("dies")));
    assert_eq!(stored.due_at, shop.clock.now() + LEASE * 1000);
    shop.clock.advance(LEASE - 1);
    assert_eq!(shop.worker("w").step().unwrap(), Step::Idle);
    shop.clock.advance(1);
    assert_eq!(shop.worker("w").drain().unwrap(), 1);
}

/// The claim itself takes longer than the lease.
fn a_lapsed_worker_sends_nothing(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let mut worker = shop.worker("w").lease(Duration::ZERO);
    assert!(matches!(worker.step().unwrap(), Step::LeaseLost { .. }));
    assert!(shop.network.requests().is_empty());
    shop.worker("next").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
}

/// A worker sleeps through its lease, with a success in its hands that it can't write.
fn a_late_success_is_not_lost(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let mut slow = crate::model::worker_that_cannot_write(&shop, 1);
    slow.step().unwrap_err();
    shop.clock.advance(LEASE);
    // Another one takes it, and does not learn what became of it.
    shop.network.plan([Fault::LostResponse]);
    shop.worker("other").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::Unknown);
    let step = slow.step().unwrap();
    assert!(matches!(step, Step::Saved { state: State::Done, is_late: true, .. }), "{step:?}");
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
    assert_eq!(shop.payments("siparis-17-1").len(), 1);
}

fn a_result_that_cannot_be_written_is_written_later(database: &Database) {
    let shop = Shop::new(database);
    for card in [APPROVED_CARD, DECLINED_CARD] {
        shop.enqueue(card, card);
        let mut worker = crate::model::worker_that_cannot_write(&shop, 2);
        for _ in 0..2 {
            worker.step().unwrap_err();
        }
        let step = worker.step().unwrap();
        assert!(matches!(step, Step::Saved { is_late: false, .. }), "{step:?}");
    }
    assert_eq!(shop.find(APPROVED_CARD).state, State::Done);
    assert_eq!(shop.find(DECLINED_CARD).state, State::Rejected);
    assert_eq!(shop.network.requests().len(), 2);
}

fn a_result_that_was_never_written_is_found_again(database: &Database) {
    let shop = Shop::new(database);
    for card in [APPROVED_CARD, DECLINED_CARD] {
        shop.enqueue(card, card);
        crate::model::worker_that_cannot_write(&shop, u32::MAX).step().unwrap_err();
    }
    shop.clock.advance(LEASE);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find(APPROVED_CARD).state, State::Done);
    assert_eq!(shop.payments(APPROVED_CARD).len(), 1);
    assert_eq!(shop.find(DECLINED_CARD).state, State::Rejected);
}

fn what_never_arrived_is_not_sent_once_nothing_can_arrive(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    // The first attempt and its repeat get lost; then it is looked up.
    shop.network.plan([Fault::LostRequest, Fault::LostRequest]);
    let start = shop.clock.now();
    while !shop.find("siparis-17-1").state.is_decided() {
        shop.worker("w").drain().unwrap();
        shop.clock.advance(1);
    }
    let stored = shop.find("siparis-17-1");
    assert_eq!(stored.state, State::NotSent);
    assert!(stored.error.unwrap().as_str().contains("never arrived"));
    let window = 600_000;
    assert!((window..window + 65_000).contains(&(stored.updated_at - start)), "{}", stored.updated_at - start);
    assert!(shop.payments("siparis-17-1").is_empty());
}

fn a_repeat_whose_worker_died_opens_the_window_again(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::LostRequest, Fault::Killed { after_work: false }]);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(500);
    // It dies with a repeat that may be on its way until its lease ends.
    step_until_death(shop.worker("dies"));
    shop.clock.advance(LEASE);
    for wait in [599, 1] {
        shop.worker("w").drain().unwrap();
        assert_eq!(shop.find("siparis-17-1").state, State::Unknown, "it may still arrive");
        shop.clock.advance(wait);
    }
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::NotSent);
}

fn after_the_window_nothing_is_repeated(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::LostResponse]);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(3600);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::Done);
    let requests = shop.network.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[1].starts_with("GET /payment-reporting/v1/payments"), "{requests:?}");
}

fn a_read_is_repeated_until_it_has_a_result(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.worker("w").drain().unwrap();
    let id = PaymentId::new(shop.payments("siparis-17-1")[0]);
    shop.outbox().enqueue(&NewCall::new("sorgu", RetrievePayment::new(id))).unwrap();
    shop.network.plan([
        Fault::LostResponse,
        Fault::Killed { after_work: true },
        Fault::Proxy { status: 503, after_work: false },
    ]);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("sorgu").state, State::Pending);
    shop.clock.advance(1);
    step_until_death(shop.worker("dies"));
    shop.clock.advance(LEASE);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(60);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("sorgu").output::<Payment>().unwrap().id, id);

    shop.outbox().enqueue(&NewCall::new("pos", RetrieveMerchantApms::new())).unwrap();
    shop.network.plan([Fault::Proxy { status: 200, after_work: false }]);
    shop.worker("w").drain().unwrap();
    let stored = shop.find("pos");
    assert_eq!(stored.state, State::NeedsReview, "a response that can't be read stays so");
    assert!(stored.response.unwrap().as_bytes().starts_with(b"<html>"));
}

fn a_call_without_a_rule_is_repeated_under_its_key(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&NewCall::new("uye-1", new_member())).unwrap();
    shop.network.plan([Fault::LostResponse, Fault::Proxy { status: 503, after_work: true }]);
    for _ in 0..3 {
        shop.worker("w").drain().unwrap();
        shop.clock.advance(10);
    }
    let stored = shop.find("uye-1");
    assert_eq!((stored.state, stored.attempts), (State::Done, 3), "{:?}", stored.error);
    let search = SearchMembers::new();
    let members = shop.emulator.client().unwrap().call(&search).send().unwrap();
    assert_eq!(members.items.len(), 1);
}

fn an_outcome_that_no_call_can_resolve_needs_review(database: &Database) {
    let shop = Shop::new(database);
    shop.outbox().enqueue(&NewCall::new("uye-1", new_member())).unwrap();
    shop.network.plan([Fault::LostResponse]);
    shop.worker("w").drain().unwrap();
    shop.clock.advance(3600);
    shop.worker("w").drain().unwrap();
    let stored = shop.find("uye-1");
    assert_eq!(stored.state, State::NeedsReview, "the key may be forgotten, and there is no rule to look it up");
    assert!(stored.error.is_some(), "the last error stays");
    assert_eq!(shop.worker("w").step().unwrap(), Step::Idle);
    assert!(shop.outbox().settle("uye-1", true).unwrap());
    assert!(!shop.outbox().settle("uye-1", false).unwrap(), "it is decided");
    assert_eq!(shop.find("uye-1").state, State::Done);
}

fn a_refund_is_made_once(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.worker("w").drain().unwrap();
    let id = PaymentId::new(shop.payments("siparis-17-1")[0]);
    shop.outbox().enqueue(&NewCall::new("iade-17", RefundPayment::new(id).conversation_id("iade-17"))).unwrap();
    shop.network.plan([Fault::Killed { after_work: true }]);
    step_until_death(shop.worker("dies"));
    shop.clock.advance(3600);
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("iade-17").state, State::Done);
    let refunds = SearchPaymentRefunds::new().payment_id(id);
    assert_eq!(shop.emulator.client().unwrap().call(&refunds).send().unwrap().items.len(), 1);
}

fn two_workers_never_take_the_same_call(database: &Database) {
    let shop = Shop::new(database);
    for number in 0..40 {
        shop.enqueue(&format!("siparis-{number}"), APPROVED_CARD);
    }
    let steps: u64 = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|number| {
                let mut worker = shop.worker(&format!("w{number}"));
                scope.spawn(move || worker.drain().unwrap())
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((steps, shop.network.requests().len()), (40, 40));
    let counts = shop.outbox().counts().unwrap();
    assert_eq!(
        counts.into_iter().map(|it| it.map(|it| (it.state, it.calls)).unwrap()).collect::<Vec<_>>(),
        [(State::Done, 40)]
    );
}

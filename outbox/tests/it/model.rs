//! Any faults in any order: no duplicate payment, none lost, every one decided.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use craftgate_core::Transport;
use craftgate_core::payment::Payment;
use craftgate_emulator::Emulator;
use craftgate_outbox::{State, Store, Worker};
use proptest::prelude::*;

use crate::support::database::{FaultyStore, StoreFault};
use crate::support::faults::Death;
use crate::support::{APPROVED_CARD, DECLINED_CARD, Database, Fault, Network, Shop, client};

/// One step of a worker, which dies in it: its lease stays.
pub(crate) fn step_until_death<S: Store, T: Transport>(mut worker: Worker<S, T>) {
    assert!(dies(&mut worker), "the worker lives");
}

/// Returns true if the worker dies in its next step.
fn dies<S: Store, T: Transport>(worker: &mut Worker<S, T>) -> bool {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !info.payload().is::<Death>() {
                hook(info);
            }
        }));
    });
    match catch_unwind(AssertUnwindSafe(|| worker.step().ok())) {
        Ok(_) => false,
        Err(payload) if payload.is::<Death>() => true,
        Err(payload) => std::panic::resume_unwind(payload),
    }
}

pub(crate) type FaultyWorker = Worker<FaultyStore<crate::support::Store>, Network<Emulator>>;

/// A worker whose database fails as `faults` says, statement by statement.
pub(crate) fn faulty_worker(
    shop: &Shop<'_>,
    name: &str,
    faults: impl FnMut() -> StoreFault + Send + 'static,
) -> FaultyWorker {
    let store = FaultyStore { inner: shop.database.store(), faults: Box::new(faults) };
    let clock = shop.clock.clone();
    let outbox = craftgate_outbox::Outbox::open(store).unwrap();
    let outbox = outbox.encryption_keys(crate::support::keys()).clock(move || clock.now());
    Worker::new(outbox, client(&shop.emulator, shop.network.clone())).name(name)
}

/// A worker whose connection is lost before each of the first statements after its claim.
pub(crate) fn worker_that_cannot_write(shop: &Shop<'_>, failures: u32) -> FaultyWorker {
    let mut statements = 0_u32;
    faulty_worker(shop, "slow", move || {
        // The first one reads the schema's version, the second one claims.
        statements = statements.saturating_add(1);
        if statements > 2 && statements - 2 <= failures { StoreFault::LostBefore } else { StoreFault::None }
    })
}

fn network_fault() -> impl Strategy<Value = Fault> {
    let death = any::<bool>().prop_map(|after_work| Fault::Killed { after_work });
    prop_oneof![4 => Just(Fault::None), 4 => prop::sample::select(&Fault::ALL[..]), 1 => death]
}

fn store_fault() -> impl Strategy<Value = StoreFault> {
    prop_oneof![8 => Just(StoreFault::None), 1 => Just(StoreFault::LostBefore), 1 => Just(StoreFault::LostAfter)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_payment_is_decided_and_made_once_at_most(
        cards in prop::collection::vec(prop::sample::select(vec![APPROVED_CARD, APPROVED_CARD, DECLINED_CARD]), 1..8),
        network in prop::collection::vec(network_fault(), 0..40),
        store in prop::collection::vec(store_fault(), 0..60),
        pauses in prop::collection::vec(prop::sample::select(vec![0, 1, 7, 60, 300, 700]), 1..10),
    ) {
        let database = Database::sqlite();
        let shop = Shop::new(&database);
        for (number, card) in cards.iter().enumerate() {
            shop.enqueue(&format!("siparis-{number}"), card);
        }
        shop.network.plan(network);
        run(&shop, store, &pauses);
        for (number, card) in cards.iter().enumerate() {
            check(&shop, &format!("siparis-{number}"), card);
        }
    }
}

/// Three workers take turns, and are replaced when they die, until every call is decided. A round of theirs takes a second at
/// least: what waits would wait for ever if no time passed.
fn run(shop: &Shop<'_>, faults: Vec<StoreFault>, pauses: &[i64]) {
    let faults = std::sync::Arc::new(std::sync::Mutex::new(VecDeque::from(faults)));
    let mut count = 0;
    let mut start = || {
        count += 1;
        let (faults, mut is_open) = (faults.clone(), false);
        faulty_worker(shop, &format!("w{count}"), move || {
            // Opening the outbox is no part of this.
            if !std::mem::replace(&mut is_open, true) {
                return StoreFault::None;
            }
            faults.lock().unwrap().pop_front().unwrap_or(StoreFault::None)
        })
    };
    let mut workers = [start(), start(), start()];
    let is_decided = || shop.outbox().counts().unwrap().into_iter().all(|it| it.unwrap().state.is_decided());
    for turn in 0.. {
        if turn % 8 == 0 && is_decided() {
            break;
        }
        assert!(turn < 20_000, "{:?}", shop.outbox().counts());
        let index = turn % workers.len();
        if dies(&mut workers[index]) {
            workers[index] = start();
        }
        let least = i64::from(index + 1 == workers.len());
        shop.clock.advance(pauses[turn % pauses.len()].max(least));
    }
}

/// What the outbox says is what Craftgate has.
pub(crate) fn check(shop: &Shop<'_>, key: &str, card: &str) {
    check_call(&shop.find(key), &shop.payments(key), card);
}

/// What the outbox says of a call is what Craftgate has of it.
pub(crate) fn check_call(stored: &craftgate_outbox::StoredCall, payments: &[i64], card: &str) {
    let key = &stored.idempotency_key;
    match stored.state {
        State::Done => {
            let payment: Payment = stored.output().unwrap();
            assert_eq!(payments, [payment.id.get()], "{key}");
            assert_eq!((card, payment.conversation_id.as_deref()), (APPROVED_CARD, Some(key.as_str())));
        }
        State::Rejected | State::Failed => assert_eq!((payments.len(), card), (0, DECLINED_CARD), "{key}"),
        State::NotSent => assert!(payments.is_empty(), "{key}: {payments:?}"),
        other => panic!("{key}: {other}"),
    }
}

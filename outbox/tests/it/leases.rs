//! A lease that ends, early or late, decides nothing that is not certain.

use std::sync::{Arc, Mutex};

use craftgate_core::transport::from_fn;
use craftgate_core::{Request, Transport};
use craftgate_outbox::{Outbox, State, Step, Worker};

use crate::model::{faulty_worker, step_until_death};
use crate::support::database::{StoreFault, connect};
use crate::support::{APPROVED_CARD, DECLINED_CARD, Database, Fault, Shop, client, each_engine, keys};

each_engine! {
    a_clock_that_leaps_decides_nothing_about_a_request_on_its_way
    the_arrival_window_begins_when_the_end_of_a_lease_is_noticed
    a_result_whose_commit_was_not_confirmed_is_reported_as_saved
}

const LEASE: i64 = 300;
const WINDOW: i64 = 600;

/// The database's clock is corrected by an hour while a request is on its way, and another worker looks at once.
fn a_clock_that_leaps_decides_nothing_about_a_request_on_its_way(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    let seen = Arc::new(Mutex::new(None));
    let (address, clock, emulator, sees) =
        (database.address(), shop.clock.clone(), shop.emulator.clone(), Arc::clone(&seen));
    let transport = from_fn(move |request: Request| {
        clock.advance(3600);
        let now = clock.clone();
        let outbox = Outbox::open(connect(&address)).unwrap().encryption_keys(keys()).clock(move || now.now());
        let mut other = Worker::new(outbox, client(&emulator, emulator.clone())).name("other");
        other.drain().unwrap();
        *sees.lock().unwrap() = other.outbox().find("siparis-17-1").unwrap().map(|it| it.state);
        emulator.send(request)
    });
    let step = Worker::new(shop.outbox(), client(&shop.emulator, transport)).name("first").step().unwrap();
    assert_eq!(*seen.lock().unwrap(), Some(State::Unknown));
    assert!(matches!(step, Step::Saved { state: State::Done, is_late: true, .. }), "{step:?}");
    assert_eq!((shop.find("siparis-17-1").state, shop.payments("siparis-17-1").len()), (State::Done, 1));
}

fn the_arrival_window_begins_when_the_end_of_a_lease_is_noticed(database: &Database) {
    let shop = Shop::new(database);
    shop.enqueue("siparis-17-1", APPROVED_CARD);
    shop.network.plan([Fault::Killed { after_work: false }]);
    step_until_death(shop.worker("dies"));
    // Nobody works for hours.
    shop.clock.advance(LEASE + 10 * WINDOW);
    for wait in [WINDOW - 1, 1] {
        shop.worker("w").drain().unwrap();
        assert_eq!(shop.find("siparis-17-1").state, State::Unknown);
        shop.clock.advance(wait);
    }
    shop.worker("w").drain().unwrap();
    assert_eq!(shop.find("siparis-17-1").state, State::NotSent);
    let posts = shop.network.requests().iter().filter(|it| it.starts_with("POST")).count();
    assert_eq!(posts, 1, "a repeat counts from the lease's end: the key may be forgotten by now");
}

/// The connection is lost after the result was stored, and before the database says so.
fn a_result_whose_commit_was_not_confirmed_is_reported_as_saved(database: &Database) {
    for (card, state) in [(APPROVED_CARD, State::Done), (DECLINED_CARD, State::Rejected)] {
        let shop = Shop::new(database);
        shop.enqueue(card, card);
        let mut statements = 0;
        let mut worker = faulty_worker(&shop, "w", move || {
            statements += 1;
            // Of the version, the claim and the result, the last one.
            if statements == 3 { StoreFault::LostAfter } else { StoreFault::None }
        });
        worker.step().unwrap_err();
        let step = worker.step().unwrap();
        assert!(matches!(&step, Step::Saved { state: saved, is_late: false, .. } if *saved == state), "{step:?}");
        assert_eq!(shop.find(card).state, state);
        assert_eq!(worker.step().unwrap(), Step::Idle);
    }
}

//! Databases, clocks and networks of the tests.

pub(crate) mod database;
pub(crate) mod faults;
#[cfg(feature = "postgres")]
pub(crate) mod postgres_server;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use craftgate_core::onboarding::CreateMember;
use craftgate_core::payment::CreatePayment;
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Client, Environment, Protocol, RandomKey, Transport};
use craftgate_emulator::Emulator;
use craftgate_outbox::{EncryptionKeys, NewCall, Outbox, StoredCall, Worker};

pub(crate) use craftgate_test_support::{APPROVED_CARD, DECLINED_CARD};
pub(crate) use database::each_engine;
pub(crate) use database::{Database, Store};
pub(crate) use faults::{Fault, Network};

/// A clock that only the test moves.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_774_440_000_000)))
    }

    pub(crate) fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub(crate) fn advance_to(&self, millis: i64) {
        self.0.fetch_max(millis, Ordering::SeqCst);
    }
}

pub(crate) fn keys() -> EncryptionKeys {
    EncryptionKeys::new("2026-03", [17; 32])
}

/// A payment that is found again by its key.
pub(crate) fn payment(key: &str, card: &str) -> CreatePayment {
    craftgate_test_support::payment(Decimal::new(10010, 2), craftgate_test_support::card(card)).conversation_id(key)
}

pub(crate) fn call(key: &str, card: &str) -> NewCall {
    NewCall::new(key, payment(key, card))
}

/// A new member, whose creation no call can look up.
pub(crate) fn new_member() -> CreateMember {
    serde_json::from_str(
        r#"{"memberExternalId":"uye-1","isBuyer":true,"email":"gulsah@example.com","phoneNumber":"905551112233",
            "name":"Gülşah Işık","contactName":"Gülşah","contactSurname":"Işık","address":"Kadıköy, İstanbul"}"#,
    )
    .unwrap()
}

pub(crate) fn client<T: Transport>(emulator: &Emulator, transport: T) -> Client<T> {
    let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
    let count = AtomicU64::new(1);
    Client::new(protocol, transport, move || RandomKey::new(&count.fetch_add(1, Ordering::Relaxed).to_string()))
}

/// An emulator, a database on a clock of the test's, and a network with faults of the test's.
pub(crate) struct Shop<'a> {
    pub(crate) database: &'a Database,
    pub(crate) emulator: Emulator,
    pub(crate) network: Network<Emulator>,
    pub(crate) clock: TestClock,
}

impl<'a> Shop<'a> {
    pub(crate) fn new(database: &'a Database) -> Self {
        let emulator = Emulator::new();
        Self { database, network: Network::new(emulator.clone()), emulator, clock: TestClock::new() }
    }

    /// Another connection to the outbox, as another process would have it.
    pub(crate) fn outbox(&self) -> Outbox<Store> {
        let clock = self.clock.clone();
        let outbox = Outbox::install(self.database.store()).unwrap();
        outbox.encryption_keys(keys()).clock(move || clock.now())
    }

    pub(crate) fn worker(&self, name: &str) -> Worker<Store, Network<Emulator>> {
        Worker::new(self.outbox(), client(&self.emulator, self.network.clone())).name(name)
    }

    pub(crate) fn enqueue(&self, key: &str, card: &str) {
        assert!(self.outbox().enqueue(&call(key, card)).unwrap().is_new);
    }

    pub(crate) fn find(&self, key: &str) -> StoredCall {
        self.outbox().find(key).unwrap().unwrap()
    }

    /// The successful payments that Craftgate has of this key.
    pub(crate) fn payments(&self, key: &str) -> Vec<i64> {
        payments(&self.emulator, key)
    }
}

/// The successful payments with this conversation id.
pub(crate) fn payments(emulator: &Emulator, conversation_id: &str) -> Vec<i64> {
    use craftgate_core::payment::PaymentStatus;
    let search = SearchPayments::new().conversation_id(conversation_id);
    let found = emulator.client().unwrap().call(&search).send().unwrap();
    let successes = found.items.into_iter().filter(|it| it.payment.payment_status == PaymentStatus::Success);
    successes.map(|it| it.payment.id.get()).collect()
}

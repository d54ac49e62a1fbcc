//! A shop that pays through a spool, against the emulator.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use craftgate_core::payment::CreatePayment;
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Environment, Operation, Protocol, RandomKey};
use craftgate_custom_transports::spool::{PendingCall, Spool, SpoolError, State};
use craftgate_emulator::Emulator;
pub(crate) use craftgate_test_support::{APPROVED_CARD, DECLINED_CARD};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) struct Shop {
    pub(crate) emulator: Emulator,
    pub(crate) protocol: Protocol,
    pub(crate) spool: Spool,
    pub(crate) folder: PathBuf,
    signed: Cell<u32>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        Self::at(Environment::Sandbox, Emulator::new())
    }

    pub(crate) fn at(environment: Environment, emulator: Emulator) -> Self {
        static SHOPS: AtomicU32 = AtomicU32::new(0);
        let number = SHOPS.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("spool-{}-{number}", std::process::id()));
        let protocol = Protocol::new(emulator.credentials().unwrap(), environment);
        Self { spool: Spool::open(&folder).unwrap(), emulator, protocol, folder, signed: Cell::new(0) }
    }

    /// Opens the spool again, as after a restart.
    pub(crate) fn restarted(&self) -> Spool {
        Spool::open(&self.folder).unwrap()
    }

    /// Returns a new random key.
    pub(crate) fn random_key(&self) -> RandomKey {
        self.signed.set(self.signed.get() + 1);
        RandomKey::new(&format!("rastgele-{}", self.signed.get())).unwrap()
    }

    pub(crate) fn submit<O: Operation + Serialize>(&self, operation: O, key: &str) -> Result<(), SpoolError> {
        self.spool.submit(&self.protocol, &PendingCall::new(operation, key), &self.random_key())
    }

    pub(crate) fn retry<O: Operation + DeserializeOwned>(&self, key: &str) -> Result<(), SpoolError> {
        self.spool.retry::<O>(&self.protocol, key, &self.random_key())
    }

    pub(crate) fn state<O: Operation + DeserializeOwned>(&self, key: &str) -> Result<State<O::Output>, SpoolError> {
        self.spool.state::<O>(&self.protocol, key)
    }

    /// Returns the result of a completed call.
    pub(crate) fn result<O: Operation + DeserializeOwned>(
        &self,
        key: &str,
    ) -> Result<O::Output, craftgate_core::Error> {
        match self.state::<O>(key) {
            Ok(State::Completed(result)) => result,
            other => panic!("{key} is not completed: {:?}", other.map(|_| ())),
        }
    }

    /// Sends all waiting requests and returns their number.
    pub(crate) fn send_all(&self) -> usize {
        let mut sent = 0;
        while let Some(claim) = self.spool.claim().unwrap() {
            claim.send(&self.emulator).unwrap();
            sent += 1;
        }
        sent
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.file(name)).unwrap()).unwrap()
    }

    /// Modifies a file of the spool.
    pub(crate) fn change(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut json = self.json(name);
        change(&mut json);
        fs::write(self.file(name), json.to_string()).unwrap();
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

pub(crate) fn payment(price: Decimal, card: &str) -> CreatePayment {
    craftgate_test_support::payment(price, craftgate_test_support::card(card)).conversation_id("sipariş-17")
}

pub(crate) fn lira(amount: i64) -> Decimal {
    Decimal::from(amount)
}

//! Cassette files, and clients that record and play them.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use craftgate_core::payment::{Card, CardNumber, CreatePayment};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Client, Credentials, Environment, Protocol, Transport};
use craftgate_custom_transports::cassette::{Cassette, Player, Recorder};
use craftgate_emulator::Emulator;
pub(crate) use craftgate_test_support::{APPROVED_CARD, DECLINED_CARD};
use craftgate_test_support::{expiry, noon};

/// A cassette file, deleted on drop.
pub(crate) struct CassetteFile(PathBuf);

impl CassetteFile {
    pub(crate) fn new() -> Self {
        static FILES: AtomicU32 = AtomicU32::new(0);
        let name = format!("cassette-{}-{}.json", std::process::id(), FILES.fetch_add(1, Ordering::Relaxed));
        Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    /// Saves the recorded interactions.
    pub(crate) fn of<T: Transport>(recorder: &Recorder<T>) -> Self {
        let file = Self::new();
        recorder.cassette().save(&file.0).unwrap();
        file
    }

    pub(crate) fn path(&self) -> &PathBuf {
        &self.0
    }

    pub(crate) fn content(&self) -> String {
        fs::read_to_string(&self.0).unwrap()
    }

    pub(crate) fn write(&self, bytes: &[u8]) {
        fs::write(&self.0, bytes).unwrap();
    }

    pub(crate) fn player(&self) -> Player {
        Player::new(Cassette::load(&self.0).unwrap())
    }
}

impl Drop for CassetteFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Returns an emulator on a fixed clock. A time of day could contain the digits that a test looks for.
pub(crate) fn emulator() -> Emulator {
    Emulator::builder().clock(noon).build()
}

pub(crate) fn client<T: Transport>(credentials: Credentials, transport: T) -> Client<T> {
    Client::new(Protocol::new(credentials, Environment::Sandbox), transport, craftgate_ureq::random_key)
}

/// Returns a client over a player, with other keys than the recording.
pub(crate) fn playing(file: &CassetteFile) -> Client<Player> {
    client(Credentials::new("other-api-key", "other-secret-key").unwrap(), file.player())
}

pub(crate) fn card(number: &str) -> Card {
    Card::new("Gülşah Işık", CardNumber::new(number), expiry(2044, 7), "987")
}

pub(crate) fn payment(price: Decimal, card: Card) -> CreatePayment {
    craftgate_test_support::payment(price, card).conversation_id("sipariş-17")
}

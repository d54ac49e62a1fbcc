//! Recording from a closure or an emulator, to a file and back.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use craftgate_core::payment::{Amounts, Card, CreatePayment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{Client, Credentials, Currency, Environment, Protocol, Transport};
use craftgate_custom_transports::cassette::{Cassette, Player, Recorder};

pub(crate) const GOOD_CARD: &str = "5258640000000001";
pub(crate) const POOR_CARD: &str = "5100050000006661";

/// A cassette's file, gone with the test.
pub(crate) struct Tape(PathBuf);

impl Tape {
    pub(crate) fn new() -> Self {
        static TAPES: AtomicU32 = AtomicU32::new(0);
        let name = format!("cassette-{}-{}.json", std::process::id(), TAPES.fetch_add(1, Ordering::Relaxed));
        Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    /// What was recorded, written down.
    pub(crate) fn of<T: Transport>(recorder: &Recorder<T>) -> Self {
        let tape = Self::new();
        recorder.cassette().save(&tape.0).unwrap();
        tape
    }

    pub(crate) fn path(&self) -> &PathBuf {
        &self.0
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(&self.0).unwrap()
    }

    pub(crate) fn write(&self, bytes: &[u8]) {
        fs::write(&self.0, bytes).unwrap();
    }

    pub(crate) fn player(&self) -> Player {
        Player::new(Cassette::load(&self.0).unwrap())
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

pub(crate) fn client<T: Transport>(credentials: Credentials, transport: T) -> Client<T> {
    Client::new(Protocol::new(credentials, Environment::Sandbox), transport, craftgate_ureq::random_key)
}

/// A client of a player needs keys too, and any will do.
pub(crate) fn playing(tape: &Tape) -> Client<Player> {
    client(Credentials::new("other-api-key", "other-secret-key").unwrap(), tape.player())
}

pub(crate) fn card(number: &str) -> Card {
    Card::new("Gülşah Işık", number, "2044", "07", "987")
}

pub(crate) fn payment(price: Decimal, card: Card) -> CreatePayment {
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Gümüş tepsi")])
        .card(card)
        .conversation_id("sipariş-17")
}

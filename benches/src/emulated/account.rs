//! An account at the emulator with as much in it as one likes.

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::onboarding::CreateMember;
use craftgate_core::payment::{Card, CreatePayment, RefundPayment, StoreCard};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::wallet::{CreateWallet, SendRemittance};
use craftgate_core::{Currency, Environment, Operation, Protocol, RandomKey, Request};
use craftgate_emulator::Emulator;

use crate::requests;

/// An emulator, and the merchant who asks it in process.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Account {
    /// The emulator.
    pub emulator: Emulator,
    protocol: Protocol,
}

impl Account {
    /// An account without anything in it.
    #[must_use]
    pub fn empty() -> Self {
        let emulator = Emulator::new();
        let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
        Self { emulator, protocol }
    }

    /// Takes this many payments of three lines.
    pub fn take_payments(&self, count: i64) {
        for number in 1..=count {
            self.ask(&payment(number));
        }
    }

    /// Makes this many members with a wallet and something in it, stored cards and bank transfers, and refunds as
    /// many payments.
    pub fn add_others(&self, count: i64) {
        for number in 1..=count {
            let member = self.ask(&CreateMember::new(format!("üye-{number}"))).id;
            self.ask(&CreateWallet::new(member));
            self.ask(&SendRemittance::new(member, "Hediye", Decimal::TEN, Currency::Try));
            self.ask(&StoreCard::new("Gülşah Işık", "5258640000000001", "2044", "07").card_alias(alias(number)));
            self.emulator.add_bank_transfer(transfer(number));
            self.ask(&RefundPayment::new(number));
        }
    }

    /// Does an operation, and gives what the merchant learns of it.
    pub fn ask<O: Operation>(&self, operation: &O) -> O::Output {
        self.protocol.exchange(operation).parse(self.emulator.handle(self.request(operation))).unwrap()
    }

    /// The signed request for an operation.
    pub(super) fn request(&self, operation: &impl Operation) -> Request {
        self.protocol.exchange(operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap()
    }

    /// The same under an idempotency key.
    pub(super) fn request_once(&self, operation: &impl Operation, key: &str) -> Request {
        let random_key = RandomKey::new("Xa15Fp11T").unwrap();
        self.protocol.exchange(operation).idempotency_key(key).request(&random_key).unwrap()
    }
}

/// A payment of an amount of its own. Some are in other installments, some in dollars by another card.
pub(super) fn payment(number: i64) -> CreatePayment {
    let mut payment = requests::payment().conversation_id(conversation(number)).external_id(format!("dış-{number}"));
    payment.amounts.paid_price += Decimal::new(number, 2);
    if number % 3 == 2 {
        payment.installment = 6;
    }
    if number % 4 == 3 {
        payment.currency = Currency::Usd;
        payment = payment.card(Card::new("Gülşah Işık", "378282246310005", "2044", "07", "0000"));
    }
    payment
}

pub(super) fn conversation(number: i64) -> String {
    format!("siparis-2026-{number:06}")
}

pub(super) fn alias(number: i64) -> String {
    format!("Gülşah'ın {number}. kartı")
}

pub(super) fn sender(number: i64) -> String {
    format!("TR{number:024}")
}

fn transfer(number: i64) -> BankAccountTrackingRecord {
    let mut transfer = BankAccountTrackingRecord::new(number);
    transfer.currency = Some(Currency::Try);
    transfer.sender_iban = Some(sender(number));
    transfer.amount = Some(Decimal::TEN);
    transfer
}

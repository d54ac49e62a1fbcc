//! An account at the emulator, filled with any number of records.

use craftgate_core::bank_account_tracking::BankAccountTrackingRecord;
use craftgate_core::chrono::{NaiveDate, NaiveDateTime};
use craftgate_core::id::{BankAccountTrackingRecordId, PaymentId};
use craftgate_core::payment::{CardNumber, CreatePayment, RefundPayment, StoreCard};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::wallet::{CreateWallet, SendRemittance};
use craftgate_core::{Currency, Environment, Operation, Protocol, RandomKey, Request};
use craftgate_emulator::Emulator;
use craftgate_test_support::{APPROVED_CARD, card, expiry};

use crate::requests;

/// An emulator, and a merchant's client of it in process.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Account {
    /// The emulator.
    pub emulator: Emulator,
    protocol: Protocol,
}

impl Account {
    /// Creates an empty account, whose clock stands still.
    #[must_use]
    pub fn empty() -> Self {
        let emulator = Emulator::builder().clock(fixed_time).build();
        let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
        Self { emulator, protocol }
    }

    /// Takes this many payments of three lines.
    pub fn take_payments(&self, count: i64) {
        for number in 1..=count {
            self.send(&payment(number));
        }
    }

    /// Adds this many members with a wallet and a balance, stored cards and bank transfers, and refunds as many payments.
    pub fn add_other_records(&self, count: i64) {
        for number in 1..=count {
            let member = self.send(&craftgate_test_support::member(format!("üye-{number}"))).id;
            self.send(&CreateWallet::new(member));
            self.send(&SendRemittance::new(member, "Hediye", Decimal::TEN, Currency::Try));
            self.send(
                &StoreCard::plain("Gülşah Işık", CardNumber::new(APPROVED_CARD), expiry(2044, 7))
                    .card_alias(alias(number)),
            );
            self.emulator.add_bank_transfer(transfer(number));
            self.send(&RefundPayment::new(PaymentId::new(number)));
        }
    }

    /// Sends an operation, and returns its output.
    pub fn send<O: Operation>(&self, operation: &O) -> O::Output {
        self.protocol.exchange(operation).parse(self.emulator.handle(self.request(operation))).unwrap()
    }

    /// Returns the signed request of an operation.
    pub(super) fn request(&self, operation: &impl Operation) -> Request {
        self.protocol.exchange(operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap()
    }

    /// Returns the signed request of an operation under an idempotency key.
    pub(super) fn request_with_key(&self, operation: &impl Operation, key: &str) -> Request {
        let random_key = RandomKey::new("Xa15Fp11T").unwrap();
        self.protocol.exchange(operation).idempotency_key(key).request(&random_key).unwrap()
    }
}

/// The time of everything in an account. It is fixed because a time's fraction decides how many allocations
/// writing it takes: `.018471` takes seven more than `.218471`.
fn fixed_time() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 25).and_then(|day| day.and_hms_micro_opt(12, 0, 0, 218_471)).unwrap()
}

/// Returns a payment with an amount of its own. Some are in other installments, some without sellers in dollars by another card.
pub(super) fn payment(number: i64) -> CreatePayment {
    let mut payment = requests::payment().conversation_id(conversation(number)).external_id(format!("dış-{number}"));
    payment.amounts.paid_price += Decimal::new(number, 2);
    if number % 3 == 2 {
        payment.installment = 6;
    }
    if number % 4 == 3 {
        payment.currency = Currency::Usd;
        payment.installment = 1;
        for item in &mut payment.items {
            (item.sub_merchant_member_id, item.sub_merchant_member_price) = (None, None);
        }
        payment = payment.card(card("378282246310005"));
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
    let mut transfer = BankAccountTrackingRecord::new(BankAccountTrackingRecordId::new(number));
    transfer.currency = Some(Currency::Try);
    transfer.sender_iban = Some(sender(number));
    transfer.amount = Some(Decimal::TEN);
    transfer
}

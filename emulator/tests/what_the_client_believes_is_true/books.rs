//! Books of payments and cards: what a merchant believes in, or what the emulator holds.

use std::collections::{BTreeMap, BTreeSet};

use craftgate_core::payment::{
    Payment, PaymentPhase, PaymentStatus, RefundStatus, RefundType, SearchStoredCards, StoredCard,
};
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::common::Shop;

/// The payments that took money or hold it, what went back of them, and the tokens of the stored cards.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Books {
    pub(crate) payments: BTreeMap<i64, Account>,
    pub(crate) back: BTreeMap<i64, Decimal>,
    pub(crate) cards: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    is_held: bool,
    pub(crate) paid: Decimal,
}

impl Account {
    /// `None` for a payment that is not made.
    pub(crate) fn of(payment: &Payment) -> Option<Self> {
        let is_held = payment.payment_phase == Some(PaymentPhase::PreAuth);
        let is_made = payment.payment_status == PaymentStatus::Success;
        is_made.then(|| Self { is_held, paid: payment.paid_price.unwrap() })
    }
}

impl Books {
    pub(crate) fn pay(&mut self, payment: &Payment) {
        self.payments.entry(payment.id).or_insert_with(|| Account::of(payment).unwrap());
    }

    pub(crate) fn capture(&mut self, payment: &Payment) {
        self.payments.insert(payment.id, Account::of(payment).unwrap());
    }

    pub(crate) fn give_back(&mut self, payment: Option<i64>, price: Option<Decimal>) {
        *self.back.entry(payment.unwrap()).or_default() += price.unwrap();
    }

    fn check(&self) {
        for (payment, back) in &self.back {
            let paid = self.payments.get(payment).map_or(Decimal::ZERO, |account| account.paid);
            assert!(*back <= paid, "{back} went back of {paid}");
        }
    }
}

/// What a look into the emulator shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Audit {
    pub(crate) books: Books,
    /// How many payments there are of each order, paid or not.
    pub(crate) payments_by_order: BTreeMap<String, usize>,
}

const ALL: i32 = 10_000;

impl Audit {
    /// Looks by way of the API, without a fault. Its parts have to agree with one another.
    pub(crate) fn of(shop: &Shop) -> Self {
        let mut audit = Self::default();
        let books = &mut audit.books;
        add_refunds(books, shop);
        for report in shop.get(&SearchPayments::new().size(ALL)).items {
            let payment = report.payment;
            *audit.payments_by_order.entry(payment.conversation_id.clone().unwrap()).or_default() += 1;
            if let Some(account) = Account::of(&payment) {
                let back = books.back.get(&payment.id).copied().unwrap_or_default();
                assert_eq!(report.refundable_price, Some(account.paid - back));
                books.payments.insert(payment.id, account);
            }
        }
        books.cards = shop.get(&SearchStoredCards::new().size(ALL)).items.iter().map(token).collect();
        books.check();
        check_charges(shop);
        audit
    }
}

/// What the bank was asked for is told to the webhook.
fn check_charges(shop: &Shop) {
    let mut charged = BTreeSet::new();
    for event in shop.emulator.events() {
        let is_charge = [WebhookEventType::ApiAuth, WebhookEventType::ApiVerifyAndAuth].contains(&event.event_type);
        if is_charge && event.status == WebhookStatus::Success {
            assert!(charged.insert(event.payload_id.clone()), "payment {} was taken twice", event.payload_id);
        }
    }
}

/// A cancel has no lines; any other refund is the sum of its lines' refunds.
fn add_refunds(books: &mut Books, shop: &Shop) {
    for report in shop.get(&SearchPaymentRefunds::new().size(ALL).status(RefundStatus::Success)).items {
        if report.refund.refund_type == Some(RefundType::Cancel) {
            books.give_back(report.refund.payment_id, report.refund.refund_price);
        }
    }
    for report in shop.get(&SearchPaymentTransactionRefunds::new().size(ALL).status(RefundStatus::Success)).items {
        books.give_back(report.refund.payment_id, report.refund.refund_price);
    }
}

pub(crate) fn token(card: &StoredCard) -> String {
    card.card_token.expose().to_owned()
}

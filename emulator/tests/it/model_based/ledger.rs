//! The ledger of payments and cards, as the merchant expects it or as the emulator has it.

use std::collections::{BTreeMap, BTreeSet};

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Payment, PaymentPhase, PaymentStatus, RefundStatus, RefundType, SearchStoredCards, StoredCard,
};
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::common::Shop;

/// The successful payments, their refunded amounts, and the tokens of the stored cards.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Ledger {
    pub(crate) payments: BTreeMap<PaymentId, LedgerEntry>,
    pub(crate) refunded: BTreeMap<PaymentId, Decimal>,
    pub(crate) cards: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LedgerEntry {
    is_pre_authorized: bool,
    pub(crate) paid: Decimal,
}

impl LedgerEntry {
    /// Returns `None` for a payment that did not succeed.
    pub(crate) fn of(payment: &Payment) -> Option<Self> {
        let is_pre_authorized = payment.payment_phase == Some(PaymentPhase::PreAuth);
        let is_successful = payment.payment_status == PaymentStatus::Success;
        is_successful.then(|| Self { is_pre_authorized, paid: payment.paid_price.unwrap() })
    }
}

impl Ledger {
    pub(crate) fn charge(&mut self, payment: &Payment) {
        self.payments.entry(payment.id).or_insert_with(|| LedgerEntry::of(payment).unwrap());
    }

    pub(crate) fn capture(&mut self, payment: &Payment) {
        self.payments.insert(payment.id, LedgerEntry::of(payment).unwrap());
    }

    pub(crate) fn refund(&mut self, payment: Option<PaymentId>, price: Option<Decimal>) {
        *self.refunded.entry(payment.unwrap()).or_default() += price.unwrap();
    }

    fn check(&self) {
        for (payment, refunded) in &self.refunded {
            let paid = self.payments.get(payment).map_or(Decimal::ZERO, |entry| entry.paid);
            assert!(*refunded <= paid, "{refunded} refunded of {paid}");
        }
    }
}

/// What the emulator has.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Snapshot {
    pub(crate) ledger: Ledger,
    /// The number of payments of each order, successful or not.
    pub(crate) payments_by_order: BTreeMap<String, usize>,
}

const ALL: u32 = 10_000;

impl Snapshot {
    /// Reads the ledger through the API, without network faults, and checks that its parts agree.
    pub(crate) fn of(shop: &Shop) -> Self {
        let mut snapshot = Self::default();
        let ledger = &mut snapshot.ledger;
        add_refunds(ledger, shop);
        for report in shop.send(&SearchPayments::new().size(ALL)).items {
            let payment = report.payment;
            *snapshot.payments_by_order.entry(payment.conversation_id.clone().unwrap()).or_default() += 1;
            if let Some(entry) = LedgerEntry::of(&payment) {
                let refunded = ledger.refunded.get(&payment.id).copied().unwrap_or_default();
                assert_eq!(report.refundable_price, Some(entry.paid - refunded));
                ledger.payments.insert(payment.id, entry);
            }
        }
        ledger.cards = shop.send(&SearchStoredCards::new().size(ALL)).items.iter().map(token).collect();
        ledger.check();
        check_charges(shop);
        snapshot
    }
}

/// Checks by the events that no payment was charged twice.
fn check_charges(shop: &Shop) {
    let mut charged = BTreeSet::new();
    for event in shop.emulator.events() {
        let is_charge = [WebhookEventType::ApiAuth, WebhookEventType::ApiVerifyAndAuth].contains(&event.event_type);
        if is_charge && event.status == WebhookStatus::Success {
            assert!(charged.insert(event.payload_id.clone()), "payment {} was charged twice", event.payload_id);
        }
    }
}

/// Adds the refunds. A cancel has no transactions; any other refund is the sum of its transactions' refunds.
fn add_refunds(ledger: &mut Ledger, shop: &Shop) {
    for report in shop.send(&SearchPaymentRefunds::new().size(ALL).status(RefundStatus::Success)).items {
        if report.refund.refund_type == Some(RefundType::Cancel) {
            ledger.refund(report.refund.payment_id, report.refund.refund_price);
        }
    }
    for report in shop.send(&SearchPaymentTransactionRefunds::new().size(ALL).status(RefundStatus::Success)).items {
        ledger.refund(report.refund.payment_id, report.refund.refund_price);
    }
}

pub(crate) fn token(card: &StoredCard) -> String {
    card.card_token.expose().to_owned()
}

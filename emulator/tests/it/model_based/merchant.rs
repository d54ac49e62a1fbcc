//! A merchant who runs a scenario and records what the client returns.

use craftgate_core::id::{PaymentId, PaymentTransactionId};
use craftgate_core::payment::{
    Card, CompleteThreeDsPayment, CreatePayment, DeleteStoredCard, InitThreeDsPayment, PaymentPhase, PostAuthPayment,
    RefundPayment, RefundPaymentTransaction, RetrievePayment, StoreCard, StoredCard,
};
use craftgate_core::{Client, Environment, Outcome, Protocol, RandomKey, RetryPolicy};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::ledger::{Ledger, LedgerEntry, Snapshot};
use super::network::Network;
use super::operation::{Expected, MerchantOperation, Observed, OperationKind, settles_earlier};
use super::scenario::{Action, Basket, CardKind, Step};
use crate::common::{self, Shop, TestClock, card_to_store};

pub(crate) struct Merchant {
    clock: TestClock,
    network: Network,
    once: Client<Network>,
    retrying: Client<Network>,
    operations: Vec<MerchantOperation>,
    /// Reads the emulator without the network.
    shop: Shop,
    /// The last snapshot.
    seen: Snapshot,
}

impl Merchant {
    pub(crate) fn new() -> Self {
        let (clock, shop) = TestClock::with_shop();
        let network = Network::to(shop.emulator.clone());
        let protocol = Protocol::new(shop.emulator.credentials().unwrap(), Environment::Sandbox);
        let once = Client::new(protocol, network.clone(), || RandomKey::new("Xa15Fp11T"));
        let retrying = once.clone().retry_policy(RetryPolicy::new(2), |_| ());
        Self { clock, network, once, retrying, operations: vec![], shop, seen: Snapshot::default() }
    }

    pub(crate) fn run(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.deliver_late_requests()?;
        self.network.plan(&step.faults);
        match &step.action {
            Action::Repeat { operation } => self.repeat(*operation, step)?,
            Action::Settle { operation } => self.settle(*operation, step)?,
            Action::Read { payment } => self.read(*payment, step)?,
            Action::DayPasses => self.clock.next_day(),
            action => {
                if let Some(kind) = self.kind(action) {
                    self.begin(kind, step)?;
                }
            }
        }
        self.network.plan(&[]);
        self.check_expectations()
    }

    /// Settles every unknown outcome. Requests that arrive later must change nothing.
    pub(crate) fn settle_all(&mut self) -> Result<(), TestCaseError> {
        let keyed = |operation: &MerchantOperation| operation.key.is_some();
        let open = |merchant: &Self, is_wanted: fn(&MerchantOperation) -> bool| -> Vec<usize> {
            let operations = merchant.operations.iter().enumerate();
            let open = operations.filter(|(_, operation)| operation.is_unknown() && is_wanted(operation));
            open.map(|(index, _)| index).collect()
        };
        for index in open(self, keyed) {
            self.settle_operation(index, false)?;
        }
        while !self.network.is_quiet() {
            self.deliver_late_requests()?;
        }
        for index in open(self, |_| true) {
            self.settle_operation(index, false)?;
        }
        prop_assert!(!self.operations.iter().any(MerchantOperation::is_unknown), "{:?}", self.operations);
        self.check_expectations()
    }

    fn client(&self, retries: bool) -> &Client<Network> {
        if retries { &self.retrying } else { &self.once }
    }
}

/// The operations.
impl Merchant {
    fn begin(&mut self, kind: OperationKind, step: &Step) -> Result<(), TestCaseError> {
        let name = self.next_name();
        let key = step.keyed.then(|| format!("anahtar-{}", self.operations.len()));
        let mut operation = MerchantOperation { name, kind, key, expected: Expected::Unknown };
        let result = operation.send(self.client(step.retries));
        let now = self.snapshot();
        operation.expected = match result {
            Ok(observed) => Expected::Done(observed),
            Err(error) if error.outcome() == Outcome::Unknown => Expected::Unknown,
            Err(error) => {
                prop_assert_eq!(&now.ledger, &self.seen.ledger, "nothing was done according to {:?}", error);
                Expected::NotDone
            }
        };
        self.seen = now;
        self.operations.push(operation);
        Ok(())
    }

    fn repeat(&mut self, nth: usize, step: &Step) -> Result<(), TestCaseError> {
        let keyed =
            (0..self.operations.len()).filter(|index| self.operations[*index].key.is_some()).collect::<Vec<_>>();
        let Some(index) = pick(&keyed, nth) else { return Ok(()) };
        let result = self.operations[index].send(self.client(step.retries));
        let now = self.snapshot();
        let expected = match (&self.operations[index].expected, result) {
            (Expected::Done(first), Ok(again)) => {
                prop_assert_eq!(first.subject(), again.subject());
                Expected::Done(first.clone())
            }
            (Expected::Done(first), Err(error)) => {
                prop_assert!(!settles_earlier(&error), "{:?} was done, and is now rejected: {:?}", first, error);
                Expected::Done(first.clone())
            }
            (_, Ok(observed)) => Expected::Done(observed),
            (Expected::Unknown, Err(error)) if !settles_earlier(&error) => Expected::Unknown,
            (_, Err(error)) if error.outcome() == Outcome::Unknown => Expected::Unknown,
            (_, Err(_)) => Expected::NotDone,
        };
        if matches!(&self.operations[index].expected, Expected::Done(_)) || expected == Expected::NotDone {
            prop_assert_eq!(&now.ledger, &self.seen.ledger, "{:?} was done again", self.operations[index]);
        }
        self.seen = now;
        self.operations[index].expected = expected;
        Ok(())
    }

    fn settle(&mut self, nth: usize, step: &Step) -> Result<(), TestCaseError> {
        let open = |index: &usize| self.operations[*index].is_unknown();
        let open: Vec<usize> = (0..self.operations.len()).filter(open).collect();
        match pick(&open, nth) {
            Some(index) => self.settle_operation(index, step.retries),
            None => Ok(()),
        }
    }

    fn settle_operation(&mut self, index: usize, retries: bool) -> Result<(), TestCaseError> {
        self.operations[index].expected = self.operations[index].settle(self.client(retries));
        self.seen = self.snapshot();
        Ok(())
    }

    fn read(&mut self, nth: usize, step: &Step) -> Result<(), TestCaseError> {
        let Some(id) = pick(&self.payment_ids(), nth) else { return Ok(()) };
        if let Ok(payment) = self.client(step.retries).call(&RetrievePayment::new(id)).send() {
            prop_assert_eq!(LedgerEntry::of(&payment), self.seen.ledger.payments.get(&id).cloned());
        }
        prop_assert_eq!(&self.snapshot(), &self.seen, "reading changes nothing");
        Ok(())
    }

    /// A late request may change what is unknown, and nothing else.
    fn deliver_late_requests(&mut self) -> Result<(), TestCaseError> {
        self.network.pass();
        let now = self.snapshot();
        if !self.operations.iter().any(MerchantOperation::is_unknown) {
            prop_assert_eq!(&now.ledger, &self.seen.ledger, "a late request changed what was settled");
        }
        self.seen = now;
        Ok(())
    }
}

/// The state that the merchant knows.
impl Merchant {
    fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.shop)
    }

    fn check_expectations(&self) -> Result<(), TestCaseError> {
        for (order, payments) in &self.seen.payments_by_order {
            prop_assert_eq!(*payments, 1, "{} was paid for more than once", order);
        }
        if !self.operations.iter().any(MerchantOperation::is_unknown) {
            prop_assert_eq!(&self.expected_ledger(), &self.seen.ledger, "{:#?}", self.operations);
        }
        Ok(())
    }

    fn expected_ledger(&self) -> Ledger {
        let mut ledger = Ledger::default();
        self.observations().for_each(|observed| observed.record(&mut ledger));
        ledger
    }

    fn observations(&self) -> impl Iterator<Item = &Observed> {
        self.operations.iter().filter_map(|operation| match &operation.expected {
            Expected::Done(observed) => Some(observed),
            Expected::NotDone | Expected::Unknown => None,
        })
    }

    fn payment_ids(&self) -> Vec<PaymentId> {
        self.observations().filter_map(Observed::payment_id).collect()
    }

    fn transaction_ids(&self) -> Vec<PaymentTransactionId> {
        let payments = self.observations().filter_map(|observed| match observed {
            Observed::Paid(payment) => Some(payment),
            _ => None,
        });
        payments.flat_map(|payment| payment.payment_transactions.iter().map(|transaction| transaction.id)).collect()
    }

    fn to_complete(&self) -> Vec<CompleteThreeDsPayment> {
        let started = self.observations().filter_map(|observed| match observed {
            Observed::Started(_, complete) => complete.clone(),
            _ => None,
        });
        started.collect()
    }

    /// Returns the cards that were stored, whether or not they were deleted since.
    fn cards(&self) -> Vec<StoredCard> {
        let cards = self.observations().filter_map(|observed| match observed {
            Observed::Stored(card) => Some((**card).clone()),
            _ => None,
        });
        cards.collect()
    }

    fn paid_price(&self, id: PaymentId) -> Decimal {
        self.expected_ledger().payments.get(&id).map_or(Decimal::TEN, |entry| entry.paid)
    }

    fn next_name(&self) -> String {
        format!("sipariş-{}", self.operations.len())
    }
}

/// The operations that actions stand for.
impl Merchant {
    /// Returns `None` if nothing exists that the action could concern.
    fn kind(&self, action: &Action) -> Option<OperationKind> {
        let name = self.next_name();
        Some(match action {
            Action::Pay(basket) => OperationKind::Pay(Box::new(order(&name, basket))),
            Action::InitThreeDs(basket) => {
                let start = InitThreeDsPayment::new(order(&name, basket), "https://shop.example.com/3ds");
                OperationKind::InitThreeDs(Box::new(start))
            }
            Action::CompleteThreeDs { started } => OperationKind::CompleteThreeDs(pick(&self.to_complete(), *started)?),
            Action::Capture { payment, percent } => {
                let id = pick(&self.payment_ids(), *payment)?;
                let mut capture = PostAuthPayment::new(id);
                capture.paid_price = percent.map(|percent| self.paid_price(id) * Decimal::new(percent, 2));
                OperationKind::Capture(capture)
            }
            Action::Refund { payment } => {
                OperationKind::Refund(RefundPayment::new(pick(&self.payment_ids(), *payment)?).conversation_id(name))
            }
            Action::RefundTransaction { transaction, cents } => {
                let mut refund =
                    RefundPaymentTransaction::new(pick(&self.transaction_ids(), *transaction)?).conversation_id(name);
                refund.refund_price = cents.map(lira);
                OperationKind::RefundTransaction(refund)
            }
            Action::StoreCard(card) => OperationKind::StoreCard(store(&name, *card)),
            Action::DeleteCard { card } => {
                let card = pick(&self.cards(), *card)?;
                OperationKind::DeleteCard(DeleteStoredCard::new(card.card_user_key, card.card_token))
            }
            Action::PayWithStoredCard { card, cents } => {
                let card = pick(&self.cards(), *card)?;
                let pay = common::payment(&[lira(*cents)]).conversation_id(name);
                OperationKind::Pay(Box::new(pay.card(Card::stored(card.card_user_key, card.card_token))))
            }
            Action::Repeat { .. } | Action::Settle { .. } | Action::Read { .. } | Action::DayPasses => return None,
        })
    }
}

fn order(name: &str, basket: &Basket) -> CreatePayment {
    let prices: Vec<Decimal> = basket.cents.iter().copied().map(lira).collect();
    let phase = if basket.is_pre_authorized { PaymentPhase::PreAuth } else { PaymentPhase::Auth };
    common::payment(&prices).card(common::card(basket.card.number())).conversation_id(name).payment_phase(phase)
}

fn store(name: &str, card: CardKind) -> StoreCard {
    card_to_store(card.number()).card_alias(name)
}

fn lira(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

fn pick<T: Clone>(things: &[T], nth: usize) -> Option<T> {
    things.get(nth.checked_rem(things.len())?).cloned()
}

//! A merchant who lives through a story, and believes what the client says.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use craftgate_core::chrono::TimeDelta;
use craftgate_core::payment::{
    Card, CompleteThreeDsPayment, CreatePayment, DeleteStoredCard, InitThreeDsPayment, PaymentPhase, PostAuthPayment,
    RefundPayment, RefundPaymentTransaction, RetrievePayment, StoreCard, StoredCard,
};
use craftgate_core::{Client, Environment, Outcome, Protocol, RandomKey, RetryPolicy};
use craftgate_emulator::Emulator;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::books::{Account, Audit, Books};
use crate::common::{self, Shop, noon};
use crate::deed::{Belief, Deed, Fact, Intent, settles_earlier};
use crate::network::Network;
use crate::story::{Action, Basket, Plastic, Step};

pub(crate) struct Merchant {
    days: Arc<AtomicI64>,
    network: Network,
    once: Client<Network>,
    retrying: Client<Network>,
    deeds: Vec<Deed>,
    /// Looks into the emulator past the network.
    auditor: Shop,
    /// What the last look showed.
    seen: Audit,
}

impl Merchant {
    pub(crate) fn new() -> Self {
        let days = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&days);
        let emulator =
            Emulator::builder().clock(move || noon() + TimeDelta::days(clock.load(Ordering::Relaxed))).build();
        let network = Network::to(emulator.clone());
        let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
        let once = Client::new(protocol, network.clone(), || RandomKey::new("Xa15Fp11T"));
        let retrying = once.clone().retry_policy(RetryPolicy::new(2), |_| ());
        Self { days, network, once, retrying, deeds: vec![], auditor: Shop::on(emulator), seen: Audit::default() }
    }

    pub(crate) fn live(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.let_late_requests_arrive()?;
        self.network.plan(&step.faults);
        match &step.action {
            Action::Repeat { deed } => self.repeat(*deed, step)?,
            Action::Settle { deed } => self.settle(*deed, step)?,
            Action::Read { payment } => self.read(*payment, step)?,
            Action::DayPasses => drop(self.days.fetch_add(1, Ordering::Relaxed)),
            action => {
                if let Some(intent) = self.intent(action) {
                    self.begin(intent, step)?;
                }
            }
        }
        self.network.plan(&[]);
        self.check_beliefs()
    }

    /// Follows the advice until nothing is unknown. What is still on its way then changes nothing more.
    pub(crate) fn settle_all(&mut self) -> Result<(), TestCaseError> {
        let keyed = |deed: &Deed| deed.key.is_some();
        let open = |merchant: &Self, keyed: fn(&Deed) -> bool| {
            (0..merchant.deeds.len())
                .filter(|index| merchant.deeds[*index].belief == Belief::Unknown && keyed(&merchant.deeds[*index]))
                .collect::<Vec<_>>()
        };
        for index in open(self, keyed) {
            self.settle_deed(index, false)?;
        }
        while !self.network.is_quiet() {
            self.let_late_requests_arrive()?;
        }
        for index in open(self, |_| true) {
            self.settle_deed(index, false)?;
        }
        prop_assert!(self.deeds.iter().all(|deed| deed.belief != Belief::Unknown), "{:?}", self.deeds);
        self.check_beliefs()
    }

    fn client(&self, retries: bool) -> &Client<Network> {
        if retries { &self.retrying } else { &self.once }
    }
}

/// What the merchant does.
impl Merchant {
    fn begin(&mut self, intent: Intent, step: &Step) -> Result<(), TestCaseError> {
        let name = self.next_name();
        let key = step.keyed.then(|| format!("anahtar-{}", self.deeds.len()));
        let mut deed = Deed { name, intent, key, belief: Belief::Unknown };
        let result = deed.send(self.client(step.retries));
        let now = self.look();
        deed.belief = match result {
            Ok(fact) => Belief::Done(fact),
            Err(error) if error.outcome() == Outcome::Unknown => Belief::Unknown,
            Err(error) => {
                prop_assert_eq!(&now.books, &self.seen.books, "{:?} says that nothing was done", error);
                Belief::NotDone
            }
        };
        self.seen = now;
        self.deeds.push(deed);
        Ok(())
    }

    fn repeat(&mut self, nth: usize, step: &Step) -> Result<(), TestCaseError> {
        let keyed = (0..self.deeds.len()).filter(|index| self.deeds[*index].key.is_some()).collect::<Vec<_>>();
        let Some(index) = pick(&keyed, nth) else { return Ok(()) };
        let result = self.deeds[index].send(self.client(step.retries));
        let now = self.look();
        let belief = match (&self.deeds[index].belief, result) {
            (Belief::Done(first), Ok(again)) => {
                prop_assert_eq!(first.subject(), again.subject());
                Belief::Done(first.clone())
            }
            (Belief::Done(first), Err(error)) => {
                prop_assert!(!settles_earlier(&error), "{:?} was done, and is now refused: {:?}", first, error);
                Belief::Done(first.clone())
            }
            (_, Ok(fact)) => Belief::Done(fact),
            (Belief::Unknown, Err(error)) if !settles_earlier(&error) => Belief::Unknown,
            (_, Err(error)) if error.outcome() == Outcome::Unknown => Belief::Unknown,
            (_, Err(_)) => Belief::NotDone,
        };
        if matches!(&self.deeds[index].belief, Belief::Done(_)) || belief == Belief::NotDone {
            prop_assert_eq!(&now.books, &self.seen.books, "{:?} was done again", self.deeds[index]);
        }
        self.seen = now;
        self.deeds[index].belief = belief;
        Ok(())
    }

    fn settle(&mut self, nth: usize, step: &Step) -> Result<(), TestCaseError> {
        let open = |index: &usize| self.deeds[*index].belief == Belief::Unknown;
        let open: Vec<usize> = (0..self.deeds.len()).filter(open).collect();
        match pick(&open, nth) {
            Some(index) => self.settle_deed(index, step.retries),
            None => Ok(()),
        }
    }

    fn settle_deed(&mut self, index: usize, retries: bool) -> Result<(), TestCaseError> {
        self.deeds[index].belief = self.deeds[index].settle(self.client(retries));
        self.seen = self.look();
        Ok(())
    }

    fn read(&mut self, nth: usize, step: &Step) -> Result<(), TestCaseError> {
        let Some(id) = pick(&self.payment_ids(), nth) else { return Ok(()) };
        if let Ok(payment) = self.client(step.retries).call(&RetrievePayment::new(id)).send() {
            prop_assert_eq!(Account::of(&payment), self.seen.books.payments.get(&id).cloned());
        }
        prop_assert_eq!(&self.look(), &self.seen, "reading changes nothing");
        Ok(())
    }

    /// A request that comes late does what its sender thinks possible, and no more.
    fn let_late_requests_arrive(&mut self) -> Result<(), TestCaseError> {
        self.network.pass();
        let now = self.look();
        if self.deeds.iter().all(|deed| deed.belief != Belief::Unknown) {
            prop_assert_eq!(&now.books, &self.seen.books, "a late request did what was settled");
        }
        self.seen = now;
        Ok(())
    }
}

/// What the merchant knows.
impl Merchant {
    fn look(&self) -> Audit {
        Audit::of(&self.auditor)
    }

    fn check_beliefs(&self) -> Result<(), TestCaseError> {
        for (order, payments) in &self.seen.payments_by_order {
            prop_assert_eq!(*payments, 1, "{} was paid for more than once", order);
        }
        if self.deeds.iter().all(|deed| deed.belief != Belief::Unknown) {
            prop_assert_eq!(&self.believed(), &self.seen.books, "{:#?}", self.deeds);
        }
        Ok(())
    }

    fn believed(&self) -> Books {
        let mut books = Books::default();
        self.facts().for_each(|fact| fact.note(&mut books));
        books
    }

    fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.deeds.iter().filter_map(|deed| match &deed.belief {
            Belief::Done(fact) => Some(fact),
            Belief::NotDone | Belief::Unknown => None,
        })
    }

    fn payment_ids(&self) -> Vec<i64> {
        self.facts().filter_map(Fact::payment_id).collect()
    }

    fn line_ids(&self) -> Vec<i64> {
        let payments = self.facts().filter_map(|fact| match fact {
            Fact::Paid(payment) => Some(payment),
            _ => None,
        });
        payments.flat_map(|payment| payment.payment_transactions.iter().map(|line| line.id)).collect()
    }

    fn to_complete(&self) -> Vec<CompleteThreeDsPayment> {
        let started = self.facts().filter_map(|fact| match fact {
            Fact::Started(_, complete) => complete.clone(),
            _ => None,
        });
        started.collect()
    }

    /// The cards that were stored, deleted since or not.
    fn cards(&self) -> Vec<StoredCard> {
        let cards = self.facts().filter_map(|fact| match fact {
            Fact::Stored(card) => Some((**card).clone()),
            _ => None,
        });
        cards.collect()
    }

    fn paid_price(&self, id: i64) -> Decimal {
        self.believed().payments.get(&id).map_or(Decimal::TEN, |account| account.paid)
    }

    fn next_name(&self) -> String {
        format!("sipariş-{}", self.deeds.len())
    }
}

/// What to ask for.
impl Merchant {
    /// `None` where there is nothing yet that the action is about.
    fn intent(&self, action: &Action) -> Option<Intent> {
        let name = self.next_name();
        Some(match action {
            Action::Pay(basket) => Intent::Pay(Box::new(order(&name, basket))),
            Action::StartThreeDs(basket) => {
                let start = InitThreeDsPayment::new(order(&name, basket), "https://shop.example.com/3ds");
                Intent::StartThreeDs(Box::new(start))
            }
            Action::FinishThreeDs { started } => Intent::FinishThreeDs(pick(&self.to_complete(), *started)?),
            Action::Capture { payment, percent } => {
                let id = pick(&self.payment_ids(), *payment)?;
                let mut capture = PostAuthPayment::new(id);
                capture.paid_price = percent.map(|percent| self.paid_price(id) * Decimal::new(percent, 2));
                Intent::Capture(capture)
            }
            Action::Refund { payment } => {
                Intent::Refund(RefundPayment::new(pick(&self.payment_ids(), *payment)?).conversation_id(name))
            }
            Action::RefundLine { line, cents } => {
                let mut refund = RefundPaymentTransaction::new(pick(&self.line_ids(), *line)?).conversation_id(name);
                refund.refund_price = cents.map(lira);
                Intent::RefundLine(refund)
            }
            Action::StoreCard(card) => Intent::StoreCard(store(&name, *card)),
            Action::DeleteCard { card } => {
                let card = pick(&self.cards(), *card)?;
                Intent::DeleteCard(DeleteStoredCard::new(card.card_user_key, card.card_token))
            }
            Action::PayWithStoredCard { card, cents } => {
                let card = pick(&self.cards(), *card)?;
                let pay = common::payment(&[lira(*cents)]).conversation_id(name);
                Intent::Pay(Box::new(pay.card(Card::stored(card.card_user_key, card.card_token))))
            }
            Action::Repeat { .. } | Action::Settle { .. } | Action::Read { .. } | Action::DayPasses => return None,
        })
    }
}

fn order(name: &str, basket: &Basket) -> CreatePayment {
    let prices: Vec<Decimal> = basket.cents.iter().copied().map(lira).collect();
    let phase = if basket.is_held { PaymentPhase::PreAuth } else { PaymentPhase::Auth };
    common::payment(&prices).card(common::card(basket.card.number())).conversation_id(name).payment_phase(phase)
}

fn store(name: &str, card: Plastic) -> StoreCard {
    StoreCard::new("Gülşah Işık", card.number(), "2044", "07").card_alias(name)
}

fn lira(cents: i64) -> Decimal {
    Decimal::new(cents, 2)
}

fn pick<T: Clone>(things: &[T], nth: usize) -> Option<T> {
    things.get(nth.checked_rem(things.len())?).cloned()
}

//! What a merchant asks for, what comes of it, and how to look what came of it.

use craftgate_core::callback::{self, NextStep};
use craftgate_core::payment::{
    CompleteThreeDsPayment, CreatePayment, DeleteStoredCard, InitThreeDsPayment, InitThreeDsPaymentResponse, Payment,
    PaymentPhase, PaymentRefund, PaymentStatus, PaymentTransactionRefund, PostAuthPayment, RefundPayment,
    RefundPaymentTransaction, RefundStatus, RetrievePayment, SearchStoredCards, StoreCard, StoredCard,
};
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::{Client, Error, Operation, Outcome, Secret};
use craftgate_emulator::{CALLBACK_KEY, ThreeDsPage};

use crate::books::{Books, token};
use crate::network::Network;

/// One intent of the merchant's, however often it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    /// Tells it from every other: what it can be looked up by.
    pub(crate) name: String,
    pub(crate) intent: Intent,
    pub(crate) key: Option<String>,
    pub(crate) belief: Belief,
}

#[derive(Debug, Clone)]
pub(crate) enum Intent {
    Pay(Box<CreatePayment>),
    StartThreeDs(Box<InitThreeDsPayment>),
    FinishThreeDs(CompleteThreeDsPayment),
    Capture(PostAuthPayment),
    Refund(RefundPayment),
    RefundLine(RefundPaymentTransaction),
    StoreCard(StoreCard),
    DeleteCard(DeleteStoredCard),
}

/// What the merchant believes of a deed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Belief {
    Done(Fact),
    NotDone,
    Unknown,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fact {
    Paid(Box<Payment>),
    /// What to complete, if the bank's page came: a look at the payment does not bring it again.
    Started(i64, Option<CompleteThreeDsPayment>),
    Captured(Box<Payment>),
    Refunded(Box<PaymentRefund>),
    LineRefunded(Box<PaymentTransactionRefund>),
    Stored(Box<StoredCard>),
    Deleted(Secret),
}

impl Deed {
    /// Asks for it, for the first time or again.
    pub(crate) fn send(&self, client: &Client<Network>) -> Result<Fact, Error> {
        match &self.intent {
            Intent::Pay(pay) => self.call(client, &**pay).map(Box::new).map(Fact::Paid),
            Intent::StartThreeDs(start) => self.call(client, &**start).map(|start| started(&start)),
            Intent::FinishThreeDs(complete) => self.call(client, complete).map(Box::new).map(Fact::Paid),
            Intent::Capture(capture) => self.call(client, capture).map(Box::new).map(Fact::Captured),
            Intent::Refund(refund) => self.call(client, refund).map(Box::new).map(Fact::Refunded),
            Intent::RefundLine(refund) => self.call(client, refund).map(Box::new).map(Fact::LineRefunded),
            Intent::StoreCard(store) => self.call(client, store).map(Box::new).map(Fact::Stored),
            Intent::DeleteCard(delete) => self.call(client, delete).map(|()| Fact::Deleted(delete.card_token.clone())),
        }
    }

    fn call<O: Operation>(&self, client: &Client<Network>, operation: &O) -> Result<O::Output, Error> {
        match &self.key {
            Some(key) => client.call(operation).idempotency_key(key).send(),
            None => client.call(operation).send(),
        }
    }

    /// Does what [`Outcome::Unknown`] advises: repeats under the same key, or else looks.
    pub(crate) fn settle(&self, client: &Client<Network>) -> Belief {
        if self.key.is_none() {
            return self.look(client);
        }
        match self.send(client) {
            Ok(fact) => Belief::Done(fact),
            Err(error) if settles_earlier(&error) => Belief::NotDone,
            Err(error) if error.outcome() == Outcome::Rejected && error.status() != Some(BUSY) => self.look(client),
            Err(_) => Belief::Unknown,
        }
    }

    /// Looks what there is by the deed's own name, or by the payment or card that it changes.
    fn look(&self, client: &Client<Network>) -> Belief {
        match self.find(client) {
            Ok(Some(fact)) => Belief::Done(fact),
            Ok(None) => Belief::NotDone,
            Err(_) => Belief::Unknown,
        }
    }

    fn find(&self, client: &Client<Network>) -> Result<Option<Fact>, Error> {
        let name = self.name.as_str();
        Ok(match &self.intent {
            Intent::Pay(_) | Intent::StartThreeDs(_) => {
                let found = client.call(&SearchPayments::new().conversation_id(name)).send()?.items;
                found.into_iter().next().and_then(|report| begun(report.payment))
            }
            Intent::FinishThreeDs(complete) => {
                let payment = client.call(&RetrievePayment::new(complete.payment_id)).send()?;
                (payment.payment_status == PaymentStatus::Success).then(|| Fact::Paid(Box::new(payment)))
            }
            Intent::Capture(capture) => {
                let payment = client.call(&RetrievePayment::new(capture.payment_id)).send()?;
                (payment.payment_phase == Some(PaymentPhase::PostAuth)).then(|| Fact::Captured(Box::new(payment)))
            }
            Intent::Refund(_) => {
                let search = SearchPaymentRefunds::new().conversation_id(name).status(RefundStatus::Success);
                let found = client.call(&search).send()?.items;
                found.into_iter().next().map(|report| Fact::Refunded(Box::new(report.refund)))
            }
            Intent::RefundLine(_) => {
                let search = SearchPaymentTransactionRefunds::new().conversation_id(name).status(RefundStatus::Success);
                let found = client.call(&search).send()?.items;
                found.into_iter().next().map(|report| Fact::LineRefunded(Box::new(report.refund)))
            }
            Intent::StoreCard(_) => {
                let found = client.call(&SearchStoredCards::new().card_alias(name)).send()?.items;
                found.into_iter().next().map(|card| Fact::Stored(Box::new(card)))
            }
            Intent::DeleteCard(delete) => {
                let found = client.call(&SearchStoredCards::new().card_token(delete.card_token.clone())).send()?.items;
                found.is_empty().then(|| Fact::Deleted(delete.card_token.clone()))
            }
        })
    }
}

const BUSY: craftgate_core::http::StatusCode = craftgate_core::http::StatusCode::TOO_MANY_REQUESTS;

/// A bank's refusal is the answer to the intent; any other refusal is one of this repeat alone.
pub(crate) fn settles_earlier(error: &Error) -> bool {
    error.as_api_error().is_some_and(|refusal| refusal.is_payment_error() && refusal.status() == 422)
}

/// Plays the customer, who agrees.
fn started(start: &InitThreeDsPaymentResponse) -> Fact {
    let id = start.payment_id.unwrap();
    let page = ThreeDsPage::parse(&start.html_content.as_ref().unwrap().decode().unwrap()).unwrap();
    let callback = callback::verify(&CALLBACK_KEY.into(), page.form_body().as_bytes()).unwrap();
    let NextStep::Complete(complete) = callback.next_step(id) else { panic!("there is nothing to complete") };
    Fact::Started(id, Some(complete))
}

/// What a payment that was found tells of the request that opened it.
fn begun(payment: Payment) -> Option<Fact> {
    match payment.payment_status {
        PaymentStatus::Success => Some(Fact::Paid(Box::new(payment))),
        PaymentStatus::InitThreeDs => Some(Fact::Started(payment.id, None)),
        _ => None,
    }
}

impl Fact {
    /// The payment that it is about.
    pub(crate) fn payment_id(&self) -> Option<i64> {
        match self {
            Self::Paid(payment) | Self::Captured(payment) => Some(payment.id),
            Self::Started(id, _) => Some(*id),
            _ => None,
        }
    }

    /// What came to be, by its id: the same, however often it is asked for.
    pub(crate) fn subject(&self) -> String {
        match self {
            Self::Paid(payment) | Self::Captured(payment) => format!("payment {}", payment.id),
            Self::Started(id, _) => format!("payment {id}"),
            Self::Refunded(refund) => format!("refund {:?}", refund.id),
            Self::LineRefunded(refund) => format!("refund {} of a line", refund.id),
            Self::Stored(card) => token(card),
            Self::Deleted(token) => token.expose().to_owned(),
        }
    }

    /// Writes it down.
    pub(crate) fn note(&self, books: &mut Books) {
        match self {
            Self::Paid(payment) => books.pay(payment),
            Self::Captured(payment) => books.capture(payment),
            Self::Refunded(refund) => books.give_back(refund.payment_id, refund.refund_price),
            Self::LineRefunded(refund) => books.give_back(refund.payment_id, refund.refund_price),
            Self::Stored(card) => drop(books.cards.insert(token(card))),
            Self::Deleted(token) => drop(books.cards.remove(token.expose())),
            Self::Started(..) => {}
        }
    }
}

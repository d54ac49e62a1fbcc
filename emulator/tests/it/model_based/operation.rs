//! A merchant's operations, their results, and how to settle an unknown outcome.

use craftgate_core::callback::{self, CallbackKey, NextStep, StartedPayment};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    CardToken, CompleteThreeDsPayment, CreatePayment, DeleteStoredCard, InitThreeDsPayment, InitThreeDsPaymentResponse,
    Payment, PaymentPhase, PaymentRefund, PaymentStatus, PaymentTransactionRefund, PostAuthPayment, RefundPayment,
    RefundPaymentTransaction, RefundStatus, RetrievePayment, SearchStoredCards, StoreCard, StoredCard,
};
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::{Client, Error, Operation, Outcome};
use craftgate_emulator::{CALLBACK_KEY, ThreeDsOutcome};

use super::ledger::{Ledger, token};
use super::network::Network;

/// An operation of the merchant, however often it is sent.
#[derive(Debug, Clone)]
pub(crate) struct MerchantOperation {
    /// A unique name, by which it can be looked up.
    pub(crate) name: String,
    pub(crate) kind: OperationKind,
    pub(crate) key: Option<String>,
    pub(crate) expected: Expected,
}

#[derive(Debug, Clone)]
pub(crate) enum OperationKind {
    Pay(Box<CreatePayment>),
    InitThreeDs(Box<InitThreeDsPayment>),
    CompleteThreeDs(CompleteThreeDsPayment),
    Capture(PostAuthPayment),
    Refund(RefundPayment),
    RefundTransaction(RefundPaymentTransaction),
    StoreCard(StoreCard),
    DeleteCard(DeleteStoredCard),
}

/// What the merchant expects of an operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expected {
    Done(Observed),
    NotDone,
    Unknown,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Observed {
    Paid(Box<Payment>),
    /// With the completion, if the bank's page was received: looking the payment up does not return it again.
    Started(PaymentId, Option<CompleteThreeDsPayment>),
    Captured(Box<Payment>),
    Refunded(Box<PaymentRefund>),
    TransactionRefunded(Box<PaymentTransactionRefund>),
    Stored(Box<StoredCard>),
    Deleted(CardToken),
}

impl MerchantOperation {
    pub(crate) fn is_unknown(&self) -> bool {
        self.expected == Expected::Unknown
    }

    /// Sends it, for the first time or again.
    pub(crate) fn send(&self, client: &Client<Network>) -> Result<Observed, Error> {
        match &self.kind {
            OperationKind::Pay(pay) => self.call(client, &**pay).map(Box::new).map(Observed::Paid),
            OperationKind::InitThreeDs(start) => {
                self.call(client, &**start).map(|start| started(client, &start, &self.name))
            }
            OperationKind::CompleteThreeDs(complete) => self.call(client, complete).map(Box::new).map(Observed::Paid),
            OperationKind::Capture(capture) => self.call(client, capture).map(Box::new).map(Observed::Captured),
            OperationKind::Refund(refund) => self.call(client, refund).map(Box::new).map(Observed::Refunded),
            OperationKind::RefundTransaction(refund) => {
                self.call(client, refund).map(Box::new).map(Observed::TransactionRefunded)
            }
            OperationKind::StoreCard(store) => self.call(client, store).map(Box::new).map(Observed::Stored),
            OperationKind::DeleteCard(delete) => {
                self.call(client, delete).map(|()| Observed::Deleted(delete.card_token.clone()))
            }
        }
    }

    fn call<O: Operation>(&self, client: &Client<Network>, operation: &O) -> Result<O::Output, Error> {
        match &self.key {
            Some(key) => client.call(operation).idempotency_key(key).send(),
            None => client.call(operation).send(),
        }
    }

    /// Settles an unknown outcome as [`Outcome::Unknown`] documents: repeats under the same key, or looks it up.
    pub(crate) fn settle(&self, client: &Client<Network>) -> Expected {
        if self.key.is_none() {
            return self.look_up(client);
        }
        match self.send(client) {
            Ok(observed) => Expected::Done(observed),
            Err(error) if settles_earlier(&error) => Expected::NotDone,
            Err(error) if error.outcome() == Outcome::Rejected && error.status() != Some(BUSY) => self.look_up(client),
            Err(_) => Expected::Unknown,
        }
    }

    /// Looks up the result by the operation's name, or by the payment or card that it changes.
    fn look_up(&self, client: &Client<Network>) -> Expected {
        match self.find(client) {
            Ok(Some(observed)) => Expected::Done(observed),
            Ok(None) => Expected::NotDone,
            Err(_) => Expected::Unknown,
        }
    }

    fn find(&self, client: &Client<Network>) -> Result<Option<Observed>, Error> {
        let name = self.name.as_str();
        Ok(match &self.kind {
            OperationKind::Pay(_) | OperationKind::InitThreeDs(_) => {
                let found = client.call(&SearchPayments::new().conversation_id(name)).send()?.items;
                found.into_iter().next().and_then(|report| started_or_paid(report.payment))
            }
            OperationKind::CompleteThreeDs(complete) => {
                let payment = client.call(&RetrievePayment::new(complete.payment_id)).send()?;
                (payment.payment_status == PaymentStatus::Success).then(|| Observed::Paid(Box::new(payment)))
            }
            OperationKind::Capture(capture) => {
                let payment = client.call(&RetrievePayment::new(capture.payment_id)).send()?;
                (payment.payment_phase == Some(PaymentPhase::PostAuth)).then(|| Observed::Captured(Box::new(payment)))
            }
            OperationKind::Refund(_) => {
                let search = SearchPaymentRefunds::new().conversation_id(name).status(RefundStatus::Success);
                let found = client.call(&search).send()?.items;
                found.into_iter().next().map(|report| Observed::Refunded(Box::new(report.refund)))
            }
            OperationKind::RefundTransaction(_) => {
                let search = SearchPaymentTransactionRefunds::new().conversation_id(name).status(RefundStatus::Success);
                let found = client.call(&search).send()?.items;
                found.into_iter().next().map(|report| Observed::TransactionRefunded(Box::new(report.refund)))
            }
            OperationKind::StoreCard(_) => {
                let found = client.call(&SearchStoredCards::new().card_alias(name)).send()?.items;
                found.into_iter().next().map(|card| Observed::Stored(Box::new(card)))
            }
            OperationKind::DeleteCard(delete) => {
                let found = client.call(&SearchStoredCards::new().card_token(delete.card_token.clone())).send()?.items;
                found.is_empty().then(|| Observed::Deleted(delete.card_token.clone()))
            }
        })
    }
}

const BUSY: craftgate_core::http::StatusCode = craftgate_core::http::StatusCode::TOO_MANY_REQUESTS;

/// Returns true if the error is a bank's, which settles earlier attempts too. Any other may concern this attempt alone.
pub(crate) fn settles_earlier(error: &Error) -> bool {
    error.as_api_error().is_some_and(|error| error.is_payment_error() && error.status() == 422)
}

/// Acts as the customer, who agrees.
fn started(client: &Client<Network>, start: &InitThreeDsPaymentResponse, conversation_id: &str) -> Observed {
    let id = start.payment_id.unwrap();
    let form = client.transport().emulator().authenticate(id, ThreeDsOutcome::Approved).unwrap();
    let callback = callback::verify(&CallbackKey::new(CALLBACK_KEY).unwrap(), form.form_body().as_bytes()).unwrap();
    match callback.next_step(&StartedPayment::new(id, conversation_id)) {
        NextStep::Complete(complete) => Observed::Started(id, Some(complete)),
        // The page was returned again, by the key, and the customer agreed before.
        NextStep::Retrieve(_) => Observed::Started(id, Some(CompleteThreeDsPayment::new(id))),
        step => panic!("there is nothing to complete: {step:?}"),
    }
}

/// Returns the result of the request that opened a payment, from the payment that was found.
fn started_or_paid(payment: Payment) -> Option<Observed> {
    match payment.payment_status {
        PaymentStatus::Success => Some(Observed::Paid(Box::new(payment))),
        PaymentStatus::InitThreeDs | PaymentStatus::CallbackThreeDs => Some(Observed::Started(payment.id, None)),
        _ => None,
    }
}

impl Observed {
    /// Returns the id of the payment that it concerns.
    pub(crate) fn payment_id(&self) -> Option<PaymentId> {
        match self {
            Self::Paid(payment) | Self::Captured(payment) => Some(payment.id),
            Self::Started(id, _) => Some(*id),
            _ => None,
        }
    }

    /// Returns what was created or changed, which is the same however often the operation is sent.
    pub(crate) fn subject(&self) -> String {
        match self {
            Self::Paid(payment) | Self::Captured(payment) => format!("payment {}", payment.id),
            Self::Started(id, _) => format!("payment {id}"),
            Self::Refunded(refund) => format!("refund {:?}", refund.id),
            Self::TransactionRefunded(refund) => format!("refund {} of a transaction", refund.id),
            Self::Stored(card) => token(card),
            Self::Deleted(token) => token.expose().to_owned(),
        }
    }

    /// Adds it to a ledger.
    pub(crate) fn record(&self, ledger: &mut Ledger) {
        match self {
            Self::Paid(payment) => ledger.charge(payment),
            Self::Captured(payment) => ledger.capture(payment),
            Self::Refunded(refund) => ledger.refund(refund.payment_id, refund.refund_price),
            Self::TransactionRefunded(refund) => ledger.refund(refund.payment_id, refund.refund_price),
            Self::Stored(card) => drop(ledger.cards.insert(token(card))),
            Self::Deleted(token) => drop(ledger.cards.remove(token.expose())),
            Self::Started(..) => {}
        }
    }
}

//! Payments and their transactions.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use craftgate_core::ErrorGroup;
use craftgate_core::id::{PaymentId, PaymentTransactionId};
use craftgate_core::payment::{
    ApmType, CreatePayment, MdStatus, Payment, PaymentError, PaymentGroup, PaymentItem, PaymentPhase, PaymentProvider,
    PaymentSource, PaymentStatus, PaymentTransaction, TransactionStatus,
};
use craftgate_core::wallet::WalletTransaction;
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::destination::Destination;
use super::flow::Flow;
use super::merchant_pos::payment_pos;
use super::order::{AccountCard, Order};
use super::payout_shares::set_paid_price;
use super::settings::Settings;
#[cfg(feature = "control")]
use super::stored_amounts::amounts_by_id;
use super::test_cards::{Step, TestCard};
use super::three_ds::{Authentication, check_authenticated};
use super::vault::NewCard;
use crate::error::{
    ApiError, ErrorDef, Language, PAYMENT_NOT_FOUND, PAYMENT_NOT_PENDING, PAYMENT_NOT_SUCCESSFUL,
    PRE_AUTH_NOT_REFUNDABLE, REFERENCE_NOT_FOUND, TRANSACTION_NOT_FOUND,
};
use crate::store::{NoKey, Record, Search, Table, TokenStore};

/// A payment, and what its responses lack.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct PaymentRecord {
    pub(crate) payment: Payment,
    /// The card, if it is known.
    pub(crate) card: Option<&'static TestCard>,
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) flow: Flow,
    /// The alternative payment method, if one is used.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) apm_type: Option<ApmType>,
    /// Whether the bank has granted the loan, of a shopping loan.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) is_loan_granted: bool,
    /// Whether the customer has approved the payment in a bank's wallet or in BKM Express.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) is_approved: bool,
    /// Whether a bank's wallet is charged once its customer approves, without a completion by the merchant.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) is_charged_on_approval: bool,
    /// The card to store once the payment succeeds.
    pub(crate) card_to_store: Option<NewCard>,
    /// The day on which money was last charged or pre-authorized, if it isn't that of the payment's creation.
    charged_on: Option<NaiveDate>,
    /// The refunded amounts by payment transaction.
    #[cfg_attr(feature = "control", serde(default, with = "amounts_by_id"))]
    pub(crate) refunded: BTreeMap<PaymentTransactionId, Decimal>,
    /// The authentication of the customer, in a payment with 3D Secure.
    pub(crate) authentication: Option<Authentication>,
    /// Where the customer goes after the page of a bank or of a provider, if there is one.
    pub(crate) destination: Option<Destination>,
    /// The wallet transaction of a deposit.
    pub(crate) wallet_transaction: Option<WalletTransaction>,
    /// Whether another POS may be tried after a decline.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) may_retry: bool,
    /// How many other POS were tried.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) retry_count: i32,
}

/// What payments are looked up by: the ids that the merchant gives them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PaymentKey {
    Conversation(String),
    External(String),
    Order(String),
}

impl Record for PaymentRecord {
    type Id = PaymentId;

    type Key = PaymentKey;

    const NOT_FOUND: ErrorDef = PAYMENT_NOT_FOUND;

    fn id(&self) -> PaymentId {
        self.payment.id
    }

    fn keys(&self) -> Vec<PaymentKey> {
        let payment = &self.payment;
        let conversation_id = payment.conversation_id.clone().map(PaymentKey::Conversation);
        let external_id = payment.external_id.clone().map(PaymentKey::External);
        let order_id = payment.order_id.clone().map(PaymentKey::Order);
        [conversation_id, external_id, order_id].into_iter().flatten().collect()
    }
}

/// A transaction's payment.
struct TransactionRecord {
    id: PaymentTransactionId,
    payment_id: PaymentId,
}

impl Record for TransactionRecord {
    type Id = PaymentTransactionId;

    type Key = NoKey;

    const NOT_FOUND: ErrorDef = TRANSACTION_NOT_FOUND;

    fn id(&self) -> PaymentTransactionId {
        self.id
    }
}

/// The payments, with their transactions and references.
#[derive(Default)]
#[cfg_attr(
    feature = "control",
    derive(Serialize, Deserialize),
    serde(rename_all = "camelCase", from = "StoredPayments")
)]
pub(crate) struct Payments {
    records: Table<PaymentRecord>,
    #[cfg_attr(feature = "control", serde(rename = "lastTransactionId", serialize_with = "Table::serialize_last_id"))]
    transactions: Table<TransactionRecord>,
    /// Payment ids by the references that providers give them.
    references: TokenStore<PaymentId>,
}

/// The payments as they are stored. Each one has its transactions.
#[cfg(feature = "control")]
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct StoredPayments {
    records: Table<PaymentRecord>,
    last_transaction_id: i64,
    references: TokenStore<PaymentId>,
}

#[cfg(feature = "control")]
impl From<StoredPayments> for Payments {
    fn from(stored: StoredPayments) -> Self {
        let StoredPayments { records, last_transaction_id, references } = stored;
        let mut transactions = Table::default();
        for record in records.iter() {
            for transaction in &record.payment.payment_transactions {
                transactions.insert(TransactionRecord { id: transaction.id, payment_id: record.id() });
            }
        }
        transactions.skip_to(last_transaction_id);
        Self { records, transactions, references }
    }
}

impl Payments {
    pub(crate) fn get(&self, id: PaymentId) -> Option<&PaymentRecord> {
        self.records.get(id)
    }

    pub(crate) fn find(&self, id: PaymentId) -> Result<&PaymentRecord, ApiError> {
        self.records.find(id)
    }

    pub(crate) fn find_mut(&mut self, id: PaymentId) -> Result<&mut PaymentRecord, ApiError> {
        self.records.find_mut(id)
    }

    /// Returns the payment that is pending in this flow.
    pub(crate) fn find_pending(&mut self, id: PaymentId, flow: Flow) -> Result<&mut PaymentRecord, ApiError> {
        let record = self.find_mut(id)?;
        match record.is_pending() && record.flow == flow {
            true => Ok(record),
            false => Err(PAYMENT_NOT_PENDING.into()),
        }
    }

    /// Returns the payment of a transaction.
    pub(crate) fn find_by_transaction(
        &mut self,
        transaction_id: PaymentTransactionId,
    ) -> Result<&mut PaymentRecord, ApiError> {
        let payment_id = self.transactions.find(transaction_id)?.payment_id;
        self.find_mut(payment_id)
    }

    /// Returns the payment with this reference, if it was made in this flow.
    pub(crate) fn find_by_reference(&self, reference: &str, flow: Flow) -> Result<&PaymentRecord, ApiError> {
        let id = self.references.get(reference).ok_or(REFERENCE_NOT_FOUND)?;
        let record = self.find(*id)?;
        match record.flow == flow {
            true => Ok(record),
            false => Err(REFERENCE_NOT_FOUND.into()),
        }
    }

    /// Returns a payment's reference.
    pub(crate) fn reference_of(&self, id: PaymentId) -> Option<&str> {
        self.references.find_token(|known| *known == id)
    }

    /// Gives a payment a reference.
    pub(crate) fn add_reference(&mut self, kind: &str, id: PaymentId) -> String {
        self.references.add(kind, id)
    }

    /// Returns the payment of a transaction, by id.
    pub(crate) fn id_by_transaction(&self, transaction_id: PaymentTransactionId) -> Option<PaymentId> {
        self.transactions.get(transaction_id).map(|transaction| transaction.payment_id)
    }

    pub(crate) fn search(&self) -> Search<'_, PaymentRecord> {
        self.records.search()
    }

    /// Takes a payment id for something that is not stored.
    pub(crate) fn take_id(&mut self) -> PaymentId {
        self.records.take_id()
    }

    /// Opens a payment, before the bank is asked, and returns its id.
    pub(crate) fn open(&mut self, order: Order, status: PaymentStatus, now: NaiveDateTime) -> PaymentId {
        let Self { records, transactions, .. } = self;
        records.add(|payment_id| {
            let items = &order.request.items;
            let add = |transactions: &mut Table<_>| transactions.add(|id| TransactionRecord { id, payment_id });
            let items = items.iter().map(|item| transaction(add(transactions), item));
            let mut payment = Payment::new(payment_id, status);
            payment.payment_transactions = items.collect();
            PaymentRecord::open(payment, order, now)
        })
    }
}

impl PaymentRecord {
    fn open(mut payment: Payment, order: Order, now: NaiveDateTime) -> Self {
        payment.created_date = Some(now);
        payment.payment_type = Some(order.payment_type);
        payment.payment_provider = Some(order.provider);
        let may_retry = order.request.retry != Some(false) && order.request.pos_alias.is_none();
        describe_request(&mut payment, order.request);
        let mut record = Self {
            payment,
            card: None,
            flow: order.flow,
            apm_type: None,
            is_loan_granted: false,
            is_approved: false,
            is_charged_on_approval: false,
            card_to_store: order.card_to_store,
            charged_on: None,
            refunded: BTreeMap::new(),
            authentication: None,
            destination: None,
            wallet_transaction: None,
            may_retry,
            retry_count: 0,
        };
        if let Some(presented) = order.presented {
            record.set_card(presented.card, presented.bin);
            record.payment.card_holder_name = presented.holder;
            record.payment.paid_with_stored_card = Some(presented.is_stored);
            record.payment.loyalty = presented.loyalty;
        }
        if let Some(AccountCard { card, bin }) = order.account_card {
            record.set_card(card, bin);
        }
        record
    }

    /// Sets the card that is charged.
    fn set_card(&mut self, card: &'static TestCard, bin: String) {
        self.card = Some(card);
        let payment = &mut self.payment;
        payment.bin_number = Some(bin);
        payment.last_four_digits = Some(card.last_four().to_owned());
        payment.card_type = card.card_type.clone();
        payment.card_association = card.association.clone();
        payment.card_brand = card.brand.map(str::to_owned);
        payment.card_issuer_bank_name = card.bank.map(|bank| bank.name.to_owned());
        payment.card_issuer_bank_id = card.bank_id();
    }

    /// Records that money is charged or pre-authorized.
    pub(crate) fn set_charged(&mut self, now: NaiveDateTime) {
        self.charged_on = Some(now.date());
    }

    /// Returns true if money was last charged or pre-authorized on this day.
    pub(crate) fn is_charged_on(&self, day: NaiveDate) -> bool {
        self.charged_on.or_else(|| self.payment.created_date.map(|created| created.date())) == Some(day)
    }

    /// Returns why the card's bank declines this step, if it does.
    pub(crate) fn decline(&self, step: Step) -> Option<&'static ErrorGroup> {
        self.card.and_then(|card| card.decline(step))
    }

    /// Returns true if the payment is neither successful nor failed.
    pub(crate) fn is_pending(&self) -> bool {
        matches!(
            self.payment.payment_status,
            PaymentStatus::Waiting | PaymentStatus::InitThreeDs | PaymentStatus::CallbackThreeDs
        )
    }

    /// Returns true if the customer or the provider has decided on the payment, or on its loan.
    pub(crate) fn is_decided(&self) -> bool {
        self.is_loan_granted || self.is_approved || !self.is_pending()
    }

    /// Ends the authentication of the customer. The payment fails with the error, if there is one.
    pub(crate) fn end_authentication(&mut self, md_status: MdStatus, error: Option<PaymentError>) {
        let payment = &mut self.payment;
        payment.md_status = Some(md_status);
        payment.payment_status = if error.is_some() { PaymentStatus::Failure } else { PaymentStatus::CallbackThreeDs };
        payment.payment_error = error;
    }

    /// Returns true if the card is charged once the customer is authenticated, without a request by the merchant.
    pub(crate) fn is_charged_at_authentication(&self) -> bool {
        self.authentication.as_ref().is_some_and(|authentication| authentication.is_three_ds_pay)
    }

    /// Checks that the customer is authenticated as the merchant's settings demand.
    pub(crate) fn check_authenticated(&self, settings: &Settings) -> Result<(), ApiError> {
        check_authenticated(self.payment.md_status, settings)
    }

    /// Fails the payment if its customer is not authenticated as the merchant's settings demand.
    pub(crate) fn fail_unless_authenticated(
        &mut self,
        settings: &Settings,
        language: Language,
    ) -> Result<(), ApiError> {
        self.check_authenticated(settings).inspect_err(|error| {
            self.payment.payment_status = PaymentStatus::Failure;
            self.payment.payment_error.get_or_insert_with(|| error.clone().into_errors(language));
        })
    }

    /// Returns true if the money is pre-authorized and not captured.
    pub(crate) fn is_pre_authorized(&self) -> bool {
        self.payment.payment_status == PaymentStatus::Success
            && self.payment.payment_phase == Some(PaymentPhase::PreAuth)
    }

    pub(crate) fn is_successful(&self) -> bool {
        self.payment.payment_status == PaymentStatus::Success
    }

    pub(crate) fn check_successful(&self) -> Result<(), ApiError> {
        match self.is_successful() {
            true => Ok(()),
            false => Err(PAYMENT_NOT_SUCCESSFUL.into()),
        }
    }

    /// Checks that the payment succeeded and its money was captured.
    pub(crate) fn check_captured(&self) -> Result<(), ApiError> {
        self.check_successful()?;
        match self.is_pre_authorized() {
            true => Err(PRE_AUTH_NOT_REFUNDABLE.into()),
            false => Ok(()),
        }
    }

    pub(crate) fn find_transaction(&mut self, id: PaymentTransactionId) -> Result<&mut PaymentTransaction, ApiError> {
        let transaction = self.payment.payment_transactions.iter_mut().find(|transaction| transaction.id == id);
        transaction.ok_or_else(|| TRANSACTION_NOT_FOUND.into())
    }
}

fn describe_request(payment: &mut Payment, request: CreatePayment) {
    payment.price = Some(request.amounts.price);
    payment.wallet_price = Some(request.wallet_price.unwrap_or_default());
    payment.paid_with_stored_card = (payment.payment_provider == Some(PaymentProvider::Bank)).then_some(false);
    payment.currency = Some(request.currency);
    payment.buyer_member_id = request.buyer_member_id;
    payment.installment = Some(request.installment);
    payment.conversation_id = request.conversation_id;
    payment.external_id = request.external_id;
    payment.payment_source = Some(PaymentSource::Api);
    payment.payment_group = request.payment_group.or(Some(PaymentGroup::Product));
    payment.payment_phase = request.payment_phase.or(Some(PaymentPhase::Auth));
    payment.payment_channel = request.payment_channel;
    payment.is_three_ds = Some(false);
    payment.bank_commission_rate = Some(Decimal::ZERO);
    payment.bank_commission_rate_amount = Some(Decimal::ZERO);
    payment.order_id = request.bank_order_id.or_else(|| Some(format!("EMU{:09}", payment.id.get())));
    payment.pos = Some(payment_pos(request.pos_alias.as_deref()));
    payment.requested_pos_alias = request.pos_alias;
    set_paid_price(payment, request.amounts.paid_price);
}

fn transaction(id: PaymentTransactionId, item: &PaymentItem) -> PaymentTransaction {
    let mut transaction = PaymentTransaction::new(id);
    transaction.name = item.name.clone();
    transaction.external_id = item.external_id.clone();
    transaction.price = Some(item.price);
    transaction.wallet_price = Some(Decimal::ZERO);
    transaction.sub_merchant_member_id = item.sub_merchant_member_id;
    transaction.sub_merchant_member_price = item.sub_merchant_member_price;
    transaction.transaction_status = Some(TransactionStatus::WaitingForApproval);
    transaction
}

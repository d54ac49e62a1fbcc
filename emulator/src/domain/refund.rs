//! Refunds of payments and of their transactions.

use chrono::NaiveDateTime;
use craftgate_core::Currency;
use craftgate_core::id::{MemberId, PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId};
use craftgate_core::payment::{
    PaymentError, PaymentRefund, PaymentTransactionRefund, RefundDestinationType, RefundStatus, RefundType,
    TransactionStatus,
};
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::money::positive;
use super::payment::PaymentRecord;
use super::test_cards::Step;
use crate::error::{
    ApiError, ErrorDef, FULLY_REFUNDED, INVALID_VALUE, Language, REFUND_NOT_FOUND, REFUND_TOO_LARGE, declined_payment,
};
use crate::store::{Id, Record, Table};

/// A refund, and what searches need of its payment.
#[derive(Clone)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct RefundRecord<R> {
    pub(crate) refund: R,
    pub(crate) buyer_member_id: Option<MemberId>,
    pub(crate) installment: Option<i32>,
}

/// What refunds are looked up by: what they refund, and the conversation id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RefundKey {
    Payment(PaymentId),
    Transaction(PaymentTransactionId),
    Conversation(String),
}

impl Record for RefundRecord<PaymentRefund> {
    type Id = PaymentRefundId;

    type Key = RefundKey;

    const NOT_FOUND: ErrorDef = REFUND_NOT_FOUND;

    fn id(&self) -> PaymentRefundId {
        // Every refund in the table has one; only a response may lack it.
        self.refund.id.unwrap_or(PaymentRefundId::new(0))
    }

    fn keys(&self) -> Vec<RefundKey> {
        let payment_id = self.refund.payment_id.map(RefundKey::Payment);
        let conversation_id = self.refund.conversation_id.clone().map(RefundKey::Conversation);
        [payment_id, conversation_id].into_iter().flatten().collect()
    }
}

impl Record for RefundRecord<PaymentTransactionRefund> {
    type Id = PaymentTransactionRefundId;

    type Key = RefundKey;

    const NOT_FOUND: ErrorDef = REFUND_NOT_FOUND;

    fn id(&self) -> PaymentTransactionRefundId {
        self.refund.id
    }

    fn keys(&self) -> Vec<RefundKey> {
        let payment_id = self.refund.payment_id.map(RefundKey::Payment);
        let transaction_id = self.refund.payment_transaction_id.map(RefundKey::Transaction);
        let conversation_id = self.refund.conversation_id.clone().map(RefundKey::Conversation);
        [payment_id, transaction_id, conversation_id].into_iter().flatten().collect()
    }
}

/// The refundable amount of a payment transaction.
#[derive(Clone, Copy)]
pub(crate) struct Refundable {
    pub(crate) transaction_id: PaymentTransactionId,
    pub(crate) amount: Decimal,
    /// The part of the amount that goes into the buyer's wallet.
    pub(crate) wallet_amount: Decimal,
    /// Whether the seller was paid before.
    pub(crate) is_settled: bool,
}

impl Refundable {
    /// Returns a part of the amount. What the card has paid is refunded first.
    fn part(self, amount: Decimal) -> Self {
        let card_amount = self.amount - self.wallet_amount;
        Self { amount, wallet_amount: (amount - card_amount).max(Decimal::ZERO), ..self }
    }

    /// Returns the amount as it goes to this destination.
    pub(crate) fn to(self, destination: &RefundDestinationType) -> Self {
        let is_all = *destination == RefundDestinationType::Wallet;
        Self { wallet_amount: if is_all { self.amount } else { self.wallet_amount }, ..self }
    }
}

impl PaymentRecord {
    /// Returns the transactions that are not fully refunded, each with its remaining amount.
    pub(crate) fn refundable(&self) -> Vec<Refundable> {
        let transactions = self.payment.payment_transactions.iter();
        let refundable = transactions.map(|transaction| {
            let refunded = self.refunded.get(&transaction.id).copied().unwrap_or_default();
            let amount = transaction.paid_price.unwrap_or_default() - refunded;
            let is_settled = transaction.transaction_status == Some(TransactionStatus::PayoutStarted);
            let wallet_amount = amount.min(transaction.wallet_price.unwrap_or_default());
            Refundable { transaction_id: transaction.id, amount, wallet_amount, is_settled }
        });
        refundable.filter(|refundable| !refundable.amount.is_zero()).collect()
    }

    /// Returns what to refund of a transaction: the requested amount, or all that remains.
    pub(crate) fn refundable_transaction(
        &self,
        id: PaymentTransactionId,
        requested: Option<Decimal>,
    ) -> Result<Refundable, ApiError> {
        self.check_captured()?;
        let refundable = self.refundable().into_iter().find(|refundable| refundable.transaction_id == id);
        let remaining = refundable.ok_or(FULLY_REFUNDED)?;
        let amount = requested.map_or(Ok(remaining.amount), |price| positive("refundPrice", price))?;
        match amount > remaining.amount {
            true => Err(REFUND_TOO_LARGE.into()),
            false => Ok(remaining.part(amount)),
        }
    }

    /// Refunds these amounts unless the bank declines, and returns the error if it does.
    pub(crate) fn refund(&mut self, amounts: &[Refundable], language: Language) -> Option<PaymentError> {
        let is_bank_asked = amounts.iter().any(|refundable| refundable.amount != refundable.wallet_amount);
        if let Some(group) = self.decline(Step::Refund).filter(|_| is_bank_asked) {
            return Some(declined_payment(group, language));
        }
        self.record_refunded(amounts);
        None
    }

    /// Records these amounts as refunded.
    pub(crate) fn record_refunded(&mut self, amounts: &[Refundable]) {
        for Refundable { transaction_id, amount, .. } in amounts {
            *self.refunded.entry(*transaction_id).or_default() += amount;
        }
    }
}

/// Returns where the money goes: by default back where it came from. Into a wallet goes only money that was taken from a
/// buyer.
pub(crate) fn destination(
    requested: Option<RefundDestinationType>,
    record: &PaymentRecord,
) -> Result<RefundDestinationType, ApiError> {
    let destination = requested.unwrap_or(RefundDestinationType::Provider);
    let is_valid = match &destination {
        RefundDestinationType::Wallet => {
            record.payment.buyer_member_id.is_some() && record.is_successful() && !record.is_pre_authorized()
        }
        RefundDestinationType::Unrecognized(_) => false,
        _ => true,
    };
    if is_valid { Ok(destination) } else { Err(INVALID_VALUE.field("refundDestinationType")) }
}

/// Returns the part of these amounts that goes into the buyer's wallet.
pub(crate) fn wallet_amount(refundable: &[Refundable]) -> Decimal {
    refundable.iter().map(|refundable| refundable.wallet_amount).sum()
}

/// What the refund of a payment and those of its transactions have in common.
pub(crate) struct RefundDraft {
    pub(crate) created_date: NaiveDateTime,
    pub(crate) payment_id: PaymentId,
    pub(crate) buyer_member_id: Option<MemberId>,
    pub(crate) installment: Option<i32>,
    pub(crate) currency: Option<Currency>,
    pub(crate) status: RefundStatus,
    pub(crate) destination: RefundDestinationType,
    pub(crate) conversation_id: Option<String>,
}

impl RefundDraft {
    /// Returns the draft of a successful refund.
    pub(crate) fn new(
        record: &PaymentRecord,
        now: NaiveDateTime,
        destination: RefundDestinationType,
        conversation_id: Option<String>,
    ) -> Self {
        Self {
            created_date: now,
            payment_id: record.payment.id,
            buyer_member_id: record.payment.buyer_member_id,
            installment: record.payment.installment,
            currency: record.payment.currency.clone(),
            status: RefundStatus::Success,
            destination,
            conversation_id,
        }
    }

    /// Turns the draft into that of a failed refund, if the bank declined it.
    pub(crate) fn failed_if(mut self, is_declined: bool) -> Self {
        if is_declined {
            self.status = RefundStatus::Failure;
        }
        self
    }

    /// Returns the record of a payment's refund.
    pub(crate) fn payment_refund(
        &self,
        id: PaymentRefundId,
        refund_type: RefundType,
        refundable: &[Refundable],
        transaction_refunds: Vec<PaymentTransactionRefund>,
    ) -> RefundRecord<PaymentRefund> {
        let price = refundable.iter().map(|refundable| refundable.amount).sum();
        let wallet_price = wallet_amount(refundable);
        let mut refund = PaymentRefund::new(self.status.clone());
        refund.id = Some(id);
        refund.created_date = Some(self.created_date);
        refund.refund_destination_type = Some(self.destination.clone());
        refund.refund_price = Some(price);
        refund.refund_bank_price = Some(price - wallet_price);
        refund.refund_wallet_price = Some(wallet_price);
        refund.conversation_id = self.conversation_id.clone();
        refund.auth_code = self.bank_reference("", id);
        refund.host_reference = self.bank_reference("EMUH", id);
        refund.trans_id = self.bank_reference("EMUR", id);
        refund.payment_id = Some(self.payment_id);
        refund.refund_type = Some(refund_type);
        refund.currency = self.currency.clone();
        refund.payment_transaction_refunds = transaction_refunds;
        self.record(refund)
    }

    /// Adds the refund of a transaction and returns it.
    pub(crate) fn add_transaction_refund(
        &self,
        refunds: &mut Table<RefundRecord<PaymentTransactionRefund>>,
        refundable: Refundable,
    ) -> PaymentTransactionRefund {
        refunds.create(|id| self.record(self.transaction_refund(id, refundable))).refund
    }

    fn transaction_refund(&self, id: PaymentTransactionRefundId, refundable: Refundable) -> PaymentTransactionRefund {
        let (price, wallet_price) = (refundable.amount, refundable.wallet_amount);
        let mut refund = PaymentTransactionRefund::new(id, self.status.clone());
        refund.created_date = Some(self.created_date);
        refund.refund_destination_type = Some(self.destination.clone());
        refund.refund_price = Some(price);
        refund.refund_bank_price = Some(price - wallet_price);
        refund.refund_wallet_price = Some(wallet_price);
        refund.conversation_id = self.conversation_id.clone();
        refund.auth_code = self.bank_reference("", id);
        refund.host_reference = self.bank_reference("EMUH", id);
        refund.trans_id = self.bank_reference("EMUL", id);
        refund.is_after_settlement = Some(refundable.is_settled);
        refund.payment_transaction_id = Some(refundable.transaction_id);
        refund.currency = self.currency.clone();
        refund.payment_id = Some(self.payment_id);
        refund
    }

    fn record<R>(&self, refund: R) -> RefundRecord<R> {
        RefundRecord { refund, buyer_member_id: self.buyer_member_id, installment: self.installment }
    }

    /// Returns the bank's reference of the refund, if the bank agreed to it.
    fn bank_reference(&self, prefix: &str, id: impl Id) -> Option<String> {
        (self.status == RefundStatus::Success).then(|| format!("{prefix}{:06}", id.number()))
    }
}

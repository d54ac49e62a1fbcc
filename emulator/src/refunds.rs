//! Giving money back.
//!
//! On the day that the money was taken, with nothing refunded yet, the whole payment is cancelled;
//! later what is left of each line is refunded. Money that is only held is always cancelled as a whole.

use chrono::NaiveDateTime;
use craftgate_core::Currency;
use craftgate_core::payment::{
    PaymentError, PaymentRefund, PaymentStatus, PaymentTransactionRefund, RefundDestinationType, RefundPayment,
    RefundPaymentTransaction, RefundStatus, RefundType, RetrievePaymentRefund, RetrievePaymentTransactionRefund,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::decline;
use crate::money::positive;
use crate::payments::PaymentRecord;
use crate::refusal::{self, Language, Refusal};
use crate::test_cards::Step;

pub(crate) fn refund_payment(context: &mut Context<'_>, asked: RefundPayment) -> Result<PaymentRefund, Refusal> {
    let destination = destination(asked.refund_destination_type)?;
    let record = context.state.payment_mut(asked.payment_id)?;
    record.check_taken()?;
    let left = record.left();
    if left.is_empty() {
        return Err(refusal::NOTHING_LEFT.plain());
    }
    let is_of_today = record.refunded.is_empty() && record.taken_on == context.now.date();
    let is_cancel = record.is_held() || is_of_today;
    let declined = record.give_back(&left, context.language);
    let slip = Slip::new(context.now, record, &declined, destination, asked.conversation_id);

    let by_line = if is_cancel || declined.is_some() { &[][..] } else { &left };
    let line_refunds = by_line.iter().map(|(line, price)| slip.add_line_refund(context, *line, *price)).collect();
    let price = left.iter().map(|(_, price)| price).sum();
    let add = |id| slip.record(slip.payment_refund(id, price, is_cancel, line_refunds));
    let mut refund = context.state.refunds.add(add).refund.clone();
    conclude(context, WebhookEventType::Refund, refund.id, declined)?;
    refund.id = refund.id.filter(|_| is_cancel); // (Source: Craftgate's "İade Etme".)
    Ok(refund)
}

pub(crate) fn refund_line(
    context: &mut Context<'_>,
    asked: RefundPaymentTransaction,
) -> Result<PaymentTransactionRefund, Refusal> {
    let destination = destination(asked.refund_destination_type)?;
    let id = asked.payment_transaction_id;
    let record = context.state.payment_of_line(id)?;
    let price = record.refund_price(id, asked.refund_price)?;
    let declined = record.give_back(&[(id, price)], context.language);
    let slip = Slip::new(context.now, record, &declined, destination, asked.conversation_id);
    let refund = slip.add_line_refund(context, id, price);
    conclude(context, WebhookEventType::RefundTx, Some(refund.id), declined)?;
    Ok(refund)
}

pub(crate) fn retrieve_payment_refund(
    context: &mut Context<'_>,
    asked: RetrievePaymentRefund,
) -> Result<PaymentRefund, Refusal> {
    let record = context.state.refunds.get(asked.id).ok_or_else(|| refusal::REFUND.plain())?;
    Ok(record.refund.clone())
}

pub(crate) fn retrieve_line_refund(
    context: &mut Context<'_>,
    asked: RetrievePaymentTransactionRefund,
) -> Result<PaymentTransactionRefund, Refusal> {
    let record = context.state.line_refunds.get(asked.id).ok_or_else(|| refusal::REFUND.plain())?;
    Ok(record.refund.clone())
}

/// Where the money goes: back where it came from.
pub(crate) fn destination(asked: Option<RefundDestinationType>) -> Result<RefundDestinationType, Refusal> {
    match asked.unwrap_or(RefundDestinationType::Provider) {
        RefundDestinationType::Wallet => Err(refusal::UNSUPPORTED.about("refundDestinationType")),
        RefundDestinationType::Unrecognized(_) => Err(refusal::INVALID.about("refundDestinationType")),
        destination => Ok(destination),
    }
}

impl PaymentRecord {
    pub(crate) fn check_taken(&self) -> Result<(), Refusal> {
        if self.payment.payment_status != PaymentStatus::Success {
            return Err(refusal::NOT_TAKEN.plain());
        }
        Ok(())
    }

    pub(crate) fn check_taken_by_lines(&self) -> Result<(), Refusal> {
        self.check_taken()?;
        match self.is_held() {
            true => Err(refusal::ONLY_HELD.plain()),
            false => Ok(()),
        }
    }

    /// What of a line can be refunded: as much as is asked for, or else all that is left.
    pub(crate) fn refund_price(&self, id: i64, asked: Option<Decimal>) -> Result<Decimal, Refusal> {
        self.check_taken_by_lines()?;
        let left = self.left().into_iter().find(|(line, _)| *line == id).map(|(_, left)| left);
        let left = left.ok_or_else(|| refusal::NOTHING_LEFT.plain())?;
        let price = asked.map_or(Ok(left), |price| positive("refundPrice", price))?;
        if price > left { Err(refusal::TOO_MUCH.plain()) } else { Ok(price) }
    }

    /// The lines that are not wholly refunded, each with what is left of it.
    pub(crate) fn left(&self) -> Vec<(i64, Decimal)> {
        let lines = self.payment.payment_transactions.iter();
        let left = lines.map(|line| {
            let refunded = self.refunded.get(&line.id).copied().unwrap_or_default();
            (line.id, line.paid_price.unwrap_or_default() - refunded)
        });
        left.filter(|(_, left)| !left.is_zero()).collect()
    }

    /// Gives these amounts back, unless the bank declines.
    fn give_back(&mut self, amounts: &[(i64, Decimal)], language: Language) -> Option<PaymentError> {
        if let Some(group) = self.decline(Step::Refund) {
            return Some(decline::error(group, language));
        }
        self.note_refunded(amounts);
        None
    }

    /// Notes that these amounts went back.
    pub(crate) fn note_refunded(&mut self, amounts: &[(i64, Decimal)]) {
        for (line, amount) in amounts {
            *self.refunded.entry(*line).or_default() += amount;
        }
    }
}

/// Notes the refund for a webhook, and fails if the bank declined it.
fn conclude(
    context: &mut Context<'_>,
    event_type: WebhookEventType,
    id: Option<i64>,
    declined: Option<PaymentError>,
) -> Result<(), Refusal> {
    let status = if declined.is_none() { WebhookStatus::Success } else { WebhookStatus::Failure };
    if let Some(id) = id {
        context.record(event_type, status, id);
    }
    declined.map_or(Ok(()), |error| Err(Refusal::Bank(Box::new(error))))
}

/// A refund, and what searches ask of its payment.
pub(crate) struct RefundRecord<R> {
    pub(crate) refund: R,
    pub(crate) buyer_member_id: Option<i64>,
    pub(crate) installment: Option<i32>,
}

/// What the refund of a payment and those of its lines have in common.
pub(crate) struct Slip {
    created_date: NaiveDateTime,
    payment_id: i64,
    buyer_member_id: Option<i64>,
    installment: Option<i32>,
    currency: Option<Currency>,
    status: RefundStatus,
    destination: RefundDestinationType,
    conversation_id: Option<String>,
}

impl Slip {
    pub(crate) fn new(
        now: NaiveDateTime,
        record: &PaymentRecord,
        declined: &Option<PaymentError>,
        destination: RefundDestinationType,
        conversation_id: Option<String>,
    ) -> Self {
        Self {
            created_date: now,
            payment_id: record.payment.id,
            buyer_member_id: record.payment.buyer_member_id,
            installment: record.payment.installment,
            currency: record.payment.currency.clone(),
            status: if declined.is_none() { RefundStatus::Success } else { RefundStatus::Failure },
            destination,
            conversation_id,
        }
    }

    fn record<R>(&self, refund: R) -> RefundRecord<R> {
        RefundRecord { refund, buyer_member_id: self.buyer_member_id, installment: self.installment }
    }

    fn payment_refund(
        &self,
        id: i64,
        price: Decimal,
        is_cancel: bool,
        line_refunds: Vec<PaymentTransactionRefund>,
    ) -> PaymentRefund {
        let mut refund = PaymentRefund::new(self.status.clone());
        refund.id = Some(id);
        refund.created_date = Some(self.created_date);
        refund.refund_destination_type = Some(self.destination.clone());
        refund.refund_price = Some(price);
        refund.refund_bank_price = Some(price);
        refund.refund_wallet_price = Some(Decimal::ZERO);
        refund.conversation_id = self.conversation_id.clone();
        refund.auth_code = self.reference("", id);
        refund.host_reference = self.reference("EMUH", id);
        refund.trans_id = self.reference("EMUR", id);
        refund.payment_id = Some(self.payment_id);
        refund.refund_type = Some(if is_cancel { RefundType::Cancel } else { RefundType::Refund });
        refund.currency = self.currency.clone();
        refund.payment_transaction_refunds = line_refunds;
        refund
    }

    fn line_refund(&self, id: i64, line: i64, price: Decimal) -> PaymentTransactionRefund {
        let mut refund = PaymentTransactionRefund::new(id, self.status.clone());
        refund.created_date = Some(self.created_date);
        refund.refund_destination_type = Some(self.destination.clone());
        refund.refund_price = Some(price);
        refund.refund_bank_price = Some(price);
        refund.refund_wallet_price = Some(Decimal::ZERO);
        refund.conversation_id = self.conversation_id.clone();
        refund.auth_code = self.reference("", id);
        refund.host_reference = self.reference("EMUH", id);
        refund.trans_id = self.reference("EMUL", id);
        refund.is_after_settlement = Some(false);
        refund.payment_transaction_id = Some(line);
        refund.currency = self.currency.clone();
        refund.payment_id = Some(self.payment_id);
        refund
    }

    pub(crate) fn add_line_refund(
        &self,
        context: &mut Context<'_>,
        line: i64,
        price: Decimal,
    ) -> PaymentTransactionRefund {
        context.state.line_refunds.add(|id| self.record(self.line_refund(id, line, price))).refund.clone()
    }

    /// What the bank calls the refund, if it agreed to it.
    fn reference(&self, prefix: &str, id: i64) -> Option<String> {
        (self.status == RefundStatus::Success).then(|| format!("{prefix}{id:06}"))
    }
}

//! Payments: taking and retrieving them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use craftgate_core::payment::{
    CreatePayment, MerchantPos, Payment, PaymentGroup, PaymentItem, PaymentPhase, PaymentSource, PaymentStatus,
    PaymentTransaction, Payout, RetrievePayment, TransactionPayoutStatus, TransactionStatus,
};
use craftgate_core::wallet::WalletTransaction;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, ErrorGroup};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::money::{round, split};
use crate::order::{self, Order};
use crate::refusal::{self, Refusal};
use crate::state::{LineRecord, State};
use crate::test_cards::{Step, TestCard};
use crate::vault::NewCard;
use crate::waiting::Flow;
use crate::{decline, deposits};

/// A payment and what its answers don't tell.
pub(crate) struct PaymentRecord {
    pub(crate) payment: Payment,
    /// The card, where it is known here.
    pub(crate) card: Option<&'static TestCard>,
    pub(crate) flow: Flow,
    /// What to store once it is paid.
    pub(crate) to_store: Option<NewCard>,
    /// The day that money was last taken or held.
    pub(crate) taken_on: NaiveDate,
    /// What went back of each line.
    pub(crate) refunded: BTreeMap<i64, Decimal>,
    /// What it put into a wallet, if it is a deposit.
    pub(crate) wallet_transaction: Option<WalletTransaction>,
}

pub(crate) fn create(context: &mut Context<'_>, asked: CreatePayment) -> Result<Payment, Refusal> {
    let order = order::check(context, asked)?;
    let id = open(context, order, PaymentStatus::Waiting);
    charge(context, id, Step::Payment)
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrievePayment) -> Result<Payment, Refusal> {
    context.state.payment(asked.id).map(|record| record.payment.clone())
}

impl State {
    pub(crate) fn payment(&self, id: i64) -> Result<&PaymentRecord, Refusal> {
        self.payments.get(id).ok_or_else(|| refusal::PAYMENT.plain())
    }

    pub(crate) fn payment_mut(&mut self, id: i64) -> Result<&mut PaymentRecord, Refusal> {
        self.payments.get_mut(id).ok_or_else(|| refusal::PAYMENT.plain())
    }
}

impl PaymentRecord {
    /// Why the card's bank declines this step, if there is a card and it does.
    pub(crate) fn decline(&self, step: Step) -> Option<&'static ErrorGroup> {
        self.card.and_then(|card| card.decline(step))
    }

    /// Notes that the money comes from this card.
    pub(crate) fn show_card(&mut self, card: &'static TestCard) {
        self.card = Some(card);
        describe_card(&mut self.payment, card);
    }
}

/// Opens a payment: the bank has not been asked yet.
pub(crate) fn open(context: &mut Context<'_>, order: Order, status: PaymentStatus) -> i64 {
    let Order { asked, payment_type, provider, flow, plastic, to_store } = order;
    let State { payments, lines, .. } = &mut *context.state;
    let record = payments.add(|id| {
        let mut payment = Payment::new(id, status);
        payment.created_date = Some(context.now);
        payment.payment_type = Some(payment_type);
        payment.payment_provider = Some(provider);
        let mut line_id = || lines.add(|line_id| LineRecord { id: line_id, payment_id: id }).id;
        payment.payment_transactions = asked.items.iter().map(|item| line(line_id(), item)).collect();
        describe_order(&mut payment, asked);
        let (taken_on, refunded) = (context.now.date(), BTreeMap::new());
        PaymentRecord { payment, card: None, flow, to_store, taken_on, refunded, wallet_transaction: None }
    });
    if let Some(plastic) = plastic {
        record.show_card(plastic.card);
        record.payment.card_holder_name = plastic.holder;
        record.payment.paid_with_stored_card = Some(plastic.is_stored);
    }
    record.payment.id
}

fn describe_card(payment: &mut Payment, card: &TestCard) {
    payment.bin_number = Some(card.bin().to_owned());
    payment.last_four_digits = Some(card.last_four().to_owned());
    payment.card_type = Some(card.card_type.clone());
    payment.card_association = Some(card.association.clone());
    payment.card_brand = card.brand.map(str::to_owned);
    payment.card_issuer_bank_name = card.bank.map(|bank| bank.name.to_owned());
    payment.card_issuer_bank_id = card.bank.map(|bank| bank.code);
}

fn describe_order(payment: &mut Payment, asked: CreatePayment) {
    payment.price = Some(asked.amounts.price);
    payment.wallet_price = Some(Decimal::ZERO);
    payment.currency = Some(asked.currency);
    payment.buyer_member_id = asked.buyer_member_id;
    payment.installment = Some(asked.installment);
    payment.conversation_id = asked.conversation_id;
    payment.external_id = asked.external_id;
    payment.payment_source = Some(PaymentSource::Api);
    payment.payment_group = asked.payment_group.or(Some(PaymentGroup::Product));
    payment.payment_phase = asked.payment_phase.or(Some(PaymentPhase::Auth));
    payment.payment_channel = asked.payment_channel;
    payment.is_three_ds = Some(false);
    payment.bank_commission_rate = Some(Decimal::ZERO);
    payment.bank_commission_rate_amount = Some(Decimal::ZERO);
    payment.order_id = asked.bank_order_id.or_else(|| Some(format!("EMU{:09}", payment.id)));
    payment.pos = Some(pos(asked.pos_alias.as_deref()));
    payment.requested_pos_alias = asked.pos_alias;
    set_paid_price(payment, asked.amounts.paid_price);
}

pub(crate) fn pos(alias: Option<&str>) -> MerchantPos {
    let mut pos = MerchantPos::new();
    pos.id = Some(1);
    pos.name = Some("Emülatör".to_owned());
    pos.alias = Some(alias.unwrap_or("emulator").to_owned());
    pos
}

fn line(id: i64, item: &PaymentItem) -> PaymentTransaction {
    let mut line = PaymentTransaction::new(id);
    line.name = item.name.clone();
    line.external_id = item.external_id.clone();
    line.price = Some(item.price);
    line.wallet_price = Some(Decimal::ZERO);
    line.sub_merchant_member_id = item.sub_merchant_member_id;
    line.sub_merchant_member_price = item.sub_merchant_member_price;
    line.transaction_status = Some(TransactionStatus::WaitingForApproval);
    line
}

/// Sets what is taken in all, and each line's share of it.
pub(crate) fn set_paid_price(payment: &mut Payment, paid_price: Decimal) {
    let price = payment.price.unwrap_or_default();
    let commission = (paid_price - price).max(Decimal::ZERO);
    let rate = if price.is_zero() { Decimal::ZERO } else { round(commission * Decimal::ONE_HUNDRED / price) };
    payment.paid_price = Some(paid_price);
    payment.merchant_commission_rate = Some(rate);
    payment.merchant_commission_rate_amount = Some(commission);

    let has_payout = payment.currency == Some(Currency::Try);
    let lines = &mut payment.payment_transactions;
    let weights: Vec<Decimal> = lines.iter().map(|line| line.price.unwrap_or_default()).collect();
    let shares = split(paid_price, &weights).into_iter().zip(split(commission, &weights));
    for (line, (share, commission)) in lines.iter_mut().zip(shares) {
        line.paid_price = Some(share);
        line.merchant_commission_rate = Some(rate);
        line.merchant_commission_rate_amount = Some(commission);
        set_payouts(line, has_payout);
    }
}

/// Divides a line's share between the seller and the merchant.
pub(crate) fn set_payouts(line: &mut PaymentTransaction, has_payout: bool) {
    let share = line.paid_price.unwrap_or_default();
    let seller_share = line.sub_merchant_member_price.unwrap_or_default();
    line.sub_merchant_member_payout_amount = Some(seller_share);
    line.merchant_payout_amount = Some(share - seller_share);
    line.payout = has_payout.then(|| payout(share, seller_share));
}

fn payout(share: Decimal, seller_share: Decimal) -> Payout {
    let mut payout = Payout::new();
    payout.currency = Some(Currency::Try);
    payout.parity = Some(Decimal::ONE);
    payout.paid_price = Some(share);
    payout.merchant_payout_amount = Some(share - seller_share);
    payout.sub_merchant_member_payout_amount = Some(seller_share);
    payout.merchant_status = Some(TransactionPayoutStatus::WaitingForPayout);
    payout.sub_merchant_member_status = Some(match seller_share.is_zero() {
        true => TransactionPayoutStatus::NoPayout,
        false => TransactionPayoutStatus::WaitingForPayout,
    });
    payout
}

/// Takes the money of an open payment, and tells the webhook.
pub(crate) fn charge(context: &mut Context<'_>, id: i64, step: Step) -> Result<Payment, Refusal> {
    let event_type = match step {
        Step::ThreeDsPayment => WebhookEventType::ApiVerifyAndAuth,
        _ => WebhookEventType::ApiAuth,
    };
    let outcome = take(context, id, step);
    let status = if outcome.is_ok() { WebhookStatus::Success } else { WebhookStatus::Failure };
    context.record(event_type, status, id);
    outcome
}

/// Asks the bank for the money of an open payment.
pub(crate) fn take(context: &mut Context<'_>, id: i64, step: Step) -> Result<Payment, Refusal> {
    let record = context.state.payment_mut(id)?;
    record.taken_on = context.now.date();
    if let Some(group) = record.decline(step) {
        let error = decline::error(group, context.language);
        record.payment.payment_status = PaymentStatus::Failure;
        record.payment.payment_error = Some(error.clone());
        return Err(Refusal::Bank(Box::new(error)));
    }
    approve(&mut record.payment);
    if let Some(new_card) = record.to_store.take() {
        let stored = context.state.cards.add(new_card, context.now);
        let payment = &mut context.state.payment_mut(id)?.payment;
        payment.card_user_key = Some(stored.card_user_key);
        payment.card_token = Some(stored.card_token);
    }
    deposits::put_into_wallet(context, id)?;
    context.state.payment(id).map(|record| record.payment.clone())
}

/// What a bank gives with the money.
fn approve(payment: &mut Payment) {
    payment.payment_status = PaymentStatus::Success;
    payment.auth_code = Some(format!("{:06}", payment.id % 1_000_000));
    payment.host_reference = Some(format!("{:012}", payment.id));
    payment.trans_id = Some(format!("EMUT{:010}", payment.id));
}

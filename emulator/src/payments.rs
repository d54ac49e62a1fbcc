//! Payments: taking and retrieving them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use craftgate_core::Currency;
use craftgate_core::payment::{
    CreatePayment, MerchantPos, Payment, PaymentGroup, PaymentItem, PaymentPhase, PaymentProvider, PaymentSource,
    PaymentStatus, PaymentTransaction, PaymentType, Payout, RetrieveCheckoutPayment, RetrievePayment,
    TransactionPayoutStatus, TransactionStatus,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::cards::NewCard;
use crate::context::Context;
use crate::decline;
use crate::money::{round, split};
use crate::order::{self, Order};
use crate::refusal::{self, Refusal};
use crate::state::{LineRecord, State};
use crate::test_cards::{Step, TestCard};

/// A payment and what its answers don't tell.
pub(crate) struct PaymentRecord {
    pub(crate) payment: Payment,
    pub(crate) card: &'static TestCard,
    /// What to store once it is paid.
    pub(crate) to_store: Option<NewCard>,
    /// The day that money was last taken or held.
    pub(crate) taken_on: NaiveDate,
    /// What went back of each line.
    pub(crate) refunded: BTreeMap<i64, Decimal>,
}

pub(crate) fn create(context: &mut Context<'_>, asked: CreatePayment) -> Result<Payment, Refusal> {
    let order = order::check(context, asked)?;
    let id = open(context, order, PaymentStatus::Waiting);
    charge(context, id, Step::Payment)
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrievePayment) -> Result<Payment, Refusal> {
    context.state.payment(asked.id).map(|record| record.payment.clone())
}

/// There are no checkout pages yet, so no token is known.
pub(crate) fn retrieve_checkout(_: &mut Context<'_>, _: RetrieveCheckoutPayment) -> Result<Payment, Refusal> {
    Err(refusal::CHECKOUT.plain())
}

impl State {
    pub(crate) fn payment(&self, id: i64) -> Result<&PaymentRecord, Refusal> {
        self.payments.get(id).ok_or_else(|| refusal::PAYMENT.plain())
    }

    pub(crate) fn payment_mut(&mut self, id: i64) -> Result<&mut PaymentRecord, Refusal> {
        self.payments.get_mut(id).ok_or_else(|| refusal::PAYMENT.plain())
    }
}

/// Opens a payment: the bank has not been asked yet.
pub(crate) fn open(context: &mut Context<'_>, order: Order, status: PaymentStatus) -> i64 {
    let Order { asked, plastic, to_store } = order;
    let State { payments, lines, .. } = &mut *context.state;
    let record = payments.add(|id| {
        let mut payment = Payment::new(id, status);
        payment.created_date = Some(context.now);
        payment.card_holder_name = plastic.holder;
        payment.paid_with_stored_card = Some(plastic.is_stored);
        describe_card(&mut payment, plastic.card);
        let mut line_id = || lines.add(|line_id| LineRecord { id: line_id, payment_id: id }).id;
        payment.payment_transactions = asked.items.iter().map(|item| line(line_id(), item)).collect();
        describe_order(&mut payment, asked);
        PaymentRecord { payment, card: plastic.card, to_store, taken_on: context.now.date(), refunded: BTreeMap::new() }
    });
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
    payment.payment_type = Some(PaymentType::CardPayment);
    payment.payment_provider = Some(PaymentProvider::Bank);
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

fn pos(alias: Option<&str>) -> MerchantPos {
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
        let seller_share = line.sub_merchant_member_price.unwrap_or_default();
        line.paid_price = Some(share);
        line.merchant_commission_rate = Some(rate);
        line.merchant_commission_rate_amount = Some(commission);
        line.sub_merchant_member_payout_amount = Some(seller_share);
        line.merchant_payout_amount = Some(share - seller_share);
        line.payout = has_payout.then(|| payout(share, seller_share));
    }
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

/// Asks the bank for the money of an open payment.
pub(crate) fn charge(context: &mut Context<'_>, id: i64, step: Step) -> Result<Payment, Refusal> {
    let event_type = match step {
        Step::ThreeDsPayment => WebhookEventType::ApiVerifyAndAuth,
        _ => WebhookEventType::ApiAuth,
    };
    let record = context.state.payment_mut(id)?;
    record.taken_on = context.now.date();
    if let Some(group) = record.card.decline(step) {
        let error = decline::error(group, context.language);
        record.payment.payment_status = PaymentStatus::Failure;
        record.payment.payment_error = Some(error.clone());
        context.record(event_type, WebhookStatus::Failure, id);
        return Err(Refusal::Bank(Box::new(error)));
    }
    approve(&mut record.payment);
    if let Some(new_card) = record.to_store.take() {
        let stored = context.state.cards.add(new_card, context.now);
        let payment = &mut context.state.payment_mut(id)?.payment;
        payment.card_user_key = Some(stored.card_user_key);
        payment.card_token = Some(stored.card_token);
    }
    context.record(event_type, WebhookStatus::Success, id);
    context.state.payment(id).map(|record| record.payment.clone())
}

/// What a bank gives with the money.
fn approve(payment: &mut Payment) {
    payment.payment_status = PaymentStatus::Success;
    payment.auth_code = Some(format!("{:06}", payment.id % 1_000_000));
    payment.host_reference = Some(format!("{:012}", payment.id));
    payment.trans_id = Some(format!("EMUT{:010}", payment.id));
}

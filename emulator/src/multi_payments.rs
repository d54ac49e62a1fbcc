//! Payments in parts. Each part is a payment by card of its own, with one line.

use chrono::NaiveDateTime;
use craftgate_core::payment::{
    Amounts, Card, CheckoutPage, CreatePayment, InitMultiPayment, MultiPayment, MultiPaymentStatus, Payment,
    PaymentItem, PaymentSource, PaymentStatus, RetrieveMultiPayment,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::customer::NotPaid;
use crate::emulator::Emulator;
use crate::incoming::demand;
use crate::order;
use crate::pages::{deadline, page};
use crate::payments::{open, take};
use crate::refusal::{self, Refusal};
use crate::test_cards::Step;

/// A payment in parts.
pub(crate) struct Parts {
    id: i64,
    /// What all parts come to, with what they have in common.
    asked: CreatePayment,
    most_parts: Option<usize>,
    deadline: NaiveDateTime,
    /// What was paid, by payment; those that failed come to nothing.
    payments: Vec<(i64, Decimal)>,
}

pub(crate) fn init(context: &mut Context<'_>, asked: InitMultiPayment) -> Result<CheckoutPage, Refusal> {
    order::check_callback_url(&asked.callback_url)?;
    let deadline = deadline(context, asked.ttl)?;
    if asked.items.iter().any(|item| item.sub_merchant_member_id.is_some()) {
        return Err(refusal::UNSUPPORTED.about("items.subMerchantMemberId"));
    }
    let most_parts = asked.maximum_split_payment_count.map(usize::try_from).transpose();
    let most_parts = most_parts.map_err(|_| refusal::INVALID.about("maximumSplitPaymentCount"))?;
    let mut payment = CreatePayment::new(Amounts::same(asked.price), asked.currency, 1, asked.items);
    payment.payment_group = asked.payment_group;
    payment.conversation_id = asked.conversation_id;
    payment.external_id = asked.external_id;
    payment.payment_channel = asked.payment_channel;
    payment.buyer_member_id = asked.buyer_member_id;
    order::check_basket(&mut payment)?;
    let id = context.state.multi_payments.next_id();
    let parts = Parts { id, asked: payment, most_parts, deadline, payments: Vec::new() };
    Ok(page(context.state.multi_payments.add("multi-payment", parts), deadline))
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveMultiPayment) -> Result<MultiPayment, Refusal> {
    let parts = context.state.multi_payments.get(&asked.token).ok_or_else(|| refusal::MULTI_PAYMENT.plain())?;
    let status = if parts.left().is_zero() { MultiPaymentStatus::Completed } else { MultiPaymentStatus::Created };
    let mut payment = MultiPayment::new(parts.id, status);
    payment.token = Some(asked.token);
    payment.conversation_id = parts.asked.conversation_id.clone();
    payment.external_id = parts.asked.external_id.clone();
    payment.price = Some(parts.asked.amounts.price);
    payment.paid_price = Some(parts.paid());
    payment.remaining_amount = Some(parts.left());
    payment.token_expire_date = Some(parts.deadline);
    payment.payment_ids = parts.payments.iter().map(|(id, _)| *id).collect();
    Ok(payment)
}

impl Emulator {
    /// Pays a part of a payment in parts with a card, as its customer does. The last part has to be all that
    /// is left.
    ///
    /// # Errors
    ///
    /// [`NotPaid`] if there is no such page, it can no longer be used, the part is too large or too small, or
    /// the card can't pay.
    pub fn pay_part(&self, token: &str, card: Card, price: Decimal) -> Result<Payment, NotPaid> {
        self.act(|context| pay(context, token, card, price))
    }
}

fn pay(context: &mut Context<'_>, token: &str, card: Card, price: Decimal) -> Result<Payment, Refusal> {
    let parts = context.state.multi_payments.get(token).ok_or_else(|| refusal::MULTI_PAYMENT.plain())?;
    let order = order::check(context, parts.part(context, card, price)?)?;
    let id = open(context, order, PaymentStatus::Waiting);
    context.state.payment_mut(id)?.payment.payment_source = Some(PaymentSource::CheckoutForm);
    let outcome = take(context, id, Step::Payment);
    let paid = outcome.as_ref().ok().and_then(|payment| payment.paid_price).unwrap_or_default();
    let parts = demand(context.state.multi_payments.get_mut(token), "token")?;
    parts.payments.push((id, paid));
    if parts.left().is_zero() {
        context.record(WebhookEventType::MultiPaymentCompleted, WebhookStatus::Success, token);
    }
    outcome
}

impl Parts {
    fn paid(&self) -> Decimal {
        self.payments.iter().map(|(_, paid)| paid).sum()
    }

    fn left(&self) -> Decimal {
        self.asked.amounts.price - self.paid()
    }

    /// The payment of one part.
    fn part(&self, context: &Context<'_>, card: Card, price: Decimal) -> Result<CreatePayment, Refusal> {
        if self.left().is_zero() || context.now >= self.deadline {
            return Err(refusal::PAGE_CLOSED.plain());
        }
        let paid_parts = self.payments.iter().filter(|(_, paid)| !paid.is_zero()).count();
        let is_last = self.most_parts.is_some_and(|most| paid_parts + 1 >= most);
        if price > self.left() || (is_last && price != self.left()) {
            return Err(refusal::INVALID.about("price"));
        }
        let mut part = self.asked.clone().card(card);
        let mut item = PaymentItem::new(price);
        item.name = self.asked.items.first().and_then(|item| item.name.clone());
        part.amounts = Amounts::same(price);
        part.items = vec![item];
        Ok(part)
    }
}

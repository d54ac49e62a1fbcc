//! Payments on Craftgate's checkout page.

use chrono::NaiveDateTime;
use craftgate_core::CardType;
use craftgate_core::payment::{
    Amounts, Card, CheckoutPage, CreatePayment, CustomInstallment, ExpireCheckoutPayment, InitCheckoutPayment, Payment,
    PaymentSource, PaymentStatus, RetrieveCheckoutPayment,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::customer::NotPaid;
use crate::emulator::Emulator;
use crate::incoming::demand;
use crate::installments::total_price;
use crate::money::positive;
use crate::order::{self, Order, as_payment, check_callback_url};
use crate::pages::{deadline, page};
use crate::payments::{open, take};
use crate::refusal::{self, Refusal};
use crate::state::State;
use crate::test_cards::Step;

/// A checkout page.
pub(crate) struct Checkout {
    /// The payment, as far as its start says.
    asked: CreatePayment,
    rules: Rules,
    deadline: NaiveDateTime,
    /// The last attempt to pay.
    payment_id: Option<i64>,
}

/// What the page lets a customer do.
struct Rules {
    is_deposit: bool,
    needs_three_ds: bool,
    needs_credit_card: bool,
    needs_stored_card: bool,
    stores_cards: bool,
    card_user_key: Option<String>,
    enabled_installments: Vec<i32>,
    custom_installments: Vec<CustomInstallment>,
}

pub(crate) fn init(context: &mut Context<'_>, asked: InitCheckoutPayment) -> Result<CheckoutPage, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let deadline = deadline(context, asked.ttl)?;
    let rules = Rules {
        is_deposit: asked.deposit_payment.or(asked.deposit_payments).unwrap_or(false),
        needs_three_ds: asked.force_three_ds.unwrap_or(false),
        needs_credit_card: asked.allow_only_credit_card.unwrap_or(false),
        needs_stored_card: asked.allow_only_stored_cards.unwrap_or(false),
        stores_cards: asked.always_store_card_after_payment.unwrap_or(false),
        card_user_key: context.state.cards.known_user(asked.card_user_key)?,
        enabled_installments: asked.enabled_installments,
        custom_installments: asked.custom_installments,
    };
    for custom in &rules.custom_installments {
        positive("customInstallments.totalPrice", custom.total_price)?;
    }
    let mut payment = as_payment!(asked {
        buyer_member_id,
        payment_group,
        payment_phase,
        payment_channel,
        conversation_id,
        external_id
    });
    payment.bank_order_id = asked.order_id;
    check(context, &mut payment, rules.is_deposit)?;
    let checkout = Checkout { asked: payment, rules, deadline, payment_id: None };
    Ok(page(context.state.checkouts.add("checkout", checkout), deadline))
}

/// A deposit needs a member, and buys nothing.
fn check(context: &Context<'_>, asked: &mut CreatePayment, is_deposit: bool) -> Result<(), Refusal> {
    order::check_extent(asked)?;
    if !is_deposit {
        return order::check_basket(asked);
    }
    asked.items.clear();
    context.state.member(demand(asked.buyer_member_id, "buyerMemberId")?)?;
    order::check_amounts(asked)
}

/// The last attempt to pay: before it, there is no payment.
pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveCheckoutPayment) -> Result<Payment, Refusal> {
    let id = context.state.checkout(&asked.token)?.payment_id.ok_or_else(|| refusal::PAYMENT.plain())?;
    context.state.payment(id).map(|record| record.payment.clone())
}

pub(crate) fn expire(context: &mut Context<'_>, asked: ExpireCheckoutPayment) -> Result<(), Refusal> {
    context.state.checkout(&asked.token)?;
    let now = context.now;
    if let Some(checkout) = context.state.checkouts.get_mut(&asked.token) {
        checkout.deadline = checkout.deadline.min(now);
    }
    Ok(())
}

impl Emulator {
    /// Pays on a checkout page, as its customer does: with a card, in so many installments (1 for a single
    /// payment). A customer who could not pay may try again.
    ///
    /// ```
    /// use craftgate_core::Currency;
    /// use craftgate_core::payment::{Amounts, Card, InitCheckoutPayment, PaymentItem, RetrieveCheckoutPayment};
    /// use craftgate_emulator::Emulator;
    /// use craftgate_core::rust_decimal::Decimal;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new();
    /// let client = emulator.client()?;
    ///
    /// let price = Decimal::new(100_00, 2);
    /// let checkout = InitCheckoutPayment::new(Amounts::same(price), Currency::Try, "https://shop.example.com/paid")
    ///     .items([PaymentItem::new(price).name("Gümüş küpe")]);
    /// let page = client.call(&checkout).send()?;
    ///
    /// let card = Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "000");
    /// let paid = emulator.pay_checkout(&page.token, card, 1)?;
    /// assert_eq!(client.call(&RetrieveCheckoutPayment::new(page.token)).send()?, paid);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`NotPaid`] if there is no such page, it can no longer be used, or the card can't pay.
    pub fn pay_checkout(&self, token: &str, card: Card, installment: i32) -> Result<Payment, NotPaid> {
        self.act(|context| pay(context, token, card, installment))
    }
}

fn pay(context: &mut Context<'_>, token: &str, card: Card, installment: i32) -> Result<Payment, Refusal> {
    let checkout = context.state.checkout(token)?;
    checkout.check_open(context)?;
    let order = checkout.order(context, card, installment)?;
    let is_three_ds = checkout.rules.needs_three_ds;
    let step = if is_three_ds { Step::ThreeDsPayment } else { Step::Payment };

    let id = open(context, order, PaymentStatus::Waiting);
    let payment = &mut context.state.payment_mut(id)?.payment;
    payment.payment_source = Some(PaymentSource::CheckoutForm);
    payment.is_three_ds = Some(is_three_ds);
    if let Some(checkout) = context.state.checkouts.get_mut(token) {
        checkout.payment_id = Some(id);
    }
    let paid = take(context, id, step)?;
    context.record(WebhookEventType::CheckoutFormAuth, WebhookStatus::Success, token);
    Ok(paid)
}

impl State {
    fn checkout(&self, token: &str) -> Result<&Checkout, Refusal> {
        self.checkouts.get(token).ok_or_else(|| refusal::CHECKOUT.plain())
    }
}

impl Checkout {
    fn check_open(&self, context: &Context<'_>) -> Result<(), Refusal> {
        let last = self.payment_id.and_then(|id| context.state.payments.get(id));
        let is_paid = last.is_some_and(|record| record.payment.payment_status == PaymentStatus::Success);
        if is_paid || context.now >= self.deadline {
            return Err(refusal::PAGE_CLOSED.plain());
        }
        Ok(())
    }

    /// The payment that the customer makes of it.
    fn order(&self, context: &Context<'_>, mut card: Card, installment: i32) -> Result<Order, Refusal> {
        if self.rules.stores_cards {
            card.store_card_after_success_payment = Some(true);
        }
        card.card_user_key = card.card_user_key.or_else(|| self.rules.card_user_key.clone());
        let mut asked = self.asked.clone().card(card);
        asked.installment = installment;
        asked.amounts.paid_price = self.rules.paid_price(&asked.amounts, installment)?;
        let order = match self.rules.is_deposit {
            true => order::check_deposit(context, asked)?,
            false => order::check(context, asked)?,
        };
        self.rules.check_card(&order)?;
        Ok(order)
    }
}

impl Rules {
    /// What this number of installments comes to: as the page was told, or by the emulator's own rates.
    fn paid_price(&self, amounts: &Amounts, installment: i32) -> Result<Decimal, Refusal> {
        if !self.enabled_installments.is_empty() && !self.enabled_installments.contains(&installment) {
            return Err(refusal::INVALID.about("installment"));
        }
        match self.custom_installments.iter().find(|custom| custom.number == installment) {
            Some(custom) => Ok(custom.total_price),
            None if installment == 1 => Ok(amounts.paid_price),
            None => total_price(installment, amounts.paid_price).ok_or_else(|| refusal::INVALID.about("installment")),
        }
    }

    fn check_card(&self, order: &Order) -> Result<(), Refusal> {
        let Some(plastic) = &order.plastic else { return Ok(()) };
        let is_wrong = (self.needs_credit_card && plastic.card.card_type != CardType::CreditCard)
            || (self.needs_stored_card && !plastic.is_stored);
        if is_wrong { Err(refusal::INVALID.about("card")) } else { Ok(()) }
    }
}

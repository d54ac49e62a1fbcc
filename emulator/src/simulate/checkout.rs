//! The customer on a checkout page.

use craftgate_core::Secret;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Card, Payment, PaymentSource, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use super::customer::PaymentDeclined;
use crate::domain::charge::charge_without_event;
use crate::domain::context::Context;
use crate::domain::test_cards::{Step, TestCard};
use crate::emulator::Emulator;
use crate::error::{ApiError, CHECKOUT_NOT_FOUND};

impl Emulator {
    /// Pays on a checkout page, as its customer does: with a card, in a number of installments (1 for a single
    /// payment). A customer whose payment failed may try again.
    ///
    /// ```
    /// use craftgate_core::Currency;
    /// use craftgate_core::payment::{
    ///     Amounts, Card, CardNumber, InitCheckoutPayment, PaymentItem, RetrieveCheckoutPayment,
    /// };
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
    /// let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), "07/44".parse()?, "000");
    /// let paid = emulator.pay_checkout(&page.token, card, 1)?;
    /// assert_eq!(client.call(&RetrieveCheckoutPayment::new(page.token)).send()?, paid);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is paid or expired, or the card can't pay.
    pub fn pay_checkout(&self, token: &Secret, card: Card, installment: i32) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| pay(context, token, card, installment))
    }
}

fn pay(context: &mut Context<'_>, token: &Secret, card: Card, installment: i32) -> Result<Payment, ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let checkout = state.checkouts.get_mut(token.expose()).ok_or(CHECKOUT_NOT_FOUND)?;
    checkout.check_open(&state.payments, now)?;
    let order = checkout.order(card, installment, &state.cards, context.settings, now)?;
    let is_three_ds = checkout.rules.requires_three_ds;
    let step = if is_three_ds { Step::ThreeDsPayment } else { Step::Payment };

    let id = state.payments.open(order, PaymentStatus::Waiting, now);
    checkout.payment_id = Some(id);
    let payment = &mut state.payments.find_mut(id)?.payment;
    payment.payment_source = Some(PaymentSource::CheckoutForm);
    payment.is_three_ds = Some(is_three_ds);
    if is_three_ds {
        verify(context, id)?;
    }
    let paid = charge_without_event(context, id, step)?;
    context.emit_event(WebhookEventType::CheckoutFormAuth, WebhookStatus::Success, token.expose());
    Ok(paid)
}

/// Verifies the customer by the card's own outcome. The payment fails if that is not enough.
fn verify(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    let record = context.state.payments.find_mut(id)?;
    record.payment.md_status = record.card.map(TestCard::md_status);
    let verified = record.check_authenticated(context.settings);
    if verified.is_err() {
        record.payment.payment_status = PaymentStatus::Failure;
    }
    verified
}

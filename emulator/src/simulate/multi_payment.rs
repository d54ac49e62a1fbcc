//! The customers of a split payment.

use craftgate_core::Secret;
use craftgate_core::payment::{Card, Payment, PaymentSource, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use rust_decimal::Decimal;

use super::customer::PaymentDeclined;
use crate::domain::charge::charge_without_event;
use crate::domain::context::Context;
use crate::domain::test_cards::Step;
use crate::domain::validation;
use crate::emulator::Emulator;
use crate::error::{ApiError, MULTI_PAYMENT_NOT_FOUND};

impl Emulator {
    /// Pays a split of a multi payment with a card, as its customer does. The last split must be the whole remaining
    /// amount.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is paid or expired, the amount is too large or too small, or
    /// the card can't pay.
    pub fn pay_split(&self, token: &Secret, card: Card, price: Decimal) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| pay(context, token, card, price))
    }
}

fn pay(context: &mut Context<'_>, token: &Secret, card: Card, price: Decimal) -> Result<Payment, ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let multi_payment = state.multi_payments.get(token.expose()).ok_or(MULTI_PAYMENT_NOT_FOUND)?;
    let order = validation::card_payment(multi_payment.split(card, price, now)?, &state.cards, context.settings, now)?;
    let id = state.payments.open(order, PaymentStatus::Waiting, now);
    state.payments.find_mut(id)?.payment.payment_source = Some(PaymentSource::CheckoutForm);

    let result = charge_without_event(context, id, Step::Payment);
    let paid = result.as_ref().ok().and_then(|payment| payment.paid_price).unwrap_or_default();
    let multi_payment = context.state.multi_payments.get_mut(token.expose()).ok_or(MULTI_PAYMENT_NOT_FOUND)?;
    multi_payment.splits.push((id, paid));
    if multi_payment.remaining_amount().is_zero() {
        context.emit_event(WebhookEventType::MultiPaymentCompleted, WebhookStatus::Success, token.expose());
    }
    result
}

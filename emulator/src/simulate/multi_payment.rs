//! The customers of a split payment.

use craftgate_core::Secret;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Card, Payment, PaymentSource, PaymentType};
use rust_decimal::Decimal;

use super::customer::PaymentDeclined;
use super::page::{self, CardEntry, Origin, PageStep};
use crate::domain::context::Context;
use crate::domain::destination::{HostedPage, HostedPageKind};
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
        self.act_as_customer(|context| {
            let (id, origin) = open(context, token, CardEntry::new(card), price)?;
            page::finish(context, id, origin)
        })
    }

    /// Enters a card for a split of a multi payment, as its customer does in a browser. With 3D Secure the payment then
    /// waits for [`authenticate`](Self::authenticate).
    ///
    /// # Errors
    ///
    /// As [`pay_split`](Self::pay_split).
    pub fn submit_split(&self, token: &Secret, entry: CardEntry, price: Decimal) -> Result<PageStep, PaymentDeclined> {
        self.act_as_customer(|context| {
            let (id, origin) = open(context, token, entry, price)?;
            page::go_on(context, id, origin)
        })
    }
}

pub(super) fn open(
    context: &mut Context<'_>,
    token: &Secret,
    entry: CardEntry,
    price: Decimal,
) -> Result<(PaymentId, Origin), ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let multi_payment = state.multi_payments.get(token.expose()).ok_or(MULTI_PAYMENT_NOT_FOUND)?;
    let split = multi_payment.split(entry.card, price, now)?;
    let order = validation::card_payment(split, PaymentType::CardPayment, &state.cards, context.settings, now)?;
    let is_of_link = multi_payment.link.is_some();
    let origin = Origin {
        page: HostedPage { kind: HostedPageKind::MultiPayment, token: token.expose().to_owned() },
        callback_url: multi_payment.callback_url.clone(),
        source: if is_of_link { PaymentSource::PayByLink } else { PaymentSource::CheckoutForm },
        is_three_ds: entry.is_three_ds,
    };
    page::open(context, order, &origin).map(|id| (id, origin))
}

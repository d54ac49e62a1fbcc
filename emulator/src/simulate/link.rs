//! The customer of a link.

use craftgate_core::Secret;
use craftgate_core::id::{MultiPaymentId, PaymentId};
use craftgate_core::pay_by_link::Product;
use craftgate_core::payment::{Payment, PaymentSource, PaymentType};

use super::customer::PaymentDeclined;
use super::multi_payment;
use super::page::{self, CardEntry, Origin, PageStep};
use crate::domain::context::Context;
use crate::domain::destination::{HostedPage, HostedPageKind};
use crate::domain::{link, validation};
use crate::emulator::Emulator;
use crate::error::{ApiError, INVALID_VALUE, PRODUCT_NOT_FOUND};

impl Emulator {
    /// Pays by a link, as its customer does: with a card, and without the bank's page. Of a link with `multiPayment` it
    /// pays the part with the entry's [`price`](CardEntry::price): the parts of whoever pays add up until all is paid.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such link, it is passive, expired or sold out, or the card can't pay.
    pub fn pay_link(&self, token: &Secret, entry: CardEntry) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| {
            let (id, origin) = open(context, token, entry)?;
            page::finish(context, id, origin)
        })
    }

    /// Enters a card on the page of a link, as its customer does in a browser. With 3D Secure the payment then waits for
    /// [`authenticate`](Self::authenticate). The form leads to the link's own page, since a link has no callback URL; its
    /// `token` is that of the payment in parts if there is one.
    ///
    /// # Errors
    ///
    /// As [`pay_link`](Self::pay_link).
    pub fn submit_link(&self, token: &Secret, entry: CardEntry) -> Result<PageStep, PaymentDeclined> {
        self.act_as_customer(|context| {
            let (id, origin) = open(context, token, entry)?;
            page::go_on(context, id, origin)
        })
    }
}

/// Opens the customer's payment.
fn open(context: &mut Context<'_>, token: &Secret, entry: CardEntry) -> Result<(PaymentId, Origin), ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let product = link::find(&state.products, token.expose()).ok_or(PRODUCT_NOT_FOUND)?;
    link::check_payable(product, now)?;
    if link::is_paid_in_parts(product) {
        let product = product.clone();
        return open_part(context, &product, entry);
    }
    if entry.price.is_some_and(|price| Some(price) != product.price) {
        return Err(INVALID_VALUE.field("price"));
    }
    let payment = link::payment(product, entry.card, entry.installment)?;
    let order = validation::card_payment(payment, PaymentType::CardPayment, &state.cards, context.settings, now)?;
    let origin = Origin {
        page: HostedPage { kind: HostedPageKind::Link, token: token.expose().to_owned() },
        callback_url: product.url.clone().unwrap_or_default(),
        source: PaymentSource::PayByLink,
        is_three_ds: entry.is_three_ds,
    };
    page::open(context, order, &origin).map(|id| (id, origin))
}

/// Opens a part of the link's payment that is in progress, or the first part of the next one.
fn open_part(context: &mut Context<'_>, product: &Product, entry: CardEntry) -> Result<(PaymentId, Origin), ApiError> {
    link::installments(product).total_price(None, entry.installment)?;
    let multi_payments = &mut context.state.multi_payments;
    let in_progress = link::in_progress(multi_payments, product, context.now);
    let (token, remaining) = match in_progress {
        Some((token, state)) => (token.to_owned(), state.remaining_amount()),
        None => {
            let id = MultiPaymentId::new(multi_payments.next_id());
            let state = link::multi_payment(product, id, context.now)?;
            let price = state.remaining_amount();
            (multi_payments.add_secret(state), price)
        }
    };
    let price = entry.price.unwrap_or(remaining);
    multi_payment::open(context, &Secret::from(token), entry, price)
}

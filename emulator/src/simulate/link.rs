//! The customer of a link.

use craftgate_core::Secret;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Payment, PaymentSource};

use super::customer::PaymentDeclined;
use super::page::{self, CardEntry, Origin, PageStep};
use crate::domain::context::Context;
use crate::domain::destination::{HostedPage, HostedPageKind};
use crate::domain::{link, validation};
use crate::emulator::Emulator;
use crate::error::{ApiError, PRODUCT_NOT_FOUND};

impl Emulator {
    /// Pays by a link, as its customer does: with a card, and without the bank's page.
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
    /// [`authenticate`](Self::authenticate). The form leads to the link's own page, since a link has no callback URL.
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

fn open(context: &mut Context<'_>, token: &Secret, entry: CardEntry) -> Result<(PaymentId, Origin), ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let product = state.products.iter().find(|product| product.token.as_deref() == Some(token.expose()));
    let product = product.ok_or(PRODUCT_NOT_FOUND)?;
    link::check_payable(product, now)?;
    let payment = link::payment(product, entry.card, entry.installment)?;
    let order = validation::card_payment(payment, &state.cards, context.settings, now)?;
    let origin = Origin {
        page: HostedPage { kind: HostedPageKind::Link, token: token.expose().to_owned() },
        callback_url: product.url.clone().unwrap_or_default(),
        source: PaymentSource::PayByLink,
        is_three_ds: entry.is_three_ds,
    };
    page::open(context, order, &origin).map(|id| (id, origin))
}

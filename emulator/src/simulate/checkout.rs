//! The customer on a checkout page.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Card, Payment, PaymentSource};
use craftgate_core::{Json, JsonMap, Request, Secret};

use http::header::CONTENT_TYPE;

use super::customer::PaymentDeclined;
use super::method::MethodEntry;
use super::page::{self, CardEntry, Origin, PageStep};
use crate::domain::checkout::{CheckoutEntry, CheckoutNotification};
use crate::domain::context::Context;
use crate::domain::destination::{Destination, HostedPage};
use crate::domain::order::{AccountCard, Order};
use crate::domain::test_cards::Step;
use crate::domain::{acceptance, page_payment, pending_payment};
use crate::emulator::Emulator;
use crate::error::{ApiError, CHECKOUT_NOT_FOUND, MASTERPASS_NOT_LINKED};
use crate::protocol::callback_form::CallbackForm;

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
        self.act_as_customer(|context| pay(context, token, CardEntry::new(card).installment(installment)))
    }

    /// Pays the whole amount from the buyer's wallet on a checkout page, as its customer does.
    /// [`CardEntry::wallet_price`] pays a part.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is paid or expired, or the wallet can't pay.
    pub fn pay_checkout_from_wallet(&self, token: &Secret) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| {
            let checkout = context.state.checkouts.get(token.expose()).ok_or(CHECKOUT_NOT_FOUND)?;
            let wallet_price = checkout.single_price();
            let (id, origin) = open(context, token, CheckoutEntry { card: None, installment: 1, wallet_price }, false)?;
            page::finish(context, id, origin)
        })
    }

    /// Enters a card on a checkout page, as its customer does in a browser. With 3D Secure the payment then waits for
    /// [`authenticate`](Self::authenticate). A customer whose payment failed may try again.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is paid or expired, or the card can't pay.
    pub fn submit_checkout(&self, token: &Secret, entry: CardEntry) -> Result<PageStep, PaymentDeclined> {
        self.act_as_customer(|context| submit(context, token, entry))
    }

    /// Pays on a checkout page by another method than a card. The payment then waits for
    /// [`visit_provider`](Self::visit_provider), or for [`enter_provider_code`](Self::enter_provider_code) if the
    /// method sends a code. A card of Masterpass requires the customer's prior consent:
    /// [`link_masterpass_account`](Self::link_masterpass_account).
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is paid or expired, it does not offer the method, or what was
    /// entered is wrong.
    pub fn submit_checkout_method(
        &self,
        token: &Secret,
        entry: impl Into<MethodEntry>,
    ) -> Result<PageStep, PaymentDeclined> {
        let entry = entry.into();
        self.act_as_customer(|context| submit_method(context, token, &entry))
    }

    /// Removes and returns the requests that Craftgate posts to the `merchantWebhookUrl` of checkout pages after
    /// successful or failed payments, with the page's token as JSON. A [`Server`](crate::Server) sends them by itself.
    #[must_use]
    pub fn take_checkout_notifications(&self) -> Vec<Request> {
        // Most requests leave none, and a look changes nothing.
        if self.read_state(|state| state.checkout_notifications.is_empty()) {
            return Vec::new();
        }
        let notifications = self.with_context(|context| std::mem::take(&mut context.state.checkout_notifications));
        notifications.into_iter().filter_map(|notification| request(&notification)).collect()
    }

    /// Returns the form that a customer's browser posts to the merchant after a payment on a checkout page, whether it
    /// succeeded or failed. `None` if there is no such page.
    #[must_use]
    pub fn checkout_form(&self, token: &Secret) -> Option<CallbackForm> {
        self.with_context(|context| {
            let checkout = context.state.checkouts.get(token.expose())?;
            Some(page::way_back(context, &checkout.callback_url, &HostedPage::checkout(token.expose().to_owned())))
        })
    }
}

/// Returns the request of a notification; `None` if it has no URL.
fn request(notification: &CheckoutNotification) -> Option<Request> {
    let body = JsonMap::from([("token", Json::from(notification.token.as_str()))]);
    let request = http::Request::post(&notification.url).header(CONTENT_TYPE, "application/json");
    request.body(Json::from(body).as_str().into()).ok()
}

/// Opens the customer's payment, and returns its id and the page that it is made on.
fn open(
    context: &mut Context<'_>,
    token: &Secret,
    entry: CheckoutEntry,
    asks_for_three_ds: bool,
) -> Result<(PaymentId, Origin), ApiError> {
    let (state, now) = (&mut *context.state, context.now);
    let checkout = state.checkouts.get(token.expose()).ok_or(CHECKOUT_NOT_FOUND)?;
    checkout.check_open(&state.payments, now)?;
    let order = checkout.order(entry, &state.cards, context.settings, now)?;
    let origin = Origin {
        page: HostedPage::checkout(token.expose().to_owned()),
        callback_url: checkout.callback_url.clone(),
        source: PaymentSource::CheckoutForm,
        is_three_ds: order.presented.is_some() && (asks_for_three_ds || checkout.rules.requires_three_ds),
    };
    Ok((page::open(context, order, &origin)?, origin))
}

fn submit_method(context: &mut Context<'_>, token: &Secret, entry: &MethodEntry) -> Result<PageStep, ApiError> {
    let state = &*context.state;
    let checkout = state.checkouts.get(token.expose()).ok_or(CHECKOUT_NOT_FOUND)?;
    checkout.check_open(&state.payments, context.now)?;
    let entered = entry.entered();
    let card = entered.card()?;
    let order = checkout.order_by(entered.method, card, entry.installment, context.settings)?;
    let account = checkout.rules.masterpass.as_ref().filter(|_| card.is_some());
    if account.is_some_and(|account| account.needs_consent(&state.linked_masterpass_accounts)) {
        return Err(MASTERPASS_NOT_LINKED.into());
    }
    let is_enough = entered.is_enough(&state.apm_accounts_without_code)?;
    let callback_url = checkout.callback_url.clone();
    let account_card = card.map(|card| AccountCard::new(card, &state.cards, context.settings));
    let opened = acceptance::open_elsewhere(context, Order { account_card, ..order });
    let page = HostedPage::checkout(token.expose().to_owned());
    let id = page::attach(context, opened, &page, PaymentSource::CheckoutForm)?;
    context.state.payments.find_mut(id)?.apm_type = entered.apm_type();
    if is_enough {
        page_payment::charge(context, id, &page, Step::Payment)?;
        return Ok(PageStep::Paid(page::way_back(context, &callback_url, &page)));
    }
    let page_url = pending_payment::open_page(context, id, Some(Destination::Page { callback_url, page }))?;
    Ok(PageStep::Provider { payment_id: id, page_url })
}

fn pay(context: &mut Context<'_>, token: &Secret, entry: CardEntry) -> Result<Payment, ApiError> {
    let is_three_ds = entry.is_three_ds;
    let (id, origin) = open(context, token, entry.into(), is_three_ds)?;
    page::finish(context, id, origin)
}

fn submit(context: &mut Context<'_>, token: &Secret, entry: CardEntry) -> Result<PageStep, ApiError> {
    let is_three_ds = entry.is_three_ds;
    let (id, origin) = open(context, token, entry.into(), is_three_ds)?;
    page::go_on(context, id, origin)
}

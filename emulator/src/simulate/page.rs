//! The customer on a page of Craftgate's: a checkout page, a link, or a part of a split payment.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Card, Payment, PaymentSource, PaymentStatus};
use rust_decimal::Decimal;

use crate::domain::acceptance::{self, Opened};
use crate::domain::checkout::CheckoutEntry;
use crate::domain::context::Context;
use crate::domain::destination::{Destination, HostedPage};
use crate::domain::order::Order;
use crate::domain::page_payment;
use crate::domain::test_cards::{Step, TestCard};
use crate::error::ApiError;
use crate::handlers::payment::three_ds::open_page;
use crate::protocol::callback_form::CallbackForm;

/// The customer's input on a page to pay with a card.
///
/// ```
/// use craftgate_core::payment::{Card, CardNumber};
/// use craftgate_emulator::CardEntry;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), "07/44".parse()?, "000");
/// let entry = CardEntry::new(card).installment(3).three_ds(true);
/// # let _ = entry;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct CardEntry {
    pub(super) card: Card,
    pub(super) installment: i32,
    pub(super) is_three_ds: bool,
    wallet_price: Decimal,
    pub(super) price: Option<Decimal>,
}

impl From<CardEntry> for CheckoutEntry {
    fn from(entry: CardEntry) -> Self {
        Self { card: Some(entry.card), installment: entry.installment, wallet_price: entry.wallet_price }
    }
}

impl CardEntry {
    /// Creates the input of a single payment without 3D Secure, unless the page requires it.
    pub fn new(card: Card) -> Self {
        Self { card, installment: 1, is_three_ds: false, wallet_price: Decimal::ZERO, price: None }
    }

    /// Sets the number of installments: 1 for a single payment.
    pub fn installment(mut self, installment: i32) -> Self {
        self.installment = installment;
        self
    }

    /// Sets the price of the part to pay. Only for links that are paid in parts; without it, all that remains is paid.
    pub fn price(mut self, price: Decimal) -> Self {
        self.price = Some(price);
        self
    }

    /// Sets the amount that the buyer's wallet pays. Only for checkout pages.
    pub fn wallet_price(mut self, wallet_price: Decimal) -> Self {
        self.wallet_price = wallet_price;
        self
    }

    /// Sets whether the customer is authenticated by 3D Secure.
    pub fn three_ds(mut self, is_three_ds: bool) -> Self {
        self.is_three_ds = is_three_ds;
        self
    }
}

/// The next step after the customer has entered a card that is not declined.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStep {
    /// The payment succeeded. The customer's browser posts this form.
    Paid(CallbackForm),
    /// The customer goes to the bank's 3D Secure page. [`Emulator::authenticate`](crate::Emulator::authenticate)
    /// completes it.
    ThreeDs {
        /// The payment that waits for the authentication.
        payment_id: PaymentId,
        /// The URL of the bank's page.
        page_url: String,
    },
    /// The customer goes to the page of a payment provider.
    /// [`Emulator::visit_provider`](crate::Emulator::visit_provider) completes it.
    Provider {
        /// The payment that waits for the customer.
        payment_id: PaymentId,
        /// The URL of the provider's page.
        page_url: String,
    },
}

/// The page that a payment is made on.
pub(super) struct Origin {
    pub(super) page: HostedPage,
    pub(super) callback_url: String,
    pub(super) source: PaymentSource,
    pub(super) is_three_ds: bool,
}

/// Opens a payment on a page, and returns its id.
pub(super) fn open(context: &mut Context<'_>, order: Order, origin: &Origin) -> Result<PaymentId, ApiError> {
    let status = if origin.is_three_ds { PaymentStatus::InitThreeDs } else { PaymentStatus::Waiting };
    let opened = acceptance::open_or_stop(context, order, status)?;
    context.state.payments.find_mut(opened.id)?.payment.is_three_ds = Some(origin.is_three_ds);
    attach(context, opened, &origin.page, origin.source.clone())
}

/// Attaches an opened payment to its page, and returns its id, or the error with which a fraud rule has stopped it.
pub(super) fn attach(
    context: &mut Context<'_>,
    opened: Opened,
    page: &HostedPage,
    source: PaymentSource,
) -> Result<PaymentId, ApiError> {
    let Opened { id, stopped } = opened;
    context.state.payments.find_mut(id)?.payment.payment_source = Some(source);
    if let Some(checkout) = context.state.checkouts.get_mut(&page.token) {
        checkout.payment_id = Some(id);
    }
    match stopped {
        None => Ok(id),
        Some(error) => {
            page_payment::record(context, id, page, None);
            Err(error)
        }
    }
}

/// Charges a payment that was opened on a page, or sends its customer to the bank's page first.
pub(super) fn go_on(context: &mut Context<'_>, id: PaymentId, origin: Origin) -> Result<PageStep, ApiError> {
    let Origin { page, callback_url, is_three_ds, .. } = origin;
    if is_three_ds {
        let page_url = open_page(context, id, Destination::Page { callback_url, page })?;
        return Ok(PageStep::ThreeDs { payment_id: id, page_url });
    }
    page_payment::charge(context, id, &page, Step::Payment)?;
    Ok(PageStep::Paid(way_back(context, &callback_url, &page)))
}

/// Returns the form that leads back to whoever opened a page.
pub(super) fn way_back(context: &Context<'_>, callback_url: &str, page: &HostedPage) -> CallbackForm {
    let checkout = context.state.checkouts.get(&page.token);
    let replaces_window = checkout.is_some_and(|checkout| checkout.rules.replaces_window);
    CallbackForm::of_page(callback_url, &page.token).in_whole_window(replaces_window)
}

/// Does what follows at the bank as well, where the customer is authenticated, and returns the payment.
pub(super) fn finish(context: &mut Context<'_>, id: PaymentId, origin: Origin) -> Result<Payment, ApiError> {
    if !origin.is_three_ds {
        return page_payment::charge(context, id, &origin.page, Step::Payment);
    }
    if let Err(error) = verify(context, id) {
        page_payment::record(context, id, &origin.page, None);
        return Err(error);
    }
    page_payment::charge(context, id, &origin.page, Step::ThreeDsPayment)
}

/// Verifies the customer by the card's own outcome. The payment fails if that is not enough.
fn verify(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    let record = context.state.payments.find_mut(id)?;
    record.payment.md_status = record.card.map(TestCard::md_status);
    record.fail_unless_authenticated(context.settings, context.language)
}

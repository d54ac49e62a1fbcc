//! Payments that the customer makes elsewhere. They are pending until the customer or the merchant completes them.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{CreatePayment, Payment, PaymentProvider, PaymentType};

use super::acceptance;
use super::charge::charge;
use super::context::Context;
use super::destination::Destination;
use super::flow::Flow;
use super::page_payment;
use super::test_cards::Step;
use super::validation;
use crate::error::ApiError;

/// Opens a card payment that the customer confirms in the provider's application, and returns its id.
pub(crate) fn open_card_payment(
    context: &mut Context<'_>,
    request: CreatePayment,
    flow: Flow,
    provider: PaymentProvider,
) -> Result<PaymentId, ApiError> {
    open(context, request, flow, PaymentType::CardPayment, provider)
}

/// Opens a payment that the customer makes elsewhere, and returns its id.
pub(crate) fn open(
    context: &mut Context<'_>,
    request: CreatePayment,
    flow: Flow,
    payment_type: PaymentType,
    provider: PaymentProvider,
) -> Result<PaymentId, ApiError> {
    let order = validation::external_payment(request, flow, payment_type, provider, context.settings)?;
    acceptance::open_elsewhere(context, order).unless_stopped()
}

/// Opens the provider's page for a payment, and returns its URL. After it the customer goes to the merchant, if that has
/// a callback URL.
pub(crate) fn open_page(
    context: &mut Context<'_>,
    id: PaymentId,
    destination: Option<Destination>,
) -> Result<String, ApiError> {
    context.state.payments.find_mut(id)?.destination = destination;
    let token = context.state.provider_pages.add_secret(id);
    Ok(context.settings.page_url(&format!("provider/{token}")))
}

/// Returns the destination of a customer who pays for the merchant's own request.
pub(crate) fn to_merchant(callback_url: Option<String>) -> Option<Destination> {
    callback_url.map(|callback_url| Destination::Merchant { callback_url, is_v2: false, checkout_token: None })
}

/// Charges a payment that is pending in this flow.
pub(crate) fn complete(context: &mut Context<'_>, id: PaymentId, flow: Flow) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_pending(id, flow)?;
    match record.destination.as_ref().and_then(Destination::hosted_page) {
        Some(page) => page_payment::charge(context, id, &page, Step::Payment),
        None => charge(context, id, Step::Payment),
    }
}

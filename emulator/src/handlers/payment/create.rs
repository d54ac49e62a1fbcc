//! Creating and retrieving payments.

use craftgate_core::payment::{CreatePayment, Payment, PaymentStatus, PaymentType, RetrievePayment};

use crate::domain::acceptance;
use crate::domain::charge::charge;
use crate::domain::context::Context;
use crate::domain::test_cards::Step;
use crate::domain::validation;
use crate::error::ApiError;

pub(crate) fn create(context: &mut Context<'_>, request: CreatePayment) -> Result<Payment, ApiError> {
    let order = validation::card_payment(
        request,
        PaymentType::CardPayment,
        &context.state.cards,
        context.settings,
        context.now,
    )?;
    let id = acceptance::open(context, order, PaymentStatus::Waiting)?;
    charge(context, id, Step::Payment)
}

/// Returns a payment. The token of the card that it stored is in the response that stored it, and with 3D Pay here.
pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrievePayment) -> Result<Payment, ApiError> {
    let record = context.state.payments.find(request.id)?;
    let mut payment = record.payment.clone();
    // (Source: Craftgate's "Ödeme Sorgulama".)
    if !record.is_charged_at_authentication() {
        (payment.card_user_key, payment.card_token) = (None, None);
    }
    Ok(payment)
}

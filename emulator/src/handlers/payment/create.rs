//! Creating and retrieving payments.

use craftgate_core::payment::{CreatePayment, Payment, PaymentStatus, RetrievePayment};

use crate::domain::charge::charge;
use crate::domain::context::Context;
use crate::domain::test_cards::Step;
use crate::domain::validation;
use crate::error::ApiError;

pub(crate) fn create(context: &mut Context<'_>, request: CreatePayment) -> Result<Payment, ApiError> {
    let order = validation::card_payment(request, &context.state.cards, context.settings, context.now)?;
    let id = context.state.payments.open(order, PaymentStatus::Waiting, context.now);
    charge(context, id, Step::Payment)
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrievePayment) -> Result<Payment, ApiError> {
    context.state.payments.find(request.id).map(|record| record.payment.clone())
}

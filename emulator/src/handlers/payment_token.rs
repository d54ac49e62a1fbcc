//! Tokens that stand for a value. The value itself is not stored, since nothing needs it.

use craftgate_core::payment_token::{CreatePaymentToken, DeletePaymentToken, PaymentToken};

use crate::domain::context::Context;
use crate::error::{ApiError, INVALID_VALUE, PAYMENT_TOKEN_NOT_FOUND};

pub(crate) fn create(context: &mut Context<'_>, request: CreatePaymentToken) -> Result<PaymentToken, ApiError> {
    if request.value.expose().is_empty() {
        return Err(INVALID_VALUE.field("value"));
    }
    let mut token = PaymentToken::new(context.state.payment_tokens.add("payment-token", ()));
    token.issuer = request.issuer;
    Ok(token)
}

pub(crate) fn delete(context: &mut Context<'_>, request: DeletePaymentToken) -> Result<(), ApiError> {
    context.state.payment_tokens.remove(request.token.expose()).ok_or_else(|| PAYMENT_TOKEN_NOT_FOUND.into())
}

//! Tokens that stand for a value. The value itself is not kept: nothing asks for it.

use craftgate_core::payment_token::{CreatePaymentToken, DeletePaymentToken, PaymentToken};

use crate::context::Context;
use crate::refusal::{self, Refusal};

pub(crate) fn create(context: &mut Context<'_>, asked: CreatePaymentToken) -> Result<PaymentToken, Refusal> {
    if asked.value.expose().is_empty() {
        return Err(refusal::INVALID.about("value"));
    }
    let mut token = PaymentToken::new(context.state.payment_tokens.add("payment-token", ()));
    token.issuer = asked.issuer;
    Ok(token)
}

pub(crate) fn delete(context: &mut Context<'_>, asked: DeletePaymentToken) -> Result<(), Refusal> {
    context.state.payment_tokens.remove(asked.token.expose()).ok_or_else(|| refusal::PAYMENT_TOKEN.plain())
}

//! Multi payments, which are split among several cards.

use craftgate_core::id::MultiPaymentId;
use craftgate_core::payment::{
    Amounts, CheckoutPage, CreatePayment, InitMultiPayment, MultiPayment, MultiPaymentStatus, RetrieveMultiPayment,
};

use crate::domain::context::Context;
use crate::domain::hosted_page;
use crate::domain::multi_payment::MultiPaymentState;
use crate::domain::validation::{check_basket, check_callback_url};
use crate::error::{ApiError, INVALID_VALUE, MULTI_PAYMENT_NOT_FOUND};

pub(crate) fn init(context: &mut Context<'_>, request: InitMultiPayment) -> Result<CheckoutPage, ApiError> {
    check_callback_url(&request.callback_url)?;
    let expires_at = hosted_page::expiry(context.now, request.ttl)?;
    let max_splits = request.maximum_split_payment_count.map(usize::try_from).transpose();
    let max_splits = max_splits.map_err(|_| INVALID_VALUE.field("maximumSplitPaymentCount"))?;
    let mut payment = CreatePayment::new(Amounts::same(request.price), request.currency, 1, request.items);
    payment.payment_group = request.payment_group;
    payment.conversation_id = request.conversation_id;
    payment.external_id = request.external_id;
    payment.payment_channel = request.payment_channel;
    payment.buyer_member_id = request.buyer_member_id;
    check_basket(&mut payment, context.settings.amount_rules())?;
    let id = MultiPaymentId::new(context.state.multi_payments.next_id());
    let multi_payment = MultiPaymentState {
        id,
        payment,
        max_splits,
        expires_at,
        callback_url: request.callback_url,
        link: None,
        splits: Vec::new(),
    };
    let token = context.state.multi_payments.add_secret(multi_payment);
    Ok(hosted_page::page(context.settings, "multi-payment", token, expires_at))
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveMultiPayment) -> Result<MultiPayment, ApiError> {
    let state = context.state.multi_payments.get(request.token.expose()).ok_or(MULTI_PAYMENT_NOT_FOUND)?;
    let remaining = state.remaining_amount();
    let status = if remaining.is_zero() { MultiPaymentStatus::Completed } else { MultiPaymentStatus::Created };
    let mut payment = MultiPayment::new(state.id, status);
    payment.token = Some(request.token);
    payment.conversation_id = state.payment.conversation_id.clone();
    payment.external_id = state.payment.external_id.clone();
    payment.price = Some(state.payment.amounts.price);
    payment.paid_price = Some(state.paid_price());
    payment.remaining_amount = Some(remaining);
    payment.token_expire_date = Some(state.expires_at);
    payment.payment_ids = state.splits.iter().map(|(id, _)| *id).collect();
    Ok(payment)
}

//! GarantiPay in its first version.

use craftgate_core::payment::{InitGarantiPayPayment, InitGarantiPayPaymentResponse, PaymentProvider};

use super::pos_apm::page;
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::domain::validation::check_callback_url;
use crate::error::ApiError;

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitGarantiPayPayment,
) -> Result<InitGarantiPayPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    let payment = as_payment!(request {
        pos_alias,
        conversation_id,
        external_id,
        payment_group,
        payment_channel,
        buyer_member_id,
        bank_order_id,
        client_ip
    });
    let id = pending_payment::open_card_payment(context, payment, Flow::GarantiPay, PaymentProvider::GarantiPay)?;
    let mut start = InitGarantiPayPaymentResponse::new();
    start.html_content = Some(page(context, id, request.callback_url)?);
    start.payment_id = Some(id);
    Ok(start)
}

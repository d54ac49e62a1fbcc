//! Payments in a bank's own wallet: GarantiPay in its second version, World Pay, Google Pay.
//!
//! The customer confirms on the wallet's page, or as `Emulator::visit_provider`; the merchant completes the payment.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    AdditionalAction, CompletePosApmPayment, HtmlContent, InitPosApmPayment, InitPosApmPaymentResponse, Payment,
    PaymentProvider, PaymentStatus, PosApmPaymentProvider,
};

use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, INVALID_VALUE, UNSUPPORTED};
use crate::protocol::html::forward_page;

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitPosApmPayment,
) -> Result<InitPosApmPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    if request.checkout_form_token.is_some() {
        return Err(UNSUPPORTED.field("checkoutFormToken"));
    }
    if let PosApmPaymentProvider::Unrecognized(_) = request.payment_provider {
        return Err(INVALID_VALUE.field("paymentProvider"));
    }
    let payment = as_payment!(request, basket: request.basket, {
        pos_alias,
        conversation_id,
        external_id,
        payment_group,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id
    });
    let provider = PaymentProvider::from(request.payment_provider.as_str());
    let id = pending_payment::open_card_payment(context, payment, Flow::PosApm, provider)?;

    let mut start = InitPosApmPaymentResponse::new();
    start.html_content = Some(page(context, id, request.callback_url)?);
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::Waiting);
    start.additional_action = Some(AdditionalAction::ShowHtmlContent);
    Ok(start)
}

/// Opens the page on which the customer opens the wallet, and returns the HTML that leads there.
pub(super) fn page(context: &mut Context<'_>, id: PaymentId, callback_url: String) -> Result<HtmlContent, ApiError> {
    let url = pending_payment::open_page(context, id, pending_payment::to_merchant(Some(callback_url)))?;
    Ok(forward_page(&url))
}

pub(crate) fn complete(context: &mut Context<'_>, request: CompletePosApmPayment) -> Result<Payment, ApiError> {
    pending_payment::complete(context, request.payment_id, Flow::PosApm)
}

//! Payments in a bank's own wallet: GarantiPay in both versions, World Pay, Google Pay.
//!
//! The page in the answer brings the callback of a payment that was made. Whether the customer has
//! confirmed it is told by [`Emulator::confirm_payment`](crate::Emulator::confirm_payment).

use craftgate_core::payment::{
    AdditionalAction, CompletePosApmPayment, HtmlContent, InitGarantiPayPayment, InitGarantiPayPaymentResponse,
    InitPosApmPayment, InitPosApmPaymentResponse, Payment, PaymentProvider, PaymentStatus, PosApmPaymentProvider,
};

use crate::callbacks::{self, Callback};
use crate::context::Context;
use crate::order::{as_payment, check_callback_url};
use crate::refusal::{self, Refusal};
use crate::waiting::{self, Flow};

pub(crate) fn init(context: &mut Context<'_>, asked: InitPosApmPayment) -> Result<InitPosApmPaymentResponse, Refusal> {
    check_callback_url(&asked.callback_url)?;
    if asked.checkout_form_token.is_some() {
        return Err(refusal::UNSUPPORTED.about("checkoutFormToken"));
    }
    if let PosApmPaymentProvider::Unrecognized(_) = asked.payment_provider {
        return Err(refusal::INVALID.about("paymentProvider"));
    }
    let payment = as_payment!(asked {
        pos_alias,
        conversation_id,
        external_id,
        payment_group,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id
    });
    let provider = PaymentProvider::from(asked.payment_provider.as_str());
    let id = waiting::open_card_payment(context, payment, Flow::PosApm, provider)?;

    let mut start = InitPosApmPaymentResponse::new();
    start.html_content = Some(page(context, id, asked.callback_url)?);
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::Waiting);
    start.additional_action = Some(AdditionalAction::ShowHtmlContent);
    Ok(start)
}

pub(crate) fn complete(context: &mut Context<'_>, asked: CompletePosApmPayment) -> Result<Payment, Refusal> {
    waiting::complete(context, asked.payment_id, Flow::PosApm)
}

pub(crate) fn init_garanti_pay(
    context: &mut Context<'_>,
    asked: InitGarantiPayPayment,
) -> Result<InitGarantiPayPaymentResponse, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let payment = as_payment!(asked {
        pos_alias,
        conversation_id,
        external_id,
        payment_group,
        payment_channel,
        buyer_member_id,
        bank_order_id
    });
    let id = waiting::open_card_payment(context, payment, Flow::GarantiPay, PaymentProvider::GarantiPay)?;
    let mut start = InitGarantiPayPaymentResponse::new();
    start.html_content = Some(page(context, id, asked.callback_url)?);
    start.payment_id = Some(id);
    Ok(start)
}

/// The page on which the customer goes to the wallet.
fn page(context: &Context<'_>, id: i64, callback_url: String) -> Result<HtmlContent, Refusal> {
    let callback = Callback::of(&context.state.payment(id)?.payment);
    Ok(callbacks::page(callback_url, callback.v1(&context.keys.callback)))
}

//! Payments with 3D Secure: the bank's page, its callback, and what follows.
//!
//! The emulator's bank asks nothing and believes everybody: its page posts `SUCCESS`. Whether the
//! browser ever did is not known here, so completing a payment does not wait for it.

use craftgate_core::JsonMap;
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, MdStatus, Payment,
    PaymentStatus,
};

use crate::callbacks::{self, Callback};
use crate::context::Context;
use crate::order::{self, Order, check_callback_url};
use crate::payments::{charge, open};
use crate::refusal::Refusal;
use crate::test_cards::Step;
use crate::waiting::Flow;

pub(crate) fn init(
    context: &mut Context<'_>,
    asked: InitThreeDsPayment,
) -> Result<InitThreeDsPaymentResponse, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let is_v2 = wants_v2(asked.payment.additional_params.as_ref());
    let order = order::check(context, asked.payment)?;
    start(context, Order { flow: Flow::ThreeDs, ..order }, asked.callback_url, is_v2)
}

/// Opens a payment that the customer has to confirm at the bank.
pub(crate) fn start(
    context: &mut Context<'_>,
    order: Order,
    callback_url: String,
    is_v2: bool,
) -> Result<InitThreeDsPaymentResponse, Refusal> {
    let id = open(context, order, PaymentStatus::InitThreeDs);
    let payment = &mut context.state.payment_mut(id)?.payment;
    payment.is_three_ds = Some(true);
    let callback = Callback::of(payment).waiting();
    let key = &context.keys.callback;
    let fields = if is_v2 { callback.v2(key) } else { callback.v1(key) };

    let mut start = InitThreeDsPaymentResponse::new();
    start.html_content = Some(callbacks::page(callback_url, fields));
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::InitThreeDs);
    start.additional_action = Some(AdditionalAction::ShowHtmlContent);
    Ok(start)
}

pub(crate) fn complete(context: &mut Context<'_>, asked: CompleteThreeDsPayment) -> Result<Payment, Refusal> {
    finish(context, asked.payment_id, Flow::ThreeDs)
}

/// Takes the money of a payment that the customer has confirmed at the bank.
pub(crate) fn finish(context: &mut Context<'_>, id: i64, flow: Flow) -> Result<Payment, Refusal> {
    context.state.awaited_mut(id, flow)?.payment.md_status = Some(MdStatus(1));
    charge(context, id, Step::ThreeDsPayment)
}

/// Whether version 2 of the callback is asked for, by its number or its name.
fn wants_v2(params: Option<&JsonMap>) -> bool {
    let version = params.and_then(|params| params.get("threeDSCallbackVersion"));
    version.is_some_and(|version| ["2", "\"2\"", "\"V2\""].contains(&version.as_str()))
}

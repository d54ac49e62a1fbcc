//! Payments with 3D Secure: the bank's page, its callback and the completion.
//!
//! The bank's page always posts `SUCCESS`. Whether a browser posted it is unknown here, so a payment can be completed
//! without it.

use craftgate_core::JsonMap;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, MdStatus, Payment,
    PaymentStatus,
};

use crate::domain::charge::{charge, decline_if};
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::order::Order;
use crate::domain::test_cards::{Step, TestCard};
use crate::domain::validation::{self, check_callback_url};
use crate::error::ApiError;
use crate::protocol::callbacks::{self, Callback};

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitThreeDsPayment,
) -> Result<InitThreeDsPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    let is_v2 = requests_v2(request.payment.additional_params.as_ref());
    let order = validation::card_payment(request.payment, &context.state.cards, context.settings, context.now)?;
    start(context, Order { flow: Flow::ThreeDs, ..order }, request.callback_url, is_v2)
}

/// Opens a payment that the customer confirms at the bank.
pub(super) fn start(
    context: &mut Context<'_>,
    order: Order,
    callback_url: String,
    is_v2: bool,
) -> Result<InitThreeDsPaymentResponse, ApiError> {
    let id = context.state.payments.open(order, PaymentStatus::InitThreeDs, context.now);
    decline_if(context, id, Step::ThreeDsInit)?;
    let payment = &mut context.state.payments.find_mut(id)?.payment;
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

pub(crate) fn complete(context: &mut Context<'_>, request: CompleteThreeDsPayment) -> Result<Payment, ApiError> {
    finish(context, request.payment_id, Flow::ThreeDs)
}

/// Charges a payment that the customer confirmed at the bank.
pub(in crate::handlers) fn finish(context: &mut Context<'_>, id: PaymentId, flow: Flow) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_pending(id, flow)?;
    record.payment.md_status = Some(record.card.map_or(MdStatus(1), TestCard::md_status));
    charge(context, id, Step::ThreeDsPayment)
}

/// Returns true if version 2 of the callback is requested, by number or by name.
fn requests_v2(params: Option<&JsonMap>) -> bool {
    let version = params.and_then(|params| params.get("threeDSCallbackVersion"));
    version.is_some_and(|version| ["2", "\"2\"", "\"V2\""].contains(&version.as_str()))
}

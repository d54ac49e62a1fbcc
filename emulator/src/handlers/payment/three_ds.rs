//! Payments with 3D Secure: their start and their completion. In between, `Emulator::authenticate` or a customer on the
//! bank's page ends the authentication.

use craftgate_core::JsonMap;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, Payment, PaymentStatus,
    PaymentType,
};

use crate::domain::acceptance;
use crate::domain::charge::{charge, decline_if};
use crate::domain::context::Context;
use crate::domain::destination::Destination;
use crate::domain::flow::Flow;
use crate::domain::order::Order;
use crate::domain::payment::PaymentRecord;
use crate::domain::test_cards::Step;
use crate::domain::three_ds::Authentication;
use crate::domain::validation::{self, check_callback_url};
use crate::error::ApiError;
use crate::protocol::html::{BANK_TITLE, forward_page};

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitThreeDsPayment,
) -> Result<InitThreeDsPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    let is_v2 = requests_v2(request.payment.additional_params.as_ref());
    let order = validation::card_payment(
        request.payment,
        PaymentType::CardPayment,
        &context.state.cards,
        context.settings,
        context.now,
    )?;
    start(context, Order { flow: Flow::ThreeDs, ..order }, request.callback_url, is_v2)
}

/// Opens a payment that the customer confirms at the bank.
pub(super) fn start(
    context: &mut Context<'_>,
    order: Order,
    callback_url: String,
    is_v2: bool,
) -> Result<InitThreeDsPaymentResponse, ApiError> {
    let id = acceptance::open(context, order, PaymentStatus::InitThreeDs)?;
    decline_if(context, id, Step::ThreeDsInit)?;
    let url = open_page(context, id, Destination::Merchant { callback_url, is_v2, checkout_token: None })?;

    let mut start = InitThreeDsPaymentResponse::new();
    start.html_content = Some(forward_page(BANK_TITLE, &url));
    start.redirect_url = Some(url);
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::InitThreeDs);
    start.additional_action = Some(AdditionalAction::ShowHtmlContent);
    Ok(start)
}

/// Opens the bank's page for a payment, and returns its address.
pub(crate) fn open_page(
    context: &mut Context<'_>,
    id: PaymentId,
    destination: Destination,
) -> Result<String, ApiError> {
    let record = context.state.payments.find_mut(id)?;
    let alias = record.payment.pos.as_ref().and_then(|pos| pos.alias.as_deref());
    let is_three_ds_pay = alias.is_some_and(|alias| context.state.pos.is_three_ds_pay(alias));
    record.payment.is_three_ds = Some(true);
    record.authentication = Some(Authentication { is_three_ds_pay, wrong_codes: 0 });
    record.destination = Some(destination);
    Ok(open_bank_page(context, id))
}

/// Opens the bank's page for a payment or the verification of a card, and returns its address.
pub(super) fn open_bank_page(context: &mut Context<'_>, id: PaymentId) -> String {
    let token = context.state.three_ds_pages.add_secret(id);
    context.settings.page_url(&format!("three-ds/{token}"))
}

pub(crate) fn complete(context: &mut Context<'_>, request: CompleteThreeDsPayment) -> Result<Payment, ApiError> {
    finish(context, request.payment_id, Flow::ThreeDs)
}

/// Charges a payment whose customer is authenticated.
pub(in crate::handlers) fn finish(context: &mut Context<'_>, id: PaymentId, flow: Flow) -> Result<Payment, ApiError> {
    check_three_ds_pay(context.state.payments.find(id)?)?;
    context.state.payments.find_pending(id, flow)?.check_authenticated(context.settings)?;
    charge(context, id, Step::ThreeDsPayment)
}

/// Returns the error of a payment that failed at its authentication, at a POS of 3D Pay. (Source: Craftgate's "Hata Alan
/// Test Kartları".)
fn check_three_ds_pay(record: &PaymentRecord) -> Result<(), ApiError> {
    let error = record.payment.payment_error.as_ref().filter(|_| record.is_charged_at_authentication());
    error.map_or(Ok(()), |error| Err(ApiError::Declined(Box::new(error.clone()))))
}

/// Returns true if version 2 of the callback is requested, by number or by name.
fn requests_v2(params: Option<&JsonMap>) -> bool {
    let version = params.and_then(|params| params.get("threeDSCallbackVersion"));
    version.is_some_and(|version| ["2", "\"2\"", "\"V2\""].contains(&version.as_str()))
}

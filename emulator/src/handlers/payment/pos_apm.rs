//! Payments in a bank's own wallet: GarantiPay in its second version, World Pay, Google Pay.
//!
//! The customer approves on the wallet's page, or as `Emulator::visit_provider`; then the merchant completes the payment,
//! or has it confirmed.

use craftgate_core::JsonMap;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    AdditionalAction, CompletePosApmPayment, HtmlContent, InitPosApmPayment, InitPosApmPaymentResponse, Payment,
    PaymentPhase, PaymentProvider, PaymentStatus, PosApmPaymentProvider,
};

use crate::domain::context::Context;
use crate::domain::customer_approval;
use crate::domain::destination::Destination;
use crate::domain::flow::Flow;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, CHECKOUT_NOT_FOUND, INVALID_VALUE, require};
use crate::protocol::html::{PROVIDER_TITLE, forward_page};

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitPosApmPayment,
) -> Result<InitPosApmPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    let checkout_token = request.checkout_form_token.as_ref().map(|token| token.expose().to_owned());
    if let Some(token) = &checkout_token {
        let checkout = context.state.checkouts.get(token).ok_or(CHECKOUT_NOT_FOUND)?;
        checkout.check_open(&context.state.payments, context.now)?;
    }
    if let PosApmPaymentProvider::Unrecognized(_) = request.payment_provider {
        return Err(INVALID_VALUE.field("paymentProvider"));
    }
    check_world_pay(&request)?;
    let is_charged_on_approval = is_charged_on_approval(&request);
    let payment = as_payment!(request, basket: request.basket, {
        pos_alias,
        conversation_id,
        external_id,
        payment_group,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id,
        client_ip,
        fraud_params
    });
    let provider = PaymentProvider::from(request.payment_provider.as_str());
    let id = pending_payment::open_card_payment(context, payment, Flow::PosApm, provider)?;
    context.state.payments.find_mut(id)?.is_charged_on_approval = is_charged_on_approval;
    if let Some(checkout) = checkout_token.as_ref().and_then(|token| context.state.checkouts.get_mut(token)) {
        checkout.payment_id = Some(id);
    }
    let destination = Destination::Merchant { callback_url: request.callback_url, is_v2: false, checkout_token };
    let page_url = pending_payment::open_page(context, id, Some(destination))?;

    let mut start = InitPosApmPaymentResponse::new();
    start.payment_id = Some(id);
    start.payment_status = Some(PaymentStatus::Waiting);
    if opens_application(request.additional_params.as_ref()) {
        start.additional_action = Some(AdditionalAction::RedirectToUrl);
        start.additional_data = Some(JsonMap::from([("redirectUrl", page_url)]));
    } else {
        start.additional_action = Some(AdditionalAction::ShowHtmlContent);
        start.html_content = Some(forward_page(PROVIDER_TITLE, &page_url));
    }
    Ok(start)
}

/// Checks the rules of World Pay. (Source: Craftgate's "YKB World Pay".)
fn check_world_pay(request: &InitPosApmPayment) -> Result<(), ApiError> {
    let is_held = request.payment_phase.as_ref().is_some_and(|phase| *phase != PaymentPhase::Auth);
    if is_held && is_world_pay(&request.payment_provider) {
        return Err(INVALID_VALUE.field("paymentPhase"));
    }
    if request.payment_provider == PosApmPaymentProvider::YkbWorldPayShoppingLoan {
        let params = request.additional_params.as_ref();
        require(params.and_then(|params| params.get("shoppingLoanProductCode")), "shoppingLoanProductCode")?;
    }
    Ok(())
}

/// Returns true if the bank takes the money when the customer approves. (Sources: Craftgate's "Garanti Pay V2 ile Ödeme
/// Alma" and "YKB WorldPay".)
fn is_charged_on_approval(request: &InitPosApmPayment) -> bool {
    let is_on_website = is_world_pay(&request.payment_provider) && pays_on_website(request.additional_params.as_ref());
    request.payment_provider == PosApmPaymentProvider::GarantiPay || is_on_website
}

fn is_world_pay(provider: &PosApmPaymentProvider) -> bool {
    matches!(provider, PosApmPaymentProvider::YkbWorldPay | PosApmPaymentProvider::YkbWorldPayShoppingLoan)
}

/// Returns true if World Pay's customer comes from a website, where the payment completes by itself. From an application
/// the merchant completes it.
fn pays_on_website(params: Option<&JsonMap>) -> bool {
    let source = params.and_then(|params| params.get("sourceCode"));
    source.is_some_and(|source| ["\"WEB2QR\"", "\"WEB2APP\""].contains(&source.as_str()))
}

/// Returns true if the bank's application is opened from the merchant's website, and no page is shown.
fn opens_application(params: Option<&JsonMap>) -> bool {
    let integration = params.and_then(|params| params.get("integrationType"));
    integration.is_some_and(|integration| integration.as_str() == "\"WEB2APP\"")
}

/// Opens the page on which the customer opens the wallet, and returns the HTML that leads there.
pub(super) fn page(context: &mut Context<'_>, id: PaymentId, callback_url: String) -> Result<HtmlContent, ApiError> {
    let url = pending_payment::open_page(context, id, pending_payment::to_merchant(Some(callback_url)))?;
    Ok(forward_page(PROVIDER_TITLE, &url))
}

pub(crate) fn complete(context: &mut Context<'_>, request: CompletePosApmPayment) -> Result<Payment, ApiError> {
    customer_approval::complete(context, request.payment_id, Flow::PosApm)
}

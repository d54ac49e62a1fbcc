//! Payments by alternative payment methods.
//!
//! The next action depends on the method, as Craftgate documents; most methods redirect the customer to their own page.
//! A payment is completed by the merchant, or by the customer: on the provider's page, or as `Emulator::visit_provider`.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    ApmAdditionalAction, ApmType, CompleteApmPayment, CompleteApmPaymentResponse, CreateApmPayment, InitApmPayment,
    InitApmPaymentResponse, Payment, PaymentProvider, PaymentType,
};
use craftgate_core::{Json, JsonMap, Secret};

use crate::domain::apm::{ApmInput, action};
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::money::stored;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, INTERNAL_ERROR, INVALID_VALUE, require};
use crate::protocol::html::{PROVIDER_TITLE, forward_page};

pub(crate) fn init(context: &mut Context<'_>, request: InitApmPayment) -> Result<InitApmPaymentResponse, ApiError> {
    let (apm_type, callback_url) = (request.apm_type.clone(), request.callback_url.clone());
    let (user_identity, params) =
        (request.apm_user_identity.as_ref().map(Secret::expose), request.additional_params.as_ref());
    let input = ApmInput { apm_type: &apm_type, user_identity, params };
    check_method(&input, callback_url.as_deref())?;
    context.state.merchant_apms.check(request.merchant_apm_id, &apm_type)?;
    let action = input.action(&context.state.apm_accounts_without_code);
    let id = open(context, request, Flow::Apm)?;
    start(context, id, action, callback_url)
}

/// Opens the pending payment, and returns its id.
pub(super) fn open(context: &mut Context<'_>, request: InitApmPayment, flow: Flow) -> Result<PaymentId, ApiError> {
    let apm_type = request.apm_type;
    let mut payment =
        as_payment!(request { buyer_member_id, payment_group, payment_channel, conversation_id, external_id });
    payment.bank_order_id = request.apm_order_id;
    let id = pending_payment::open(context, payment, flow, PaymentType::Apm, provider(&apm_type))?;
    context.state.payments.find_mut(id)?.apm_type = Some(apm_type);
    Ok(id)
}

/// Checks that the method is known, and has the data and the callback URL that it requires.
pub(super) fn check_method(input: &ApmInput<'_>, callback_url: Option<&str>) -> Result<(), ApiError> {
    input.check_start()?;
    if action(input.apm_type) == ApmAdditionalAction::ShowHtmlContent {
        require(callback_url, "callbackUrl")?;
    }
    callback_url.map_or(Ok(()), check_callback_url)
}

/// Returns the next action of an open payment. Completes it if there is none.
pub(super) fn start(
    context: &mut Context<'_>,
    id: PaymentId,
    action: ApmAdditionalAction,
    callback_url: Option<String>,
) -> Result<InitApmPaymentResponse, ApiError> {
    if action == ApmAdditionalAction::None {
        pending_payment::complete(context, id, Flow::Apm)?;
    }
    let mut start = InitApmPaymentResponse::new();
    start.payment_id = Some(id);
    let record = context.state.payments.find(id)?;
    start.payment_status = Some(record.payment.payment_status.clone());
    let apm_type = record.apm_type.clone();
    let url = pending_payment::open_page(context, id, pending_payment::to_merchant(callback_url))?;
    match action {
        // Its address is not in this field.
        ApmAdditionalAction::RedirectToUrl if apm_type == Some(ApmType::Paypal) => {
            start.additional_data = Some(JsonMap::from([("redirectUrl", url)]));
        }
        ApmAdditionalAction::RedirectToUrl => start.redirect_url = Some(url),
        ApmAdditionalAction::ShowHtmlContent => start.html_content = Some(forward_page(PROVIDER_TITLE, &url)),
        ApmAdditionalAction::OtpRequired if apm_type == Some(ApmType::Metropol) => {
            start.additional_data = Some(JsonMap::from([("metropolWalletList", metropol_wallets()?)]));
        }
        _ => {}
    }
    start.additional_action = Some(action);
    Ok(start)
}

/// Returns the wallets of every Metropol card.
fn metropol_wallets() -> Result<Json, ApiError> {
    let wallet = JsonMap::from([("walletId", "1"), ("productId", "1"), ("walletName", "Yemek")]);
    Json::new(&[wallet]).map_err(|_| INTERNAL_ERROR.into())
}

pub(crate) fn complete(
    context: &mut Context<'_>,
    request: CompleteApmPayment,
) -> Result<CompleteApmPaymentResponse, ApiError> {
    let record = context.state.payments.find_pending(request.payment_id, Flow::Apm)?;
    if let Some(apm_type) = &record.apm_type {
        ApmInput { apm_type, user_identity: None, params: request.additional_params.as_ref() }.check_completion()?;
    }
    let payment = pending_payment::complete(context, request.payment_id, Flow::Apm)?;
    let mut completed = CompleteApmPaymentResponse::new(payment.id, payment.payment_status);
    completed.conversation_id = payment.conversation_id;
    Ok(completed)
}

/// Records a payment that was made outside Craftgate.
pub(crate) fn create(context: &mut Context<'_>, request: CreateApmPayment) -> Result<Payment, ApiError> {
    if !matches!(request.apm_type, ApmType::FundTransfer | ApmType::CashOnDelivery) {
        return Err(INVALID_VALUE.field("apmType"));
    }
    let mut payment =
        as_payment!(request { buyer_member_id, payment_group, payment_channel, conversation_id, external_id });
    payment.bank_order_id = request.apm_order_id;
    let id = pending_payment::open(context, payment, Flow::Apm, PaymentType::Apm, PaymentProvider::Offline)?;
    let mut payment = pending_payment::complete(context, id, Flow::Apm)?;
    payment.price = payment.price.map(stored);
    payment.paid_price = payment.paid_price.map(stored);
    Ok(payment)
}

/// Returns the provider of a method, which in most cases has the method's name.
pub(super) fn provider(apm_type: &ApmType) -> PaymentProvider {
    match apm_type {
        ApmType::FundTransfer | ApmType::CashOnDelivery => PaymentProvider::Offline,
        ApmType::EdenredGift => PaymentProvider::Edenred,
        ApmType::SodexoGift => PaymentProvider::Sodexo,
        ApmType::TokenflexGift => PaymentProvider::Tokenflex,
        ApmType::MultinetGift | ApmType::MultinetNeoGift => PaymentProvider::Multinet,
        ApmType::VodafoneDcb => PaymentProvider::Vodafone,
        ApmType::HepsipayWallet | ApmType::HepsipayFinance | ApmType::HepsipayShoppingLoan => PaymentProvider::Hepsipay,
        same => PaymentProvider::from(same.as_str()),
    }
}

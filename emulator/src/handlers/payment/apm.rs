//! Payments by alternative payment methods.
//!
//! The next action depends on the method, as Craftgate documents; most methods redirect the customer to their own page.
//! A payment is completed by the merchant, or by the customer: on the provider's page, or as `Emulator::visit_provider`.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    ApmAdditionalAction, ApmType, CompleteApmPayment, CompleteApmPaymentResponse, CreateApmPayment, InitApmPayment,
    InitApmPaymentResponse, Payment, PaymentProvider, PaymentType,
};

use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, INVALID_VALUE, require};
use crate::protocol::html::forward_page;

pub(crate) fn init(context: &mut Context<'_>, request: InitApmPayment) -> Result<InitApmPaymentResponse, ApiError> {
    let (apm_type, callback_url) = (request.apm_type.clone(), request.callback_url.clone());
    let id = open(context, request, Flow::Apm)?;
    start(context, id, &apm_type, callback_url)
}

/// Opens the pending payment, and returns its id.
pub(super) fn open(context: &mut Context<'_>, request: InitApmPayment, flow: Flow) -> Result<PaymentId, ApiError> {
    check_method(&request.apm_type, request.callback_url.as_deref())?;
    let mut payment =
        as_payment!(request { buyer_member_id, payment_group, payment_channel, conversation_id, external_id });
    payment.bank_order_id = request.apm_order_id;
    pending_payment::open(context, payment, flow, payment_type(&request.apm_type), provider(&request.apm_type))
}

/// Checks that the method is known and has the callback URL that it requires.
pub(super) fn check_method(apm_type: &ApmType, callback_url: Option<&str>) -> Result<(), ApiError> {
    if let ApmType::Unrecognized(_) = apm_type {
        return Err(INVALID_VALUE.field("apmType"));
    }
    if action(apm_type) == ApmAdditionalAction::ShowHtmlContent {
        require(callback_url, "callbackUrl")?;
    }
    callback_url.map_or(Ok(()), check_callback_url)
}

/// Returns the next action of an open payment. Completes it if there is none.
pub(super) fn start(
    context: &mut Context<'_>,
    id: PaymentId,
    apm_type: &ApmType,
    callback_url: Option<String>,
) -> Result<InitApmPaymentResponse, ApiError> {
    let action = action(apm_type);
    if action == ApmAdditionalAction::None {
        pending_payment::complete(context, id, Flow::Apm)?;
    }
    let mut start = InitApmPaymentResponse::new();
    start.payment_id = Some(id);
    start.payment_status = Some(context.state.payments.find(id)?.payment.payment_status.clone());
    let url = pending_payment::open_page(context, id, pending_payment::to_merchant(callback_url))?;
    match action {
        ApmAdditionalAction::RedirectToUrl => start.redirect_url = Some(url),
        ApmAdditionalAction::ShowHtmlContent => start.html_content = Some(forward_page(&url)),
        _ => {}
    }
    start.additional_action = Some(action);
    Ok(start)
}

pub(crate) fn complete(
    context: &mut Context<'_>,
    request: CompleteApmPayment,
) -> Result<CompleteApmPaymentResponse, ApiError> {
    let payment = pending_payment::complete(context, request.payment_id, Flow::Apm)?;
    Ok(CompleteApmPaymentResponse::new(payment.id, payment.payment_status))
}

/// Records a payment that was made outside Craftgate.
pub(crate) fn create(context: &mut Context<'_>, request: CreateApmPayment) -> Result<Payment, ApiError> {
    let payment_type = match &request.apm_type {
        apm_type @ (ApmType::FundTransfer | ApmType::CashOnDelivery) => payment_type(apm_type),
        _ => return Err(INVALID_VALUE.field("apmType")),
    };
    let mut payment =
        as_payment!(request { buyer_member_id, payment_group, payment_channel, conversation_id, external_id });
    payment.bank_order_id = request.apm_order_id;
    let id = pending_payment::open(context, payment, Flow::Apm, payment_type, PaymentProvider::Offline)?;
    pending_payment::complete(context, id, Flow::Apm)
}

fn action(apm_type: &ApmType) -> ApmAdditionalAction {
    use ApmType as Apm;
    match apm_type {
        Apm::FundTransfer | Apm::CashOnDelivery => ApmAdditionalAction::None,
        Apm::Edenred | Apm::EdenredGift | Apm::Metropol | Apm::Iwallet | Apm::PaycellDcb => {
            ApmAdditionalAction::OtpRequired
        }
        Apm::Bizum | Apm::Chippin | Apm::Tompay => ApmAdditionalAction::WaitForWebhook,
        Apm::InstantTransfer => ApmAdditionalAction::ShowHtmlContent,
        _ => ApmAdditionalAction::RedirectToUrl,
    }
}

fn payment_type(apm_type: &ApmType) -> PaymentType {
    match apm_type {
        ApmType::FundTransfer => PaymentType::BankTransfer,
        _ => PaymentType::Apm,
    }
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

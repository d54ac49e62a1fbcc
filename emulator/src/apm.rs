//! Payments by alternative payment methods.
//!
//! What has to be done next depends on the method, as Craftgate's documents tell; most send the customer to
//! their own page. The customer's part is [`Emulator::confirm_payment`](crate::Emulator::confirm_payment),
//! the merchant's is to complete the payment: either will do.

use craftgate_core::payment::{
    ApmAdditionalAction, ApmType, CompleteApmPayment, CompleteApmPaymentResponse, CreateApmPayment, InitApmPayment,
    InitApmPaymentResponse, Payment, PaymentProvider, PaymentType,
};

use crate::callbacks::{self, Callback};
use crate::context::Context;
use crate::incoming::demand;
use crate::order::{as_payment, check_callback_url};
use crate::pages::address;
use crate::refusal::{self, Refusal};
use crate::waiting::{self, Flow};

pub(crate) fn init(context: &mut Context<'_>, asked: InitApmPayment) -> Result<InitApmPaymentResponse, Refusal> {
    let (apm_type, callback_url) = (asked.apm_type.clone(), asked.callback_url.clone());
    let id = open(context, asked, Flow::Apm)?;
    start(context, id, &apm_type, callback_url)
}

/// Opens the payment that waits for the customer.
pub(crate) fn open(context: &mut Context<'_>, asked: InitApmPayment, flow: Flow) -> Result<i64, Refusal> {
    check_method(&asked.apm_type, asked.callback_url.as_deref())?;
    let mut payment =
        as_payment!(asked { buyer_member_id, payment_group, payment_channel, conversation_id, external_id });
    payment.bank_order_id = asked.apm_order_id;
    waiting::open(context, payment, flow, payment_type(&asked.apm_type), provider(&asked.apm_type))
}

/// Whether the method is known and has what it needs.
pub(crate) fn check_method(apm_type: &ApmType, callback_url: Option<&str>) -> Result<(), Refusal> {
    if let ApmType::Unrecognized(_) = apm_type {
        return Err(refusal::INVALID.about("apmType"));
    }
    if action(apm_type) == ApmAdditionalAction::ShowHtmlContent {
        demand(callback_url, "callbackUrl")?;
    }
    callback_url.map_or(Ok(()), check_callback_url)
}

/// Tells what to do next with the customer of an open payment. Where that is nothing, the payment is made.
pub(crate) fn start(
    context: &mut Context<'_>,
    id: i64,
    apm_type: &ApmType,
    callback_url: Option<String>,
) -> Result<InitApmPaymentResponse, Refusal> {
    let action = action(apm_type);
    if action == ApmAdditionalAction::None {
        waiting::complete(context, id, Flow::Apm)?;
    }
    let payment = &context.state.payment(id)?.payment;
    let mut start = InitApmPaymentResponse::new();
    start.payment_id = Some(id);
    start.payment_status = Some(payment.payment_status.clone());
    match action {
        ApmAdditionalAction::RedirectToUrl => start.redirect_url = Some(address(&format!("apm/{id}"))),
        ApmAdditionalAction::ShowHtmlContent => {
            let callback = Callback::of(payment).v1(&context.keys.callback);
            start.html_content = Some(callbacks::page(callback_url.unwrap_or_default(), callback));
        }
        _ => {}
    }
    start.additional_action = Some(action);
    Ok(start)
}

pub(crate) fn complete(
    context: &mut Context<'_>,
    asked: CompleteApmPayment,
) -> Result<CompleteApmPaymentResponse, Refusal> {
    let payment = waiting::complete(context, asked.payment_id, Flow::Apm)?;
    Ok(CompleteApmPaymentResponse::new(payment.id, payment.payment_status))
}

/// Records a payment that reached the merchant outside Craftgate.
pub(crate) fn create(context: &mut Context<'_>, asked: CreateApmPayment) -> Result<Payment, Refusal> {
    let kind = match &asked.apm_type {
        apm_type @ (ApmType::FundTransfer | ApmType::CashOnDelivery) => payment_type(apm_type),
        _ => return Err(refusal::INVALID.about("apmType")),
    };
    let mut payment =
        as_payment!(asked { buyer_member_id, payment_group, payment_channel, conversation_id, external_id });
    payment.bank_order_id = asked.apm_order_id;
    let id = waiting::open(context, payment, Flow::Apm, kind, PaymentProvider::Offline)?;
    waiting::complete(context, id, Flow::Apm)
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

/// Who carries a method out. Most have one name for both.
pub(crate) fn provider(apm_type: &ApmType) -> PaymentProvider {
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

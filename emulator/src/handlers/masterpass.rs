//! Masterpass. Every customer has an account that contains every test card.

use craftgate_core::id::MasterpassReferenceId;
use craftgate_core::masterpass::{
    CheckMasterpassUser, CompleteMasterpassPayment, CompleteThreeDsMasterpassPayment, GenerateMasterpassPaymentToken,
    InitThreeDsMasterpassPayment, InitThreeDsMasterpassPaymentResponse, MasterpassPayment, MasterpassPaymentToken,
    MasterpassUser, RetrieveMasterpassLoyalties,
};
use craftgate_core::payment::{CreatePayment, LoyaltyList, Payment, PaymentProvider, PaymentStatus, PaymentType};

use super::payment::three_ds;
use crate::domain::acceptance;
use crate::domain::context::Context;
use crate::domain::destination::Destination;
use crate::domain::flow::Flow;
use crate::domain::installments::card_by_bin;
use crate::domain::loyalty::{check_use, loyalties_of};
use crate::domain::order::{AccountCard, Order, as_payment};
use crate::domain::pending_payment;
use crate::domain::validation::{self, check_callback_url, check_card, check_installment};
use crate::error::ApiError;

pub(crate) fn check_user(context: &mut Context<'_>, request: CheckMasterpassUser) -> Result<MasterpassUser, ApiError> {
    let is_linked = context.state.linked_masterpass_accounts.contains(&request.masterpass_gsm_number);
    let mut user = MasterpassUser::new();
    user.is_eligible_to_use_masterpass = Some(true);
    user.is_any_card_saved_in_customer_program = Some(true);
    user.has_masterpass_account = Some(true);
    user.has_any_card_saved_in_masterpass_account = Some(true);
    user.is_masterpass_account_linked_with_merchant = Some(is_linked);
    user.is_masterpass_account_locked = Some(false);
    user.is_phone_number_updated_in_another_merchant = Some(false);
    Ok(user)
}

/// Opens the pending payment.
pub(crate) fn generate_token(
    context: &mut Context<'_>,
    request: GenerateMasterpassPaymentToken,
) -> Result<MasterpassPaymentToken, ApiError> {
    let card = card_by_bin(&request.bin_number)?;
    let payment = payment(request.create_payment);
    check_installment(payment.installment)?;
    check_card(&payment, card)?;
    let loyalty = request.loyalty;
    if let Some(loyalty) = &loyalty {
        check_use(loyalty, card, payment.amounts.paid_price)?;
    }
    let (flow, provider) = (Flow::Masterpass, PaymentProvider::Masterpass);
    let order = validation::external_payment(payment, flow, PaymentType::CardPayment, provider, context.settings)?;
    let account_card = Some(AccountCard::new(card, &context.state.cards, context.settings));
    let order = Order { account_card, ..order };
    let id = acceptance::open_elsewhere(context, order).unless_stopped()?;
    let record = context.state.payments.find_mut(id)?;
    record.payment.loyalty = loyalty;
    let order_no = record.payment.order_id.clone();

    let reference_id = MasterpassReferenceId::new(context.state.payments.add_reference("masterpass", id));
    let mut token = MasterpassPaymentToken::new(reference_id);
    token.token = Some(format!("{}-token", token.reference_id).into());
    token.order_no = order_no;
    token.terminal_group_id = Some("1".to_owned());
    Ok(token)
}

fn payment(request: MasterpassPayment) -> CreatePayment {
    let installment = request.installment;
    let mut payment = as_payment!(request {
        pos_alias,
        payment_group,
        conversation_id,
        external_id,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id,
        client_ip
    });
    payment.installment = installment;
    payment
}

pub(crate) fn complete(context: &mut Context<'_>, request: CompleteMasterpassPayment) -> Result<Payment, ApiError> {
    let id = context.state.payments.find_by_reference(request.reference_id.as_str(), Flow::Masterpass)?.payment.id;
    pending_payment::complete(context, id, Flow::Masterpass)
}

pub(crate) fn init_three_ds(
    context: &mut Context<'_>,
    request: InitThreeDsMasterpassPayment,
) -> Result<InitThreeDsMasterpassPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    let id = context.state.payments.find_by_reference(request.reference_id.as_str(), Flow::Masterpass)?.payment.id;
    let record = context.state.payments.find_pending(id, Flow::Masterpass)?;
    record.flow = Flow::MasterpassThreeDs;
    record.payment.payment_status = PaymentStatus::InitThreeDs;
    let destination = Destination::Merchant { callback_url: request.callback_url, is_v2: false, checkout_token: None };
    let mut start = InitThreeDsMasterpassPaymentResponse::new();
    start.payment_id = Some(id);
    start.return_url = Some(three_ds::open_page(context, id, destination)?);
    Ok(start)
}

pub(crate) fn complete_three_ds(
    context: &mut Context<'_>,
    request: CompleteThreeDsMasterpassPayment,
) -> Result<Payment, ApiError> {
    three_ds::finish(context, request.payment_id, Flow::MasterpassThreeDs)
}

pub(crate) fn retrieve_loyalties(
    _: &mut Context<'_>,
    request: RetrieveMasterpassLoyalties,
) -> Result<LoyaltyList, ApiError> {
    card_by_bin(&request.bin_number).map(loyalties_of)
}

//! Deposits into a member's wallet, and money sent to a card.

use craftgate_core::id::MemberId;
use craftgate_core::payment::{
    Amounts, CompleteThreeDsDepositPayment, CreateDepositPayment, CreateFundTransferDepositPayment, CreatePayment,
    DepositFromCard, DepositPayment, DepositToCard, DepositToCardPayment, FundTransferDeposit, InitApmDepositPayment,
    InitApmDepositPaymentResponse, InitThreeDsDepositPayment, InitThreeDsPaymentResponse, PaymentProvider,
    PaymentStatus, PaymentType,
};
use craftgate_core::{Currency, Secret};
use rust_decimal::Decimal;

use super::{apm, three_ds};
use crate::domain::acceptance;
use crate::domain::apm::ApmInput;
use crate::domain::card::payee;
use crate::domain::charge::{charge, charge_without_event};
use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::money::{positive, stored};
use crate::domain::order::Order;
use crate::domain::payment::PaymentRecord;
use crate::domain::pending_payment;
use crate::domain::state::State;
use crate::domain::test_cards::Step;
use crate::domain::validation::{self, check_callback_url};
use crate::error::{ApiError, require};

pub(crate) fn create(context: &mut Context<'_>, request: CreateDepositPayment) -> Result<DepositPayment, ApiError> {
    let order = order(context, request.deposit)?;
    let id = acceptance::open(context, order, PaymentStatus::Waiting)?;
    charge(context, id, Step::Payment)?;
    context.state.payments.find(id).map(present)
}

pub(crate) fn init_three_ds(
    context: &mut Context<'_>,
    request: InitThreeDsDepositPayment,
) -> Result<InitThreeDsPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    let order = order(context, request.deposit)?;
    three_ds::start(context, Order { flow: Flow::ThreeDsDeposit, ..order }, request.callback_url, false)
}

pub(crate) fn complete_three_ds(
    context: &mut Context<'_>,
    request: CompleteThreeDsDepositPayment,
) -> Result<DepositPayment, ApiError> {
    three_ds::finish(context, request.payment_id, Flow::ThreeDsDeposit)?;
    context.state.payments.find(request.payment_id).map(present)
}

pub(crate) fn init_apm(
    context: &mut Context<'_>,
    request: InitApmDepositPayment,
) -> Result<InitApmDepositPaymentResponse, ApiError> {
    let (user_identity, params) =
        (request.apm_user_identity.as_ref().map(Secret::expose), request.additional_params.as_ref());
    let input = ApmInput { apm_type: &request.apm_type, user_identity, params };
    if !context.settings.is_lenient {
        require(request.callback_url.as_ref(), "callbackUrl")?;
    }
    apm::check_method(&input, request.callback_url.as_deref())?;
    context.state.merchant_apms.check(request.merchant_apm_id, &request.apm_type)?;
    let action = input.action(&context.state.apm_accounts_without_code);
    let mut payment = payment(context.state, request.price, request.currency, request.buyer_member_id)?;
    payment.payment_channel = request.payment_channel;
    payment.conversation_id = request.conversation_id;
    payment.external_id = request.external_id;
    payment.bank_order_id = request.apm_order_id;
    let provider = apm::provider(&request.apm_type);
    let id = pending_payment::open(context, payment, Flow::Apm, PaymentType::DepositPayment, provider)?;
    context.state.payments.find_mut(id)?.apm_type = Some(request.apm_type);
    let start = apm::start(context, id, action, request.callback_url)?;

    let mut deposit = InitApmDepositPaymentResponse::new();
    deposit.payment_id = start.payment_id;
    deposit.redirect_url = start.redirect_url;
    deposit.payment_status = start.payment_status;
    deposit.additional_action = start.additional_action;
    deposit.wallet_transaction = context.state.payments.find(id)?.wallet_transaction.clone();
    Ok(deposit)
}

/// Records a bank transfer that has arrived.
pub(crate) fn create_fund_transfer(
    context: &mut Context<'_>,
    request: CreateFundTransferDepositPayment,
) -> Result<FundTransferDeposit, ApiError> {
    let currency = request.currency.unwrap_or(Currency::Try);
    let mut payment = payment(context.state, request.price, currency, request.buyer_member_id)?;
    payment.conversation_id = request.conversation_id;
    let (provider, payment_type) = (PaymentProvider::Offline, PaymentType::DepositPayment);
    let id = pending_payment::open(context, payment, Flow::Direct, payment_type, provider)?;
    let payment = charge_without_event(context, id, Step::Payment)?;

    let mut deposit = FundTransferDeposit::new();
    deposit.price = payment.price.map(stored);
    deposit.currency = payment.currency;
    deposit.conversation_id = payment.conversation_id;
    deposit.buyer_member_id = payment.buyer_member_id;
    deposit.wallet_transaction = context.state.payments.find(id)?.wallet_transaction.clone();
    Ok(deposit)
}

/// Sends money to a card. The payment is not stored.
pub(crate) fn to_card(context: &mut Context<'_>, request: DepositToCard) -> Result<DepositToCardPayment, ApiError> {
    let price = positive("price", request.price)?;
    payee(&request.card, &context.state.cards)?;
    let id = context.state.payments.take_id();
    let mut payment = DepositToCardPayment::new(id, PaymentStatus::Success);
    payment.created_date = Some(context.now);
    payment.price = Some(price);
    payment.reference_id = Some(format!("EMUD{:010}", id.get()));
    payment.currency = Some(request.currency);
    payment.description = request.description;
    payment.order_id = request.order_id.or_else(|| Some(format!("EMU{:09}", id.get())));
    Ok(payment)
}

fn order(context: &Context<'_>, request: DepositFromCard) -> Result<Order, ApiError> {
    let mut payment =
        payment(context.state, request.price, request.currency, request.buyer_member_id)?.card(request.card);
    payment.conversation_id = request.conversation_id;
    payment.pos_alias = request.pos_alias;
    validation::card_payment(payment, PaymentType::DepositPayment, &context.state.cards, context.settings, context.now)
}

/// Returns a payment into a member's wallet.
fn payment(state: &State, price: Decimal, currency: Currency, member_id: MemberId) -> Result<CreatePayment, ApiError> {
    state.members.find(member_id)?;
    Ok(CreatePayment::new(Amounts::same(price), currency, 1, []).buyer_member_id(member_id))
}

fn present(record: &PaymentRecord) -> DepositPayment {
    let payment = record.payment.clone();
    let mut deposit = DepositPayment::new(payment.id, payment.payment_status);
    deposit.price = payment.price;
    deposit.currency = payment.currency;
    deposit.buyer_member_id = payment.buyer_member_id;
    deposit.conversation_id = payment.conversation_id;
    deposit.bank_commission_rate = payment.bank_commission_rate;
    deposit.bank_commission_rate_amount = payment.bank_commission_rate_amount;
    deposit.auth_code = payment.auth_code;
    deposit.host_reference = payment.host_reference;
    deposit.trans_id = payment.trans_id;
    deposit.order_id = payment.order_id;
    deposit.payment_type = payment.payment_type;
    deposit.created_date = payment.created_date;
    deposit.card_user_key = payment.card_user_key;
    deposit.card_token = payment.card_token;
    deposit.wallet_transaction = record.wallet_transaction.clone();
    deposit
}

//! Money into a member's wallet, which is made if need be, and money onto a card.

use craftgate_core::Currency;
use craftgate_core::payment::{
    Amounts, CompleteThreeDsDepositPayment, CreateDepositPayment, CreateFundTransferDepositPayment, CreatePayment,
    DepositFromCard, DepositPayment, DepositToCard, DepositToCardPayment, FundTransferDeposit, InitApmDepositPayment,
    InitApmDepositPaymentResponse, InitThreeDsDepositPayment, InitThreeDsPaymentResponse, PaymentProvider,
    PaymentStatus, PaymentType,
};
use craftgate_core::wallet::WalletTransactionType;
use rust_decimal::Decimal;

use crate::context::Context;
use crate::incoming::demand;
use crate::money::positive;
use crate::order::{self, Order, check_callback_url};
use crate::payments::{PaymentRecord, charge, open, take};
use crate::refusal::Refusal;
use crate::test_cards::Step;
use crate::waiting::{self, Flow};
use crate::wallet::Entry;
use crate::{apm, cards, three_ds};

pub(crate) fn create(context: &mut Context<'_>, asked: CreateDepositPayment) -> Result<DepositPayment, Refusal> {
    let order = order(context, asked.deposit)?;
    let id = open(context, order, PaymentStatus::Waiting);
    charge(context, id, Step::Payment)?;
    context.state.payment(id).map(answer)
}

pub(crate) fn init_three_ds(
    context: &mut Context<'_>,
    asked: InitThreeDsDepositPayment,
) -> Result<InitThreeDsPaymentResponse, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let order = order(context, asked.deposit)?;
    three_ds::start(context, Order { flow: Flow::ThreeDsDeposit, ..order }, asked.callback_url, false)
}

pub(crate) fn complete_three_ds(
    context: &mut Context<'_>,
    asked: CompleteThreeDsDepositPayment,
) -> Result<DepositPayment, Refusal> {
    three_ds::finish(context, asked.payment_id, Flow::ThreeDsDeposit)?;
    context.state.payment(asked.payment_id).map(answer)
}

pub(crate) fn init_apm(
    context: &mut Context<'_>,
    asked: InitApmDepositPayment,
) -> Result<InitApmDepositPaymentResponse, Refusal> {
    apm::check_method(&asked.apm_type, asked.callback_url.as_deref())?;
    let mut payment = deposit(context, asked.price, asked.currency, asked.buyer_member_id)?;
    payment.payment_channel = asked.payment_channel;
    payment.conversation_id = asked.conversation_id;
    payment.external_id = asked.external_id;
    payment.bank_order_id = asked.apm_order_id;
    let (provider, kind) = (apm::provider(&asked.apm_type), PaymentType::DepositPayment);
    let id = waiting::open(context, payment, Flow::Apm, kind, provider)?;
    let start = apm::start(context, id, &asked.apm_type, asked.callback_url)?;

    let mut deposit = InitApmDepositPaymentResponse::new();
    deposit.payment_id = start.payment_id;
    deposit.redirect_url = start.redirect_url;
    deposit.payment_status = start.payment_status;
    deposit.additional_action = start.additional_action;
    deposit.wallet_transaction = context.state.payment(id)?.wallet_transaction.clone();
    Ok(deposit)
}

/// A bank transfer has arrived already.
pub(crate) fn create_fund_transfer(
    context: &mut Context<'_>,
    asked: CreateFundTransferDepositPayment,
) -> Result<FundTransferDeposit, Refusal> {
    let currency = asked.currency.unwrap_or(Currency::Try);
    let mut payment = deposit(context, asked.price, currency, asked.buyer_member_id)?;
    payment.conversation_id = asked.conversation_id;
    let (provider, kind) = (PaymentProvider::Offline, PaymentType::DepositPayment);
    let id = waiting::open(context, payment, Flow::AtOnce, kind, provider)?;
    let payment = take(context, id, Step::Payment)?;

    let mut deposit = FundTransferDeposit::new();
    deposit.price = payment.price;
    deposit.currency = payment.currency;
    deposit.conversation_id = payment.conversation_id;
    deposit.buyer_member_id = payment.buyer_member_id;
    deposit.wallet_transaction = context.state.payment(id)?.wallet_transaction.clone();
    Ok(deposit)
}

/// Nothing is kept of it.
pub(crate) fn to_card(context: &mut Context<'_>, asked: DepositToCard) -> Result<DepositToCardPayment, Refusal> {
    let price = positive("price", asked.price)?;
    cards::recognize(context, &asked.card)?;
    let id = context.state.payments.take_id();
    let mut payment = DepositToCardPayment::new(id, PaymentStatus::Success);
    payment.created_date = Some(context.now);
    payment.price = Some(price);
    payment.reference_id = Some(format!("EMUD{id:010}"));
    payment.currency = Some(asked.currency);
    payment.description = asked.description;
    payment.order_id = asked.order_id.or_else(|| Some(format!("EMU{id:09}")));
    Ok(payment)
}

/// Puts the money of a deposit that was just paid into the member's wallet; other payments are let be.
pub(crate) fn put_into_wallet(context: &mut Context<'_>, id: i64) -> Result<(), Refusal> {
    let record = context.state.payment(id)?;
    if record.payment.payment_type != Some(PaymentType::DepositPayment) {
        return Ok(());
    }
    let kind = match (record.card, record.flow) {
        (Some(_), _) => WalletTransactionType::DepositFromCard,
        (None, Flow::Apm) => WalletTransactionType::DepositFromApm,
        (None, _) => WalletTransactionType::DepositFromFundTransfer,
    };
    let member = demand(record.payment.buyer_member_id, "buyerMemberId")?;
    let currency = demand(record.payment.currency.clone(), "currency")?;
    let price = record.payment.price.unwrap_or_default();
    let wallet = context.wallet_for(Some(member), &currency);
    let transaction = context.book(wallet, Entry::new(kind, price, id))?;
    context.state.payment_mut(id)?.wallet_transaction = Some(transaction);
    Ok(())
}

fn order(context: &Context<'_>, asked: DepositFromCard) -> Result<Order, Refusal> {
    let mut payment = deposit(context, asked.price, asked.currency, asked.buyer_member_id)?.card(asked.card);
    payment.conversation_id = asked.conversation_id;
    payment.pos_alias = asked.pos_alias;
    order::check_deposit(context, payment)
}

/// A payment into a member's wallet.
fn deposit(context: &Context<'_>, price: Decimal, currency: Currency, member: i64) -> Result<CreatePayment, Refusal> {
    context.state.member(member)?;
    Ok(CreatePayment::new(Amounts::same(price), currency, 1, []).buyer_member_id(member))
}

fn answer(record: &PaymentRecord) -> DepositPayment {
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

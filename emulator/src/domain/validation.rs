//! What a payment request has to be before anybody is asked for money.

use craftgate_core::payment::{CreatePayment, PaymentItem, PaymentPhase, PaymentProvider, PaymentType};
use craftgate_core::{CardType, Currency};
use http::Uri;
use rust_decimal::Decimal;

use crate::cards::{self, Plastic};
use crate::context::Context;
use crate::incoming::demand;
use crate::money::{not_negative, positive};
use crate::refusal::{self, Refusal};
use crate::test_cards::{Behaviour, TestCard};
use crate::vault::NewCard;
use crate::waiting::Flow;

/// A payment request that may be carried out.
pub(crate) struct Order {
    pub(crate) asked: CreatePayment,
    pub(crate) payment_type: PaymentType,
    pub(crate) provider: PaymentProvider,
    pub(crate) flow: Flow,
    /// The card; none where the customer pays elsewhere.
    pub(crate) plastic: Option<Plastic>,
    /// What to store once it is paid.
    pub(crate) to_store: Option<NewCard>,
}

/// A payment request out of a request of another kind: its amounts, currency and basket, and the fields
/// that are named.
macro_rules! as_payment {
    ($asked:ident { $($field:ident),* $(,)? }) => {{
        let mut payment = ::craftgate_core::payment::CreatePayment::new($asked.amounts, $asked.currency, 1, $asked.items);
        $(payment.$field = $asked.$field;)*
        payment
    }};
}
pub(crate) use as_payment;

/// Checks a payment request by itself and against its card.
pub(crate) fn check(context: &Context<'_>, mut asked: CreatePayment) -> Result<Order, Refusal> {
    check_basket(&mut asked)?;
    by_card(context, asked, PaymentType::CardPayment)
}

/// Checks a deposit from a card, which buys nothing.
pub(crate) fn check_deposit(context: &Context<'_>, mut asked: CreatePayment) -> Result<Order, Refusal> {
    check_amounts(&mut asked)?;
    by_card(context, asked, PaymentType::DepositPayment)
}

/// Checks a payment that the customer makes elsewhere.
pub(crate) fn check_elsewhere(
    mut asked: CreatePayment,
    flow: Flow,
    payment_type: PaymentType,
    provider: PaymentProvider,
) -> Result<Order, Refusal> {
    match payment_type {
        PaymentType::DepositPayment => check_amounts(&mut asked)?,
        _ => check_basket(&mut asked)?,
    }
    check_extent(&asked)?;
    Ok(Order { asked, payment_type, provider, flow, plastic: None, to_store: None })
}

fn by_card(context: &Context<'_>, mut asked: CreatePayment, payment_type: PaymentType) -> Result<Order, Refusal> {
    check_extent(&asked)?;
    let card = demand(asked.card.take(), "card")?;
    let plastic = cards::present(context, &card)?;
    let to_store = cards::to_store(context, &card, &plastic)?;
    check_card(&asked, plastic.card)?;
    let (provider, flow) = (PaymentProvider::Bank, Flow::AtOnce);
    Ok(Order { asked, payment_type, provider, flow, plastic: Some(plastic), to_store })
}

/// Checks the amounts and whether the basket adds up to them.
pub(crate) fn check_basket(asked: &mut CreatePayment) -> Result<(), Refusal> {
    check_amounts(asked)?;
    for item in &mut asked.items {
        item.price = positive("items.price", item.price)?;
        check_seller(item)?;
    }
    let sum: Decimal = asked.items.iter().map(|item| item.price).sum();
    if sum != asked.amounts.price {
        return Err(refusal::ITEMS.plain());
    }
    Ok(())
}

pub(crate) fn check_amounts(asked: &mut CreatePayment) -> Result<(), Refusal> {
    asked.amounts.price = positive("price", asked.amounts.price)?;
    asked.amounts.paid_price = positive("paidPrice", asked.amounts.paid_price)?;
    Ok(())
}

/// A seller gets a part of the price, which has to be said. Without a seller it may be said all the same.
fn check_seller(item: &mut PaymentItem) -> Result<(), Refusal> {
    const FIELD: &str = "items.subMerchantMemberPrice";
    let seller_price = match (item.sub_merchant_member_id, item.sub_merchant_member_price) {
        (None, None) => return Ok(()),
        (None, Some(price)) => not_negative(FIELD, price)?,
        (Some(_), price) => positive(FIELD, demand(price, FIELD)?)?,
    };
    if seller_price > item.price {
        return Err(refusal::INVALID.about(FIELD));
    }
    item.sub_merchant_member_price = Some(seller_price);
    Ok(())
}

/// Refuses what the emulator would have to ignore.
pub(crate) fn check_extent(asked: &CreatePayment) -> Result<(), Refusal> {
    if asked.wallet_price.is_some_and(|price| !price.is_zero()) {
        return Err(refusal::UNSUPPORTED.about("walletPrice"));
    }
    if asked.card.as_ref().is_some_and(|card| card.loyalty.is_some()) {
        return Err(refusal::UNSUPPORTED.about("card.loyalty"));
    }
    if !matches!(asked.payment_phase, None | Some(PaymentPhase::Auth | PaymentPhase::PreAuth)) {
        return Err(refusal::INVALID.about("paymentPhase"));
    }
    if ![1, 2, 3, 6, 9, 12].contains(&asked.installment) {
        return Err(refusal::INVALID.about("installment"));
    }
    Ok(())
}

/// Whether a card can pay in this currency, and in so many installments.
pub(crate) fn check_card(asked: &CreatePayment, card: &TestCard) -> Result<(), Refusal> {
    if asked.currency != Currency::Try && card.behaviour != Behaviour::PaysInAnyCurrency {
        return Err(refusal::CURRENCY.plain());
    }
    if asked.installment > 1 && card.card_type != CardType::CreditCard {
        return Err(refusal::INSTALLMENT.plain());
    }
    Ok(())
}

/// Whether a customer's browser can be sent there.
pub(crate) fn check_callback_url(url: &str) -> Result<(), Refusal> {
    let uri: Option<Uri> = url.parse().ok();
    match uri.as_ref().and_then(Uri::scheme_str) {
        Some("http" | "https") => Ok(()),
        _ => Err(refusal::INVALID.about("callbackUrl")),
    }
}

//! What a payment request has to be before any bank is asked.

use craftgate_core::payment::{CreatePayment, PaymentItem, PaymentPhase};
use craftgate_core::{CardType, Currency};
use rust_decimal::Decimal;

use crate::cards::{self, NewCard, Plastic};
use crate::context::Context;
use crate::incoming::demand;
use crate::money::positive;
use crate::refusal::{self, Refusal};
use crate::test_cards::Behaviour;

/// A payment request that may go to the bank.
pub(crate) struct Order {
    pub(crate) asked: CreatePayment,
    pub(crate) plastic: Plastic,
    /// What to store once it is paid.
    pub(crate) to_store: Option<NewCard>,
}

/// Checks a payment request by itself and against its card.
pub(crate) fn check(context: &Context<'_>, mut asked: CreatePayment) -> Result<Order, Refusal> {
    asked.amounts.price = positive("price", asked.amounts.price)?;
    asked.amounts.paid_price = positive("paidPrice", asked.amounts.paid_price)?;
    check_items(&mut asked)?;
    check_extent(&asked)?;

    let card = demand(asked.card.take(), "card")?;
    let plastic = cards::present(context, &card)?;
    let to_store = cards::to_store(context, &card, &plastic)?;
    check_card(&asked, &plastic)?;
    Ok(Order { asked, plastic, to_store })
}

fn check_items(asked: &mut CreatePayment) -> Result<(), Refusal> {
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

/// A seller gets a part of the price, which has to be said.
fn check_seller(item: &PaymentItem) -> Result<(), Refusal> {
    if item.sub_merchant_member_id.is_none() {
        return Ok(());
    }
    let seller_price = demand(item.sub_merchant_member_price, "items.subMerchantMemberPrice")?;
    if positive("items.subMerchantMemberPrice", seller_price)? > item.price {
        return Err(refusal::INVALID.about("items.subMerchantMemberPrice"));
    }
    Ok(())
}

/// Refuses what the emulator would have to ignore.
fn check_extent(asked: &CreatePayment) -> Result<(), Refusal> {
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

fn check_card(asked: &CreatePayment, plastic: &Plastic) -> Result<(), Refusal> {
    let card = plastic.card;
    if asked.currency != Currency::Try && card.behaviour != Behaviour::PaysInAnyCurrency {
        return Err(refusal::CURRENCY.plain());
    }
    if asked.installment > 1 && card.card_type != CardType::CreditCard {
        return Err(refusal::INSTALLMENT.plain());
    }
    Ok(())
}

//! The rules that a payment request must satisfy before a bank is asked.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use craftgate_core::Currency;
use craftgate_core::payment::{CreatePayment, PaymentPhase, PaymentProvider, PaymentType};
use http::Uri;
use rust_decimal::Decimal;

use super::amount_rules::AmountRules;
use super::card::PresentedCard;
use super::flow::Flow;
use super::installments::rates;
use super::loyalty::check_use;
use super::money::not_negative;
use super::order::Order;
use super::request_rules::check_fields;
use super::settings::Settings;
use super::test_cards::{Behaviour, TestCard};
use super::vault::Vault;
use crate::error::{
    ApiError, INSTALLMENTS_NOT_ALLOWED, INVALID_VALUE, ITEM_TOTAL_MISMATCH, UNSUPPORTED_CURRENCY, require,
};

/// Validates a payment or a deposit by card.
pub(crate) fn card_payment(
    request: CreatePayment,
    payment_type: PaymentType,
    vault: &Vault,
    settings: &Settings,
    now: NaiveDateTime,
) -> Result<Order, ApiError> {
    check_installment(request.installment)?;
    page_payment(request, payment_type, vault, settings, now)
}

/// Validates a payment that the customer makes elsewhere, without a card. For Juzdan the official clients' samples have a
/// price of zero, and a seller's share above the item's price.
pub(crate) fn external_payment(
    mut request: CreatePayment,
    flow: Flow,
    payment_type: PaymentType,
    provider: PaymentProvider,
    settings: &Settings,
) -> Result<Order, ApiError> {
    let rules = if flow == Flow::Juzdan { AmountRules::Lenient } else { settings.amount_rules() };
    check_totals(&mut request, &payment_type, rules)?;
    check_terms(&request)?;
    Ok(Order::new(request, payment_type, provider, flow))
}

/// Validates a payment or a deposit by card on a page, which has offered its number of installments.
pub(crate) fn page_payment(
    mut request: CreatePayment,
    payment_type: PaymentType,
    vault: &Vault,
    settings: &Settings,
    now: NaiveDateTime,
) -> Result<Order, ApiError> {
    check_totals(&mut request, &payment_type, settings.amount_rules())?;
    check_terms(&request)?;
    let (provider, flow) = (PaymentProvider::Bank, Flow::Direct);
    let wallet_price = wallet_price(&request)?;
    let is_paid_by_wallet = wallet_price == request.amounts.paid_price;
    let payment_type = match payment_type {
        PaymentType::CardPayment if is_paid_by_wallet => PaymentType::WalletPayment,
        PaymentType::CardPayment if !wallet_price.is_zero() => PaymentType::CardAndWalletPayment,
        other => other,
    };
    if is_paid_by_wallet {
        if request.card.is_some() {
            return Err(INVALID_VALUE.field("card"));
        }
        return Ok(Order::new(request, payment_type, PaymentProvider::CgWallet, flow));
    }
    if request.card.is_none() && is_stored_at_provider(&request) {
        return Ok(Order::new(request, payment_type, provider, flow));
    }
    let card = require(request.card.take(), "card")?;
    let presented = PresentedCard::read(&card, vault, settings, now)?;
    let card_to_store = presented.to_store(&card, vault)?;
    check_card(&request, presented.card)?;
    if let Some(loyalty) = &presented.loyalty {
        check_use(loyalty, presented.card, request.amounts.paid_price)?;
    }
    let order = Order::new(request, payment_type, provider, flow);
    Ok(Order { presented: Some(presented), card_to_store, ..order })
}

/// Returns the part that the wallet pays.
///
/// # Errors
///
/// If it is more than the price or has no buyer, or if the payment is held or has sellers. (Sources: Craftgate's "Cüzdan"
/// and "Ön Provizyonlu Ödeme".)
fn wallet_price(request: &CreatePayment) -> Result<Decimal, ApiError> {
    const FIELD: &str = "walletPrice";
    let price = not_negative(FIELD, request.wallet_price.unwrap_or_default())?;
    if price.is_zero() {
        return Ok(price);
    }
    require(request.buyer_member_id, "buyerMemberId")?;
    match price <= request.amounts.paid_price && allows_wallet(request) {
        true => Ok(price),
        false => Err(INVALID_VALUE.field(FIELD)),
    }
}

/// Returns true if a wallet can pay a part of the payment: it is neither held nor has sellers.
pub(crate) fn allows_wallet(request: &CreatePayment) -> bool {
    let is_held = request.payment_phase == Some(PaymentPhase::PreAuth);
    !is_held && request.items.iter().all(|item| item.sub_merchant_member_id.is_none())
}

/// Returns true if the payment names a card that is stored at another payment provider, of which nothing is known.
/// (Source: Craftgate's "Ödeme Ek Parametreleri".)
fn is_stored_at_provider(request: &CreatePayment) -> bool {
    let card = request.additional_params.as_ref().and_then(|params| params.get("paymentProvider"));
    let card = card.and_then(|card| card.deserialize::<BTreeMap<String, String>>().ok());
    card.is_some_and(|card| {
        ["cardUserKey", "cardToken"].iter().all(|key| card.get(*key).is_some_and(|key| !key.is_empty()))
    })
}

/// Checks the amounts, and the items of anything but a deposit.
fn check_totals(request: &mut CreatePayment, payment_type: &PaymentType, rules: AmountRules) -> Result<(), ApiError> {
    match payment_type {
        PaymentType::DepositPayment => check_amounts(request, rules),
        _ => check_basket(request, rules),
    }
}

/// Checks the amounts, and that the items add up to the price.
pub(crate) fn check_basket(request: &mut CreatePayment, rules: AmountRules) -> Result<(), ApiError> {
    check_amounts(request, rules)?;
    for item in &mut request.items {
        item.price = rules.amount("items.price", item.price)?;
        item.sub_merchant_member_price = rules.seller_share(item)?;
    }
    let total: Decimal = request.items.iter().map(|item| item.price).sum();
    match total == request.amounts.price {
        true => Ok(()),
        false => Err(ITEM_TOTAL_MISMATCH.into()),
    }
}

pub(crate) fn check_amounts(request: &mut CreatePayment, rules: AmountRules) -> Result<(), ApiError> {
    request.amounts.price = rules.amount("price", request.amounts.price)?;
    request.amounts.paid_price = rules.amount("paidPrice", request.amounts.paid_price)?;
    Ok(())
}

/// Checks the merchant's own ids, the buyer's address and the phase.
pub(crate) fn check_terms(request: &CreatePayment) -> Result<(), ApiError> {
    check_fields(request)?;
    match request.payment_phase {
        None | Some(PaymentPhase::Auth | PaymentPhase::PreAuth) => Ok(()),
        _ => Err(INVALID_VALUE.field("paymentPhase")),
    }
}

/// Checks that the POS takes payments in this number of installments.
pub(crate) fn check_installment(installment: i32) -> Result<(), ApiError> {
    match rates().any(|rate| rate.installment == installment) {
        true => Ok(()),
        false => Err(INVALID_VALUE.field("installment")),
    }
}

/// Checks that a card can pay in the request's currency and number of installments.
pub(crate) fn check_card(request: &CreatePayment, card: &TestCard) -> Result<(), ApiError> {
    // (Source: Craftgate's "Çoklu Para Birimi ile Ödeme Alma".)
    if request.currency != Currency::Try && request.items.iter().any(|item| item.sub_merchant_member_id.is_some()) {
        return Err(INVALID_VALUE.field("items.subMerchantMemberId"));
    }
    if request.currency != Currency::Try && card.behaviour != Behaviour::SucceedsInAnyCurrency {
        return Err(UNSUPPORTED_CURRENCY.into());
    }
    if request.installment > 1 && (!card.is_credit_card() || card.is_foreign()) {
        return Err(INSTALLMENTS_NOT_ALLOWED.into());
    }
    Ok(())
}

/// Checks that a callback URL is an address, with or without a scheme, to which a browser can be sent.
pub(crate) fn check_callback_url(url: &str) -> Result<(), ApiError> {
    check_url(url, "callbackUrl")
}

/// Checks that a field's URL is an address, with or without a scheme, of a web server.
pub(crate) fn check_url(url: &str, field: &'static str) -> Result<(), ApiError> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let has_port_only = rest.split(['/', '?', '#']).next().is_some_and(|authority| {
        authority.split_once(':').is_none_or(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let is_uri = format!("https://{rest}").parse::<Uri>().is_ok();
    match ["http", "https"].contains(&scheme) && has_port_only && is_uri {
        true => Ok(()),
        false => Err(INVALID_VALUE.field(field)),
    }
}

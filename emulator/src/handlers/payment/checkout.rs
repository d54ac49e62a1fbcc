//! Checkout pages.

use craftgate_core::payment::{
    CheckoutPage, CreatePayment, CustomInstallment, ExpireCheckoutPayment, InitCheckoutPayment, Payment,
    RetrieveCheckoutPayment,
};

use crate::domain::checkout::{Checkout, CheckoutRules};
use crate::domain::context::Context;
use crate::domain::hosted_page;
use crate::domain::masterpass::MasterpassAccount;
use crate::domain::money::positive;
use crate::domain::order::as_payment;
use crate::domain::validation::{check_amounts, check_basket, check_callback_url, check_terms, check_url};
use crate::error::{ApiError, CHECKOUT_NOT_FOUND, INVALID_VALUE, PAYMENT_NOT_FOUND, require};

pub(crate) fn init(context: &mut Context<'_>, request: InitCheckoutPayment) -> Result<CheckoutPage, ApiError> {
    check_callback_url(&request.callback_url)?;
    request.return_back_url.as_deref().map_or(Ok(()), |url| check_url(url, "returnBackUrl"))?;
    request.merchant_webhook_url.as_deref().map_or(Ok(()), |url| check_url(url, "merchantWebhookUrl"))?;
    let expires_at = hosted_page::expiry(context.now, request.ttl)?;
    let rules = CheckoutRules {
        is_deposit: request.deposit_payment.or(request.deposit_payments).unwrap_or(false),
        requires_three_ds: request.force_three_ds.unwrap_or(false),
        requires_credit_card: request.allow_only_credit_card.unwrap_or(false),
        requires_stored_card: request.allow_only_stored_cards.unwrap_or(false),
        allows_deleting_cards: request.allow_delete_stored_card.unwrap_or(false),
        enabled_methods: request.enabled_payment_methods,
        stores_cards: request.always_store_card_after_payment.unwrap_or(false),
        card_user_key: context.state.cards.known_user(request.card_user_key)?,
        enabled_installments: request.enabled_installments,
        only_commercial_installments: request.allow_installment_only_commercial_cards.unwrap_or(false),
        charges_other_cards: request.force_auth_for_non_credit_cards.unwrap_or(false),
        custom_installments: request.custom_installments,
        card_brand_installments: request.card_brand_installments.unwrap_or_default(),
        replaces_window: request.use_top_redirection.unwrap_or(false),
        masterpass: masterpass_account(request.masterpass_gsm_number, request.masterpass_user_id.as_deref()),
        knows_payoneer_identity: request.apm_user_identity.is_some(),
        knows_klarna_region: request.additional_params.is_some_and(|params| params.get("klarna").is_some()),
    };
    check_stored_cards(&rules)?;
    check_installments(["customInstallments.number", "customInstallments.totalPrice"], &rules.custom_installments)?;
    for custom in rules.card_brand_installments.values() {
        check_installments(["cardBrandInstallments.number", "cardBrandInstallments.totalPrice"], custom)?;
    }
    let mut payment = as_payment!(request {
        buyer_member_id,
        payment_group,
        payment_phase,
        payment_channel,
        conversation_id,
        external_id,
        client_ip,
        fraud_params
    });
    payment.bank_order_id = request.order_id;
    check(context, &mut payment, rules.is_deposit)?;
    let (callback_url, return_back_url) = (request.callback_url, request.return_back_url);
    let merchant_webhook_url = request.merchant_webhook_url;
    let checkout =
        Checkout { payment, rules, expires_at, callback_url, merchant_webhook_url, return_back_url, payment_id: None };
    let token = context.state.checkouts.add_secret(checkout);
    Ok(hosted_page::page(context.settings, "checkout", token, expires_at))
}

fn check_installments(
    [number_field, price_field]: [&'static str; 2],
    custom: &[CustomInstallment],
) -> Result<(), ApiError> {
    for CustomInstallment { number, total_price, .. } in custom {
        if *number < 1 {
            return Err(INVALID_VALUE.field(number_field));
        }
        positive(price_field, *total_price)?;
    }
    Ok(())
}

/// Returns the customer's account, if its telephone number is known. A user id means that the account was linked
/// outside Craftgate. (Source: Craftgate's "Ortak Ödeme Sayfası ile Ödeme Alma".)
fn masterpass_account(gsm_number: Option<String>, user_id: Option<&str>) -> Option<MasterpassAccount> {
    let is_linked_outside = user_id.is_some_and(|id| !id.is_empty());
    gsm_number.map(|gsm_number| MasterpassAccount { gsm_number, is_linked_outside })
}

/// Checks that a page with stored cards alone has a cardholder, and stores no cards.
fn check_stored_cards(rules: &CheckoutRules) -> Result<(), ApiError> {
    if rules.requires_stored_card && rules.stores_cards {
        return Err(INVALID_VALUE.field("alwaysStoreCardAfterPayment"));
    }
    match rules.requires_stored_card {
        true => require(rules.card_user_key.as_ref(), "cardUserKey").map(drop),
        false => Ok(()),
    }
}

/// Checks the payment. A deposit has no items, and is posted to a wallet if it has a member.
fn check(context: &Context<'_>, payment: &mut CreatePayment, is_deposit: bool) -> Result<(), ApiError> {
    check_terms(payment)?;
    if !is_deposit {
        return check_basket(payment, context.settings.amount_rules());
    }
    payment.items.clear();
    payment.buyer_member_id.map_or(Ok(()), |id| context.state.members.find(id).map(drop))?;
    check_amounts(payment, context.settings.amount_rules())
}

/// Returns the payment of the last attempt to pay.
pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveCheckoutPayment) -> Result<Payment, ApiError> {
    let checkout = context.state.checkouts.get(request.token.expose()).ok_or(CHECKOUT_NOT_FOUND)?;
    let id = checkout.payment_id.ok_or(PAYMENT_NOT_FOUND)?;
    context.state.payments.find(id).map(|record| record.payment.clone())
}

pub(crate) fn expire(context: &mut Context<'_>, request: ExpireCheckoutPayment) -> Result<(), ApiError> {
    let checkout = context.state.checkouts.get_mut(request.token.expose()).ok_or(CHECKOUT_NOT_FOUND)?;
    checkout.expires_at = checkout.expires_at.min(context.now);
    Ok(())
}

//! Verifying cards before they are stored.

use craftgate_core::payment::{
    Card, CardVerification, CardVerificationAuthType, CardVerifyStatus, CheckoutCardVerification, CheckoutPage,
    InitCheckoutCardVerify, RefundStatus, RetrieveCheckoutCardVerify, VerifyCard,
};
use rust_decimal::Decimal;

use super::three_ds;
use crate::domain::card_verification::{self, CardVerificationPage, ThreeDsVerification};
use crate::domain::context::Context;
use crate::domain::hosted_page;
use crate::domain::money::positive;
use crate::domain::test_cards::Step;
use crate::domain::validation::check_callback_url;
use crate::domain::vault::NewCard;
use crate::error::{ApiError, CARD_VERIFICATION_NOT_FOUND, INVALID_VALUE, require};
use crate::protocol::html::{BANK_TITLE, forward_page};

/// Verifies and stores a card. With 3D Secure it is stored once the customer's bank has authenticated the customer.
pub(crate) fn verify(context: &mut Context<'_>, request: VerifyCard) -> Result<CardVerification, ApiError> {
    let step = step(&request.payment_authentication_type)?;
    check_price(request.verification_price)?;
    let callback_url = match step {
        Some(Step::ThreeDsPayment) => Some(require(request.callback_url, "callbackUrl")?),
        _ => request.callback_url,
    };
    callback_url.as_deref().map_or(Ok(()), check_callback_url)?;
    let new_card = match read(request.card, first(step), context) {
        Err(ApiError::Declined(_)) => return Ok(CardVerification::new(CardVerifyStatus::Failure)),
        result => result?,
    };
    let card = context.state.cards.reserve(new_card, context.now);

    let mut verification = CardVerification::new(CardVerifyStatus::Success);
    verification.card_user_key = Some(card.stored.card_user_key.clone());
    verification.card_token = Some(card.stored.card_token.clone());
    verification.merchant_callback_url = callback_url.clone();
    if let (Some(Step::ThreeDsPayment), Some(callback_url)) = (step, callback_url) {
        let id = context.state.payments.take_id();
        let mut started = ThreeDsVerification::new(id, card, callback_url, context.now);
        (started.price, started.currency) = (request.verification_price, request.currency);
        started.conversation_id = request.conversation_id;
        let url = start_three_ds(context, started);
        verification.card_verify_status = CardVerifyStatus::ThreeDsPending;
        verification.html_content = Some(forward_page(BANK_TITLE, &url));
        return Ok(verification);
    }
    context.state.cards.insert(card);
    verification.refund_status = step.map(|_| RefundStatus::Success);
    Ok(verification)
}

/// Opens the bank's page for a verification, and returns the page's address.
pub(crate) fn start_three_ds(context: &mut Context<'_>, verification: ThreeDsVerification) -> String {
    let id = verification.id;
    context.state.three_ds_verifications.insert(verification);
    three_ds::open_bank_page(context, id)
}

/// Reads a card to be verified, which the bank declines at this step or accepts.
pub(crate) fn read(card: Card, step: Option<Step>, context: &Context<'_>) -> Result<NewCard, ApiError> {
    card_verification::read(card, step, &context.state.cards, context.settings, context.now, context.language)
}

/// Returns the step at which a bank can decline before its page is shown, if it has one.
pub(crate) fn first(step: Option<Step>) -> Option<Step> {
    if step == Some(Step::ThreeDsPayment) { Some(Step::ThreeDsInit) } else { step }
}

pub(crate) fn init_page(context: &mut Context<'_>, request: InitCheckoutCardVerify) -> Result<CheckoutPage, ApiError> {
    let step = step(&request.payment_authentication_type)?;
    check_price(request.verification_price)?;
    check_callback_url(&request.callback_url)?;
    let card_user_key = context.state.cards.known_user(request.card_user_key)?;
    let expires_at = hosted_page::expiry(context.now, request.ttl)?;
    let page = CardVerificationPage {
        step,
        price: request.verification_price,
        currency: request.currency,
        card_user_key,
        expires_at,
        callback_url: request.callback_url,
        card: None,
    };
    let token = context.state.card_verification_pages.add_secret(page);
    Ok(hosted_page::page(context.settings, "card-verify", token, expires_at))
}

pub(crate) fn retrieve_page(
    context: &mut Context<'_>,
    request: RetrieveCheckoutCardVerify,
) -> Result<CheckoutCardVerification, ApiError> {
    let page = context.state.card_verification_pages.get(request.token.expose()).ok_or(CARD_VERIFICATION_NOT_FOUND)?;
    let mut verification = CheckoutCardVerification::new(request.token);
    verification.card = page.card.clone();
    Ok(verification)
}

/// Returns how the bank is asked; `None` if it is not.
fn step(auth_type: &CardVerificationAuthType) -> Result<Option<Step>, ApiError> {
    match auth_type {
        CardVerificationAuthType::NonThreeDs => Ok(Some(Step::Payment)),
        CardVerificationAuthType::ThreeDs => Ok(Some(Step::ThreeDsPayment)),
        CardVerificationAuthType::None => Ok(None),
        _ => Err(INVALID_VALUE.field("paymentAuthenticationType")),
    }
}

fn check_price(price: Option<Decimal>) -> Result<(), ApiError> {
    price.map_or(Ok(()), |price| positive("verificationPrice", price).map(drop))
}

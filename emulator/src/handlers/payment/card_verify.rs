//! Verifying cards before they are stored.

use craftgate_core::payment::{
    CardVerification, CardVerificationAuthType, CardVerifyStatus, CheckoutCardVerification, CheckoutPage,
    InitCheckoutCardVerify, RefundStatus, RetrieveCheckoutCardVerify, VerifyCard,
};
use rust_decimal::Decimal;

use crate::domain::card_verification::{CardVerificationPage, verify_and_store};
use crate::domain::context::Context;
use crate::domain::hosted_page;
use crate::domain::money::positive;
use crate::domain::test_cards::Step;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, CARD_VERIFICATION_NOT_FOUND, INVALID_VALUE, require};
use crate::protocol::callbacks::{self, Callback};
use crate::protocol::html::BANK_TITLE;

/// Verifies and stores a card. With 3D Secure, too, it is stored at once: the bank's page always confirms.
pub(crate) fn verify(context: &mut Context<'_>, request: VerifyCard) -> Result<CardVerification, ApiError> {
    let step = step(&request.payment_authentication_type)?;
    check_price(request.verification_price)?;
    let callback_url = match step {
        Some(Step::ThreeDsPayment) => Some(require(request.callback_url, "callbackUrl")?),
        _ => request.callback_url,
    };
    callback_url.as_deref().map_or(Ok(()), check_callback_url)?;
    let vault = &mut context.state.cards;
    let stored = match verify_and_store(request.card, step, vault, context.settings, context.now, context.language) {
        Err(ApiError::Declined(_)) => return Ok(CardVerification::new(CardVerifyStatus::Failure)),
        result => result?,
    };

    let mut verification = CardVerification::new(CardVerifyStatus::Success);
    verification.refund_status = step.map(|_| RefundStatus::Success);
    if let (Some(Step::ThreeDsPayment), Some(url)) = (step, &callback_url) {
        verification.card_verify_status = CardVerifyStatus::ThreeDsPending;
        verification.refund_status = None;
        let callback = Callback::success(context.state.payments.take_id(), request.conversation_id);
        verification.html_content = Some(callbacks::page(BANK_TITLE, url.clone(), callback.v1(&context.keys.callback)));
    }
    verification.merchant_callback_url = callback_url;
    verification.card_user_key = Some(stored.card_user_key);
    verification.card_token = Some(stored.card_token);
    Ok(verification)
}

pub(crate) fn init_page(context: &mut Context<'_>, request: InitCheckoutCardVerify) -> Result<CheckoutPage, ApiError> {
    let step = step(&request.payment_authentication_type)?;
    check_price(request.verification_price)?;
    check_callback_url(&request.callback_url)?;
    let card_user_key = context.state.cards.known_user(request.card_user_key)?;
    let expires_at = hosted_page::expiry(context.now, request.ttl)?;
    let page = CardVerificationPage { step, card_user_key, expires_at, callback_url: request.callback_url, card: None };
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

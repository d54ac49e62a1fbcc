//! Proving that a card works: the amount is taken and given back at once, so that no payment remains.

use chrono::NaiveDateTime;
use craftgate_core::payment::{
    Card, CardVerification, CardVerificationAuthType, CardVerifyStatus, CheckoutCardVerification, CheckoutPage,
    InitCheckoutCardVerify, RefundStatus, RetrieveCheckoutCardVerify, StoredCard, VerifyCard,
};
use rust_decimal::Decimal;

use crate::callbacks::{self, Callback};
use crate::cards;
use crate::context::Context;
use crate::customer::NotPaid;
use crate::decline;
use crate::emulator::Emulator;
use crate::incoming::demand;
use crate::money::positive;
use crate::order::check_callback_url;
use crate::pages::{deadline, page};
use crate::refusal::{self, Refusal};
use crate::test_cards::Step;

/// A page to verify a card on.
pub(crate) struct CardPage {
    step: Option<Step>,
    card_user_key: Option<String>,
    deadline: NaiveDateTime,
    card: Option<StoredCard>,
}

/// The card is stored at once, with 3D Secure too: the emulator's bank believes everybody.
pub(crate) fn verify(context: &mut Context<'_>, asked: VerifyCard) -> Result<CardVerification, Refusal> {
    let step = step(&asked.payment_authentication_type)?;
    check_price(asked.verification_price)?;
    let callback_url = match step {
        Some(Step::ThreeDsPayment) => Some(demand(asked.callback_url, "callbackUrl")?),
        _ => asked.callback_url,
    };
    callback_url.as_deref().map_or(Ok(()), check_callback_url)?;
    let stored = match store(context, asked.card, step) {
        Err(Refusal::Bank(_)) => return Ok(CardVerification::new(CardVerifyStatus::Failure)),
        outcome => outcome?,
    };

    let mut verification = CardVerification::new(CardVerifyStatus::Success);
    verification.refund_status = step.map(|_| RefundStatus::Success);
    if let (Some(Step::ThreeDsPayment), Some(url)) = (step, &callback_url) {
        verification.card_verify_status = CardVerifyStatus::ThreeDsPending;
        verification.refund_status = None;
        let fields = Callback::success(context.state.payments.take_id(), asked.conversation_id);
        let fields = fields.v1(&context.keys.callback);
        verification.html_content = Some(callbacks::page(url.clone(), fields));
    }
    verification.merchant_callback_url = callback_url;
    verification.card_user_key = Some(stored.card_user_key);
    verification.card_token = Some(stored.card_token);
    Ok(verification)
}

pub(crate) fn init_page(context: &mut Context<'_>, asked: InitCheckoutCardVerify) -> Result<CheckoutPage, Refusal> {
    let step = step(&asked.payment_authentication_type)?;
    check_price(asked.verification_price)?;
    check_callback_url(&asked.callback_url)?;
    let card_user_key = context.state.cards.known_user(asked.card_user_key)?;
    let deadline = deadline(context, asked.ttl)?;
    let record = CardPage { step, card_user_key, deadline, card: None };
    Ok(page(context.state.card_pages.add("card-verify", record), deadline))
}

pub(crate) fn retrieve_page(
    context: &mut Context<'_>,
    asked: RetrieveCheckoutCardVerify,
) -> Result<CheckoutCardVerification, Refusal> {
    let page = context.state.card_pages.get(&asked.token).ok_or_else(|| refusal::CARD_PAGE.plain())?;
    let mut verification = CheckoutCardVerification::new(asked.token);
    verification.card = page.card.clone();
    Ok(verification)
}

impl Emulator {
    /// Has a card verified and stored on a page, as its customer does.
    ///
    /// # Errors
    ///
    /// [`NotPaid`] if there is no such page, it can no longer be used, or the card does not work.
    pub fn verify_card(&self, token: &str, card: Card) -> Result<StoredCard, NotPaid> {
        self.act(|context| verify_on_page(context, token, card))
    }
}

fn verify_on_page(context: &mut Context<'_>, token: &str, mut card: Card) -> Result<StoredCard, Refusal> {
    let page = context.state.card_pages.get(token).ok_or_else(|| refusal::CARD_PAGE.plain())?;
    if page.card.is_some() || context.now >= page.deadline {
        return Err(refusal::PAGE_CLOSED.plain());
    }
    card.card_user_key = page.card_user_key.clone();
    let stored = store(context, card, page.step)?;
    if let Some(page) = context.state.card_pages.get_mut(token) {
        page.card = Some(stored.clone());
    }
    Ok(stored)
}

/// Stores a card that works, if the bank is asked and does not decline.
fn store(context: &mut Context<'_>, card: Card, step: Option<Step>) -> Result<StoredCard, Refusal> {
    let card = card.store_card_after_success_payment(true);
    let plastic = cards::present(context, &card)?;
    let new_card = cards::to_store(context, &card, &plastic)?;
    if let Some(group) = step.and_then(|step| plastic.card.decline(step)) {
        return Err(Refusal::Bank(Box::new(decline::error(group, context.language))));
    }
    let new_card = new_card.ok_or_else(|| refusal::CARD_SHAPE.about("card.cardToken"))?;
    Ok(context.state.cards.add(new_card, context.now))
}

fn step(kind: &CardVerificationAuthType) -> Result<Option<Step>, Refusal> {
    match kind {
        CardVerificationAuthType::NonThreeDs => Ok(Some(Step::Payment)),
        CardVerificationAuthType::ThreeDs => Ok(Some(Step::ThreeDsPayment)),
        CardVerificationAuthType::None => Ok(None),
        _ => Err(refusal::INVALID.about("paymentAuthenticationType")),
    }
}

fn check_price(price: Option<Decimal>) -> Result<(), Refusal> {
    price.map_or(Ok(()), |price| positive("verificationPrice", price).map(drop))
}

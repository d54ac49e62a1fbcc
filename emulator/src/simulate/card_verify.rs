//! The customer whose card is verified: on a page of Craftgate's, and then at the bank.

use craftgate_core::Secret;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Card, StoredCard};

use super::customer::PaymentDeclined;
use super::page::PageStep;
use super::returning::Returning;
use crate::domain::card_verification::ThreeDsVerification;
use crate::domain::context::Context;
use crate::domain::test_cards::Step;
use crate::domain::three_ds::ThreeDsOutcome;
use crate::emulator::Emulator;
use crate::error::{ApiError, CARD_VERIFICATION_NOT_FOUND};
use crate::handlers::payment::card_verify::{first, read, start_three_ds};
use crate::protocol::callback_form::CallbackForm;

impl Emulator {
    /// Verifies and stores a card on a page, as its customer does. With 3D Secure, the bank authenticates the customer.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is used or expired, or the card does not work.
    pub fn verify_card(&self, token: &Secret, card: Card) -> Result<StoredCard, PaymentDeclined> {
        self.act_as_customer(|context| verify(context, token, card))
    }

    /// Enters a card on a page that verifies it, as its customer does in a browser. With 3D Secure the verification then
    /// waits for [`authenticate`](Self::authenticate).
    ///
    /// # Errors
    ///
    /// As [`verify_card`](Self::verify_card).
    pub fn submit_card_verification(&self, token: &Secret, card: Card) -> Result<PageStep, PaymentDeclined> {
        self.act_as_customer(|context| submit(context, token, card))
    }
}

/// Returns a card for the page's cardholder.
fn entered(context: &Context<'_>, token: &Secret, mut card: Card) -> Result<(Card, Option<Step>), ApiError> {
    let page = context.state.card_verification_pages.get(token.expose()).ok_or(CARD_VERIFICATION_NOT_FOUND)?;
    page.check_open(context.now)?;
    card.card_user_key = page.card_user_key.clone();
    Ok((card, page.step))
}

fn verify(context: &mut Context<'_>, token: &Secret, card: Card) -> Result<StoredCard, ApiError> {
    let (card, step) = entered(context, token, card)?;
    store(context, token, card, step)
}

/// Verifies a card without the bank's page, and stores it.
fn store(context: &mut Context<'_>, token: &Secret, card: Card, step: Option<Step>) -> Result<StoredCard, ApiError> {
    let new_card = read(card, step, context)?;
    let stored = context.state.cards.add(new_card, context.now);
    if let Some(page) = context.state.card_verification_pages.get_mut(token.expose()) {
        page.card = Some(stored.clone());
    }
    Ok(stored)
}

fn submit(context: &mut Context<'_>, token: &Secret, card: Card) -> Result<PageStep, ApiError> {
    let (card, step) = entered(context, token, card)?;
    if step != Some(Step::ThreeDsPayment) {
        store(context, token, card, step)?;
        return Ok(PageStep::Paid(page_form(context, token.expose())?));
    }
    let new_card = read(card, first(step), context)?;
    let card = context.state.cards.reserve(new_card, context.now);
    let page = context.state.card_verification_pages.get(token.expose()).ok_or(CARD_VERIFICATION_NOT_FOUND)?;
    let id = context.state.payments.take_id();
    let mut verification = ThreeDsVerification::new(id, card, page.callback_url.clone(), context.now);
    (verification.price, verification.currency) = (page.price, page.currency.clone());
    verification.page_token = Some(token.expose().to_owned());
    let page_url = start_three_ds(context, verification);
    Ok(PageStep::ThreeDs { payment_id: id, page_url })
}

/// Returns the form that leads back from a page.
fn page_form(context: &Context<'_>, token: &str) -> Result<CallbackForm, ApiError> {
    let page = context.state.card_verification_pages.get(token).ok_or(CARD_VERIFICATION_NOT_FOUND)?;
    Ok(CallbackForm::of_page(&page.callback_url, token))
}

/// Ends the authentication of a verification's customer, and stores the card if it is verified. Returns the form that
/// leads back to the merchant.
pub(super) fn authenticate(
    context: &mut Context<'_>,
    id: PaymentId,
    outcome: ThreeDsOutcome,
) -> Result<CallbackForm, ApiError> {
    let is_duplicate = context.state.three_ds_verifications.find(id)?.md_status.is_some();
    if !is_duplicate {
        end(context, id, outcome)?;
    }
    form(context, context.state.three_ds_verifications.find(id)?, is_duplicate)
}

fn end(context: &mut Context<'_>, id: PaymentId, outcome: ThreeDsOutcome) -> Result<(), ApiError> {
    let state = &mut *context.state;
    let verification = state.three_ds_verifications.find_mut(id)?;
    verification.end(outcome, context.settings)?;
    // A page verifies one card, however many its customer has entered.
    let mut page = verification.page_token.as_ref().and_then(|token| state.card_verification_pages.get_mut(token));
    verification.is_verified &= page.as_ref().is_none_or(|page| page.card.is_none());
    if verification.is_verified {
        state.cards.insert(verification.card.clone());
        let stored = verification.card.at(context.now);
        page.iter_mut().for_each(|page| page.card = Some(stored.clone()));
    }
    Ok(())
}

fn form(
    context: &Context<'_>,
    verification: &ThreeDsVerification,
    is_duplicate: bool,
) -> Result<CallbackForm, ApiError> {
    if let Some(token) = &verification.page_token {
        return page_form(context, token);
    }
    let (id, conversation_id) = (verification.id, verification.conversation_id.clone());
    let has_failed = !verification.is_verified;
    let callback = Returning { id, conversation_id, is_duplicate, has_failed }.callback(context.settings);
    Ok(CallbackForm::new(verification.callback_url.clone(), callback.v1(&context.keys.callback)))
}

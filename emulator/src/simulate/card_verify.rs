//! The customer on a page that verifies a card.

use craftgate_core::Secret;
use craftgate_core::payment::{Card, StoredCard};

use super::customer::PaymentDeclined;
use crate::domain::card_verification::verify_and_store;
use crate::domain::context::Context;
use crate::emulator::Emulator;
use crate::error::{ApiError, CARD_VERIFICATION_NOT_FOUND, PAGE_EXPIRED};

impl Emulator {
    /// Verifies and stores a card on a page, as its customer does.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such page, it is used or expired, or the card does not work.
    pub fn verify_card(&self, token: &Secret, card: Card) -> Result<StoredCard, PaymentDeclined> {
        self.act_as_customer(|context| verify(context, token, card))
    }
}

fn verify(context: &mut Context<'_>, token: &Secret, mut card: Card) -> Result<StoredCard, ApiError> {
    let state = &mut *context.state;
    let page = state.card_verification_pages.get_mut(token.expose()).ok_or(CARD_VERIFICATION_NOT_FOUND)?;
    if page.card.is_some() || context.now >= page.expires_at {
        return Err(PAGE_EXPIRED.into());
    }
    card.card_user_key = page.card_user_key.clone();
    let stored = verify_and_store(card, page.step, &mut state.cards, context.settings, context.now, context.language)?;
    page.card = Some(stored.clone());
    Ok(stored)
}

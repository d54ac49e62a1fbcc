//! Verifying that a card works. The bank charges it and refunds it at once, so that no payment remains.

use chrono::NaiveDateTime;
use craftgate_core::payment::{Card, CardUserKey, StoredCard};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::card::PresentedCard;
use super::settings::Settings;
use super::test_cards::Step;
use super::vault::Vault;
use crate::error::{ApiError, INVALID_VALUE, Language};

/// A page on which a card is verified.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct CardVerificationPage {
    /// How the bank is asked; `None` if it is not.
    pub(crate) step: Option<Step>,
    pub(crate) card_user_key: Option<CardUserKey>,
    pub(crate) expires_at: NaiveDateTime,
    /// Where the customer's browser posts the token after the verification.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) callback_url: String,
    /// The card, once it is verified.
    pub(crate) card: Option<StoredCard>,
}

/// Stores a card unless the bank, if it is asked, declines it.
pub(crate) fn verify_and_store(
    card: Card,
    step: Option<Step>,
    vault: &mut Vault,
    settings: &Settings,
    now: NaiveDateTime,
    language: Language,
) -> Result<StoredCard, ApiError> {
    let card = card.store_card_after_success_payment(true);
    let presented = PresentedCard::read(&card, vault, settings, now)?;
    let new_card = presented.to_store(&card, vault)?;
    if let Some(group) = step.and_then(|step| presented.card.decline(step)) {
        return Err(ApiError::declined(group, language));
    }
    let new_card = new_card.ok_or_else(|| INVALID_VALUE.field("card.cardToken"))?;
    Ok(vault.add(new_card, now))
}

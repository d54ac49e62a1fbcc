//! Cards as they are presented to pay with.

use chrono::NaiveDateTime;
use craftgate_core::payment::{Card, CardToken, CardUserKey};
use craftgate_core::{CardAssociation, Secret};

use super::expiry::Expiry;
use super::test_cards::TestCard;
use super::vault::{NewCard, Vault};
use crate::error::{ApiError, INVALID_VALUE, NOT_A_TEST_CARD, UNSUPPORTED_CARD, require};

/// A card that is presented to pay with.
pub(crate) struct PresentedCard {
    pub(crate) card: &'static TestCard,
    pub(crate) holder: Option<String>,
    pub(crate) is_stored: bool,
    pub(crate) expiry: Expiry,
}

impl PresentedCard {
    /// Reads the card of a payment, which is given by its own data or as a stored one.
    pub(crate) fn read(card: &Card, vault: &Vault, now: NaiveDateTime) -> Result<Self, ApiError> {
        check_supported(card)?;
        let presented = match (&card.card_number, &card.card_token) {
            (None, Some(token)) => Self::stored(card, token, vault)?,
            (number, _) => Self::by_data(card, number.as_ref())?,
        };
        presented.expiry.check(now)?;
        if let Some(cvc) = &card.cvc {
            check_cvc(cvc, presented.card)?;
        }
        Ok(presented)
    }

    fn stored(card: &Card, token: &CardToken, vault: &Vault) -> Result<Self, ApiError> {
        let user_key = require(card.card_user_key.as_ref(), "card.cardUserKey")?;
        let record = vault.find(user_key, token)?;
        let holder = record.stored.card_holder_name.clone();
        Ok(Self { card: record.card, holder, is_stored: true, expiry: record.expiry })
    }

    fn by_data(card: &Card, number: Option<&Secret>) -> Result<Self, ApiError> {
        let number = require(number, "card.cardNumber")?;
        let holder = require(card.card_holder_name.clone(), "card.cardHolderName")?;
        let year = require(card.expire_year.as_deref(), "card.expireYear")?;
        let month = require(card.expire_month.as_deref(), "card.expireMonth")?;
        require(card.cvc.as_ref(), "card.cvc")?;
        let (card, expiry) = (test_card(number)?, Expiry::parse(year, month)?);
        Ok(Self { card, holder: Some(holder), is_stored: false, expiry })
    }

    /// Returns the card to store once its payment succeeds, if the request asks for that.
    pub(crate) fn to_store(&self, card: &Card, vault: &Vault) -> Result<Option<NewCard>, ApiError> {
        if self.is_stored || card.store_card_after_success_payment != Some(true) {
            return Ok(None);
        }
        let holder = self.holder.clone().unwrap_or_default();
        let user_key = vault.known_user(card.card_user_key.clone())?;
        Ok(Some(NewCard { card: self.card, holder, alias: card.card_alias.clone(), user_key, expiry: self.expiry }))
    }
}

fn check_supported(card: &Card) -> Result<(), ApiError> {
    let unsupported = [
        (card.secure_fields_token.is_some(), "card.secureFieldsToken"),
        (card.tokenized_card.is_some(), "card.tokenizedCard"),
        (card.encrypted_card.is_some(), "card.encryptedCard"),
        (card.card_holder_identity_number.is_some(), "card.cardHolderIdentityNumber"),
    ];
    match unsupported.into_iter().find(|(is_used, _)| *is_used) {
        Some((_, field)) => Err(UNSUPPORTED_CARD.field(field)),
        None => Ok(()),
    }
}

fn check_cvc(cvc: &Secret, card: &TestCard) -> Result<(), ApiError> {
    let length = if card.association == Some(CardAssociation::Amex) { 4 } else { 3 };
    let cvc = cvc.expose();
    match cvc.len() == length && cvc.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(()),
        false => Err(INVALID_VALUE.field("card.cvc")),
    }
}

/// Returns the card to pay to, which needs neither expiry nor security code.
pub(crate) fn payee(card: &Card, vault: &Vault) -> Result<&'static TestCard, ApiError> {
    check_supported(card)?;
    identify(card.card_number.as_ref(), card.card_user_key.as_ref(), card.card_token.as_ref(), vault)
}

/// Returns the card with this number, or the one that is stored under this user key and token.
pub(crate) fn identify(
    number: Option<&Secret>,
    user_key: Option<&CardUserKey>,
    token: Option<&CardToken>,
    vault: &Vault,
) -> Result<&'static TestCard, ApiError> {
    match (number, token) {
        (None, Some(token)) => vault.find(require(user_key, "cardUserKey")?, token).map(|record| record.card),
        (number, _) => test_card(require(number, "cardNumber")?),
    }
}

pub(crate) fn test_card(number: &Secret) -> Result<&'static TestCard, ApiError> {
    TestCard::find(number.expose()).ok_or_else(|| NOT_A_TEST_CARD.into())
}

//! Cards as they are presented to pay with.

use chrono::NaiveDateTime;
use craftgate_core::payment::{Card, CardToken, CardUserKey, Loyalty};
use craftgate_core::{CardAssociation, Secret};

use super::digits::is_number;
use super::expiry::Expiry;
use super::settings::Settings;
use super::test_cards::TestCard;
use super::vault::{NewCard, Vault};
use crate::error::{ApiError, INVALID_VALUE, NOT_A_TEST_CARD, require};

/// A card that is presented to pay with.
pub(crate) struct PresentedCard {
    pub(crate) card: &'static TestCard,
    /// The first digits, as responses show them.
    pub(crate) bin: String,
    pub(crate) holder: Option<String>,
    pub(crate) is_stored: bool,
    pub(crate) expiry: Expiry,
    /// The programme that is used.
    pub(crate) loyalty: Option<Loyalty>,
    has_cvc: bool,
}

/// The card behind every token and every encrypted card that is not the number of a test card.
const USUAL_CARD: &str = "5258640000000001";

impl PresentedCard {
    /// Reads the card of a payment, in any of the forms in which it can be given.
    pub(crate) fn read(card: &Card, vault: &Vault, settings: &Settings, now: NaiveDateTime) -> Result<Self, ApiError> {
        let presented = match (&card.card_number, &card.card_token) {
            (None, Some(token)) => Self::stored(card, token, vault)?,
            (None, None) if card.card_holder_identity_number.is_some() => Self::by_identity(card, now)?,
            (None, None) if is_opaque(card) => Self::opaque(card, vault, settings, now)?,
            (number, _) => Self::by_data(card, number.as_ref(), vault, settings)?,
        };
        presented.expiry.check(now, settings)?;
        let presented = Self { loyalty: card.loyalty.clone(), has_cvc: card.cvc.is_some(), ..presented };
        if let Some(cvc) = &card.cvc {
            check_cvc(cvc, presented.card)?;
        }
        Ok(presented)
    }

    fn stored(card: &Card, token: &CardToken, vault: &Vault) -> Result<Self, ApiError> {
        let user_key = require(card.card_user_key.as_ref(), "card.cardUserKey")?;
        let record = vault.find(user_key, token)?;
        let holder = record.stored.card_holder_name.clone();
        let bin = record.stored.bin_number.clone().unwrap_or_default();
        Ok(Self {
            card: record.card,
            bin,
            holder,
            is_stored: true,
            expiry: record.expiry,
            loyalty: None,
            has_cvc: false,
        })
    }

    /// Reads a card that is known by its first and last digits and by its holder's identity number.
    fn by_identity(card: &Card, now: NaiveDateTime) -> Result<Self, ApiError> {
        let identity_number = require(card.card_holder_identity_number.as_ref(), "card.cardHolderIdentityNumber")?;
        if !is_number(identity_number.expose(), &[10, 11]) {
            return Err(INVALID_VALUE.field("card.cardHolderIdentityNumber"));
        }
        let bin = require(card.bin_number.clone(), "card.binNumber")?;
        let last_four = require(card.last_four_digits.as_deref(), "card.lastFourDigits")?;
        if !is_number(&bin, &[6, 8]) {
            return Err(INVALID_VALUE.field("card.binNumber"));
        }
        let test_card = TestCard::find_by_ends(&bin, last_four).ok_or(NOT_A_TEST_CARD)?;
        Ok(Self::without_expiry(test_card, bin, card, now))
    }

    /// Reads a card whose data only Craftgate can read: from secure fields, encrypted, or of a telephone's wallet.
    fn opaque(card: &Card, vault: &Vault, settings: &Settings, now: NaiveDateTime) -> Result<Self, ApiError> {
        let encrypted = card.encrypted_card.as_ref().map(|encrypted| &encrypted.card_data);
        let test_card = behind(card.secure_fields_token.as_ref().or(encrypted))?;
        Ok(Self::without_expiry(test_card, vault.bin_of(test_card, settings).to_owned(), card, now))
    }

    fn without_expiry(test_card: &'static TestCard, bin: String, card: &Card, now: NaiveDateTime) -> Self {
        let holder = card.card_holder_name.clone();
        Self {
            card: test_card,
            bin,
            holder,
            is_stored: false,
            expiry: Expiry::of_new_card(now),
            loyalty: None,
            has_cvc: false,
        }
    }

    fn by_data(card: &Card, number: Option<&Secret>, vault: &Vault, settings: &Settings) -> Result<Self, ApiError> {
        let number = require(number, "card.cardNumber")?;
        let holder = require(card.card_holder_name.clone(), "card.cardHolderName")?;
        let year = require(card.expire_year.as_deref(), "card.expireYear")?;
        let month = require(card.expire_month.as_deref(), "card.expireMonth")?;
        require(card.cvc.as_ref(), "card.cvc")?;
        let (card, expiry) = (test_card(number)?, Expiry::parse(year, month)?);
        let bin = vault.bin_of(card, settings).to_owned();
        Ok(Self { card, bin, holder: Some(holder), is_stored: false, expiry, loyalty: None, has_cvc: false })
    }

    /// Returns true for a stored card that is presented without its security code.
    pub(crate) fn is_without_cvc(&self) -> bool {
        self.is_stored && !self.has_cvc
    }

    /// Returns the card to store once its payment succeeds, if the request asks for that.
    pub(crate) fn to_store(&self, card: &Card, vault: &Vault) -> Result<Option<NewCard>, ApiError> {
        if self.is_stored || card.store_card_after_success_payment != Some(true) {
            return Ok(None);
        }
        let holder = self.holder.clone().unwrap_or_default();
        let user_key = vault.known_user(card.card_user_key.clone())?;
        let (bin, alias) = (self.bin.clone(), card.card_alias.clone());
        Ok(Some(NewCard { card: self.card, bin, holder, alias, user_key, expiry: self.expiry }))
    }
}

fn is_opaque(card: &Card) -> bool {
    card.secure_fields_token.is_some() || card.encrypted_card.is_some() || card.tokenized_card.is_some()
}

/// Returns the test card behind a token or an encrypted card: the one whose number it is, or the usual one.
pub(crate) fn behind(token: Option<&Secret>) -> Result<&'static TestCard, ApiError> {
    let named = token.and_then(|token| TestCard::find(token.expose()));
    named.or_else(|| TestCard::find(USUAL_CARD)).ok_or_else(|| NOT_A_TEST_CARD.into())
}

fn check_cvc(cvc: &Secret, card: &TestCard) -> Result<(), ApiError> {
    let length = if card.association == Some(CardAssociation::Amex) { 4 } else { 3 };
    match is_number(cvc.expose(), &[length]) {
        true => Ok(()),
        false => Err(INVALID_VALUE.field("card.cvc")),
    }
}

/// Returns the card to pay to, which needs neither expiry nor security code.
pub(crate) fn payee(card: &Card, vault: &Vault) -> Result<&'static TestCard, ApiError> {
    if is_opaque(card) {
        return behind(card.secure_fields_token.as_ref());
    }
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

//! Verifying that a card works. The bank charges it and refunds it at once, so that no payment remains.

use chrono::NaiveDateTime;
use craftgate_core::Currency;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Card, CardUserKey, MdStatus, StoredCard};
use rust_decimal::Decimal;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::card::PresentedCard;
use super::settings::Settings;
#[cfg(feature = "control")]
use super::stored_amounts::optional_amount;
use super::test_cards::Step;
use super::three_ds::{Authentication, ThreeDsOutcome, check_authenticated};
use super::vault::{NewCard, StoredCardRecord, Vault};
use crate::error::{ApiError, ErrorDef, INVALID_VALUE, Language, PAGE_EXPIRED, PAYMENT_NOT_FOUND};
use crate::store::{NoKey, Record};

/// A page on which a card is verified.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct CardVerificationPage {
    /// How the bank is asked; `None` if it is not.
    pub(crate) step: Option<Step>,
    #[cfg_attr(feature = "control", serde(default, with = "optional_amount"))]
    pub(crate) price: Option<Decimal>,
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) currency: Option<Currency>,
    pub(crate) card_user_key: Option<CardUserKey>,
    pub(crate) expires_at: NaiveDateTime,
    /// Where the customer's browser posts the token after the verification.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) callback_url: String,
    /// The card, once it is verified.
    pub(crate) card: Option<StoredCard>,
}

impl CardVerificationPage {
    /// Checks that the page has verified no card and has not expired.
    pub(crate) fn check_open(&self, now: NaiveDateTime) -> Result<(), ApiError> {
        match self.card.is_some() || now >= self.expires_at {
            true => Err(PAGE_EXPIRED.into()),
            false => Ok(()),
        }
    }
}

/// The verification of a card by 3D Secure, which the customer's bank decides.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct ThreeDsVerification {
    /// The id of the payment that is charged and refunded. No such payment remains.
    pub(crate) id: PaymentId,
    /// The card, which is stored once it is verified.
    pub(crate) card: StoredCardRecord,
    #[cfg_attr(feature = "control", serde(default, with = "optional_amount"))]
    pub(crate) price: Option<Decimal>,
    pub(crate) currency: Option<Currency>,
    pub(crate) created_date: NaiveDateTime,
    pub(crate) conversation_id: Option<String>,
    /// Where the customer's browser returns.
    pub(crate) callback_url: String,
    /// The token of the page on which the card was entered, if it was on one.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) page_token: Option<String>,
    pub(crate) authentication: Authentication,
    /// The authentication's status, once it has ended.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) md_status: Option<MdStatus>,
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) is_verified: bool,
}

impl Record for ThreeDsVerification {
    type Id = PaymentId;

    type Key = NoKey;

    const NOT_FOUND: ErrorDef = PAYMENT_NOT_FOUND;

    fn id(&self) -> PaymentId {
        self.id
    }
}

impl ThreeDsVerification {
    /// Returns the verification of a card that starts now.
    pub(crate) fn new(id: PaymentId, card: StoredCardRecord, callback_url: String, now: NaiveDateTime) -> Self {
        Self {
            id,
            card,
            price: None,
            currency: None,
            created_date: now,
            conversation_id: None,
            callback_url,
            page_token: None,
            authentication: Authentication { is_three_ds_pay: false, wrong_codes: 0 },
            md_status: None,
            is_verified: false,
        }
    }

    /// Ends the authentication. The card is verified unless the merchant or the bank does not accept that.
    pub(crate) fn end(&mut self, outcome: ThreeDsOutcome, settings: &Settings) -> Result<(), ApiError> {
        let card = self.card.card;
        let md_status = outcome.md_status(card.md_status())?;
        self.md_status = Some(md_status);
        let is_authenticated = check_authenticated(self.md_status, settings).is_ok();
        self.is_verified = is_authenticated && card.decline(Step::ThreeDsPayment).is_none();
        Ok(())
    }
}

/// Reads a card to be verified, which the bank declines at this step or accepts.
pub(crate) fn read(
    card: Card,
    step: Option<Step>,
    vault: &Vault,
    settings: &Settings,
    now: NaiveDateTime,
    language: Language,
) -> Result<NewCard, ApiError> {
    let card = card.store_card_after_success_payment(true);
    let presented = PresentedCard::read(&card, vault, settings, now)?;
    let new_card = presented.to_store(&card, vault)?;
    if let Some(group) = step.and_then(|step| presented.card.decline(step)) {
        return Err(ApiError::declined(group, language));
    }
    new_card.ok_or_else(|| INVALID_VALUE.field("card.cardToken"))
}

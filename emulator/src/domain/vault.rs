//! The stored cards.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use craftgate_core::Secret;
use craftgate_core::payment::{CardToken, CardUserKey, StoredCard};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::expiry::Expiry;
use super::settings::Settings;
use super::test_cards::TestCard;
use crate::error::{ApiError, ErrorDef, STORED_CARD_NOT_FOUND};
use crate::store::{Id, Record, Search, Table};

/// The stored cards of every cardholder.
#[derive(Default)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase", default))]
pub(crate) struct Vault {
    cards: Table<StoredCardRecord>,
    users: u64,
    tokens: u64,
    /// The cards that were keyed in by telephone, by call.
    calls: BTreeMap<String, StoredCard>,
    /// The number of digits of a BIN; `None` for that of the settings.
    bin_digits: Option<u8>,
}

/// A card to be stored.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct NewCard {
    pub(crate) card: &'static TestCard,
    /// The first digits, as responses show them.
    pub(crate) bin: String,
    pub(crate) holder: String,
    pub(crate) alias: Option<String>,
    /// The key of a known cardholder; `None` for a new one.
    pub(crate) user_key: Option<CardUserKey>,
    pub(crate) expiry: Expiry,
}

/// A stored card, and what its responses lack.
#[derive(Clone)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct StoredCardRecord {
    id: StoredCardId,
    pub(crate) stored: StoredCard,
    pub(crate) card: &'static TestCard,
    pub(crate) expiry: Expiry,
}

/// The id of a stored card, which no response contains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize))]
pub(crate) struct StoredCardId(i64);

impl Id for StoredCardId {
    fn from_number(number: i64) -> Self {
        Self(number)
    }

    fn number(self) -> i64 {
        self.0
    }
}

/// What stored cards are looked up by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CardKey {
    User(String),
    Token(String),
}

impl CardKey {
    pub(crate) fn user(user_key: &CardUserKey) -> Self {
        Self::User(user_key.expose().to_owned())
    }

    pub(crate) fn token(token: &CardToken) -> Self {
        Self::Token(token.expose().to_owned())
    }
}

impl Record for StoredCardRecord {
    type Id = StoredCardId;

    type Key = CardKey;

    const NOT_FOUND: ErrorDef = STORED_CARD_NOT_FOUND;

    fn id(&self) -> StoredCardId {
        self.id
    }

    fn keys(&self) -> Vec<CardKey> {
        vec![CardKey::user(&self.stored.card_user_key), CardKey::token(&self.stored.card_token)]
    }
}

impl Vault {
    /// Returns a card's first digits, as responses show them.
    pub(crate) fn bin_of(&self, card: &TestCard, settings: &Settings) -> &'static str {
        let digits = self.bin_digits.unwrap_or_else(|| settings.bin_digits());
        card.bin().get(..digits.into()).unwrap_or_else(|| card.bin())
    }

    /// Stores a card.
    pub(crate) fn add(&mut self, new: NewCard, now: NaiveDateTime) -> StoredCard {
        let record = self.reserve(new, now);
        let stored = record.at(now);
        self.cards.insert(record);
        stored
    }

    /// Stores a card under the keys that were reserved for it.
    pub(crate) fn insert(&mut self, reserved: StoredCardRecord) {
        self.cards.insert(reserved);
    }

    /// Returns a card with its keys, without storing it.
    pub(crate) fn reserve(&mut self, new: NewCard, now: NaiveDateTime) -> StoredCardRecord {
        let user_key = new.user_key.unwrap_or_else(|| self.new_user());
        let mut stored = StoredCard::new(user_key, self.new_token());
        stored.bin_number = Some(new.bin);
        stored.last_four_digits = Some(new.card.last_four().to_owned());
        stored.card_holder_name = Some(new.holder);
        stored.card_alias = new.alias;
        stored.card_type = new.card.card_type.clone();
        stored.card_association = new.card.association.clone();
        stored.card_brand = new.card.brand.map(str::to_owned);
        stored.card_bank_name = new.card.bank.map(|bank| bank.name.to_owned());
        stored.card_bank_id = new.card.bank_id();
        stored.expire_year = Some(format!("{:04}", new.expiry.year));
        stored.expire_month = Some(format!("{:02}", new.expiry.month));
        stored.is_commercial = Some(new.card.is_commercial);
        stored.created_at = Some(now);
        StoredCardRecord { id: self.cards.take_id(), stored, card: new.card, expiry: new.expiry }
    }

    /// Returns a copy of a card for another merchant, which is not stored here.
    pub(crate) fn copy(
        &mut self,
        user_key: &CardUserKey,
        token: &CardToken,
        target_user_key: Option<CardUserKey>,
        now: NaiveDateTime,
    ) -> Result<StoredCard, ApiError> {
        let mut copy = self.find(user_key, token)?.at(now);
        copy.card_user_key = target_user_key.unwrap_or_else(|| self.new_user());
        copy.card_token = self.new_token();
        copy.created_at = Some(now);
        Ok(copy)
    }

    /// Returns the card of a call. The first time, stores the one that `make` returns.
    pub(crate) fn of_call(
        &mut self,
        call: &Secret,
        now: NaiveDateTime,
        make: impl FnOnce(&Self) -> Result<NewCard, ApiError>,
    ) -> Result<StoredCard, ApiError> {
        if let Some(card) = self.calls.get(call.expose()) {
            return Ok(card.clone());
        }
        let new = make(self)?;
        let stored = self.add(new, now);
        self.calls.insert(call.expose().to_owned(), stored.clone());
        Ok(stored)
    }

    fn new_user(&mut self) -> CardUserKey {
        self.users += 1;
        CardUserKey::new(format!("emulator-card-user-{}", self.users))
    }

    fn new_token(&mut self) -> CardToken {
        self.tokens += 1;
        CardToken::new(format!("emulator-card-token-{}", self.tokens))
    }

    /// Returns a cardholder's key as it was given.
    ///
    /// # Errors
    ///
    /// If it is the key of no cardholder.
    pub(crate) fn known_user(&self, user_key: Option<CardUserKey>) -> Result<Option<CardUserKey>, ApiError> {
        match user_key {
            Some(key) if self.search().key(Some(CardKey::user(&key))).first().is_none() => {
                Err(STORED_CARD_NOT_FOUND.into())
            }
            user_key => Ok(user_key),
        }
    }

    pub(crate) fn search(&self) -> Search<'_, StoredCardRecord> {
        self.cards.search()
    }

    pub(crate) fn find(&self, user_key: &CardUserKey, token: &CardToken) -> Result<&StoredCardRecord, ApiError> {
        let of_user = self.search().key(Some(CardKey::user(user_key)));
        of_user.key(Some(CardKey::token(token))).first().ok_or_else(|| STORED_CARD_NOT_FOUND.into())
    }

    pub(crate) fn find_mut(
        &mut self,
        user_key: &CardUserKey,
        token: &CardToken,
    ) -> Result<&mut StoredCardRecord, ApiError> {
        let id = self.find(user_key, token)?.id;
        self.cards.find_mut(id)
    }

    pub(crate) fn remove(&mut self, user_key: &CardUserKey, token: &CardToken) -> Result<(), ApiError> {
        let id = self.find(user_key, token)?.id;
        self.cards.remove(id).map(drop)
    }
}

impl StoredCardRecord {
    /// Returns the stored card with its expiry status at this time.
    pub(crate) fn at(&self, now: NaiveDateTime) -> StoredCard {
        let mut stored = self.stored.clone();
        stored.card_expiry_status = Some(self.expiry.status(now));
        stored
    }
}

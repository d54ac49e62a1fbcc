//! Where stored cards are kept.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use craftgate_core::Secret;
use craftgate_core::payment::StoredCard;

use crate::cards::Expiry;
use crate::refusal::{self, Refusal};
use crate::table::{Fields, Record, Search, Table};
use crate::test_cards::TestCard;

/// The stored cards.
#[derive(Default)]
pub(crate) struct Vault {
    cards: Table<StoredRecord>,
    users: u64,
    tokens: u64,
    /// The cards that were keyed in on the telephone, by their calls.
    calls: BTreeMap<String, StoredCard>,
}

/// A card that is about to be stored.
pub(crate) struct NewCard {
    pub(crate) card: &'static TestCard,
    pub(crate) holder: String,
    pub(crate) alias: Option<String>,
    pub(crate) user_key: Option<String>,
    pub(crate) expiry: Expiry,
}

pub(crate) struct StoredRecord {
    id: i64,
    pub(crate) stored: StoredCard,
    pub(crate) card: &'static TestCard,
    pub(crate) expiry: Expiry,
}

impl Vault {
    /// Stores a card: for a person who is known already, or for a new one.
    pub(crate) fn add(&mut self, new: NewCard, now: NaiveDateTime) -> StoredCard {
        let user_key = new.user_key.unwrap_or_else(|| self.new_user());
        let mut stored = StoredCard::new(user_key, self.new_token());
        stored.bin_number = Some(new.card.bin().to_owned());
        stored.last_four_digits = Some(new.card.last_four().to_owned());
        stored.card_holder_name = Some(new.holder);
        stored.card_alias = new.alias;
        stored.card_type = Some(new.card.card_type.clone());
        stored.card_association = Some(new.card.association.clone());
        stored.card_brand = new.card.brand.map(str::to_owned);
        stored.card_bank_name = new.card.bank.map(|bank| bank.name.to_owned());
        stored.card_bank_id = new.card.bank.map(|bank| bank.code);
        stored.expire_year = Some(format!("{:04}", new.expiry.year));
        stored.expire_month = Some(format!("{:02}", new.expiry.month));
        stored.is_commercial = Some(false);
        stored.created_at = Some(now);
        self.cards.add(|id| StoredRecord { id, stored, card: new.card, expiry: new.expiry }).at(now)
    }

    /// A copy of a card for another merchant, and for their person if they have one. It is not kept here.
    pub(crate) fn copy(
        &mut self,
        user_key: &str,
        token: &Secret,
        target_user_key: Option<String>,
        now: NaiveDateTime,
    ) -> Result<StoredCard, Refusal> {
        let mut copy = self.find(user_key, token)?.at(now);
        copy.card_user_key = target_user_key.unwrap_or_else(|| self.new_user());
        copy.card_token = self.new_token().into();
        copy.created_at = Some(now);
        Ok(copy)
    }

    /// The card of a call, which `make` makes the first time.
    pub(crate) fn of_call(
        &mut self,
        call: &Secret,
        now: NaiveDateTime,
        make: impl FnOnce(&Self) -> Result<NewCard, Refusal>,
    ) -> Result<StoredCard, Refusal> {
        if let Some(card) = self.calls.get(call.expose()) {
            return Ok(card.clone());
        }
        let new = make(self)?;
        let stored = self.add(new, now);
        self.calls.insert(call.expose().to_owned(), stored.clone());
        Ok(stored)
    }

    fn new_user(&mut self) -> String {
        self.users += 1;
        format!("emulator-card-user-{}", self.users)
    }

    fn new_token(&mut self) -> String {
        self.tokens += 1;
        format!("emulator-card-token-{}", self.tokens)
    }

    /// A person's key as it was given, if it was one of ours.
    pub(crate) fn known_user(&self, user_key: Option<String>) -> Result<Option<String>, Refusal> {
        match user_key {
            Some(key) if self.search().is("cardUserKey", Some(&key)).first().is_none() => {
                Err(refusal::STORED_CARD.plain())
            }
            user_key => Ok(user_key),
        }
    }

    pub(crate) fn search(&self) -> Search<'_, StoredRecord> {
        self.cards.search()
    }

    pub(crate) fn find(&self, user_key: &str, token: &Secret) -> Result<&StoredRecord, Refusal> {
        let search = self.search().is("cardUserKey", Some(user_key)).is("cardToken", Some(token.expose()));
        search.first().ok_or_else(|| refusal::STORED_CARD.plain())
    }

    pub(crate) fn find_mut(&mut self, user_key: &str, token: &Secret) -> Result<&mut StoredRecord, Refusal> {
        let id = self.find(user_key, token)?.id;
        self.cards.get_mut(id).ok_or_else(|| refusal::STORED_CARD.plain())
    }

    pub(crate) fn remove(&mut self, user_key: &str, token: &Secret) -> Result<(), Refusal> {
        let id = self.find(user_key, token)?.id;
        self.cards.remove(id).map(drop).ok_or_else(|| refusal::STORED_CARD.plain())
    }
}

impl Record for StoredRecord {
    fn fields(&self, fields: &mut Fields) {
        let stored = &self.stored;
        fields.put("cardUserKey", Some(&stored.card_user_key));
        fields.put("cardToken", Some(stored.card_token.expose()));
        fields.put("cardAlias", stored.card_alias.as_ref());
        fields.put("cardBrand", stored.card_brand.as_ref());
        fields.put("cardType", stored.card_type.as_ref());
        fields.put("cardBankName", stored.card_bank_name.as_ref());
        fields.put("cardAssociation", stored.card_association.as_ref());
        fields.put_ordered("expiry", Some(self.expiry.number()));
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.stored.created_at
    }
}

impl StoredRecord {
    /// The stored card as it is at this time.
    pub(crate) fn at(&self, now: NaiveDateTime) -> StoredCard {
        let mut stored = self.stored.clone();
        stored.card_expiry_status = Some(self.expiry.status(now));
        stored
    }
}

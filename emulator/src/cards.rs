//! Cards: reading them from a payment, and storing them.

use chrono::{Datelike as _, NaiveDateTime};
use craftgate_core::payment::{Card, DeleteStoredCard, SearchStoredCards, StoreCard, StoredCard, UpdateCard};
use craftgate_core::{CardAssociation, CardExpiryStatus, Page, Secret};

use crate::answer::page;
use crate::context::Context;
use crate::incoming::demand;
use crate::refusal::{self, Refusal};
use crate::test_cards::TestCard;

/// A card that is held out to pay with.
pub(crate) struct Plastic {
    pub(crate) card: &'static TestCard,
    pub(crate) holder: Option<String>,
    pub(crate) is_stored: bool,
    expiry: Expiry,
}

/// A card that is about to be stored.
pub(crate) struct NewCard {
    card: &'static TestCard,
    holder: String,
    alias: Option<String>,
    user_key: Option<String>,
    expiry: Expiry,
}

/// The stored cards.
#[derive(Default)]
pub(crate) struct Vault {
    cards: Vec<StoredRecord>,
    users: u64,
    tokens: u64,
}

struct StoredRecord {
    stored: StoredCard,
    card: &'static TestCard,
    expiry: Expiry,
}

/// Reads the card of a payment: one by its own data, or a stored one.
pub(crate) fn present(context: &Context<'_>, card: &Card) -> Result<Plastic, Refusal> {
    check_shape(card)?;
    let plastic = match (&card.card_number, &card.card_token) {
        (None, Some(token)) => {
            let user_key = demand(card.card_user_key.as_deref(), "card.cardUserKey")?;
            let record = context.state.cards.find(user_key, token)?;
            let holder = record.stored.card_holder_name.clone();
            Plastic { card: record.card, holder, is_stored: true, expiry: record.expiry }
        }
        (number, _) => {
            let number = demand(number.as_ref(), "card.cardNumber")?;
            let holder = demand(card.card_holder_name.clone(), "card.cardHolderName")?;
            let year = demand(card.expire_year.as_deref(), "card.expireYear")?;
            let month = demand(card.expire_month.as_deref(), "card.expireMonth")?;
            demand(card.cvc.as_ref(), "card.cvc")?;
            Plastic { card: known(number)?, holder: Some(holder), is_stored: false, expiry: Expiry::read(year, month)? }
        }
    };
    plastic.expiry.check(context.now)?;
    if let Some(cvc) = &card.cvc {
        check_cvc(cvc, plastic.card)?;
    }
    Ok(plastic)
}

fn check_shape(card: &Card) -> Result<(), Refusal> {
    let shapes = [
        (card.secure_fields_token.is_some(), "card.secureFieldsToken"),
        (card.tokenized_card.is_some(), "card.tokenizedCard"),
        (card.encrypted_card.is_some(), "card.encryptedCard"),
        (card.card_holder_identity_number.is_some(), "card.cardHolderIdentityNumber"),
    ];
    match shapes.into_iter().find(|(is_used, _)| *is_used) {
        Some((_, field)) => Err(refusal::CARD_SHAPE.about(field)),
        None => Ok(()),
    }
}

fn known(number: &Secret) -> Result<&'static TestCard, Refusal> {
    TestCard::find(number.expose()).ok_or_else(|| refusal::NO_TEST_CARD.plain())
}

fn check_cvc(cvc: &Secret, card: &TestCard) -> Result<(), Refusal> {
    let length = if card.association == CardAssociation::Amex { 4 } else { 3 };
    let cvc = cvc.expose();
    if cvc.len() != length || !cvc.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refusal::INVALID.about("card.cvc"));
    }
    Ok(())
}

/// What a payment asks to be stored once it succeeds.
pub(crate) fn to_store(context: &Context<'_>, card: &Card, plastic: &Plastic) -> Result<Option<NewCard>, Refusal> {
    if plastic.is_stored || card.store_card_after_success_payment != Some(true) {
        return Ok(None);
    }
    let holder = plastic.holder.clone().unwrap_or_default();
    let user_key = context.state.cards.known_user(card.card_user_key.clone())?;
    Ok(Some(NewCard { card: plastic.card, holder, alias: card.card_alias.clone(), user_key, expiry: plastic.expiry }))
}

pub(crate) fn store(context: &mut Context<'_>, asked: StoreCard) -> Result<StoredCard, Refusal> {
    if asked.secure_fields_token.is_some() {
        return Err(refusal::CARD_SHAPE.about("secureFieldsToken"));
    }
    if asked.encrypted_card.is_some() {
        return Err(refusal::CARD_SHAPE.about("encryptedCard"));
    }
    check_holder(&asked.card_holder_name)?;
    let expiry = Expiry::read(&asked.expire_year, &asked.expire_month)?;
    expiry.check(context.now)?;
    let card = known(&asked.card_number)?;
    let user_key = context.state.cards.known_user(asked.card_user_key)?;
    let new_card = NewCard { card, holder: asked.card_holder_name, alias: asked.card_alias, user_key, expiry };
    Ok(context.state.cards.add(new_card, context.now))
}

/// (Source: Craftgate's "Kart Saklama".)
fn check_holder(name: &str) -> Result<(), Refusal> {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    if name.trim().is_empty() || digits > 5 || name.contains(|letter| "<>\"%;&+()|=!.".contains(letter)) {
        return Err(refusal::INVALID.about("cardHolderName"));
    }
    Ok(())
}

pub(crate) fn update(context: &mut Context<'_>, asked: UpdateCard) -> Result<StoredCard, Refusal> {
    let expiry = Expiry::read(&asked.expire_year, &asked.expire_month)?;
    expiry.check(context.now)?;
    let record = context.state.cards.find_mut(&asked.card_user_key, &asked.card_token)?;
    record.expiry = expiry;
    record.stored.expire_year = Some(asked.expire_year);
    record.stored.expire_month = Some(asked.expire_month);
    if let Some(alias) = asked.card_alias {
        record.stored.card_alias = Some(alias);
    }
    Ok(record.at(context.now))
}

pub(crate) fn delete(context: &mut Context<'_>, asked: DeleteStoredCard) -> Result<(), Refusal> {
    let vault = &mut context.state.cards;
    vault.find(&asked.card_user_key, &asked.card_token)?;
    vault.cards.retain(|record| !record.is(&asked.card_user_key, &asked.card_token));
    Ok(())
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchStoredCards) -> Result<Page<StoredCard>, Refusal> {
    let stored = context.state.cards.cards.iter().map(|record| record.at(context.now));
    page(stored.filter(|card| matches(&asked, card)).collect(), asked.page, asked.size)
}

fn matches(asked: &SearchStoredCards, card: &StoredCard) -> bool {
    fn is<T: PartialEq>(asked: &Option<T>, found: &Option<T>) -> bool {
        asked.is_none() || asked == found
    }
    is(&asked.card_alias, &card.card_alias)
        && is(&asked.card_brand, &card.card_brand)
        && is(&asked.card_type, &card.card_type)
        && asked.card_user_key.as_ref().is_none_or(|key| *key == card.card_user_key)
        && asked.card_token.as_ref().is_none_or(|token| *token == card.card_token)
        && is(&asked.card_bank_name, &card.card_bank_name)
        && is(&asked.card_association, &card.card_association)
        && is(&asked.card_expiry_status, &card.card_expiry_status)
        && asked.min_created_date.is_none_or(|min| card.created_at >= Some(min))
        && asked.max_created_date.is_none_or(|max| card.created_at <= Some(max))
}

impl Vault {
    /// Stores a card: for a person who is known already, or for a new one.
    pub(crate) fn add(&mut self, new: NewCard, now: NaiveDateTime) -> StoredCard {
        let user_key = new.user_key.unwrap_or_else(|| {
            self.users += 1;
            format!("emulator-card-user-{}", self.users)
        });
        self.tokens += 1;
        let mut stored = StoredCard::new(user_key, format!("emulator-card-token-{}", self.tokens));
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
        let record = StoredRecord { stored, card: new.card, expiry: new.expiry };
        let answer = record.at(now);
        self.cards.push(record);
        answer
    }

    /// A person's key as it was given, if it was one of ours.
    fn known_user(&self, user_key: Option<String>) -> Result<Option<String>, Refusal> {
        match user_key {
            Some(key) if !self.cards.iter().any(|record| record.stored.card_user_key == key) => {
                Err(refusal::STORED_CARD.plain())
            }
            user_key => Ok(user_key),
        }
    }

    fn find(&self, user_key: &str, token: &Secret) -> Result<&StoredRecord, Refusal> {
        self.cards.iter().find(|record| record.is(user_key, token)).ok_or_else(|| refusal::STORED_CARD.plain())
    }

    fn find_mut(&mut self, user_key: &str, token: &Secret) -> Result<&mut StoredRecord, Refusal> {
        self.cards.iter_mut().find(|record| record.is(user_key, token)).ok_or_else(|| refusal::STORED_CARD.plain())
    }
}

impl StoredRecord {
    fn is(&self, user_key: &str, token: &Secret) -> bool {
        self.stored.card_user_key == user_key && self.stored.card_token == *token
    }

    /// The stored card as it is at this time.
    fn at(&self, now: NaiveDateTime) -> StoredCard {
        let mut stored = self.stored.clone();
        stored.card_expiry_status = Some(self.expiry.status(now));
        stored
    }
}

/// The last month in which a card can be used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Expiry {
    year: i32,
    month: u32,
}

impl Expiry {
    /// Reads a year of four digits and a month of two.
    fn read(year: &str, month: &str) -> Result<Self, Refusal> {
        let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        let year = year.parse().ok().filter(|_| digits(year, 4)).ok_or_else(|| refusal::INVALID.about("expireYear"))?;
        let month = month.parse().ok().filter(|number| digits(month, 2) && (1..=12).contains(number));
        Ok(Self { year, month: month.ok_or_else(|| refusal::INVALID.about("expireMonth"))? })
    }

    fn of(now: NaiveDateTime) -> Self {
        Self { year: now.year(), month: now.month() }
    }

    fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year.saturating_add(1), month: 1 },
            month => Self { year: self.year, month: month + 1 },
        }
    }

    fn check(self, now: NaiveDateTime) -> Result<(), Refusal> {
        if self < Self::of(now) {
            return Err(refusal::EXPIRED.plain());
        }
        Ok(())
    }

    fn status(self, now: NaiveDateTime) -> CardExpiryStatus {
        let this_month = Self::of(now);
        if self < this_month {
            CardExpiryStatus::Expired
        } else if self <= this_month.next() {
            CardExpiryStatus::WillExpireNextMonth
        } else {
            CardExpiryStatus::NotExpired
        }
    }
}

//! Cards: reading them from a payment, and storing them.

use chrono::{Datelike as _, NaiveDateTime};
use craftgate_core::payment::{Card, DeleteStoredCard, SearchStoredCards, StoreCard, StoredCard, UpdateCard};
use craftgate_core::{CardAssociation, CardExpiryStatus, Page, Secret};
use rust_decimal::Decimal;

use crate::context::Context;
use crate::incoming::demand;
use crate::refusal::{self, Refusal};
use crate::test_cards::TestCard;
use crate::vault::NewCard;

/// A card that is held out to pay with.
pub(crate) struct Plastic {
    pub(crate) card: &'static TestCard,
    pub(crate) holder: Option<String>,
    pub(crate) is_stored: bool,
    pub(crate) expiry: Expiry,
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

/// The card that is named by its number, or by its person and token: enough to pay to, not with.
pub(crate) fn recognize(context: &Context<'_>, card: &Card) -> Result<&'static TestCard, Refusal> {
    check_shape(card)?;
    find(context, card.card_number.as_ref(), card.card_user_key.as_deref(), card.card_token.as_ref())
}

pub(crate) fn find(
    context: &Context<'_>,
    number: Option<&Secret>,
    user_key: Option<&str>,
    token: Option<&Secret>,
) -> Result<&'static TestCard, Refusal> {
    match (number, token) {
        (None, Some(token)) => {
            context.state.cards.find(demand(user_key, "cardUserKey")?, token).map(|record| record.card)
        }
        (number, _) => known(demand(number, "cardNumber")?),
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
    context.state.cards.remove(&asked.card_user_key, &asked.card_token)
}

pub(crate) fn search(context: &mut Context<'_>, asked: SearchStoredCards) -> Result<Page<StoredCard>, Refusal> {
    let now = context.now;
    let months = asked.card_expiry_status.map(|status| Expiry::months_of(&status, now));
    let (first, last) = months.unwrap_or_default();
    let search = context.state.cards.search().made(asked.min_created_date, asked.max_created_date);
    search
        .is("cardAlias", asked.card_alias)
        .is("cardBrand", asked.card_brand)
        .is("cardType", asked.card_type)
        .is("cardUserKey", asked.card_user_key)
        .is("cardToken", asked.card_token.as_ref().map(Secret::expose))
        .is("cardBankName", asked.card_bank_name)
        .is("cardAssociation", asked.card_association)
        .between("expiry", first, last)
        .page(asked.page, asked.size, |record| record.at(now))
}

/// The last month in which a card can be used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Expiry {
    pub(crate) year: i32,
    pub(crate) month: u32,
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

    /// Three years from now.
    pub(crate) fn of_new_card(now: NaiveDateTime) -> Self {
        Self { year: now.year().saturating_add(3), month: now.month() }
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

    /// A number that is greater by one each month.
    pub(crate) fn number(self) -> Decimal {
        Decimal::from(12 * i64::from(self.year) + i64::from(self.month))
    }

    /// The first and the last month, by number, in which a card that expires then has this status now.
    fn months_of(status: &CardExpiryStatus, now: NaiveDateTime) -> (Option<Decimal>, Option<Decimal>) {
        let this_month = Self::of(now).number();
        match status {
            CardExpiryStatus::Expired => (None, Some(this_month - Decimal::ONE)),
            CardExpiryStatus::WillExpireNextMonth => (Some(this_month), Some(this_month + Decimal::ONE)),
            CardExpiryStatus::NotExpired => (Some(this_month + Decimal::TWO), None),
            _ => (Some(Decimal::ONE), Some(Decimal::ZERO)),
        }
    }

    pub(crate) fn status(self, now: NaiveDateTime) -> CardExpiryStatus {
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

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_card_is_found_by_the_status_that_it_shows_and_by_no_other() {
        let now = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default().into();
        let statuses = [
            CardExpiryStatus::Expired,
            CardExpiryStatus::WillExpireNextMonth,
            CardExpiryStatus::NotExpired,
            CardExpiryStatus::from("YARIN"),
        ];
        let mut expiry = Expiry { year: 2025, month: 1 };
        while expiry.year < 2029 {
            for status in &statuses {
                let (first, last) = Expiry::months_of(status, now);
                let is_found = crate::matching::within(&first, &last, &expiry.number());
                assert_eq!(is_found, expiry.status(now) == *status, "{}-{} {status}", expiry.year, expiry.month);
            }
            expiry = expiry.next();
        }
    }
}

//! Storing cards, and copying them from and to elsewhere.

use chrono::NaiveDateTime;
use craftgate_core::Page;
use craftgate_core::payment::{
    CardToStore, CloneCard, DeleteStoredCard, IvrCard, RetrieveCardFromIvr, RetrieveProviderCards, SearchStoredCards,
    StoreCard, StoredCard, UpdateCard,
};

use crate::domain::card::{behind, test_card};
use crate::domain::context::Context;
use crate::domain::expiry::Expiry;
use crate::domain::test_cards::{TEST_CARDS, TestCard};
use crate::domain::vault::{CardKey, NewCard};
use crate::error::{ApiError, INVALID_VALUE, NOT_A_TEST_CARD, require};

pub(crate) fn store(context: &mut Context<'_>, request: StoreCard) -> Result<StoredCard, ApiError> {
    let (card, holder, expiry) = read(request.card, context.now)?;
    expiry.check(context.now, context.settings)?;
    let user_key = context.state.cards.known_user(request.card_user_key)?;
    let bin = context.state.cards.bin_of(card, context.settings).to_owned();
    let new_card = NewCard { card, bin, holder, alias: request.card_alias, user_key, expiry };
    Ok(context.state.cards.add(new_card, context.now))
}

/// Returns a test card with its holder's name and its expiry.
fn read(card: CardToStore, now: NaiveDateTime) -> Result<(&'static TestCard, String, Expiry), ApiError> {
    let encrypted = card.encrypted_card.map(|encrypted| encrypted.card_data);
    if let Some(token) = card.secure_fields_token.or(encrypted) {
        let holder = card.card_holder_name.unwrap_or_default();
        return Ok((behind(Some(&token))?, holder, Expiry::of_new_card(now)));
    }
    let holder = require(card.card_holder_name, "cardHolderName")?;
    let number = require(card.card_number, "cardNumber")?;
    let year = require(card.expire_year, "expireYear")?;
    let month = require(card.expire_month, "expireMonth")?;
    check_holder(&holder)?;
    let expiry = Expiry::parse(&year, &month)?;
    Ok((test_card(&number)?, holder, expiry))
}

/// (Source: Craftgate's "Kart Saklama".)
fn check_holder(name: &str) -> Result<(), ApiError> {
    const FORBIDDEN: &str = "<>\"%;&+()|=!";
    let digits = name.chars().filter(char::is_ascii_digit).count();
    match name.trim().is_empty() || digits > 5 || name.contains(|character| FORBIDDEN.contains(character)) {
        true => Err(INVALID_VALUE.field("cardHolderName")),
        false => Ok(()),
    }
}

pub(crate) fn update(context: &mut Context<'_>, request: UpdateCard) -> Result<StoredCard, ApiError> {
    let expiry = Expiry::parse(&request.expiry.expire_year, &request.expiry.expire_month)?;
    expiry.check(context.now, context.settings)?;
    let record = context.state.cards.find_mut(&request.card_user_key, &request.card_token)?;
    record.expiry = expiry;
    record.stored.expire_year = Some(request.expiry.expire_year);
    record.stored.expire_month = Some(request.expiry.expire_month);
    if let Some(alias) = request.card_alias {
        record.stored.card_alias = Some(alias);
    }
    Ok(record.at(context.now))
}

pub(crate) fn delete(context: &mut Context<'_>, request: DeleteStoredCard) -> Result<(), ApiError> {
    context.state.cards.remove(&request.card_user_key, &request.card_token)
}

pub(crate) fn search(context: &mut Context<'_>, request: SearchStoredCards) -> Result<Page<StoredCard>, ApiError> {
    let now = context.now;
    let mut search = context.state.cards.search();
    if let Some(status) = request.card_expiry_status {
        search = search.matching(move |record| record.expiry.status(now) == status);
    }
    search
        .key(request.card_user_key.as_ref().map(CardKey::user))
        .key(request.card_token.as_ref().map(CardKey::token))
        .between(request.min_created_date, request.max_created_date, |record| record.stored.created_at)
        .equals(request.card_alias, |record| record.stored.card_alias.as_ref())
        .equals(request.card_brand, |record| record.stored.card_brand.as_ref())
        .equals(request.card_type, |record| record.stored.card_type.as_ref())
        .equals(request.card_bank_name, |record| record.stored.card_bank_name.as_ref())
        .equals(request.card_association, |record| record.stored.card_association.as_ref())
        .page(request.page, request.size, |record| record.at(now))
}

/// Returns a copy of the card for another merchant, which can't be found here.
pub(crate) fn clone(context: &mut Context<'_>, request: CloneCard) -> Result<StoredCard, ApiError> {
    let (user_key, token) = (&request.source_card_user_key, &request.source_card_token);
    context.state.cards.copy(user_key, token, request.target_card_user_key, context.now)
}

/// Returns the stored cards as if they had been imported from another provider under the same keys and tokens.
pub(crate) fn retrieve_provider_cards(
    context: &mut Context<'_>,
    request: RetrieveProviderCards,
) -> Result<Page<StoredCard>, ApiError> {
    let token = request.provider_card_token.map(|token| CardKey::Token(token.expose().to_owned()));
    let search = context.state.cards.search().key(token);
    let search =
        search.key(request.provider_card_user_id.map(CardKey::User)).key(request.external_id.map(CardKey::User));
    let cards = search.all().into_iter().map(|record| record.at(context.now));
    Ok(Page::new(cards.collect::<Vec<_>>()))
}

/// Returns the card that was keyed in during a call: the first test card, stored when it is first retrieved.
pub(crate) fn retrieve_from_ivr(context: &mut Context<'_>, request: RetrieveCardFromIvr) -> Result<IvrCard, ApiError> {
    let (expiry, settings) = (Expiry::of_new_card(context.now), context.settings);
    let stored = context.state.cards.of_call(&request.call_token, context.now, |vault| {
        let card = TEST_CARDS.first().ok_or(NOT_A_TEST_CARD)?;
        let user_key = vault.known_user(request.card_user_key)?;
        let bin = vault.bin_of(card, settings).to_owned();
        Ok(NewCard { card, bin, holder: "IVR".to_owned(), alias: None, user_key, expiry })
    })?;
    let mut card = IvrCard::new();
    card.bin_number = stored.bin_number;
    card.last_four_digits = stored.last_four_digits;
    card.card_user_key = Some(stored.card_user_key);
    card.card_token = Some(stored.card_token);
    Ok(card)
}

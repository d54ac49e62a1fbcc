//! Cards that go to another merchant, or come from another payment company or by telephone.

use craftgate_core::payment::{CloneCard, IvrCard, RetrieveCardFromIvr, RetrieveProviderCards, StoredCard};
use craftgate_core::{Page, Secret};

use crate::cards::Expiry;
use crate::context::Context;
use crate::refusal::{self, Refusal};
use crate::test_cards::TEST_CARDS;
use crate::vault::NewCard;

/// The copy is at another merchant, and so can't be found here.
pub(crate) fn clone(context: &mut Context<'_>, asked: CloneCard) -> Result<StoredCard, Refusal> {
    let (user_key, token) = (&asked.source_card_user_key, &asked.source_card_token);
    context.state.cards.copy(user_key, token, asked.target_card_user_key, context.now)
}

/// Every stored card passes for one that was taken over: the other company called the card by its token,
/// and the person by their key.
pub(crate) fn from_provider(
    context: &mut Context<'_>,
    asked: RetrieveProviderCards,
) -> Result<Page<StoredCard>, Refusal> {
    let token = asked.provider_card_token.as_ref().map(Secret::expose);
    let user_keys = [asked.provider_card_user_id, asked.external_id];
    let search = context.state.cards.search().is("cardToken", token);
    let cards = user_keys.into_iter().fold(search, |search, key| search.is("cardUserKey", key)).all();
    Ok(Page::new(cards.into_iter().map(|record| record.at(context.now)).collect::<Vec<_>>()))
}

/// Whoever calls keys in the first test card. It is stored when it is first asked for.
pub(crate) fn from_ivr(context: &mut Context<'_>, asked: RetrieveCardFromIvr) -> Result<IvrCard, Refusal> {
    let expiry = Expiry::of_new_card(context.now);
    let stored = context.state.cards.of_call(&asked.call_token, context.now, |vault| {
        let card = TEST_CARDS.first().ok_or_else(|| refusal::NO_TEST_CARD.plain())?;
        let user_key = vault.known_user(asked.card_user_key)?;
        Ok(NewCard { card, holder: "IVR".to_owned(), alias: None, user_key, expiry })
    })?;
    let mut card = IvrCard::new();
    card.bin_number = stored.bin_number;
    card.last_four_digits = stored.last_four_digits;
    card.card_user_key = Some(stored.card_user_key);
    card.card_token = Some(stored.card_token);
    Ok(card)
}

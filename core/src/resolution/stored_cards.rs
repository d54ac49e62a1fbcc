//! Resolution of cards: stored or deleted.

use super::resolvable::{ExecutionState, Resolvable, id, in_page, is_whole, may_be};
use crate::api::payment::{CardUserKey, DeleteStoredCard, SearchStoredCards, StoreCard, StoredCard};
use crate::protocol::page::Page;
use crate::protocol::secret::Secret;

/// Another person's card may have the same alias: without the person's key, the number has to tell.
impl Resolvable for StoreCard {
    type Record = StoredCard;
    type LookUp = SearchStoredCards;

    fn look_up(&self) -> Option<SearchStoredCards> {
        let key = self.card_user_key.as_ref().filter(|key| !key.expose().is_empty());
        if key.is_none() && self.card.card_number.is_none() {
            return None;
        }
        let mut search = SearchStoredCards::new().card_alias(id(self.card_alias.as_ref())?);
        search.card_user_key = key.cloned();
        Some(search)
    }

    fn read_look_up(&self, search: &SearchStoredCards, page: Page<StoredCard>) -> ExecutionState<StoredCard> {
        let is_own = |card: &StoredCard| {
            may_be(search.card_alias.as_ref(), card.card_alias.as_ref())
                && may_be::<CardUserKey>(search.card_user_key.as_ref(), Some(&card.card_user_key))
                && self.card.card_number.as_ref().is_none_or(|number| has_number(card, number))
        };
        in_page(search, page, is_own, ExecutionState::Done)
    }

    fn read_output(&self, card: StoredCard) -> ExecutionState<StoredCard> {
        ExecutionState::Done(card)
    }
}

/// Returns true if the card's visible digits are those of the number.
fn has_number(card: &StoredCard, number: &Secret) -> bool {
    let digits: String = number.expose().chars().filter(char::is_ascii_digit).collect();
    card.bin_number.as_deref().is_none_or(|bin| digits.starts_with(bin))
        && card.last_four_digits.as_deref().is_none_or(|last| digits.ends_with(last))
}

impl Resolvable for DeleteStoredCard {
    type Record = ();
    type LookUp = SearchStoredCards;

    fn look_up(&self) -> Option<SearchStoredCards> {
        Some(SearchStoredCards::new().card_user_key(self.card_user_key.clone()).card_token(self.card_token.clone()))
    }

    fn read_look_up(&self, search: &SearchStoredCards, page: Page<StoredCard>) -> ExecutionState<()> {
        match page.items.iter().any(|card| card.card_token == self.card_token) {
            true => ExecutionState::Absent(None),
            false if is_whole(search, &page) => ExecutionState::Done(()),
            false => ExecutionState::Pending,
        }
    }

    fn read_output(&self, (): ()) -> ExecutionState<()> {
        ExecutionState::Done(())
    }
}

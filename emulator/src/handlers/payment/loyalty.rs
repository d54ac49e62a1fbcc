//! The loyalty programmes of a card.

use craftgate_core::payment::{LoyaltyList, RetrieveLoyalties};

use crate::domain::card::identify;
use crate::domain::context::Context;
use crate::domain::loyalty::loyalties_of;
use crate::error::ApiError;

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveLoyalties) -> Result<LoyaltyList, ApiError> {
    let card = request.card;
    let (number, user_key, token) = (card.card_number.as_ref(), card.card_user_key.as_ref(), card.card_token.as_ref());
    identify(number, user_key, token, &context.state.cards).map(loyalties_of)
}

//! The loyalty programmes of a card.

use craftgate_core::merchant::Pos;
use craftgate_core::payment::{LoyaltyList, RetrieveLoyalties};

use crate::domain::card::identify;
use crate::domain::context::Context;
use crate::domain::loyalty::loyalties_of;
use crate::domain::merchant_pos::PosTable;
use crate::domain::pos_rules::{requires_three_ds, takes_rewards};
use crate::error::{ApiError, MISSING_FIELD};

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveLoyalties) -> Result<LoyaltyList, ApiError> {
    let card = request.card;
    let (number, user_key, token) = (card.card_number.as_ref(), card.card_user_key.as_ref(), card.card_token.as_ref());
    let pos = &context.state.pos;
    if number.is_some() && card.cvc.is_none() && !accepts_queries_without_cvc(pos) {
        return Err(MISSING_FIELD.field("cvc"));
    }
    let mut loyalties = loyalties_of(identify(number, user_key, token, &context.state.cards)?);
    if reward_pos(pos).next().is_some_and(requires_three_ds) {
        loyalties.force_3ds = Some(true);
    }
    Ok(loyalties)
}

/// Returns the POS that rewards can be looked up by.
fn reward_pos(pos: &PosTable) -> impl Iterator<Item = &Pos> {
    pos.open().map(|record| &record.pos).filter(|pos| takes_rewards(pos))
}

/// Returns true unless every POS for rewards requires the security code. (Source: Craftgate's "Ödül ve Puan Kullanımı".)
fn accepts_queries_without_cvc(pos: &PosTable) -> bool {
    let mut pos = reward_pos(pos).peekable();
    pos.peek().is_none() || pos.any(|pos| pos.enable_payment_without_cvc != Some(false))
}

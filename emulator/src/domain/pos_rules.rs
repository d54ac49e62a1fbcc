//! What a POS accepts. (Sources: Craftgate's "Çoklu Para Birimi ile Ödeme Alma", "Ön Provizyonlu Ödeme", "Ödeme Alma" and
//! "Taksit Sorgulama".)

use craftgate_core::merchant::{PaymentAuthenticationType, Pos};
use craftgate_core::payment::{MerchantPos, PaymentPhase};
use craftgate_core::{CardType, Currency, ErrorGroup};

use super::merchant_pos::{PosRecord, PosTable};
use super::order::Order;
use crate::error::{
    ApiError, INSTALLMENTS_NOT_ALLOWED, INVALID_VALUE, MISSING_FIELD, NO_OPEN_POS, UNSUPPORTED_CURRENCY,
};

/// Returns the POS that takes a payment: the one that it names, or the first one that is open. `None` if it names one that
/// does not exist, or the account's first POS takes it.
pub(crate) fn route(order: &Order, pos: &PosTable, is_three_ds: bool) -> Result<Option<MerchantPos>, ApiError> {
    let Some(alias) = order.request.pos_alias.as_deref() else {
        return match pos.first().is_none_or(|record| record.is_open(is_three_ds)) {
            true => Ok(None),
            false => pos.first_open(is_three_ds).map(|record| Some(record.as_payment_pos())).ok_or(NO_OPEN_POS.into()),
        };
    };
    let named = pos.find_by_alias(alias);
    named.map_or(Ok(()), |record| check(order, record, is_three_ds))?;
    Ok(named.map(PosRecord::as_payment_pos))
}

/// Checks that the POS that a payment names can take it.
fn check(order: &Order, record: &PosRecord, is_three_ds: bool) -> Result<(), ApiError> {
    let (request, pos) = (&order.request, &record.pos);
    if !record.is_open(is_three_ds) {
        return Err(INVALID_VALUE.field("posAlias"));
    }
    if !takes_currency(pos, &request.currency) {
        return Err(UNSUPPORTED_CURRENCY.into());
    }
    if request.installment > 1 && pos.enable_installment == Some(false) {
        return Err(INSTALLMENTS_NOT_ALLOWED.into());
    }
    if request.payment_phase == Some(PaymentPhase::PreAuth) && !can_hold(pos) {
        return Err(INVALID_VALUE.field("paymentPhase"));
    }
    let Some(presented) = &order.presented else { return Ok(()) };
    if presented.card.is_foreign() && pos.enable_foreign_card == Some(false) {
        return Err(INVALID_VALUE.field("card.cardNumber"));
    }
    if requires_three_ds(pos) && !is_three_ds {
        return Err(ApiError::Rejected(match presented.card.card_type {
            Some(CardType::DebitCard) => ErrorGroup::DebitCardsRequiresThreeDs,
            _ => ErrorGroup::RequiresThreeDs,
        }));
    }
    match presented.is_without_cvc() && pos.enable_payment_without_cvc == Some(false) {
        true => Err(MISSING_FIELD.field("card.cvc")),
        false => Ok(()),
    }
}

/// Returns true if the POS can pre-authorize: it is a bank's, not a payment facilitator's.
pub(crate) fn can_hold(pos: &Pos) -> bool {
    pos.is_pf != Some(true)
}

/// Returns true if the POS accepts cards only with 3D Secure.
pub(crate) fn requires_three_ds(pos: &Pos) -> bool {
    let accepted = &pos.enabled_payment_authentication_types;
    !accepted.is_empty() && !accepted.contains(&PaymentAuthenticationType::NonThreeDs)
}

/// Returns true if rewards can be looked up and used by the POS.
pub(crate) fn takes_rewards(pos: &Pos) -> bool {
    pos.enable_loyalty != Some(false)
}

/// Returns true if the POS takes payments in a currency. The one that exists at first takes every currency.
pub(crate) fn takes_currency(pos: &Pos, currency: &Currency) -> bool {
    pos.pos_integrator.is_none() || pos.currency.as_ref().is_none_or(|own| own == currency)
}

//! Contradictions between fields, and checks that several kinds of records share.

use craftgate_core::id::PaymentId;

use super::position::Step;
use crate::domain::state::State;
use crate::domain::test_cards::TestCard;
use crate::store::{Id as _, Record};

/// A field that contradicts another one.
pub(super) struct Contradiction {
    /// The steps from the merchant's records.
    pub(super) path: Vec<Step>,
    pub(super) reason: String,
}

pub(super) type Checked = Result<(), Contradiction>;

pub(super) fn contradiction(path: Vec<Step>, reason: impl Into<String>) -> Contradiction {
    Contradiction { path, reason: reason.into() }
}

/// Returns the steps to a record in a table, and on to its field.
pub(super) fn path<T: Record>(table: &str, record: &T, fields: &[&str]) -> Vec<Step> {
    let mut path: Vec<Step> = table.split('.').map(Step::field).collect();
    path.push(Step::Record(record.id().number()));
    path.extend(fields.iter().copied().map(Step::field));
    path
}

pub(super) fn payment_exists(state: &State, id: Option<PaymentId>, path: Vec<Step>) -> Checked {
    match id.is_some_and(|id| state.payments.get(id).is_none()) {
        true => Err(contradiction(path, "there is no such payment")),
        false => Ok(()),
    }
}

/// Checks that these are the first and the last digits of a card.
pub(super) fn check_digits(
    card: &TestCard,
    bin: Option<&str>,
    last_four: Option<&str>,
) -> Result<(), (&'static str, &'static str)> {
    if bin.is_some_and(|bin| !card.number.starts_with(bin)) {
        return Err(("binNumber", "not the first digits of the card"));
    }
    match last_four.is_none_or(|digits| digits == card.last_four()) {
        true => Ok(()),
        false => Err(("lastFourDigits", "not the last digits of the card")),
    }
}

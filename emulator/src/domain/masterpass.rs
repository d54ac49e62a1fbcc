//! Customers' accounts at Masterpass, and whether a merchant may use their cards. (Source: Craftgate's "Masterpass".)

use std::collections::BTreeSet;

#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::test_cards::TestCard;

/// The cards of every account.
const CARDS: [&str; 2] = ["5258640000000001", "4043080000000003"];

/// The account of a checkout page's customer.
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct MasterpassAccount {
    /// The telephone number that the account is known by.
    pub(crate) gsm_number: String,
    /// Whether the account was linked with the merchant outside Craftgate.
    #[cfg_attr(feature = "control", serde(default))]
    pub(crate) is_linked_outside: bool,
}

impl MasterpassAccount {
    /// Returns true if the customer has yet to consent to the use of the account's cards at the merchant, given the
    /// telephone numbers of those who have.
    pub(crate) fn needs_consent(&self, linked: &BTreeSet<String>) -> bool {
        !self.is_linked_outside && !linked.contains(&self.gsm_number)
    }
}

/// Returns the cards of an account.
pub(crate) fn cards() -> impl Iterator<Item = &'static TestCard> {
    CARDS.into_iter().filter_map(TestCard::find)
}

//! The numbers of installments that a page offers.

use std::collections::BTreeMap;

use craftgate_core::payment::CustomInstallment;
use rust_decimal::Decimal;

use super::installments::rates;
use super::test_cards::TestCard;
use crate::error::{ApiError, INVALID_VALUE};

/// The total price of each number of installments.
type Totals = BTreeMap<i32, Decimal>;

/// The numbers of installments that a page offers, each with its total price.
pub(crate) struct PageInstallments {
    usual: Totals,
    /// Those of the card families that have their own.
    by_brand: BTreeMap<String, Totals>,
}

impl PageInstallments {
    /// Returns a single payment at this price.
    pub(crate) fn single(price: Decimal) -> Self {
        Self::usual(BTreeMap::from([(1, price)]))
    }

    /// Returns installments that are the same for every card.
    fn usual(usual: Totals) -> Self {
        Self { usual, by_brand: BTreeMap::new() }
    }

    /// Returns the emulator's installments for a price, with a merchant's own totals in place of theirs.
    pub(crate) fn of_pos(price: Decimal, custom: &[CustomInstallment]) -> Self {
        let mut usual: Totals = rates().map(|rate| (rate.installment, rate.total_price(price))).collect();
        usual.extend(totals(custom));
        Self::usual(usual)
    }

    /// Adds the installments of a card family. A single payment has the usual price, unless it has one of its own there.
    pub(crate) fn brand(mut self, brand: &str, custom: &[CustomInstallment]) -> Self {
        let single = self.usual.get(&1).map(|price| (1, *price));
        self.by_brand.insert(brand.to_owned(), single.into_iter().chain(totals(custom)).collect());
        self
    }

    /// Keeps the numbers that pass a test.
    pub(crate) fn filter(mut self, is_enabled: impl Fn(i32) -> bool) -> Self {
        let lists = self.by_brand.values_mut().chain([&mut self.usual]);
        lists.for_each(|totals| totals.retain(|number, _| is_enabled(*number)));
        self
    }

    /// Returns the installments of a card: those of its family, or the usual ones.
    pub(crate) fn of(&self, card: Option<&TestCard>) -> &BTreeMap<i32, Decimal> {
        card.and_then(|card| self.by_brand.get(card.brand?)).unwrap_or(&self.usual)
    }

    /// Returns the total price of a card's payment in this number of installments.
    pub(crate) fn total_price(&self, card: Option<&TestCard>, installment: i32) -> Result<Decimal, ApiError> {
        self.of(card).get(&installment).copied().ok_or_else(|| INVALID_VALUE.field("installment"))
    }

    /// Returns true if any card has a choice.
    #[cfg(feature = "pages")]
    pub(crate) fn has_choices(&self) -> bool {
        self.by_brand.values().chain([&self.usual]).any(|totals| totals.len() > 1)
    }
}

fn totals(custom: &[CustomInstallment]) -> impl Iterator<Item = (i32, Decimal)> {
    custom.iter().map(|custom| (custom.number, custom.total_price))
}

//! Installment rates, which are the emulator's own, and the card behind a BIN.

use craftgate_core::CardAssociation;
use rust_decimal::Decimal;

use super::digits::is_number;
use super::money::percent_of;
use super::test_cards::{TEST_CARDS, TestCard};
use crate::error::{ApiError, BIN_NOT_FOUND, INVALID_VALUE};

/// The numbers of installments, each with its commission rate in tenths of a percent.
const RATES: [(i32, i64); 6] = [(1, 0), (2, 15), (3, 25), (6, 45), (9, 65), (12, 85)];

/// A number of installments, and its commission rate in percent.
#[derive(Clone, Copy)]
pub(crate) struct Rate {
    pub(crate) installment: i32,
    pub(crate) percent: Decimal,
}

impl Rate {
    pub(crate) fn total_price(self, price: Decimal) -> Decimal {
        if self.percent.is_zero() { price } else { price + percent_of(self.percent, price) }
    }
}

pub(crate) fn rates() -> impl Iterator<Item = Rate> {
    RATES.iter().map(|(installment, tenths)| Rate { installment: *installment, percent: Decimal::new(*tenths, 1) })
}

/// Returns the card whose number starts with a BIN of six or eight digits.
pub(crate) fn card_by_bin(bin: &str) -> Result<&'static TestCard, ApiError> {
    if !is_bin(bin) {
        return Err(INVALID_VALUE.field("binNumber"));
    }
    TestCard::find_by_bin(bin).ok_or_else(|| BIN_NOT_FOUND.into())
}

/// What is known of the cards with a BIN.
pub(crate) struct KnownBin {
    pub(crate) association: Option<CardAssociation>,
    /// The test card, of which the rest is known.
    pub(crate) card: Option<&'static TestCard>,
}

/// Returns what is known of a BIN: its test card, or else the scheme that its first digits belong to.
pub(crate) fn known_bin(bin: &str) -> Result<KnownBin, ApiError> {
    match card_by_bin(bin) {
        Ok(card) => Ok(KnownBin { association: card.association.clone(), card: Some(card) }),
        Err(error) => {
            let scheme = SCHEMES.iter().find(|(digits, _)| bin.starts_with(digits) && is_bin(bin));
            let association = scheme.map(|(_, association)| association.clone()).ok_or(error)?;
            Ok(KnownBin { association: Some(association), card: None })
        }
    }
}

/// The first digits of each scheme's cards.
const SCHEMES: [(&str, CardAssociation); 6] = [
    ("34", CardAssociation::Amex),
    ("37", CardAssociation::Amex),
    ("4", CardAssociation::Visa),
    ("5", CardAssociation::MasterCard),
    ("65", CardAssociation::Troy),
    ("9792", CardAssociation::Troy),
];

fn is_bin(bin: &str) -> bool {
    is_number(bin, &[6, 8])
}

/// Returns one credit card of each card family.
pub(crate) fn families() -> Vec<&'static TestCard> {
    let mut families: Vec<&TestCard> = Vec::new();
    for card in TEST_CARDS.iter().filter(|card| card.brand.is_some() && card.is_credit_card()) {
        if !families.iter().any(|known| known.brand == card.brand) {
            families.push(card);
        }
    }
    families
}

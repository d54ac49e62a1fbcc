//! Craftgate's test cards and how each one behaves. (Source: Craftgate's "Test Kartları".)

mod banks;
#[cfg(feature = "control")]
mod stored;
mod table;

use std::collections::HashMap;
use std::sync::LazyLock;

use craftgate_core::id::BankId;
use craftgate_core::payment::MdStatus;
use craftgate_core::{CardAssociation, CardType, ErrorGroup};
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

pub use banks::Bank;
pub(crate) use banks::banks;
pub use table::TEST_CARDS;

use Behaviour::{
    FailsAlways, FailsAtPostAuth, FailsAtPreAuth, FailsAtRefund, FailsAtThreeDsInit, FailsVerification,
    FailsWithoutThreeDs, FailsWithoutThreeDsAndAtRefund, SucceedsInAnyCurrency, VerifiesPartially,
};

/// A card that the emulator accepts. It accepts no other card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestCard {
    /// The card number.
    pub number: &'static str,
    /// The card's type; `None` if Craftgate does not know the card's BIN. An assumption for the cards that are
    /// documented without a type.
    pub card_type: Option<CardType>,
    /// The card scheme; `None` if Craftgate does not know the card's BIN.
    pub association: Option<CardAssociation>,
    /// The outcome of payments and refunds with it.
    pub behaviour: Behaviour,
    /// The issuer, if Craftgate documents one.
    pub bank: Option<Bank>,
    /// The card family, if Craftgate documents one.
    pub brand: Option<&'static str>,
    /// Whether it is a company's card.
    pub is_commercial: bool,
}

/// The outcome of payments and refunds with a test card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behaviour {
    /// Succeeds in Turkish lira.
    Succeeds,
    /// Succeeds in any currency, in a single payment.
    SucceedsInAnyCurrency,
    /// Is declined without 3D Secure and succeeds with it.
    FailsWithoutThreeDs(ErrorGroup),
    /// Is declined without 3D Secure and when a 3D Secure payment is completed.
    FailsAlways(ErrorGroup),
    /// Is declined without 3D Secure; with it, the verification fails (`mdStatus` 0).
    FailsVerification(ErrorGroup),
    /// Is declined without 3D Secure; with it, the card is verified partially (`mdStatus` 4).
    VerifiesPartially(ErrorGroup),
    /// Is declined without 3D Secure; with it, the bank has no page to show.
    FailsAtThreeDsInit(ErrorGroup),
    /// Is declined without 3D Secure; with it, succeeds and is declined when the payment is cancelled or refunded.
    FailsWithoutThreeDsAndAtRefund(ErrorGroup),
    /// Succeeds, and is declined when money is to be pre-authorized.
    FailsAtPreAuth(ErrorGroup),
    /// Succeeds, and is declined when a pre-authorization is captured.
    FailsAtPostAuth(ErrorGroup),
    /// Succeeds, and is declined when the payment is cancelled or refunded.
    FailsAtRefund(ErrorGroup),
}

/// A step that the bank may decline.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) enum Step {
    Payment,
    ThreeDsInit,
    ThreeDsPayment,
    PreAuth,
    PostAuth,
    Refund,
}

impl TestCard {
    /// Returns the card with this number.
    #[must_use]
    pub fn find(number: &str) -> Option<&'static Self> {
        static BY_NUMBER: LazyLock<HashMap<&str, &TestCard>> =
            LazyLock::new(|| TEST_CARDS.iter().map(|card| (card.number, card)).collect());
        BY_NUMBER.get(number).copied()
    }

    /// Returns the first card whose number starts with these digits.
    pub(crate) fn find_by_bin(digits: &str) -> Option<&'static Self> {
        TEST_CARDS.iter().find(|card| card.number.starts_with(digits))
    }

    /// Returns the first card whose number starts and ends with these digits.
    pub(crate) fn find_by_ends(bin: &str, last_four: &str) -> Option<&'static Self> {
        TEST_CARDS.iter().find(|card| card.number.starts_with(bin) && card.last_four() == last_four)
    }

    /// Returns why the bank declines this step, if it does.
    pub(crate) fn decline(&self, step: Step) -> Option<&ErrorGroup> {
        match (&self.behaviour, step) {
            (FailsAlways(group), Step::Payment | Step::ThreeDsPayment)
            | (
                FailsWithoutThreeDs(group)
                | FailsVerification(group)
                | VerifiesPartially(group)
                | FailsAtThreeDsInit(group)
                | FailsWithoutThreeDsAndAtRefund(group),
                Step::Payment,
            )
            | (FailsAtPreAuth(group), Step::PreAuth)
            | (FailsAtPostAuth(group), Step::PostAuth)
            | (FailsAtRefund(group) | FailsWithoutThreeDsAndAtRefund(group), Step::Refund) => Some(group),
            (FailsAtThreeDsInit(_), Step::ThreeDsInit) => Some(&ErrorGroup::ThreeDsInitError),
            _ => None,
        }
    }

    /// Returns the outcome of the bank's 3D Secure page, if the customer does what it asks for.
    pub(crate) fn md_status(&self) -> MdStatus {
        MdStatus(match self.behaviour {
            FailsVerification(_) => 0,
            VerifiesPartially(_) => 4,
            _ => 1,
        })
    }

    /// Returns Craftgate's id of the issuer, if it is a bank.
    pub(crate) fn bank_id(&self) -> Option<BankId> {
        self.bank.and_then(|bank| bank.code).map(BankId::new)
    }

    pub(crate) fn is_credit_card(&self) -> bool {
        self.card_type == Some(CardType::CreditCard)
    }

    /// Returns true if the card was issued abroad, so that it can't pay in installments.
    pub(crate) fn is_foreign(&self) -> bool {
        self.behaviour == SucceedsInAnyCurrency
    }

    /// Returns the first eight digits.
    pub(crate) fn bin(&self) -> &'static str {
        self.number.get(..8).unwrap_or_default()
    }

    /// Returns the last four digits.
    pub(crate) fn last_four(&self) -> &'static str {
        self.number.get(self.number.len().saturating_sub(4)..).unwrap_or_default()
    }

    const fn commercial(mut self) -> Self {
        self.is_commercial = true;
        self
    }
}

/// Returns a card of a known BIN. Without a family, `brand` is empty.
const fn card(
    number: &'static str,
    card_type: CardType,
    association: CardAssociation,
    behaviour: Behaviour,
    bank: Option<Bank>,
    brand: &'static str,
) -> TestCard {
    let brand = if brand.is_empty() { None } else { Some(brand) };
    TestCard {
        number,
        card_type: Some(card_type),
        association: Some(association),
        behaviour,
        bank,
        brand,
        is_commercial: false,
    }
}

/// Returns a foreign card whose BIN Craftgate does not know.
const fn unknown_bin(number: &'static str) -> TestCard {
    let behaviour = SucceedsInAnyCurrency;
    TestCard { number, card_type: None, association: None, behaviour, bank: None, brand: None, is_commercial: false }
}

//! Craftgate's test cards and how each one behaves. (Source: Craftgate's "Test Kartları".)

#[cfg(feature = "control")]
use std::borrow::Cow;

use craftgate_core::{CardAssociation, CardType, ErrorGroup};

use Behaviour::{FailsAlways, FailsAtPostAuth, FailsAtRefund, FailsWithoutThreeDs, Succeeds, SucceedsInAnyCurrency};
use CardAssociation::{Amex, DinersClub, MasterCard, Troy, Visa};
use CardType::{CreditCard, DebitCard};
#[cfg(feature = "control")]
use serde::de::Error as _;
#[cfg(feature = "control")]
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A card that the emulator accepts. It accepts no other card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestCard {
    /// The card number.
    pub number: &'static str,
    /// Credit or debit. An assumption for the cards that Craftgate documents without a bank.
    pub card_type: CardType,
    /// The card scheme.
    pub association: CardAssociation,
    /// The outcome of payments and refunds with it.
    pub behaviour: Behaviour,
    /// The issuing bank, if Craftgate documents one.
    pub bank: Option<Bank>,
    /// The card family, if Craftgate documents one.
    pub brand: Option<&'static str>,
}

/// A bank that issued a test card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bank {
    /// The bank's name.
    pub name: &'static str,
    /// The bank's number among Turkey's banks, which the emulator uses for both of Craftgate's bank ids.
    pub code: i64,
}

/// The outcome of payments and refunds with a test card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behaviour {
    /// Succeeds in Turkish lira.
    Succeeds,
    /// Succeeds in any currency.
    SucceedsInAnyCurrency,
    /// Is declined without 3D Secure and succeeds with it.
    FailsWithoutThreeDs(ErrorGroup),
    /// Is declined without 3D Secure and when a 3D Secure payment is completed.
    FailsAlways(ErrorGroup),
    /// Succeeds, and is declined when a pre-authorization is captured.
    FailsAtPostAuth(ErrorGroup),
    /// Succeeds, and is declined when the payment is cancelled or refunded.
    FailsAtRefund(ErrorGroup),
}

/// A step that the bank may decline.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) enum Step {
    Payment,
    ThreeDsPayment,
    PostAuth,
    Refund,
}

impl TestCard {
    /// Returns the card with this number.
    #[must_use]
    pub fn find(number: &str) -> Option<&'static Self> {
        TEST_CARDS.iter().find(|card| card.number == number)
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
            | (FailsWithoutThreeDs(group), Step::Payment)
            | (FailsAtPostAuth(group), Step::PostAuth)
            | (FailsAtRefund(group), Step::Refund) => Some(group),
            _ => None,
        }
    }

    /// Returns the first eight digits.
    pub(crate) fn bin(&self) -> &'static str {
        self.number.get(..8).unwrap_or_default()
    }

    /// Returns the last four digits.
    pub(crate) fn last_four(&self) -> &'static str {
        self.number.get(self.number.len().saturating_sub(4)..).unwrap_or_default()
    }

    const fn issued(mut self, bank: Option<Bank>, brand: Option<&'static str>) -> Self {
        self.bank = bank;
        self.brand = brand;
        self
    }
}

/// A card is stored as its number.
#[cfg(feature = "control")]
impl Serialize for TestCard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.number)
    }
}

#[cfg(feature = "control")]
impl<'de> Deserialize<'de> for &'static TestCard {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Cow::<str>::deserialize(deserializer)?;
        TestCard::find(&number).ok_or_else(|| D::Error::custom("not the number of a test card"))
    }
}

const fn card(
    number: &'static str,
    card_type: CardType,
    association: CardAssociation,
    behaviour: Behaviour,
) -> TestCard {
    TestCard { number, card_type, association, behaviour, bank: None, brand: None }
}

const AKBANK: Bank = Bank { name: "Akbank", code: 46 };
const GARANTI: Bank = Bank { name: "T. Garanti Bankası", code: 62 };
const TEB: Bank = Bank { name: "Türk Ekonomi Bankası", code: 32 };
const DENIZBANK: Bank = Bank { name: "Denizbank", code: 134 };
const YAPI_KREDI: Bank = Bank { name: "Yapı ve Kredi Bankası", code: 67 };

/// The banks that issued test cards.
pub(crate) const BANKS: [Bank; 5] = [AKBANK, GARANTI, TEB, DENIZBANK, YAPI_KREDI];

/// Every card that the emulator accepts.
#[rustfmt::skip]
pub static TEST_CARDS: &[TestCard] = &[
    card("4256690000000001", CreditCard, Visa, Succeeds).issued(Some(AKBANK), Some("Wings")),
    card("4796810000000002", DebitCard, Visa, Succeeds).issued(Some(AKBANK), Some("Neo")),
    card("9792060000000007", CreditCard, Troy, Succeeds).issued(Some(AKBANK), Some("Axess")),
    card("5209220000000002", CreditCard, MasterCard, Succeeds).issued(Some(GARANTI), None),
    card("5258640000000001", CreditCard, MasterCard, Succeeds).issued(None, None),
    card("4043080000000003", CreditCard, Visa, Succeeds).issued(Some(GARANTI), Some("Bonus")),
    card("4032800000000007", CreditCard, Visa, Succeeds).issued(Some(GARANTI), Some("Garanti BBVA CC")),
    card("4024580000000005", CreditCard, Visa, Succeeds).issued(Some(TEB), Some("Bonus")),
    card("4090700000000008", CreditCard, Visa, Succeeds).issued(Some(DENIZBANK), Some("Bonus")),
    card("4048090000000007", CreditCard, Visa, Succeeds).issued(Some(YAPI_KREDI), None),
    card("5209222154820003", CreditCard, MasterCard, Succeeds).issued(Some(GARANTI), Some("Bonus")),
    card("378282246310005", CreditCard, Amex, SucceedsInAnyCurrency),
    card("30569309025904", CreditCard, DinersClub, SucceedsInAnyCurrency),
    card("5555555555554444", CreditCard, MasterCard, SucceedsInAnyCurrency),
    card("4111111111111111", CreditCard, Visa, SucceedsInAnyCurrency),
    card("5100050000006661", CreditCard, MasterCard, FailsAlways(ErrorGroup::NotSufficientFunds)),
    card("5100560000006669", CreditCard, MasterCard, FailsAlways(ErrorGroup::DoNotHonour)),
    card("5101380000006661", CreditCard, MasterCard, FailsAlways(ErrorGroup::InvalidTransaction)),
    card("5101510000006663", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::NotPermittedToCardholder)),
    card("5101520000006662", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::StolenCard)),
    card("5102210000006669", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::Declined)),
    card("5115830000006669", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::NotSufficientFunds)),
    card("5117280000006665", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::NotSufficientFunds)),
    card("5117580000006668", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::NotSufficientFunds)),
    card("5136620000006669", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::LostCard)),
    card("5163080000006662", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::ExpiredCard)),
    card("5164580000006660", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::InvalidCvc2)),
    card("5188960000006666", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::NotPermittedToTerminal)),
    card("5192610000006661", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::FraudSuspect)),
    card("5193240000006666", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::RestrictedByLaw)),
    card("5200170000006666", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::Unknown)),
    card("5209220000006660", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::CardNotPermitted)),
    card("5213940000006667", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::ApprovedCompleted)),
    card("5253820000006662", CreditCard, MasterCard, FailsWithoutThreeDs(ErrorGroup::BinNotFound)),
    card("9792120000006667", CreditCard, Troy, FailsAtPostAuth(ErrorGroup::NotSufficientFunds)),
    card("4043150000006662", CreditCard, Visa, FailsAtPostAuth(ErrorGroup::InvalidTransaction)),
    card("5428040000006667", CreditCard, MasterCard, FailsAtRefund(ErrorGroup::ArchivedPayment)),
    card("5530900000006667", CreditCard, MasterCard, FailsAtRefund(ErrorGroup::ExpiredProvision)),
    card("4792270000006661", CreditCard, Visa, FailsAtRefund(ErrorGroup::InvalidRefundTransaction)),
];

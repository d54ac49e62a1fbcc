//! Validation of card data as entered by customers.

use chrono::Datelike as _;

use super::form::{is_digits, is_filled};
use super::{ValidationError, Validator};

/// The wire names of a card's fields.
pub(crate) struct CardFields {
    pub(crate) holder: &'static str,
    pub(crate) number: &'static str,
    pub(crate) expire_year: &'static str,
    pub(crate) expire_month: &'static str,
    pub(crate) cvc: &'static str,
    pub(crate) user_key: &'static str,
    pub(crate) token: &'static str,
}

impl CardFields {
    /// The names for a card in the field `card`.
    pub(crate) const IN_CARD: Self = Self {
        holder: "card.cardHolderName",
        number: "card.cardNumber",
        expire_year: "card.expireYear",
        expire_month: "card.expireMonth",
        cvc: "card.cvc",
        user_key: "card.cardUserKey",
        token: "card.cardToken",
    };

    /// The names for a card whose fields are the operation's own.
    pub(crate) const FLAT: Self = Self {
        holder: "cardHolderName",
        number: "cardNumber",
        expire_year: "expireYear",
        expire_month: "expireMonth",
        cvc: "cvc",
        user_key: "cardUserKey",
        token: "cardToken",
    };
}

/// The card data that a customer has entered.
pub(crate) struct TypedCard<'a> {
    pub(crate) holder: Option<&'a str>,
    pub(crate) number: Option<&'a str>,
    pub(crate) expire_year: Option<&'a str>,
    pub(crate) expire_month: Option<&'a str>,
    pub(crate) cvc: Option<&'a str>,
}

impl Validator {
    /// Checks the card data that is present. A blank field is missing.
    pub(crate) fn typed_card(&mut self, fields: &CardFields, card: &TypedCard<'_>) -> &mut Self {
        self.require(fields.holder, card.holder.is_none_or(is_filled))
            .card_number(fields.number, card.number)
            .security_code(fields.cvc, card)
            .expiry(fields, card.expire_year, card.expire_month)
    }

    /// Requires the number and the expiry of a card.
    pub(crate) fn require_number_and_expiry(&mut self, fields: &CardFields, card: &TypedCard<'_>) -> &mut Self {
        self.require(fields.number, card.number.is_some())
            .require(fields.expire_year, card.expire_year.is_some())
            .require(fields.expire_month, card.expire_month.is_some())
    }

    fn card_number(&mut self, field: &'static str, number: Option<&str>) -> &mut Self {
        match number {
            Some(number) if !is_filled(number) => self.error(ValidationError::Missing { field }),
            Some(number) if !is_digits(number, 12..=19) => self.error(ValidationError::CardNumberFormat { field }),
            Some(number) if !passes_luhn(number) => self.error(ValidationError::CardNumberChecksum { field }),
            _ => self,
        }
    }

    /// A card whose number is not there, such as a stored one, may be of any scheme.
    fn security_code(&mut self, field: &'static str, card: &TypedCard<'_>) -> &mut Self {
        let Some(code) = card.cvc else { return self };
        if !is_filled(code) {
            return self.error(ValidationError::Missing { field });
        }
        let is_four_digits = match card.number.filter(|number| is_filled(number)) {
            Some(number) => is_american_express(number),
            None => code.len() == 4,
        };
        let digits: u8 = if is_four_digits { 4 } else { 3 };
        let length = usize::from(digits);
        self.check(is_digits(code, length..=length), ValidationError::SecurityCodeLength { field, digits })
    }

    /// A year of four digits, and a month of two (source: the official clients' samples), that are not over.
    pub(crate) fn expiry(&mut self, fields: &CardFields, year: Option<&str>, month: Option<&str>) -> &mut Self {
        let is_year = |year: &str| is_digits(year, 4..=4);
        let is_month = |month: &str| is_digits(month, 2..=2) && matches!(month.parse(), Ok(1..=12_u8));
        let is_past = match (year, month, self.today()) {
            (Some(year), Some(month), Some(today)) if is_year(year) && is_month(month) => {
                (year.parse().ok(), month.parse().ok()) < (Some(today.year()), Some(today.month()))
            }
            _ => false,
        };
        self.allow(fields.expire_year, year.is_none_or(is_year), "a year of four digits")
            .allow(fields.expire_month, month.is_none_or(is_month), "a month of two digits, 01 to 12")
            .check(!is_past, ValidationError::CardExpired { field: fields.expire_year })
    }
}

/// By the first two digits. Craftgate's own test cards of American Express begin with 1 too, and have 15 digits as all of
/// this scheme: other numbers of 15 digits lack one.
fn is_american_express(number: &str) -> bool {
    number.starts_with("34") || number.starts_with("37") || (number.starts_with('1') && number.len() == 15)
}

/// The check digit of ISO/IEC 7812. `number` is ASCII digits.
fn passes_luhn(number: &str) -> bool {
    let doubled = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let digits = number.bytes().rev().map(|byte| u32::from(byte.saturating_sub(b'0')));
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 0 { digit } else { doubled(digit) }).sum();
    sum % 10 == 0
}

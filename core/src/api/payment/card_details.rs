//! Types of card details, so that one can't be passed for another.
//!
//! ```
//! use craftgate_core::payment::{Card, CardExpiry, CardNumber};
//!
//! # fn main() -> Result<(), craftgate_core::payment::CardExpiryError> {
//! let expiry: CardExpiry = "07/44".parse()?; // as the customer typed it
//! assert_eq!(expiry, CardExpiry::new(2044, 7)?);
//!
//! let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), expiry, "000");
//! assert_eq!(card.expire_year.as_deref(), Some("2044"));
//! assert_eq!(card.expire_month.as_deref(), Some("07"));
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

use crate::macros::object::literal_object;
use crate::protocol::secret::Secret;

/// A card's number, stored as it was given. Its `Debug` shows no digit.
///
/// Whether it can be a card's number is for [`Validate`](crate::Validate) to say.
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber(Secret);

impl CardNumber {
    /// Returns the card number with these digits.
    pub fn new(digits: impl Into<Secret>) -> Self {
        Self(digits.into())
    }

    /// Returns the digits in plain text.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber(…)")
    }
}

impl From<CardNumber> for Secret {
    fn from(number: CardNumber) -> Self {
        number.0
    }
}

/// The month in which a card expires: the last one in which it can be used.
///
/// Shown as on the card (`07/44`), and read as on the card or with four digits for the year (`07/2044`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardExpiry {
    year: u16,
    month: u8,
}

impl CardExpiry {
    /// Returns the expiry in this year (2000 to 2099) and month (1 to 12).
    ///
    /// # Errors
    ///
    /// [`CardExpiryError::Year`] or [`CardExpiryError::Month`] if the number is out of its range.
    pub const fn new(year: u16, month: u8) -> Result<Self, CardExpiryError> {
        match (year, month) {
            (2000..=2099, 1..=12) => Ok(Self { year, month }),
            (2000..=2099, _) => Err(CardExpiryError::Month),
            _ => Err(CardExpiryError::Year),
        }
    }

    /// Returns the year, 2000 to 2099.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns true if the card can no longer be used on this day.
    #[must_use]
    pub fn is_past(self, today: NaiveDate) -> bool {
        (i32::from(self.year), u32::from(self.month)) < (today.year(), today.month())
    }

    /// The wire's year, of four digits.
    pub(super) fn wire_year(self) -> String {
        format!("{:04}", self.year)
    }

    /// The wire's month, of two digits.
    pub(super) fn wire_month(self) -> String {
        format!("{:02}", self.month)
    }
}

impl fmt::Display for CardExpiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}", self.month, self.year % 100)
    }
}

impl FromStr for CardExpiry {
    type Err = CardExpiryError;

    fn from_str(expiry: &str) -> Result<Self, CardExpiryError> {
        let (month, year) = expiry.split_once('/').ok_or(CardExpiryError::Format)?;
        let (month, year) = (month.trim(), year.trim());
        let month = digits(month, 1..=2)?;
        let year = match year.len() {
            2 => digits(year, 2..=2)?.saturating_add(2000),
            _ => digits(year, 4..=4)?,
        };
        Self::new(year, u8::try_from(month).unwrap_or_default())
    }
}

/// Reads a number of so many ASCII digits.
fn digits(number: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<u16, CardExpiryError> {
    let is_number = lengths.contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| number.parse().ok()).flatten();
    number.ok_or(CardExpiryError::Format)
}

/// The error of a year and month, or a string, that is not a [`CardExpiry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CardExpiryError {
    /// The year is not between 2000 and 2099.
    Year,
    /// The month is not between 1 and 12.
    Month,
    /// The string is not a month and a year with a slash between them.
    Format,
}

impl fmt::Display for CardExpiryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Year => "card expiry: year must be between 2000 and 2099",
            Self::Month => "card expiry: month must be between 1 and 12",
            Self::Format => "card expiry: must look like 07/44 or 07/2044",
        })
    }
}

impl std::error::Error for CardExpiryError {}

literal_object! {
    /// A card's expiry in the wire format: two strings, kept as received, even if they are not a valid month and year.
    ///
    /// Made of a [`CardExpiry`] with `From`.
    pub struct RawCardExpiry {
        /// The year in which the card expires, of four digits.
        expire_year: String,
        /// The month in which the card expires, of two digits.
        expire_month: String,
    }
}

impl From<CardExpiry> for RawCardExpiry {
    fn from(expiry: CardExpiry) -> Self {
        Self { expire_year: expiry.wire_year(), expire_month: expiry.wire_month() }
    }
}

impl TryFrom<&RawCardExpiry> for CardExpiry {
    type Error = CardExpiryError;

    fn try_from(raw: &RawCardExpiry) -> Result<Self, CardExpiryError> {
        let (year, month) = (digits(&raw.expire_year, 4..=4)?, digits(&raw.expire_month, 2..=2)?);
        Self::new(year, u8::try_from(month).unwrap_or_default())
    }
}

/// The digits of a card's number that may be stored in plain text: the first eight and the last four.
///
/// The fields are named, so that the two can't be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "made to be written out by the caller")]
pub struct PartialCardNumber {
    /// The first 8 digits.
    pub bin_number: String,
    /// The last 4 digits.
    pub last_four_digits: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expiry(year: u16, month: u8) -> CardExpiry {
        CardExpiry::new(year, month).unwrap()
    }

    #[test]
    fn an_expiry_is_a_month_of_this_century() {
        for (year, month, result) in [
            (2000, 1, Ok(expiry(2000, 1))),
            (2099, 12, Ok(expiry(2099, 12))),
            (1999, 12, Err(CardExpiryError::Year)),
            (2100, 1, Err(CardExpiryError::Year)),
            (44, 7, Err(CardExpiryError::Year)),
            (2044, 0, Err(CardExpiryError::Month)),
            (2044, 13, Err(CardExpiryError::Month)),
        ] {
            assert_eq!(CardExpiry::new(year, month), result, "{year} {month}");
        }
    }

    #[test]
    fn an_expiry_is_read_as_customers_type_it() {
        for typed in ["07/44", "07/2044", "7/44", "07 / 44", " 07/44 "] {
            assert_eq!(typed.parse(), Ok(expiry(2044, 7)), "{typed:?}");
        }
        for typed in
            ["", "0744", "07-44", "44", "07/", "/44", "07/044", "007/44", "07/20444", "+7/44", "07/+4", "07/4٤"]
        {
            assert_eq!(typed.parse::<CardExpiry>(), Err(CardExpiryError::Format), "{typed:?}");
        }
        assert_eq!("13/44".parse::<CardExpiry>(), Err(CardExpiryError::Month));
        assert_eq!("00/44".parse::<CardExpiry>(), Err(CardExpiryError::Month));
        assert_eq!("07/1999".parse::<CardExpiry>(), Err(CardExpiryError::Year));
    }

    #[test]
    fn an_expiry_is_shown_as_on_the_card_and_read_back() {
        for (year, month, shown) in [(2044, 7, "07/44"), (2000, 12, "12/00"), (2099, 1, "01/99")] {
            assert_eq!(expiry(year, month).to_string(), shown);
            assert_eq!(shown.parse(), Ok(expiry(year, month)));
        }
    }

    #[test]
    fn a_card_can_be_used_until_the_end_of_its_month() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert!(!expiry(2044, 7).is_past(day(2044, 7, 31)));
        assert!(!expiry(2044, 7).is_past(day(2043, 12, 31)));
        assert!(expiry(2044, 7).is_past(day(2044, 8, 1)));
        assert!(expiry(2044, 12).is_past(day(2045, 1, 1)));
    }

    #[test]
    fn the_wires_strings_are_read_strictly() {
        let raw = |year: &str, month: &str| RawCardExpiry { expire_year: year.into(), expire_month: month.into() };
        assert_eq!(RawCardExpiry::from(expiry(2044, 7)), raw("2044", "07"));
        assert_eq!(CardExpiry::try_from(&raw("2044", "07")), Ok(expiry(2044, 7)));
        for (year, month) in [("44", "07"), ("2044", "7"), ("", ""), ("2O44", "07"), ("2044", "Temmuz")] {
            assert_eq!(CardExpiry::try_from(&raw(year, month)), Err(CardExpiryError::Format), "{year} {month}");
        }
    }
}

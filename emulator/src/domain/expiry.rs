//! The expiry dates of cards.

use chrono::{Datelike as _, NaiveDateTime};
use craftgate_core::CardExpiryStatus;
#[cfg(feature = "control")]
use serde::{Deserialize, Serialize};

use super::digits::is_number;
use super::settings::Settings;
use crate::error::{ApiError, CARD_EXPIRED, INVALID_VALUE};

/// The last month in which a card can be used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "control", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub(crate) struct Expiry {
    pub(crate) year: i32,
    pub(crate) month: u32,
}

impl Expiry {
    /// Parses a year of four digits and a month of two.
    pub(crate) fn parse(year: &str, month: &str) -> Result<Self, ApiError> {
        let year =
            year.parse().ok().filter(|_| is_number(year, &[4])).ok_or_else(|| INVALID_VALUE.field("expireYear"))?;
        let month = month.parse().ok().filter(|number| is_number(month, &[2]) && (1..=12).contains(number));
        Ok(Self { year, month: month.ok_or_else(|| INVALID_VALUE.field("expireMonth"))? })
    }

    /// Returns the expiry of a card that was issued now: three years later.
    pub(crate) fn of_new_card(now: NaiveDateTime) -> Self {
        Self { year: now.year().saturating_add(3), month: now.month() }
    }

    /// Checks that the card has not expired, unless the emulator is lenient.
    pub(crate) fn check(self, now: NaiveDateTime, settings: &Settings) -> Result<(), ApiError> {
        match self < Self::this_month(now) && !settings.is_lenient {
            true => Err(CARD_EXPIRED.into()),
            false => Ok(()),
        }
    }

    pub(crate) fn status(self, now: NaiveDateTime) -> CardExpiryStatus {
        let this_month = Self::this_month(now);
        if self < this_month {
            CardExpiryStatus::Expired
        } else if self <= this_month.next() {
            CardExpiryStatus::WillExpireNextMonth
        } else {
            CardExpiryStatus::NotExpired
        }
    }

    fn this_month(now: NaiveDateTime) -> Self {
        Self { year: now.year(), month: now.month() }
    }

    fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year.saturating_add(1), month: 1 },
            month => Self { year: self.year, month: month + 1 },
        }
    }
}

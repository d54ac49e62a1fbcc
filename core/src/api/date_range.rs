//! Time ranges of searches and reports.

use std::error::Error;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A range of time, local to Turkey, including both ends.
///
/// ```
/// use craftgate_core::DateRange;
/// use craftgate_core::chrono::NaiveDate;
///
/// let çarşamba = NaiveDate::from_ymd_opt(2025, 3, 26).unwrap();
/// let day = DateRange::day(çarşamba);
/// assert_eq!(day.to_string(), "2025-03-26T00:00:00/2025-03-26T23:59:59");
///
/// let morning = DateRange::new(day.start(), çarşamba.and_hms_opt(12, 0, 0).unwrap())?;
/// assert!(DateRange::new(morning.end(), morning.start()).is_err());
/// # Ok::<(), craftgate_core::DateRangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    start: NaiveDateTime,
    end: NaiveDateTime,
}

const LAST_SECOND: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

impl DateRange {
    /// Returns the range from `from` to `to`.
    ///
    /// # Errors
    ///
    /// Where `to` is before `from`.
    pub fn new(from: NaiveDateTime, to: NaiveDateTime) -> Result<Self, DateRangeError> {
        if to < from { Err(DateRangeError) } else { Ok(Self { start: from, end: to }) }
    }

    /// Returns the range of a whole day, from its first second to its last.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self { start: day.and_time(NaiveTime::MIN), end: day.and_time(LAST_SECOND) }
    }

    /// Returns the range's first moment.
    #[must_use]
    pub const fn start(self) -> NaiveDateTime {
        self.start
    }

    /// Returns the range's last moment.
    #[must_use]
    pub const fn end(self) -> NaiveDateTime {
        self.end
    }
}

/// Writes an ISO 8601 time interval: both ends, separated by a slash.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}/{:?}", self.start, self.end)
    }
}

/// The error of a [`DateRange`] that ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DateRangeError;

impl fmt::Display for DateRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the date range ends before it begins")
    }
}

impl Error for DateRangeError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_may_be_a_single_moment() {
        let noon = time("2026-03-25T12:00:00");
        let range = DateRange::new(noon, noon).unwrap();
        assert_eq!((range.start(), range.end()), (noon, noon));
    }

    #[test]
    fn a_range_does_not_end_before_it_begins() {
        let (noon, before) = (time("2026-03-25T12:00:00"), time("2026-03-25T11:59:59.999999999"));
        let error = DateRange::new(noon, before).unwrap_err();
        assert_eq!(error.to_string(), "the date range ends before it begins");
        assert!(DateRange::new(before, noon).is_ok());
    }

    #[test]
    fn a_day_has_its_first_and_last_second() {
        let day = DateRange::day(time("2026-03-25T12:00:00").date());
        assert_eq!((day.start(), day.end()), (time("2026-03-25T00:00:00"), time("2026-03-25T23:59:59")));
    }
}

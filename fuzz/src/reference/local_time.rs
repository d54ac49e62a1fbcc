//! Dates and local times as their description has them: `yyyy-MM-dd`, and `yyyy-MM-dd'T'HH:mm[:ss[.f…]]` with up to
//! nine decimals. A time may have an offset, `Z`, `+03:00`, `+0300` or `+03`, and is converted to Turkey's time.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: u32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LocalTime {
    pub(crate) date: Date,
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) nanosecond: u32,
}

/// Returns the digits of a string that matches a pattern: `0` is any digit, any other character itself.
fn match_digits(string: &str, pattern: &str) -> Option<Vec<u32>> {
    let fits = |(byte, wanted): (u8, u8)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted };
    let is_match = string.len() == pattern.len() && string.bytes().zip(pattern.bytes()).all(fits);
    is_match.then(|| string.chars().filter_map(|character| character.to_digit(10)).collect())
}

fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + digit)
}

impl Date {
    pub(crate) fn parse(string: &str) -> Option<Self> {
        let digits = match_digits(string, "0000-00-00")?;
        let date = Self { year: number(&digits[..4]), month: number(&digits[4..6]), day: number(&digits[6..]) };
        (date.day >= 1 && date.day <= date.days_in_month()).then_some(date)
    }

    fn next(self) -> Option<Self> {
        match (self.month, self.day) {
            (12, 31) if self.year == 9999 => None,
            (12, 31) => Some(Self { year: self.year + 1, month: 1, day: 1 }),
            (month, day) if day == self.days_in_month() => Some(Self { month: month + 1, day: 1, ..self }),
            (_, day) => Some(Self { day: day + 1, ..self }),
        }
    }

    fn previous(self) -> Option<Self> {
        match (self.month, self.day) {
            (1, 1) => Some(Self { year: self.year.checked_sub(1)?, month: 12, day: 31 }),
            (month, 1) => {
                let first = Self { month: month - 1, ..self };
                Some(Self { day: first.days_in_month(), ..first })
            }
            (_, day) => Some(Self { day: day - 1, ..self }),
        }
    }

    fn days_in_month(self) -> u32 {
        let divides = |years| self.year % years == 0;
        let is_leap = divides(4) && (!divides(100) || divides(400));
        match self.month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        }
    }
}

impl LocalTime {
    pub(crate) fn parse(string: &str) -> Option<Self> {
        let (date, clock) = string.split_once('T')?;
        let (clock, offset) = split_offset(clock)?;
        let date = Date::parse(date)?;
        let (seconds, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
        let clock = match fraction {
            None => match_digits(clock, "00:00:00").or_else(|| match_digits(clock, "00:00"))?,
            Some(_) => match_digits(seconds, "00:00:00")?,
        };
        let nanosecond = match fraction.unwrap_or("0") {
            fraction if fraction.is_empty() || fraction.len() > 9 => return None,
            fraction => number(&match_digits(&format!("{fraction:0<9}"), "000000000")?),
        };
        let (hour, minute) = (number(&clock[..2]), number(&clock[2..4]));
        let second = number(clock.get(4..).unwrap_or_default());
        let time = Self { date, hour, minute, second, nanosecond };
        (hour < 24 && minute < 60 && second < 60).then_some(time)?.plus_minutes(TURKEY - offset)
    }

    fn plus_minutes(mut self, minutes: i32) -> Option<Self> {
        let mut minute = i32::try_from(self.hour * 60 + self.minute).ok()? + minutes;
        while minute < 0 {
            self.date = self.date.previous()?;
            minute += DAY;
        }
        while minute >= DAY {
            self.date = self.date.next()?;
            minute -= DAY;
        }
        let minute = u32::try_from(minute).ok()?;
        Some(Self { hour: minute / 60, minute: minute % 60, ..self })
    }
}

/// A day, and Turkey's offset from UTC, in minutes.
const DAY: i32 = 24 * 60;
const TURKEY: i32 = 3 * 60;

/// Splits a time of day from its offset in minutes, Turkey's if there is none.
fn split_offset(clock: &str) -> Option<(&str, i32)> {
    if let Some(clock) = clock.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let Some(sign) = clock.find(['+', '-']) else { return Some((clock, TURKEY)) };
    let (clock, offset) = clock.split_at(sign);
    let (sign, digits) = offset.split_at(1);
    let digits = ["00:00", "0000", "00"].iter().find_map(|pattern| match_digits(digits, pattern))?;
    let (hours, minutes) = (number(&digits[..2]), number(&digits[2..]));
    let offset = i32::try_from(hours * 60 + minutes).ok().filter(|_| hours < 24 && minutes < 60)?;
    Some((clock, if sign == "-" { -offset } else { offset }))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The form on the wire: with seconds, and with a fraction only if there is one.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, self.hour, self.minute, self.second)?;
        let fraction = format!(".{:09}", self.nanosecond);
        f.write_str(fraction.trim_end_matches('0').trim_end_matches('.'))
    }
}

//! Dates and local times as their description has them: `yyyy-MM-dd`, and `yyyy-MM-dd'T'HH:mm[:ss[.f…]]` with up to
//! nine decimals, optionally followed by `Z` or `+03:00`.

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
        let local = string.strip_suffix('Z').or_else(|| string.strip_suffix("+03:00")).unwrap_or(string);
        let (date, clock) = local.split_once('T')?;
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
        (hour < 24 && minute < 60 && second < 60).then_some(time)
    }
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

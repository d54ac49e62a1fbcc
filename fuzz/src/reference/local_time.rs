//! Dates and local times, from their description: `yyyy-MM-dd`, and `yyyy-MM-dd'T'HH:mm[:ss[.f…]]` with up to nine
//! decimals and perhaps `Z` or `+03:00` behind it.

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

/// Reads `text` against a pattern: `0` is a digit, any other letter itself. Gives the digits.
fn matched(text: &str, pattern: &str) -> Option<Vec<u32>> {
    let fits = |(byte, wanted): (u8, u8)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted };
    let is_match = text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits);
    is_match.then(|| text.chars().filter_map(|letter| letter.to_digit(10)).collect())
}

fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + digit)
}

impl Date {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let digits = matched(text, "0000-00-00")?;
        let date = Self { year: number(&digits[..4]), month: number(&digits[4..6]), day: number(&digits[6..]) };
        (date.day >= 1 && date.day <= date.days_in_month()).then_some(date)
    }

    fn days_in_month(self) -> u32 {
        let divides = |years| self.year.is_multiple_of(years);
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
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.strip_suffix('Z').or_else(|| text.strip_suffix("+03:00")).unwrap_or(text);
        let (date, clock) = text.split_once('T')?;
        let date = Date::read(date)?;
        let (seconds, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
        let clock = match fraction {
            None => matched(clock, "00:00:00").or_else(|| matched(clock, "00:00"))?,
            Some(_) => matched(seconds, "00:00:00")?,
        };
        let nanosecond = match fraction.unwrap_or("0") {
            fraction if fraction.is_empty() || fraction.len() > 9 => return None,
            fraction => number(&matched(&format!("{fraction:0<9}"), "000000000")?),
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

/// With seconds, and with as many decimals as it takes.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.date, self.hour, self.minute, self.second)?;
        let fraction = format!(".{:09}", self.nanosecond);
        f.write_str(fraction.trim_end_matches('0').trim_end_matches('.'))
    }
}

//! Times as Craftgate writes them: local to Turkey, without a zone.
//!
//! Written as `2026-03-25T16:51:34`, with a fraction only where there is one. Read leniently: without seconds, and with
//! up to nine fractional digits, since Craftgate sends both; with an offset in one of ISO 8601's forms (`Z`, `+03:00`,
//! `+0300`, `+03`), since a time with one has one meaning, which is converted to Turkey's time. Nothing else is read:
//! other separators, words and numbers would have to be guessed at.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use serde::de::{Deserializer, Visitor};
use serde::ser::{Error as _, Serializer};

use super::{Expected, Wire, reject_unexpected};

/// Shows a time the way it goes on the wire.
pub(crate) struct Local(pub(crate) NaiveDateTime);

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}", self.0.date(), self.0.hour(), self.0.minute(), self.0.second())?;
        match self.0.nanosecond() % 1_000_000_000 {
            0 => Ok(()),
            nanos => {
                let fraction = format!("{nanos:09}");
                write!(f, ".{}", fraction.trim_end_matches('0'))
            }
        }
    }
}

/// Whether the year has the four digits that the format has room for.
pub(crate) fn has_wire_form(date: NaiveDate) -> bool {
    (0..=9999).contains(&date.year())
}

/// Turkey's offset from UTC all year, in minutes.
const TURKEY: i64 = 180;

/// Reads a time into Turkey's local time; `None` for any other string.
pub(crate) fn parse(text: &str) -> Option<NaiveDateTime> {
    let (date, rest) = text.as_bytes().split_first_chunk::<10>()?;
    let date = parse_date(date)?;
    let (hour, minute, rest) = match rest {
        [b'T', h, ten, b':', m, min, rest @ ..] => (digits(&[*h, *ten])?, digits(&[*m, *min])?, rest),
        _ => return None,
    };
    let (rest, offset) = split_offset(rest)?;
    let (second, nanos) = match rest {
        [] => (0, 0),
        [b':', ten, one] => (digits(&[*ten, *one])?, 0),
        [b':', ten, one, b'.', fraction @ ..] => (digits(&[*ten, *one])?, nanoseconds(fraction)?),
        _ => return None,
    };
    let time = date.and_hms_nano_opt(hour, minute, second, nanos)?;
    let time = time.checked_add_signed(TimeDelta::minutes(TURKEY - offset))?;
    has_wire_form(time.date()).then_some(time)
}

/// What stands before the offset, and its minutes; Turkey's where there is none.
fn split_offset(time: &[u8]) -> Option<(&[u8], i64)> {
    if let [time @ .., b'Z'] = time {
        return Some((time, 0));
    }
    let Some(sign) = time.iter().position(|byte| matches!(byte, b'+' | b'-')) else {
        return Some((time, TURKEY));
    };
    let (time, offset) = time.split_at_checked(sign)?;
    let (direction, hours, minutes) = match offset {
        [sign, h, hour] => (sign, [*h, *hour], [b'0'; 2]),
        [sign, h, hour, m, minute] | [sign, h, hour, b':', m, minute] => (sign, [*h, *hour], [*m, *minute]),
        _ => return None,
    };
    let (hours, minutes) = (digits(&hours).filter(|hours| *hours < 24)?, digits(&minutes).filter(|it| *it < 60)?);
    let offset = i64::from(60 * hours + minutes);
    Some((time, if *direction == b'-' { -offset } else { offset }))
}

fn parse_date(text: &[u8]) -> Option<NaiveDate> {
    match text {
        [year @ .., b'-', m, month, b'-', d, day] if year.len() == 4 => {
            let year = i32::try_from(digits(year)?).ok()?;
            NaiveDate::from_ymd_opt(year, digits(&[*m, *month])?, digits(&[*d, *day])?)
        }
        _ => None,
    }
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| 10 * number + u32::from(byte - b'0')))
}

fn nanoseconds(fraction: &[u8]) -> Option<u32> {
    let missing = 9_usize.checked_sub(fraction.len()).filter(|missing| *missing < 9)?;
    Some(digits(fraction)? * 10_u32.pow(u32::try_from(missing).ok()?))
}

impl Wire for NaiveDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !has_wire_form(self.date()) {
            return Err(S::Error::custom("a year without four digits has no form on the wire"));
        }
        serializer.collect_str(&Local(*self))
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LocalVisitor;

        impl Visitor<'_> for LocalVisitor {
            type Value = NaiveDateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a local time such as 2026-03-25T16:51:34")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<NaiveDateTime, E> {
                parse(text).ok_or_else(|| E::custom(format_args!("not {}", Expected(&self))))
            }

            reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
        }

        deserializer.deserialize_any(LocalVisitor)
    }
}

impl Wire for NaiveDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !has_wire_form(*self) {
            return Err(S::Error::custom("a year without four digits has no form on the wire"));
        }
        serializer.collect_str(self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DateVisitor;

        impl Visitor<'_> for DateVisitor {
            type Value = NaiveDate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as 2026-03-25")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<NaiveDate, E> {
                parse_date(text.as_bytes()).ok_or_else(|| E::custom(format_args!("not {}", Expected(&self))))
            }

            reject_unexpected!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
        }

        deserializer.deserialize_any(DateVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lenient_forms_are_read() {
        for (text, wire) in [
            ("2026-03-25T16:51:34", "2026-03-25T16:51:34"),
            ("2026-03-25T16:51", "2026-03-25T16:51:00"),
            ("2026-03-25T16:51:34.5", "2026-03-25T16:51:34.5"),
            ("2023-04-13T14:15:32.123456", "2023-04-13T14:15:32.123456"),
            ("2023-04-13T14:15:32.123456789", "2023-04-13T14:15:32.123456789"),
        ] {
            assert_eq!(parse(text).map(|time| Local(time).to_string()).as_deref(), Some(wire), "{text}");
        }
    }

    #[test]
    fn a_time_with_an_offset_is_converted_to_turkeys() {
        for (text, wire) in [
            ("2023-04-13T14:15:32.123Z", "2023-04-13T17:15:32.123"),
            ("2023-04-13T14:15Z", "2023-04-13T17:15:00"),
            ("2023-04-13T14:15:32+03:00", "2023-04-13T14:15:32"),
            ("2023-04-13T14:15:32+0300", "2023-04-13T14:15:32"),
            ("2023-04-13T14:15:32+03", "2023-04-13T14:15:32"),
            ("2023-04-13T14:15:32.5+00:00", "2023-04-13T17:15:32.5"),
            ("2023-04-13T14:15:32-00:00", "2023-04-13T17:15:32"),
            ("2023-04-13T14:15:32+02:00", "2023-04-13T15:15:32"),
            ("2023-12-31T20:15:32-05:30", "2024-01-01T04:45:32"),
            ("2024-03-01T01:00:00+14:00", "2024-02-29T14:00:00"),
        ] {
            assert_eq!(parse(text).map(|time| Local(time).to_string()).as_deref(), Some(wire), "{text}");
        }
        for text in [
            "2023-04-13T14:15:32+3",
            "2023-04-13T14:15:32+24:00",
            "2023-04-13T14:15:32+03:60",
            "2023-04-13T14:15:32+03:0",
            "2023-04-13T14:15:32+03.00",
            "2023-04-13T14:15:32 +03:00",
            "2023-04-13T14:15:32+03:00Z",
            "2023-04-13T14:15:32z",
            "2023-04-13T14:15:32 UTC",
            "2023-04-13T14:15:32[Europe/Istanbul]",
            "9999-12-31T22:00:00Z",
            "0000-01-01T00:00:00+04:00",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_date_has_a_year_of_four_digits() {
        assert_eq!(parse_date(b"2026-03-25"), NaiveDate::from_ymd_opt(2026, 3, 25));
        for text in ["", "26-03-25", "12026-03-25", "+2026-03-25", "99999999999-03-25", "2026-3-25", "2026-13-01"] {
            assert_eq!(parse_date(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn a_year_without_four_digits_is_not_written() {
        for year in [-1, 10_000] {
            let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            assert!(Wire::serialize(&date, serde_json::value::Serializer).is_err(), "{year}");
            assert!(
                Wire::serialize(&date.and_hms_opt(0, 0, 0).unwrap(), serde_json::value::Serializer).is_err(),
                "{year}"
            );
        }
    }

    #[test]
    fn what_is_neither_says_what_is_wanted_and_not_what_came() {
        for json in ["5258640000000001", "\"5258640000000001\"", "true", "0.5"] {
            let value = || serde_json::from_str::<serde_json::Value>(json).unwrap();
            let time = NaiveDateTime::deserialize(value()).unwrap_err();
            assert_eq!(time.to_string(), "not a local time such as 2026-03-25T16:51:34", "{json}");
            let date = NaiveDate::deserialize(value()).unwrap_err();
            assert_eq!(date.to_string(), "not a date such as 2026-03-25", "{json}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            "Z",
            "T",
            "2026-03-25",
            "2026-03-25 16:51:34",
            "2026-3-25T16:51:34",
            "2026-02-30T16:51:34",
            "2026-03-25T24:00:00",
            "2026-03-25T16:51:34.",
            "2026-03-25T16:51:34.1234567890",
            "2026-03-25T16:51.5",
            "2026-03-25T16:51.0",
            "2026-03-25T16:5",
            "2026-03-25T16:51:3",
            "2026-03-25T16-51-34",
            "12026-03-25T16:51:34",
            "2026-03-2ğT16:51:34",
            "+2026-03-25T16:51:34",
            "٢٠٢٦-03-25T16:51:34",
            "2026-03-25T16:51:34ZZ",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}

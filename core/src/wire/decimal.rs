//! Amounts and rates, exact in both directions.
//!
//! An amount never passes through a float. It is written as the JSON number with the caller's own
//! digits, and read from the number's digits, whether plain (`12.50`), quoted (`"12.50"`) or
//! in exponent form (`1.25E+1`).

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serialize as _, Serializer};
use serde_json::value::RawValue;

use super::{Wire, number};

/// The error of a string that is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecimalError {
    /// The string is not a number.
    NotANumber,
    /// The number needs more digits than a [`Decimal`] holds (28 or 29), so it can't be kept exactly.
    OutOfRange,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "not a decimal number",
            Self::OutOfRange => "a number with more digits than a decimal can hold",
        })
    }
}

impl std::error::Error for DecimalError {}

/// Returns the exact value of a number in plain or exponent form, with every digit and the scale.
///
/// ```
/// let price = craftgate_core::money::parse_decimal("100.00").unwrap();
/// assert_eq!(price.to_string(), "100.00");
/// ```
///
/// # Errors
///
/// [`DecimalError::NotANumber`] for anything that JSON would not call a number (leading zeros
/// aside), [`DecimalError::OutOfRange`] for a number that a [`Decimal`] can't hold exactly.
pub fn parse_decimal(number: &str) -> Result<Decimal, DecimalError> {
    if let Some(value) = parse_short(number) {
        return Ok(value);
    }
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(parse_exponent(exponent)?)),
        None => (number, None),
    };
    let (negative, magnitude) = match mantissa.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, mantissa),
    };
    let (whole, fraction) = match magnitude.split_once('.') {
        Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
        Some(_) => return Err(DecimalError::NotANumber),
        None => (magnitude, ""),
    };
    if !is_digits(whole) {
        return Err(DecimalError::NotANumber);
    }
    let mut value = match exponent {
        None => exact(whole, fraction)?,
        Some(exponent) => shifted(whole, fraction, exponent)?,
    };
    value.set_sign_negative(negative && !value.is_zero());
    Ok(value)
}

/// A number without an exponent whose digits fit 64 bits, as nearly every amount's do.
fn parse_short(text: &str) -> Option<Decimal> {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (mut value, mut point) = (0_i64, None);
    for (place, byte) in magnitude.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if place < 18 => value = value * 10 + i64::from(byte - b'0'),
            b'.' if place > 0 && point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let scale = point.map_or(0, |point| magnitude.len() - point - 1);
    let is_whole = !magnitude.is_empty() && (point.is_none() || scale > 0);
    let value = if magnitude.len() < text.len() { -value } else { value };
    is_whole.then(|| Decimal::new(value, u32::try_from(scale).unwrap_or_default()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_exponent(text: &str) -> Result<i64, DecimalError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !is_digits(digits) {
        return Err(DecimalError::NotANumber);
    }
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX);
    Ok(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// The value of `whole.fraction`. Zeros at the end that don't fit change nothing and are dropped.
fn exact(whole: &str, fraction: &str) -> Result<Decimal, DecimalError> {
    let (mut fraction, beyond) = fraction.split_at(fraction.len().min(28));
    if beyond.bytes().any(|digit| digit != b'0') {
        return Err(DecimalError::OutOfRange);
    }
    let whole = whole.trim_start_matches('0');
    loop {
        let scale = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
        let value = integer(whole.bytes().chain(fraction.bytes()));
        match value.and_then(|value| Decimal::try_from_i128_with_scale(value, scale).ok()) {
            Some(decimal) => return Ok(decimal),
            None => fraction = fraction.strip_suffix('0').ok_or(DecimalError::OutOfRange)?,
        }
    }
}

fn integer(mut digits: impl Iterator<Item = u8>) -> Option<i128> {
    digits.try_fold(0_i128, |value, digit| value.checked_mul(10)?.checked_add(i128::from(digit - b'0')))
}

/// The value of `whole.fraction × 10^exponent`.
fn shifted(whole: &str, fraction: &str, exponent: i64) -> Result<Decimal, DecimalError> {
    let all = [whole, fraction].concat();
    let mut digits = all.trim_start_matches('0').to_owned();
    if digits.is_empty() {
        return Ok(Decimal::ZERO);
    }
    let point = i64::try_from(digits.len()).ok().and_then(|len| len.checked_sub(i64::try_from(fraction.len()).ok()?));
    let point = point.and_then(|point| point.checked_add(exponent));
    // More digits than this hold no value that fits, or only zeros.
    let Some(point) = point.filter(|point| (-64..=64).contains(point)) else {
        return Err(DecimalError::OutOfRange);
    };
    match usize::try_from(point) {
        Ok(point) => {
            while digits.len() < point {
                digits.push('0');
            }
            let (whole, fraction) = digits.split_at(point);
            exact(whole, fraction)
        }
        Err(_) => {
            let zeros = "0".repeat(usize::try_from(-point).unwrap_or_default());
            exact("0", &(zeros + &digits))
        }
    }
}

impl Wire for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = Digits::of(self);
        let number: &RawValue = serde_json::from_str(digits.as_str()).map_err(S::Error::custom)?;
        number.serialize(serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parse_decimal(&number::exact(deserializer)?).map_err(D::Error::custom)
    }
}

/// A decimal as [`Decimal`]'s `Display` writes it, without the formatting machinery: a sign, a zero, a point and 28 digits
/// after it fit.
struct Digits {
    bytes: [u8; 40],
    start: usize,
}

impl Digits {
    /// Writes the digits from the last one on.
    fn of(decimal: &Decimal) -> Self {
        let mut digits = Self { bytes: [0; 40], start: 40 };
        let (mut rest, scale) = (decimal.mantissa().unsigned_abs(), decimal.scale());
        let mut place = 0;
        while rest > 0 || place <= scale {
            if place == scale && scale > 0 {
                digits.prepend(b'.');
            }
            let (others, last) = split_last_digit(rest);
            digits.prepend(b'0' + last);
            (rest, place) = (others, place + 1);
        }
        if decimal.is_sign_negative() {
            digits.prepend(b'-');
        }
        digits
    }

    fn prepend(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(self.start) {
            *place = byte;
        }
    }

    fn as_str(&self) -> &str {
        let written = self.bytes.get(self.start..).unwrap_or_default();
        std::str::from_utf8(written).unwrap_or_default()
    }
}

/// Returns a number without its last digit, and that digit. 64 bits, which hold nearly every amount, are divided faster.
fn split_last_digit(number: u128) -> (u128, u8) {
    let (others, last) = match u64::try_from(number) {
        Ok(number) => (u128::from(number / 10), number % 10),
        Err(_) => (number / 10, u64::try_from(number % 10).unwrap_or_default()),
    };
    (others, u8::try_from(last).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, DecimalError> {
        parse_decimal(text).map(|value| value.to_string())
    }

    #[test]
    fn every_digit_and_the_scale_are_kept() {
        for text in ["0", "0.00", "100", "100.00", "0.00000001", "12345678901234567890.12345678", "-3.50"] {
            assert_eq!(read(text).unwrap(), text);
        }
    }

    #[test]
    fn a_decimal_is_written_as_it_is_displayed() {
        for text in ["0", "0.00", "-0.05", "100.00", "18446744073709551615", "184467440737095516.16", "-3.50"] {
            let value = parse_decimal(text).unwrap();
            assert_eq!(Digits::of(&value).as_str(), text);
        }
        let mut negative_zero = Decimal::new(0, 2);
        negative_zero.set_sign_negative(true);
        let smallest = Decimal::from_i128_with_scale(1, 28);
        for value in [Decimal::MAX, Decimal::MIN, Decimal::new(i64::MIN, 18), smallest, -smallest, negative_zero] {
            assert_eq!(Digits::of(&value).as_str(), value.to_string());
        }
    }

    proptest::proptest! {
        #[test]
        fn every_decimal_is_written_as_it_is_displayed(mantissa in -(1_i128 << 96) + 1..1 << 96, bits in 0..96, scale in 0..=28_u32) {
            let value = Decimal::from_i128_with_scale(mantissa >> bits, scale);
            let digits = Digits::of(&value);
            proptest::prop_assert_eq!(digits.as_str(), value.to_string());
        }
    }

    #[test]
    fn eighteen_characters_without_an_exponent_are_parsed_the_short_way() {
        for text in ["0", "-0", "100", "0.5", "-3.50", "007", "123456789012345678", "-123456789012345.67"] {
            assert_eq!(parse_short(text), Some(text.parse().unwrap()), "{text}");
        }
        for text in ["1234567890123456789", "12345678901234567.89", "1E2", "", "-", ".5", "5.", "1.2.3", "--1"] {
            assert_eq!(parse_short(text), None, "{text}");
        }
    }

    #[test]
    fn the_exponent_form_is_read() {
        assert_eq!(read("1E+2").unwrap(), "100");
        assert_eq!(read("1e2").unwrap(), "100");
        assert_eq!(read("1.50E1").unwrap(), "15.0");
        assert_eq!(read("1E-8").unwrap(), "0.00000001");
        assert_eq!(read("-2.5E-3").unwrap(), "-0.0025");
        assert_eq!(read("1E+21").unwrap(), "1000000000000000000000");
        assert_eq!(read("0E+99999999999999999999").unwrap(), "0");
    }

    #[test]
    fn zeros_that_do_not_fit_change_nothing() {
        assert_eq!(read("1.00000000000000000000000000000000000000000").unwrap().trim_end_matches('0'), "1.");
        assert_eq!(read("79228162514264337593543950335.00").unwrap(), "79228162514264337593543950335");
    }

    #[test]
    fn what_does_not_fit_is_rejected() {
        for text in [
            "79228162514264337593543950336",
            "1E+29",
            "1E-29",
            "1E-999999999999999999999",
            "0.00000000000000000000000000001",
        ] {
            assert_eq!(read(text), Err(DecimalError::OutOfRange), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_rejected() {
        for text in ["", "-", ".", "1.", ".5", "+1", "1E", "1E+", "E5", "0x10", "1,5", "1_000", " 1", "NaN", "٣", "--1"]
        {
            assert_eq!(read(text), Err(DecimalError::NotANumber), "{text:?}");
        }
    }
}

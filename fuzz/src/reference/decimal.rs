//! Decimal numbers as their digits, of any length.

/// The most that 96 bits hold.
const LARGEST_MANTISSA: &str = "79228162514264337593543950335";
const MOST_DECIMALS: i128 = 28;

/// A number: `±digits × 10^exponent`, without zeros at either end of the digits. Equal numbers are equal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    negative: bool,
    digits: String,
    exponent: i128,
}

impl Number {
    /// Reads a number as JSON writes it. Zeros in front are let through.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let lower = unsigned.to_ascii_lowercase();
        let (mantissa, power) = lower.split_once('e').map_or((&*lower, "0"), |(mantissa, power)| (mantissa, power));
        let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, "0"), |(whole, fraction)| (whole, fraction));
        let power_digits = power.strip_prefix(['+', '-']).unwrap_or(power);
        if [whole, fraction, power_digits].iter().any(|part| !is_digits(part)) {
            return None;
        }
        let power = read_power(power_digits, power.starts_with('-'));
        Some(Self::normal(negative, &format!("{whole}{fraction}"), power - i128::try_from(fraction.len()).ok()?))
    }

    fn normal(negative: bool, digits: &str, exponent: i128) -> Self {
        let significant = digits.trim_matches('0');
        if significant.is_empty() {
            return Self { negative: false, digits: String::new(), exponent: 0 };
        }
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        Self { negative, digits: significant.to_owned(), exponent: exponent + i128::try_from(zeros).unwrap() }
    }

    /// Whether 96 bits and at most 28 decimals hold the number exactly.
    pub(crate) fn fits(&self) -> bool {
        let room = i128::try_from(LARGEST_MANTISSA.len()).unwrap();
        let whole_zeros = match self.exponent {
            _ if self.digits.is_empty() => return true,
            exponent if exponent < -MOST_DECIMALS || exponent > room => return false,
            exponent => usize::try_from(exponent).unwrap_or(0),
        };
        fits_mantissa(&format!("{}{}", self.digits, "0".repeat(whole_zeros)))
    }
}

/// The text that keeps a plain number's own decimals, where they fit.
pub(crate) fn as_written(text: &str) -> Option<String> {
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_plain = is_digits(whole) && (fraction.is_empty() || is_digits(fraction));
    let decimals = i128::try_from(fraction.len()).ok()?;
    if !is_plain || decimals > MOST_DECIMALS || !fits_mantissa(&format!("{whole}{fraction}")) {
        return None;
    }
    let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
    let sign = if format!("{whole}{fraction}").trim_matches('0').is_empty() { "" } else { sign };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

fn fits_mantissa(digits: &str) -> bool {
    let digits = digits.trim_start_matches('0');
    (digits.len(), digits) <= (LARGEST_MANTISSA.len(), LARGEST_MANTISSA)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A power of ten. One with more digits than any input has letters is as good as endless.
fn read_power(digits: &str, negative: bool) -> i128 {
    let power = digits.trim_start_matches('0').get(..30).map_or_else(|| digits.parse().unwrap_or(0), |_| 1 << 100);
    if negative { -power } else { power }
}

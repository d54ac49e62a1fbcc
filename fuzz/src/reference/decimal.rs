//! Decimal numbers as their digits, of any length.

/// The largest number of 96 bits.
const LARGEST_MANTISSA: &str = "79228162514264337593543950335";
/// The most decimals that a `Decimal` can have.
const MAX_SCALE: i128 = 28;

/// A number: `±digits × 10^exponent`, without leading or trailing zeros in the digits. Equal numbers are equal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    negative: bool,
    digits: String,
    exponent: i128,
}

impl Number {
    /// Parses a JSON number, which may have leading zeros.
    pub(crate) fn parse(string: &str) -> Option<Self> {
        let (negative, unsigned) = string.strip_prefix('-').map_or((false, string), |rest| (true, rest));
        let lower = unsigned.to_ascii_lowercase();
        let (mantissa, power) = lower.split_once('e').map_or((&*lower, "0"), |(mantissa, power)| (mantissa, power));
        let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, "0"), |(whole, fraction)| (whole, fraction));
        let power_digits = power.strip_prefix(['+', '-']).unwrap_or(power);
        if [whole, fraction, power_digits].iter().any(|part| !is_digits(part)) {
            return None;
        }
        let power = parse_power(power_digits, power.starts_with('-'));
        Some(Self::normalized(negative, &format!("{whole}{fraction}"), power - i128::try_from(fraction.len()).ok()?))
    }

    fn normalized(negative: bool, digits: &str, exponent: i128) -> Self {
        let significant = digits.trim_matches('0');
        if significant.is_empty() {
            return Self { negative: false, digits: String::new(), exponent: 0 };
        }
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        Self { negative, digits: significant.to_owned(), exponent: exponent + i128::try_from(zeros).unwrap() }
    }

    /// Returns true if 96 bits and at most 28 decimals represent the number exactly.
    pub(crate) fn fits(&self) -> bool {
        let longest = i128::try_from(LARGEST_MANTISSA.len()).unwrap();
        let whole_zeros = match self.exponent {
            _ if self.digits.is_empty() => return true,
            exponent if exponent < -MAX_SCALE || exponent > longest => return false,
            exponent => usize::try_from(exponent).unwrap_or(0),
        };
        fits_mantissa(&format!("{}{}", self.digits, "0".repeat(whole_zeros)))
    }
}

/// Returns a number's digits as a `Decimal` writes them, decimals unchanged; `None` with an exponent or too many digits.
pub(crate) fn canonical(string: &str) -> Option<String> {
    let (sign, unsigned) = string.strip_prefix('-').map_or(("", string), |rest| ("-", rest));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_plain = is_digits(whole) && (fraction.is_empty() || is_digits(fraction));
    let decimals = i128::try_from(fraction.len()).ok()?;
    if !is_plain || decimals > MAX_SCALE || !fits_mantissa(&format!("{whole}{fraction}")) {
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

fn is_digits(string: &str) -> bool {
    !string.is_empty() && string.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns an exponent, 2^100 standing for any of more than 30 digits: no input is long enough to offset it.
fn parse_power(digits: &str, negative: bool) -> i128 {
    let power = digits.trim_start_matches('0').get(..30).map_or_else(|| digits.parse().unwrap_or(0), |_| 1 << 100);
    if negative { -power } else { power }
}

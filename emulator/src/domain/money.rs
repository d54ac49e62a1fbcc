//! Amounts: which are let in, and how they are divided.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::refusal::{self, Refusal};

/// The largest amount that is let in, and the most digits behind its point. Within these, no sum,
/// product or quotient of this crate leaves the range of a [`Decimal`].
const LARGEST: Decimal = Decimal::from_parts(3_567_587_327, 232, 0, false, 0);
const MOST_DECIMALS: u32 = 8;

/// An amount above zero.
pub(crate) fn positive(name: &'static str, amount: Decimal) -> Result<Decimal, Refusal> {
    let fits = amount > Decimal::ZERO && amount <= LARGEST && amount.normalize().scale() <= MOST_DECIMALS;
    if !fits {
        return Err(refusal::INVALID.about(name));
    }
    // What goes are zeros.
    Ok(if amount.scale() > MOST_DECIMALS { amount.normalize() } else { amount })
}

/// An amount of zero or above.
pub(crate) fn not_negative(name: &'static str, amount: Decimal) -> Result<Decimal, Refusal> {
    if amount.is_zero() { Ok(Decimal::ZERO) } else { positive(name, amount) }
}

/// Divides an amount by weights, so that the parts add up to it exactly. Rounding favours the last.
pub(crate) fn split(amount: Decimal, weights: &[Decimal]) -> Vec<Decimal> {
    let whole: Decimal = weights.iter().sum();
    let scale = amount.scale().max(2);
    let mut left = amount;
    let mut parts = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let is_last = index + 1 == weights.len();
        let share = if is_last || whole.is_zero() { left } else { amount * weight / whole };
        let part = share.round_dp_with_strategy(scale, RoundingStrategy::ToZero).min(left);
        left -= part;
        parts.push(part);
    }
    parts
}

/// What a rate in percent of an amount comes to, to the second digit.
pub(crate) fn percent_of(rate: Decimal, amount: Decimal) -> Decimal {
    round(amount * rate / Decimal::ONE_HUNDRED)
}

/// To the second digit, as banks do it.
pub(crate) fn round(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use rust_decimal_macros::dec;

    use super::*;

    #[test]
    fn the_parts_of_a_split_add_up() {
        assert_eq!(split(dec!(100), &[dec!(1), dec!(1), dec!(1)]), [dec!(33.33), dec!(33.33), dec!(33.34)]);
        assert_eq!(split(dec!(0.01), &[dec!(5), dec!(5)]), [dec!(0), dec!(0.01)]);
        assert_eq!(split(dec!(90), &[dec!(60), dec!(40)]), [dec!(54), dec!(36)]);
        assert_eq!(split(dec!(7), &[]), []);
    }

    #[test]
    fn only_amounts_above_zero_and_within_reason_are_let_in() {
        assert_eq!(LARGEST, dec!(999_999_999_999));
        for amount in [dec!(0.00000001), dec!(1), dec!(999_999_999_999), dec!(1.000000000000)] {
            assert_eq!(positive("price", amount).unwrap(), amount);
        }
        for amount in [dec!(0), dec!(-1), dec!(1_000_000_000_000), dec!(0.000000001)] {
            assert!(positive("price", amount).is_err(), "{amount}");
        }
    }
}

//! Amounts: which are valid, and how they are divided.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::error::{ApiError, INVALID_VALUE};

/// The largest valid amount and its largest scale. Within these, no sum, product or quotient of this crate leaves the
/// range of a [`Decimal`].
const MAX_AMOUNT: Decimal = Decimal::from_parts(3_567_587_327, 232, 0, false, 0);
const MAX_SCALE: u32 = 8;

/// Returns a valid amount above zero.
pub(crate) fn positive(field: &'static str, amount: Decimal) -> Result<Decimal, ApiError> {
    let fits = amount > Decimal::ZERO && amount <= MAX_AMOUNT && amount.normalize().scale() <= MAX_SCALE;
    if !fits {
        return Err(INVALID_VALUE.field(field));
    }
    // Only trailing zeros are removed.
    Ok(if amount.scale() > MAX_SCALE { amount.normalize() } else { amount })
}

/// Returns a valid amount of zero or above.
pub(crate) fn not_negative(field: &'static str, amount: Decimal) -> Result<Decimal, ApiError> {
    if amount.is_zero() { Ok(Decimal::ZERO) } else { positive(field, amount) }
}

/// Returns a valid amount of any sign.
pub(crate) fn signed(field: &'static str, amount: Decimal) -> Result<Decimal, ApiError> {
    let magnitude = not_negative(field, amount.abs())?;
    Ok(if amount.is_sign_negative() { -magnitude } else { magnitude })
}

/// Returns an amount as it is read back from Craftgate's records, with eight decimal places.
pub(crate) fn stored(mut amount: Decimal) -> Decimal {
    amount.rescale(MAX_SCALE);
    amount
}

/// Divides an amount in proportion to weights. The parts add up to it exactly; the last one takes the rounding error.
pub(crate) fn split(amount: Decimal, weights: &[Decimal]) -> Vec<Decimal> {
    let total: Decimal = weights.iter().sum();
    let scale = amount.scale().max(2);
    let mut remaining = amount;
    let mut parts = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let is_last = index + 1 == weights.len();
        let share = if is_last || total.is_zero() { remaining } else { amount * weight / total };
        let part = share.round_dp_with_strategy(scale, RoundingStrategy::ToZero).min(remaining);
        remaining -= part;
        parts.push(part);
    }
    parts
}

/// Divides an amount in proportion to what remains of each part, of which it takes no more. It is at most their sum.
pub(crate) fn allocate(amount: Decimal, remaining: &[Decimal]) -> Vec<Decimal> {
    let mut shares: Vec<Decimal> =
        split(amount, remaining).into_iter().zip(remaining).map(|(share, remaining)| share.min(*remaining)).collect();
    let mut rest = amount - shares.iter().sum::<Decimal>();
    for (share, remaining) in shares.iter_mut().zip(remaining) {
        let more = rest.min(remaining - *share);
        *share += more;
        rest -= more;
    }
    shares
}

/// Returns a percentage of an amount, rounded to two digits.
pub(crate) fn percent_of(rate: Decimal, amount: Decimal) -> Decimal {
    round(amount * rate / Decimal::ONE_HUNDRED)
}

/// Rounds to two digits, midpoints away from zero.
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
    fn an_allocation_takes_no_more_than_remains() {
        assert_eq!(allocate(dec!(100), &[dec!(60), dec!(40)]), [dec!(60), dec!(40)]);
        assert_eq!(allocate(dec!(50), &[dec!(60), dec!(40)]), [dec!(30), dec!(20)]);
        assert_eq!(allocate(dec!(0.03), &[dec!(0.01), dec!(0.01), dec!(0.01)]), [dec!(0.01); 3]);
        assert_eq!(
            allocate(dec!(0.02), &[dec!(0.01), dec!(0.01), dec!(0.00001)]),
            [dec!(0.01), dec!(0.00999), dec!(0.00001)]
        );
    }

    #[test]
    fn amounts_outside_the_valid_range_are_rejected() {
        assert_eq!(MAX_AMOUNT, dec!(999_999_999_999));
        for amount in [dec!(0.00000001), dec!(1), dec!(999_999_999_999), dec!(1.000000000000)] {
            assert_eq!(positive("price", amount).unwrap(), amount);
        }
        for amount in [dec!(0), dec!(-1), dec!(1_000_000_000_000), dec!(0.000000001)] {
            assert!(positive("price", amount).is_err(), "{amount}");
        }
    }
}

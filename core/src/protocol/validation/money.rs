//! Amounts, baskets and installments.

use rust_decimal::Decimal;

use super::{ValidationError, ValidationWarning, Validator};

/// The most decimals of any of Craftgate's currencies.
const MOST_DECIMALS: u32 = 3;

/// The most installments of consumers' cards.
const USUAL_INSTALLMENTS: i32 = 12;

/// The most installments of any card.
const MOST_INSTALLMENTS: i32 = 36;

impl Validator {
    pub(crate) fn positive(&mut self, field: &'static str, amount: impl Into<Option<Decimal>>) -> &mut Self {
        let holds = amount.into().is_none_or(|amount| amount > Decimal::ZERO);
        self.check(holds, ValidationError::NotPositive { field })
    }

    /// Checks that an amount is above zero and has at most these decimals.
    pub(crate) fn amount(&mut self, field: &'static str, amount: Decimal, decimals: Option<u32>) -> &mut Self {
        self.positive(field, amount).decimals(field, [amount], decimals)
    }

    /// Checks that an amount is above zero, in a currency that the operation doesn't name.
    pub(crate) fn amount_in_any_currency(&mut self, field: &'static str, amount: Option<Decimal>) -> &mut Self {
        self.positive(field, amount).decimals(field, amount, Some(MOST_DECIMALS))
    }

    /// Checks that amounts have at most these decimals, not counting trailing zeros. `None` is a currency that is
    /// unknown to this version.
    pub(crate) fn decimals(
        &mut self,
        field: &'static str,
        amounts: impl IntoIterator<Item = Decimal>,
        decimals: Option<u32>,
    ) -> &mut Self {
        let Some(decimals) = decimals else { return self };
        let fits = amounts.into_iter().all(|amount| amount.normalize().scale() <= decimals);
        self.check(fits, ValidationError::TooManyDecimals { field, decimals })
    }

    /// Checks that there are lines, and that they add up to a price. `None` is a line whose price overflows a decimal.
    pub(crate) fn item_total(
        &mut self,
        field: &'static str,
        prices: impl IntoIterator<Item = Option<Decimal>>,
        price: Decimal,
    ) -> &mut Self {
        let mut prices = prices.into_iter().peekable();
        if prices.peek().is_none() {
            return self.error(ValidationError::NoItems { field });
        }
        match prices.try_fold(Decimal::ZERO, |sum, price| sum.checked_add(price?)) {
            Some(sum) => self.check(sum == price, ValidationError::ItemTotalMismatch { field, sum, price }),
            None => self.allow(field, false, "small enough to be added up"),
        }
    }

    /// Checks that the price to pay is plausible for the price of the basket, with any commission or discount.
    pub(crate) fn paid_price(&mut self, price: Decimal, paid_price: Decimal) -> &mut Self {
        let (least, most) = if price < paid_price { (price, paid_price) } else { (paid_price, price) };
        let field = "paidPrice";
        let reaches = |factor: i64| least.checked_mul(Decimal::from(factor)).is_some_and(|amount| amount <= most);
        match least > Decimal::ZERO {
            true if reaches(10) => self.error(ValidationError::ImplausiblePaidPrice { field, price, paid_price }),
            true if reaches(2) => self.warning(ValidationWarning::UnusualPaidPrice { field, price, paid_price }),
            _ => self,
        }
    }

    /// Checks that numbers of installments are supported by some card.
    pub(crate) fn installments(
        &mut self,
        field: &'static str,
        numbers: impl IntoIterator<Item = i32> + Clone,
    ) -> &mut Self {
        let (least, most) = (numbers.clone().into_iter().min(), numbers.into_iter().max());
        if least.is_some_and(|number| number < 1) {
            self.error(ValidationError::NotPositive { field });
        }
        match most {
            Some(installments) if installments > MOST_INSTALLMENTS => self.allow(field, false, "36 at most"),
            Some(installments) if installments > USUAL_INSTALLMENTS => {
                self.warning(ValidationWarning::UnusualInstallments { field, installments })
            }
            _ => self,
        }
    }
}

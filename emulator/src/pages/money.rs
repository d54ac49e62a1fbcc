//! Amounts as people write them.

use craftgate_core::Currency;
use rust_decimal::Decimal;

use super::language::Language;

/// Returns an amount with its currency, such as `1.250,00 ₺` or `₺1,250.00`.
pub(super) fn money(amount: Decimal, currency: &Currency, language: Language) -> String {
    let number = number(amount, language);
    match (symbol(currency), language) {
        (Some(symbol), Language::Turkish) => format!("{number} {symbol}"),
        (Some(symbol), Language::English) => format!("{symbol}{number}"),
        (None, _) => format!("{number} {currency}"),
    }
}

fn symbol(currency: &Currency) -> Option<&'static str> {
    match currency {
        Currency::Try => Some("₺"),
        Currency::Usd => Some("$"),
        Currency::Eur => Some("€"),
        Currency::Gbp => Some("£"),
        _ => None,
    }
}

/// Returns a number with two decimals at least, in groups of three digits.
fn number(amount: Decimal, language: Language) -> String {
    let scale = amount.normalize().scale().max(2);
    let digits = format!("{:.1$}", amount.abs(), usize::try_from(scale).unwrap_or(2));
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, "00"));
    let (group, point) = language.pick(('.', ','), (',', '.'));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "-" } else { "" };
    format!("{sign}{grouped}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use craftgate_core::Currency;
    use rust_decimal_macros::dec;

    use super::money;
    use crate::pages::language::Language::{English, Turkish};

    #[test]
    fn amounts_are_written_as_in_the_language() {
        assert_eq!(money(dec!(1250), &Currency::Try, Turkish), "1.250,00 ₺");
        assert_eq!(money(dec!(1250), &Currency::Try, English), "₺1,250.00");
        assert_eq!(money(dec!(999.9), &Currency::Usd, English), "$999.90");
        assert_eq!(money(dec!(-1234567.005), &Currency::Kwd, Turkish), "-1.234.567,005 KWD");
        assert_eq!(money(dec!(0), &Currency::Eur, Turkish), "0,00 €");
    }
}

//! Installment prices, and the card behind a BIN.

use std::collections::BTreeSet;

use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::{CardType, Currency};
use rust_decimal_macros::dec;

use crate::common::Shop;

#[test]
fn a_bin_identifies_its_card() {
    let shop = Shop::open();
    let bin = shop.send(&RetrieveBinNumber::new("40480900"));
    assert_eq!((bin.bin_number.as_str(), bin.bank_name.as_deref()), ("40480900", Some("YAPI VE KREDİ BANKASI A.Ş.")));
    assert_eq!(bin.card_type, Some(CardType::CreditCard));
    assert_eq!(shop.send(&RetrieveBinNumber::new("404809")).bank_code, Some(67));
    assert_eq!(shop.rejection(&RetrieveBinNumber::new("12345678")).status, 404);
    assert_eq!(shop.rejection(&RetrieveBinNumber::new("kırk")).status, 422);
}

#[test]
fn installments_cost_more_the_longer_they_run() {
    let shop = Shop::open();
    let search = SearchInstallments::new(dec!(100.00)).currency(Currency::Try).bin_number("40430800");
    let found = shop.send(&search.distinct_card_brands_with_lowest_commissions(true));
    let choices: Vec<_> = found.items[0]
        .installment_prices
        .iter()
        .map(|choice| {
            (choice.installment_number.unwrap(), choice.installment_price.unwrap(), choice.total_price.unwrap())
        })
        .collect();
    assert_eq!(choices[0], (1, dec!(100.00), dec!(100.00)));
    assert_eq!(choices[2], (3, dec!(34.17), dec!(102.50)));
    assert_eq!(choices.len(), 6);

    let debit = shop.send(&SearchInstallments::new(dec!(100)).bin_number("47968100"));
    assert_eq!(debit.items[0].installment_prices.len(), 1);
    let families: Vec<_> =
        shop.send(&SearchInstallments::new(dec!(100))).items.into_iter().map(|item| item.card_brand.unwrap()).collect();
    assert_eq!(families.len(), families.iter().collect::<BTreeSet<_>>().len());
    for family in ["Wings", "Axess", "Bonus", "Garanti BBVA CC", "World", "Maximum"] {
        assert!(families.iter().any(|found| found == family), "{family}");
    }
    assert_eq!(shop.rejection(&SearchInstallments::new(dec!(0))).status, 422);
    assert_eq!(shop.rejection(&SearchInstallments::new(dec!(1)).bin_number("12345678")).status, 404);
}

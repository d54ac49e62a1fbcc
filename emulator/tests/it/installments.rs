//! Installment prices, and the card behind a BIN.

use std::collections::BTreeSet;

use craftgate_core::id::MerchantPosId;
use craftgate_core::installment::{Installment, RetrieveBinNumber, SearchInstallments};
use craftgate_core::merchant::{
    CreateMerchantPos, DeleteMerchantPos, PaymentAuthenticationType, PosIntegrator, PosOperationType, PosUser,
    PosUserType, UpdateMerchantPos,
};
use craftgate_core::payment::PaymentPhase;
use craftgate_core::{CardType, Currency, Secret};
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

#[test]
fn a_pos_decides_what_its_cards_need() {
    let shop = Shop::open();
    let of = |bin: &str| shop.send(&SearchInstallments::new(dec!(100)).bin_number(bin)).items.remove(0);
    let needs = |found: Installment| {
        let single = &found.installment_prices[0];
        assert_eq!(single.cvc_required, found.cvc_required);
        (found.force_3ds, single.force_3ds, found.cvc_required, found.installment_prices.len())
    };
    let (credit, debit) = ("52586400", "47968100");
    assert_eq!(needs(of(credit)), (Some(false), Some(false), Some(true), 6));
    assert_eq!(needs(of(debit)), (Some(false), Some(false), Some(true), 1));

    let pos = UpdateMerchantPos::new(MerchantPosId::new(1), "Emülatör").enable_installment(false);
    let three_ds = pos.enabled_payment_authentication_types([PaymentAuthenticationType::ThreeDs]);
    shop.send(&three_ds.enable_payment_without_cvc(true));
    assert_eq!(needs(of(credit)), (Some(false), Some(true), Some(false), 1));
    assert_eq!(needs(of(debit)), (Some(true), Some(true), Some(false), 1));
}

#[test]
fn installments_are_those_of_a_pos_that_can_take_the_payment() {
    let shop = Shop::open();
    let create = |integrator| {
        let user = PosUser::new("kullanıcı", Secret::from("parola"), PosUserType::Api, PosOperationType::Standard);
        shop.send(&CreateMerchantPos::new("Mağaza", Currency::Try, integrator, [user]).enable_loyalty(false))
    };
    let aliases = |search: SearchInstallments| {
        let found = shop.send(&search.bin_number("52586400")).items;
        found.into_iter().map(|item| item.installment_prices[0].pos_alias.clone()).collect::<Vec<_>>()
    };
    let search = || SearchInstallments::new(dec!(100));
    let first = [Some("emulator".to_owned())];
    assert_eq!(aliases(search()), first);
    assert_eq!(aliases(search().loyalty_exists(true)), first);
    assert_eq!(aliases(search().currency(Currency::Usd)), first);
    shop.emulator.set_autopilot("emulator", false);
    assert_eq!(aliases(search()), []);
    shop.emulator.set_autopilot("emulator", true);
    assert_eq!(aliases(search()), first);
    shop.send(&DeleteMerchantPos::new(MerchantPosId::new(1)));
    assert_eq!(aliases(search()), []);

    // A payment facilitator holds no money.
    let facilitators = create(PosIntegrator::Iyzico);
    assert_eq!(aliases(search().payment_phase(PaymentPhase::Auth)), [facilitators.alias]);
    assert_eq!(aliases(search().payment_phase(PaymentPhase::PreAuth)), []);
    assert!(shop.send(&search().payment_phase(PaymentPhase::PreAuth)).items.is_empty());
    let banks = create(PosIntegrator::Garanti);
    assert_eq!(aliases(search().payment_phase(PaymentPhase::PreAuth)), [banks.alias]);
    assert_eq!(aliases(search().loyalty_exists(true)), []);
    assert_eq!(aliases(search().currency(Currency::Usd)), []);
}

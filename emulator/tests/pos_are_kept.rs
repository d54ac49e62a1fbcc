//! The merchant's POS are added, changed, switched and deleted; their passwords are in no answer.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, payment, signed, text};
use craftgate_core::Currency;
use craftgate_core::merchant::{
    CreateMerchantPos, DeleteMerchantPos, PaymentAuthenticationType, PosIntegrator, PosOperationType, PosStatus,
    PosUser, PosUserType, RetrieveMerchantPos, RetrieveMerchantPosCommissions, SearchMerchantPoses, UpdateMerchantPos,
    UpdateMerchantPosCommissions, UpdateMerchantPosStatus, UpdatePosCommission,
};
use craftgate_core::onboarding::Status;
use rust_decimal_macros::dec;

fn user() -> PosUser {
    PosUser::new("kullanıcı", "gizli-parola", PosUserType::Api, PosOperationType::Standard)
}

fn garanti() -> CreateMerchantPos {
    CreateMerchantPos::new("Mağaza POS'u", Currency::Try, PosIntegrator::Garanti, [user()])
        .terminal_id("30691298")
        .threeds_key("gizli-anahtar")
        .enable_installment(true)
        .enabled_payment_authentication_types([PaymentAuthenticationType::ThreeDs])
}

#[test]
fn the_pos_of_the_payments_is_there_from_the_start() {
    let shop = Shop::open();
    let of_payment = shop.get(&payment(&[dec!(1)])).pos.unwrap();
    let found = shop.get(&SearchMerchantPoses::new()).items;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (Some(found[0].id), &found[0].name, &found[0].alias),
        (of_payment.id, &of_payment.name, &of_payment.alias)
    );
}

#[test]
fn a_pos_is_added_and_found() {
    let shop = Shop::open();
    let made = shop.get(&garanti());
    assert_eq!((made.status.clone(), made.currency.clone()), (PosStatus::Active, Some(Currency::Try)));
    assert_eq!((made.alias.as_deref(), made.terminal_id.as_deref()), (Some("1-garanti-2"), Some("30691298")));
    assert_eq!(made.enabled_payment_authentication_types, [PaymentAuthenticationType::ThreeDs]);
    assert_eq!(shop.get(&RetrieveMerchantPos::new(made.id)), made);
    assert_eq!(shop.get(&SearchMerchantPoses::new().alias("1-garanti-2").enable_installment(true)).items, [made]);
    assert_eq!(shop.get(&SearchMerchantPoses::new().currency(Currency::Eur)).items, []);
    assert_eq!(shop.refused(&RetrieveMerchantPos::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&garanti().status(PosStatus::Deleted)).status, 422);
}

#[test]
fn a_changed_pos_is_said_anew_but_for_its_status() {
    let shop = Shop::open();
    let made = shop.get(&garanti().status(PosStatus::Autopilot));
    let known = made.merchant_pos_users[0].clone();
    let update = UpdateMerchantPos::new(made.id, "Yeni ad").merchant_pos_users([known.clone(), user()]);
    let updated = shop.get(&update);
    assert_eq!((updated.name.as_deref(), updated.terminal_id.as_deref()), (Some("Yeni ad"), None));
    assert_eq!((&updated.status, &updated.alias), (&PosStatus::Autopilot, &made.alias));
    assert_eq!(updated.merchant_pos_users[0], known);
    assert_ne!(updated.merchant_pos_users[1].id, known.id);
    assert_eq!(shop.refused(&UpdateMerchantPos::new(7_i64, "?")).status, 404);
    assert_eq!(shop.refused(&update.merchant_pos_users([user().id(70_i64)])).status, 422);
}

#[test]
fn a_pos_is_switched_and_deleted() {
    let shop = Shop::open();
    let id = shop.get(&garanti()).id;
    shop.get(&UpdateMerchantPosStatus::new(id, PosStatus::RefundOnly));
    assert_eq!(shop.get(&RetrieveMerchantPos::new(id)).status, PosStatus::RefundOnly);
    assert_eq!(shop.refused(&UpdateMerchantPosStatus::new(id, "BROKEN")).status, 422);
    assert_eq!(shop.refused(&UpdateMerchantPosStatus::new(7_i64, PosStatus::Passive)).status, 404);
    shop.get(&DeleteMerchantPos::new(id));
    assert_eq!(shop.refused(&RetrieveMerchantPos::new(id)).status, 404);
    assert_eq!(shop.refused(&DeleteMerchantPos::new(id)).status, 404);
}

#[test]
fn commissions_are_set_one_by_one() {
    let shop = Shop::open();
    let id = shop.get(&garanti()).id;
    assert_eq!(shop.get(&RetrieveMerchantPosCommissions::new(id)).items, []);
    let commission =
        |installment, rate| UpdatePosCommission::new(installment, Status::Active).merchant_commission_rate(rate);
    let set = |commissions: Vec<UpdatePosCommission>| UpdateMerchantPosCommissions::new(id, commissions);
    shop.get(&set(vec![commission(1, dec!(0)), commission(3, dec!(2.5))]));
    let bonus = commission(3, dec!(2)).card_brand_name("Bonus");
    let all = shop.get(&set(vec![commission(3, dec!(3)), bonus])).items;
    let rates: Vec<_> = all.iter().map(|saved| saved.commission.merchant_commission_rate.unwrap()).collect();
    assert_eq!(rates, [dec!(0), dec!(3), dec!(2)]);
    let ids: Vec<_> = all.iter().map(|saved| saved.id.unwrap()).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(shop.get(&RetrieveMerchantPosCommissions::new(id)).items, all);

    assert_eq!(shop.refused(&set(vec![commission(0, dec!(1))])).status, 422);
    assert_eq!(shop.refused(&set(vec![commission(1, dec!(100.1))])).status, 422);
    assert_eq!(shop.refused(&RetrieveMerchantPosCommissions::new(7_i64)).status, 404);
    assert_eq!(shop.refused(&UpdateMerchantPosCommissions::new(7_i64, [])).status, 404);
}

#[test]
fn no_answer_holds_a_password() {
    let shop = Shop::open();
    let id = shop.get(&garanti()).id;
    shop.get(&UpdateMerchantPos::new(id, "Ad").merchant_pos_users([user()]).threeds_key("gizli-anahtar"));
    let url = "http://127.0.0.1/merchant/v1/merchant-poses";
    for target in [url.to_owned(), format!("{url}/{id}")] {
        let answer = shop.emulator.handle(signed(&shop.emulator, "GET", &target, ""));
        assert!(answer.status().is_success());
        assert!(!text(&answer).contains("gizli"), "{}", text(&answer));
    }
    let bad =
        r#"{"name":"a","currency":"TRY","posIntegrator":"GARANTI","merchantPosUsers":[{"posPassword":["gizli"]}]}"#;
    let refused = shop.emulator.handle(signed(&shop.emulator, "POST", url, bad));
    assert!(refused.status().is_client_error());
    assert!(!text(&refused).contains("gizli"));
}

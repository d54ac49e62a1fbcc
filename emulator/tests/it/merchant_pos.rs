//! The merchant's POS and their commissions.

use craftgate_core::id::{MerchantPosId, PosUserId};
use craftgate_core::merchant::{
    CreateMerchantPos, DeleteMerchantPos, PaymentAuthenticationType, PosIntegrator, PosOperationType, PosStatus,
    PosUser, PosUserType, RetrieveMerchantPos, RetrieveMerchantPosCommissions, SearchMerchantPoses, UpdateMerchantPos,
    UpdateMerchantPosCommissions, UpdateMerchantPosStatus, UpdatePosCommission,
};
use craftgate_core::onboarding::Status;
use craftgate_core::{Currency, Secret};
use rust_decimal_macros::dec;

use crate::common::{Shop, body_of, payment, signed};

fn user() -> PosUser {
    PosUser::new("kullanıcı", Secret::from("gizli-parola"), PosUserType::Api, PosOperationType::Standard)
}

fn garanti() -> CreateMerchantPos {
    CreateMerchantPos::new("Mağaza POS'u", Currency::Try, PosIntegrator::Garanti, [user()])
        .terminal_id("30691298")
        .threeds_key("gizli-anahtar")
        .enable_installment(true)
        .enabled_payment_authentication_types([PaymentAuthenticationType::ThreeDs])
}

#[test]
fn the_pos_of_every_payment_exists_from_the_start() {
    let shop = Shop::open();
    let of_payment = shop.send(&payment(&[dec!(1)])).pos.unwrap();
    let found = shop.send(&SearchMerchantPoses::new()).items;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (Some(found[0].id), &found[0].name, &found[0].alias),
        (of_payment.id, &of_payment.name, &of_payment.alias)
    );
}

#[test]
fn a_pos_is_created_and_found() {
    let shop = Shop::open();
    let made = shop.send(&garanti());
    assert_eq!((made.status.clone(), made.currency.clone()), (PosStatus::Active, Some(Currency::Try)));
    assert_eq!((made.alias.as_deref(), made.terminal_id.as_deref()), (Some("1-garanti-2"), Some("30691298")));
    assert_eq!(made.enabled_payment_authentication_types, [PaymentAuthenticationType::ThreeDs]);
    assert_eq!(shop.send(&RetrieveMerchantPos::new(made.id)), made);
    assert_eq!(shop.send(&SearchMerchantPoses::new().alias("1-garanti-2").enable_installment(true)).items, [made]);
    assert_eq!(shop.send(&SearchMerchantPoses::new().currency(Currency::Eur)).items, []);
    assert_eq!(shop.rejection(&RetrieveMerchantPos::new(MerchantPosId::new(7))).status, 404);
    assert_eq!(shop.rejection(&garanti().status(PosStatus::Deleted)).status, 422);
}

#[test]
fn an_update_replaces_the_pos_except_its_status() {
    let shop = Shop::open();
    let made = shop.send(&garanti().status(PosStatus::Autopilot));
    let known = made.merchant_pos_users[0].clone();
    let update = UpdateMerchantPos::new(made.id, "Yeni ad").merchant_pos_users([known.clone(), user()]);
    let updated = shop.send(&update);
    assert_eq!((updated.name.as_deref(), updated.terminal_id.as_deref()), (Some("Yeni ad"), None));
    assert_eq!((&updated.status, &updated.alias), (&PosStatus::Autopilot, &made.alias));
    assert_eq!(updated.merchant_pos_users[0], known);
    assert_ne!(updated.merchant_pos_users[1].id, known.id);
    assert_eq!(shop.rejection(&UpdateMerchantPos::new(MerchantPosId::new(7), "?")).status, 404);
    assert_eq!(shop.rejection(&update.merchant_pos_users([user().id(PosUserId::new(70))])).status, 422);
}

#[test]
fn the_status_of_a_pos_is_updated_and_the_pos_deleted() {
    let shop = Shop::open();
    let id = shop.send(&garanti()).id;
    shop.send(&UpdateMerchantPosStatus::new(id, PosStatus::RefundOnly));
    assert_eq!(shop.send(&RetrieveMerchantPos::new(id)).status, PosStatus::RefundOnly);
    assert_eq!(shop.rejection(&UpdateMerchantPosStatus::new(id, "BROKEN")).status, 422);
    assert_eq!(shop.rejection(&UpdateMerchantPosStatus::new(MerchantPosId::new(7), PosStatus::Passive)).status, 404);
    shop.send(&DeleteMerchantPos::new(id));
    assert_eq!(shop.rejection(&RetrieveMerchantPos::new(id)).status, 404);
    assert_eq!(shop.rejection(&DeleteMerchantPos::new(id)).status, 404);
}

#[test]
fn commissions_are_set_by_installment_and_card_family() {
    let shop = Shop::open();
    let id = shop.send(&garanti()).id;
    assert_eq!(shop.send(&RetrieveMerchantPosCommissions::new(id)).items, []);
    let commission =
        |installment, rate| UpdatePosCommission::new(installment, Status::Active).merchant_commission_rate(rate);
    let set = |commissions: Vec<UpdatePosCommission>| UpdateMerchantPosCommissions::new(id, commissions);
    shop.send(&set(vec![commission(1, dec!(0)), commission(3, dec!(2.5))]));
    let bonus = commission(3, dec!(2)).card_brand_name("Bonus");
    let all = shop.send(&set(vec![commission(3, dec!(3)), bonus])).items;
    let rates: Vec<_> = all.iter().map(|saved| saved.commission.merchant_commission_rate.unwrap()).collect();
    assert_eq!(rates, [dec!(0), dec!(3), dec!(2)]);
    let ids: Vec<_> = all.iter().map(|saved| saved.id.unwrap().get()).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(shop.send(&RetrieveMerchantPosCommissions::new(id)).items, all);

    assert_eq!(shop.rejection(&set(vec![commission(0, dec!(1))])).status, 422);
    assert_eq!(shop.rejection(&set(vec![commission(1, dec!(100.1))])).status, 422);
    assert_eq!(shop.rejection(&RetrieveMerchantPosCommissions::new(MerchantPosId::new(7))).status, 404);
    assert_eq!(shop.rejection(&UpdateMerchantPosCommissions::new(MerchantPosId::new(7), [])).status, 404);
}

#[test]
fn no_response_contains_a_password() {
    let shop = Shop::open();
    let id = shop.send(&garanti()).id;
    shop.send(&UpdateMerchantPos::new(id, "Ad").merchant_pos_users([user()]).threeds_key("gizli-anahtar"));
    let url = "http://127.0.0.1/merchant/v1/merchant-poses";
    for target in [url.to_owned(), format!("{url}/{id}")] {
        let response = shop.emulator.handle(signed(&shop.emulator, "GET", &target, ""));
        assert!(response.status().is_success());
        assert!(!body_of(&response).contains("gizli"), "{}", body_of(&response));
    }
    let bad =
        r#"{"name":"a","currency":"TRY","posIntegrator":"GARANTI","merchantPosUsers":[{"posPassword":["gizli"]}]}"#;
    let rejected = shop.emulator.handle(signed(&shop.emulator, "POST", url, bad));
    assert!(rejected.status().is_client_error());
    assert!(!body_of(&rejected).contains("gizli"));
}

//! What a POS accepts, and which one takes a payment.

use craftgate_core::merchant::{
    CreateMerchantPos, PaymentAuthenticationType, Pos, PosIntegrator, PosOperationType, PosStatus, PosUser,
    PosUserType, UpdateMerchantPosStatus,
};
use craftgate_core::payment::{Card, CreatePayment, InitThreeDsPayment, PaymentPhase, PaymentStatus, RetrievePayment};
use craftgate_core::payment_reporting::SearchPayments;
use craftgate_core::{Currency, Secret};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, GOOD_CARD, POOR_CARD, Shop, card, card_to_store, payment};

/// A card that is declined with `DO_NOT_HONOUR`.
const NOT_HONOURED_CARD: &str = "5100560000006669";
const DEBIT_CARD: &str = "4796810000000002";
const FOREIGN_CARD: &str = "4111111111111111";

fn pos(integrator: PosIntegrator, currency: Currency) -> CreateMerchantPos {
    let user = PosUser::new("kullanıcı", Secret::from("parola"), PosUserType::Api, PosOperationType::Standard);
    CreateMerchantPos::new("Mağaza", currency, integrator, [user])
}

fn alias(pos: &Pos) -> &str {
    pos.alias.as_deref().unwrap()
}

#[test]
fn a_payment_goes_to_the_pos_that_it_names() {
    let shop = Shop::open();
    let made = shop.send(&pos(PosIntegrator::Garanti, Currency::Try));
    let paid = shop.send(&payment(&[dec!(1)]).pos_alias(alias(&made)));
    let taken_by = paid.pos.unwrap();
    assert_eq!((taken_by.id, taken_by.name, taken_by.alias), (Some(made.id), made.name.clone(), made.alias.clone()));

    shop.send(&UpdateMerchantPosStatus::new(made.id, PosStatus::Passive));
    assert_eq!(shop.rejection(&payment(&[dec!(1)]).pos_alias(alias(&made))).status, 422);
}

#[test]
fn a_pos_takes_what_it_is_set_up_for() {
    let shop = Shop::open();
    let lira = shop.send(
        &pos(PosIntegrator::Garanti, Currency::Try)
            .enable_installment(false)
            .enable_foreign_card(false)
            .enable_payment_without_cvc(false),
    );
    let stored = shop.send(&card_to_store(GOOD_CARD));
    let by_token = || Card::stored(stored.card_user_key.clone(), stored.card_token.clone());
    let mut with_cvc = by_token();
    with_cvc.cvc = Some(Secret::from("000"));
    let pay = |card: Card| payment(&[dec!(1)]).card(card).pos_alias(alias(&lira));

    let mut in_installments: CreatePayment = pay(card(GOOD_CARD));
    in_installments.installment = 3;
    let mut in_dollars = pay(card(FOREIGN_CARD));
    in_dollars.currency = Currency::Usd;
    for rejected in [in_installments, in_dollars, pay(card(FOREIGN_CARD))] {
        assert_eq!(shop.rejection(&rejected).status, 422);
    }
    assert_eq!(shop.rejection(&pay(by_token())).status, 400);
    shop.send(&pay(with_cvc));
    shop.send(&payment(&[dec!(1)]).card(by_token()));

    // Only a bank can hold money.
    let facilitators = shop.send(&pos(PosIntegrator::Iyzico, Currency::Try));
    let held = |pos: &Pos| payment(&[dec!(1)]).payment_phase(PaymentPhase::PreAuth).pos_alias(alias(pos));
    assert_eq!(shop.rejection(&held(&facilitators)).status, 422);
    shop.send(&held(&lira));
}

#[test]
fn another_pos_is_tried_after_some_declines() {
    let shop = Shop::open();
    let tries = |payment: CreatePayment| {
        assert_eq!(shop.rejection(&payment).status, 422);
        let last = shop.send(&SearchPayments::new()).items.into_iter().max_by_key(|report| report.payment.id).unwrap();
        (last.retry_count, last.payment.pos.unwrap().alias)
    };
    let declined = |number: &str| payment(&[dec!(1)]).card(card(number));
    assert_eq!(tries(declined(NOT_HONOURED_CARD)), (Some(0), Some("emulator".to_owned())));

    let second = shop.send(&pos(PosIntegrator::Garanti, Currency::Try)).alias;
    assert_eq!(tries(declined(NOT_HONOURED_CARD)), (Some(1), second));
    let first = (Some(0), Some("emulator".to_owned()));
    assert_eq!(tries(declined(NOT_HONOURED_CARD).retry(false)), first);
    assert_eq!(tries(declined(NOT_HONOURED_CARD).pos_alias("emulator")), first);
    assert_eq!(tries(declined(POOR_CARD)), first);
}

#[test]
fn a_pos_can_demand_three_ds() {
    let shop = Shop::open();
    let create = |types: &[PaymentAuthenticationType]| {
        shop.send(&pos(PosIntegrator::Garanti, Currency::Try).enabled_payment_authentication_types(types.to_vec()))
    };
    let strict = create(&[PaymentAuthenticationType::ThreeDs]);
    let pay = |number: &str| payment(&[dec!(1)]).card(card(number)).pos_alias(alias(&strict));
    let group = |payment: &CreatePayment| shop.rejection(payment).group.unwrap();
    assert_eq!(group(&pay(DEBIT_CARD)), "DEBIT_CARDS_REQUIRES_3DS");
    assert_eq!(group(&pay(GOOD_CARD)), "REQUIRES_3DS");
    for number in [DEBIT_CARD, GOOD_CARD] {
        shop.send(&InitThreeDsPayment::new(pay(number), CALLBACK_URL));
    }
    let both = create(&[PaymentAuthenticationType::ThreeDs, PaymentAuthenticationType::NonThreeDs]);
    shop.send(&payment(&[dec!(1)]).card(card(DEBIT_CARD)).pos_alias(alias(&both)));
}

#[test]
fn a_pos_that_the_autopilot_has_closed_takes_no_payment() {
    let shop = Shop::open();
    let made = shop.send(&pos(PosIntegrator::Garanti, Currency::Try).status(PosStatus::Autopilot));
    let named = || payment(&[dec!(1)]).pos_alias(alias(&made));
    let taken_by = || shop.send(&payment(&[dec!(1)])).pos.unwrap().alias;
    let with_three_ds = |payment: CreatePayment| InitThreeDsPayment::new(payment, CALLBACK_URL);
    assert_eq!(taken_by().as_deref(), Some("emulator"));

    shop.emulator.set_autopilot(alias(&made), false);
    assert_eq!(shop.rejection(&named()).status, 422);
    assert_eq!(shop.rejection(&with_three_ds(named())).status, 422);
    assert_eq!(taken_by().as_deref(), Some("emulator"));
    shop.emulator.set_autopilot(alias(&made), true);
    shop.send(&named());

    // What names no POS goes to one that is open.
    shop.emulator.set_autopilot("emulator", false);
    assert_eq!(taken_by(), made.alias);
    shop.emulator.set_three_ds_pay(alias(&made), true);
    let id = shop.send(&with_three_ds(payment(&[dec!(1)]))).payment_id.unwrap();
    shop.approve(id);
    let paid = shop.send(&RetrievePayment::new(id));
    assert_eq!((paid.payment_status, paid.pos.unwrap().alias), (PaymentStatus::Success, made.alias.clone()));

    shop.send(&UpdateMerchantPosStatus::new(made.id, PosStatus::RefundOnly));
    for rejected in [shop.rejection(&payment(&[dec!(1)])), shop.rejection(&with_three_ds(payment(&[dec!(1)])))] {
        assert_eq!(rejected.description, "Ödeme alabilecek açık POS yok");
    }
    shop.emulator.set_autopilot("emulator", true);
    assert_eq!(taken_by().as_deref(), Some("emulator"));
}

//! The bank's page posts a callback that the merchant can verify, and the payment can then be completed
//! once.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, payment};
use craftgate_core::callback::{self, CallbackError, CallbackVersion, NextStep};
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, MdStatus, PaymentPhase,
    PaymentStatus, PostAuthPayment, RetrievePayment,
};
use craftgate_core::{Json, JsonMap};
use craftgate_emulator::{Emulator, ThreeDsPage};
use rust_decimal_macros::dec;

const CALLBACK_URL: &str = "https://shop.example.com/3ds?order=17&from=\"web\"";

fn start() -> InitThreeDsPayment {
    InitThreeDsPayment::new(payment(&[dec!(60), dec!(40)]), "https://shop.example.com/3ds?order=17&try=1")
}

fn page(start: &InitThreeDsPaymentResponse) -> ThreeDsPage {
    ThreeDsPage::parse(&start.html_content.as_ref().unwrap().decode().unwrap()).unwrap()
}

#[test]
fn a_callback_of_version_1_verifies() {
    let shop = Shop::open();
    let started = shop.get(&start());
    assert_eq!(started.payment_status, Some(PaymentStatus::InitThreeDs));
    assert_eq!(started.additional_action, Some(AdditionalAction::ShowHtmlContent));
    let page = page(&started);
    assert_eq!(page.action(), "https://shop.example.com/3ds?order=17&try=1");

    let callback = callback::verify(&shop.emulator.callback_key(), page.form_body().as_bytes()).unwrap();
    assert_eq!(callback.version(), CallbackVersion::V1);
    let id = started.payment_id.unwrap();
    assert_eq!(callback.next_step(id), NextStep::Complete(CompleteThreeDsPayment::new(id)));
    assert_eq!(callback.conversation_id(), Some("sipariş-17"));
    assert_eq!(callback.field("completeStatus"), Some("WAITING"));
    assert_eq!((callback.is_success(), callback.md_status()), (true, None));
    assert!(!page.fields().iter().any(|(name, _)| name == "hashParams"));
}

#[test]
fn a_callback_of_version_2_verifies() {
    let shop = Shop::open();
    let page = page(&shop.get(&start().callback_v2()));
    let names = page.fields().iter().find(|(name, _)| name == "hashParams").unwrap();
    assert_eq!(names.1, "status:completeStatus:paymentId:conversationId:mdStatus");
    let callback = callback::verify(&shop.emulator.callback_key(), page.form_body().as_bytes()).unwrap();
    assert_eq!(callback.version(), CallbackVersion::V2);
    assert_eq!(callback.md_status(), Some(MdStatus(1)));
    assert_eq!(callback.conversation_id(), Some("sipariş-17"));
}

#[test]
fn version_2_is_asked_for_by_number_or_name() {
    let shop = Shop::open();
    let asked = |version: Json| {
        let mut start = start();
        start.payment.additional_params = Some(JsonMap::from([("threeDSCallbackVersion", version)]));
        page(&shop.get(&start)).fields().iter().any(|(name, _)| name == "mdStatus")
    };
    assert!(asked(2.into()) && asked("2".into()) && asked("V2".into()));
    assert!(!asked(1.into()) && !asked("V1".into()) && !asked(true.into()));
}

#[test]
fn a_payment_without_a_conversation_id_verifies_in_both_versions() {
    let shop = Shop::open();
    let mut start = start();
    start.payment.conversation_id = None;
    for start in [start.clone(), start.callback_v2()] {
        let page = page(&shop.get(&start));
        let callback = callback::verify(&shop.emulator.callback_key(), page.form_body().as_bytes()).unwrap();
        assert_eq!(callback.conversation_id(), None);
    }
}

#[test]
fn another_key_does_not_verify() {
    let shop = Shop::on(Emulator::builder().callback_key("merchantThreeDsCallbackKeySndbox").build());
    let form = page(&shop.get(&start())).form_body();
    assert!(callback::verify(&"merchantThreeDsCallbackKeySndbox".into(), form.as_bytes()).is_ok());
    assert_eq!(callback::verify(&"another".into(), form.as_bytes()), Err(CallbackError::Hash));
}

#[test]
fn a_page_can_not_be_broken_out_of() {
    let shop = Shop::open();
    let mut hostile = start();
    hostile.payment.conversation_id = Some("\"><script>alert(1)</script>".into());
    let started = shop.get(&hostile);
    assert!(!started.html_content.as_ref().unwrap().decode().unwrap().contains("<script>"));
    let page = page(&started);
    let callback = callback::verify(&shop.emulator.callback_key(), page.form_body().as_bytes()).unwrap();
    assert_eq!(callback.conversation_id(), Some("\"><script>alert(1)</script>"));

    for url in [CALLBACK_URL, "javascript:alert(1)", "/3ds", ""] {
        assert_eq!(shop.refused(&InitThreeDsPayment::new(payment(&[dec!(1)]), url)).status, 422, "{url}");
    }
}

#[test]
fn a_payment_is_completed_once() {
    let shop = Shop::open();
    let id = shop.get(&start()).payment_id.unwrap();
    assert_eq!(shop.get(&RetrievePayment::new(id)).payment_status, PaymentStatus::InitThreeDs);

    let paid = shop.get(&CompleteThreeDsPayment::new(id));
    assert_eq!(paid.payment_status, PaymentStatus::Success);
    assert_eq!((paid.is_three_ds, paid.md_status), (Some(true), Some(MdStatus(1))));
    assert_eq!(shop.get(&RetrievePayment::new(id)), paid);
    assert_eq!(shop.refused(&CompleteThreeDsPayment::new(id)).status, 422);

    let plain = shop.get(&payment(&[dec!(1)]));
    assert_eq!(shop.refused(&CompleteThreeDsPayment::new(plain.id)).status, 422);
    assert_eq!(shop.refused(&CompleteThreeDsPayment::new(99)).status, 404);
}

#[test]
fn money_can_be_held_with_three_ds() {
    let shop = Shop::open();
    let mut start = start();
    start.payment.payment_phase = Some(PaymentPhase::PreAuth);
    let id = shop.get(&start).payment_id.unwrap();
    assert_eq!(shop.refused(&PostAuthPayment::new(id)).status, 422);
    shop.get(&CompleteThreeDsPayment::new(id));
    assert_eq!(shop.get(&PostAuthPayment::new(id)).payment_phase, Some(PaymentPhase::PostAuth));
}

#[test]
fn a_start_is_checked_like_a_payment() {
    let shop = Shop::open();
    let mut wrong = start();
    wrong.payment.amounts.price = dec!(1);
    assert_eq!(shop.refused(&wrong).status, 422);
    assert_eq!(shop.refused(&RetrievePayment::new(1)).status, 404);
}

//! Payments with 3D Secure, and their callbacks.

use craftgate_core::callback::{self, CallbackError, CallbackKey, CallbackVersion, NextStep, StartedPayment};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, InitThreeDsPaymentResponse, MdStatus, PaymentPhase,
    PaymentStatus, PostAuthPayment, RetrievePayment,
};
use craftgate_core::{Json, JsonMap};
use craftgate_emulator::{Emulator, ThreeDsPage};
use rust_decimal_macros::dec;

use crate::common::{Shop, payment};

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
    let started = shop.send(&start());
    assert_eq!(started.payment_status, Some(PaymentStatus::InitThreeDs));
    assert_eq!(started.additional_action, Some(AdditionalAction::ShowHtmlContent));
    let page = page(&started);
    assert_eq!(page.action(), "https://shop.example.com/3ds?order=17&try=1");

    let callback = callback::verify(&shop.emulator.callback_key().unwrap(), page.form_body().as_bytes()).unwrap();
    assert_eq!(callback.version(), CallbackVersion::V1);
    let id = started.payment_id.unwrap();
    assert_eq!(
        callback.next_step(&StartedPayment::new(id, "sipariş-17")),
        NextStep::Complete(CompleteThreeDsPayment::new(id))
    );
    assert_eq!(callback.conversation_id(), Some("sipariş-17"));
    assert_eq!(callback.field("completeStatus"), Some("WAITING"));
    assert_eq!((callback.is_success(), callback.md_status()), (true, None));
    assert!(!page.fields().iter().any(|(name, _)| name == "hashParams"));
}

#[test]
fn a_callback_of_version_2_verifies() {
    let shop = Shop::open();
    let page = page(&shop.send(&start().callback_v2()));
    let names = page.fields().iter().find(|(name, _)| name == "hashParams").unwrap();
    assert_eq!(names.1, "status:completeStatus:paymentId:conversationId:mdStatus");
    let callback = callback::verify(&shop.emulator.callback_key().unwrap(), page.form_body().as_bytes()).unwrap();
    assert_eq!(callback.version(), CallbackVersion::V2);
    assert_eq!(callback.md_status(), Some(MdStatus(1)));
    assert_eq!(callback.conversation_id(), Some("sipariş-17"));
}

#[test]
fn version_2_is_requested_by_number_or_name() {
    let shop = Shop::open();
    let request = |version: Json| {
        let mut start = start();
        start.payment.additional_params = Some(JsonMap::from([("threeDSCallbackVersion", version)]));
        page(&shop.send(&start)).fields().iter().any(|(name, _)| name == "mdStatus")
    };
    assert!(request(2.into()) && request("2".into()) && request("V2".into()));
    assert!(!request(1.into()) && !request("V1".into()) && !request(true.into()));
}

#[test]
fn a_payment_without_a_conversation_id_verifies_in_both_versions() {
    let shop = Shop::open();
    let mut start = start();
    start.payment.conversation_id = None;
    for start in [start.clone(), start.callback_v2()] {
        let page = page(&shop.send(&start));
        let callback = callback::verify(&shop.emulator.callback_key().unwrap(), page.form_body().as_bytes()).unwrap();
        assert_eq!(callback.conversation_id(), None);
    }
}

#[test]
fn another_key_does_not_verify() {
    let shop = Shop::on(Emulator::builder().callback_key("merchantThreeDsCallbackKeySndbox").build());
    let form = page(&shop.send(&start())).form_body();
    assert!(callback::verify(&CallbackKey::new("merchantThreeDsCallbackKeySndbox").unwrap(), form.as_bytes()).is_ok());
    assert_eq!(callback::verify(&CallbackKey::new("another").unwrap(), form.as_bytes()), Err(CallbackError::Hash));
}

#[test]
fn the_page_escapes_its_content() {
    let shop = Shop::open();
    let mut malicious = start();
    malicious.payment.conversation_id = Some("\"><script>alert(1)</script>".into());
    let started = shop.send(&malicious);
    assert!(!started.html_content.as_ref().unwrap().decode().unwrap().contains("<script>"));
    let page = page(&started);
    let callback = callback::verify(&shop.emulator.callback_key().unwrap(), page.form_body().as_bytes()).unwrap();
    assert_eq!(callback.conversation_id(), Some("\"><script>alert(1)</script>"));

    for url in [CALLBACK_URL, "javascript:alert(1)", "/3ds", ""] {
        assert_eq!(shop.rejection(&InitThreeDsPayment::new(payment(&[dec!(1)]), url)).status, 422, "{url}");
    }
}

#[test]
fn a_payment_is_completed_once() {
    let shop = Shop::open();
    let id = shop.send(&start()).payment_id.unwrap();
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::InitThreeDs);

    let paid = shop.send(&CompleteThreeDsPayment::new(id));
    assert_eq!(paid.payment_status, PaymentStatus::Success);
    assert_eq!((paid.is_three_ds, paid.md_status), (Some(true), Some(MdStatus(1))));
    assert_eq!(shop.send(&RetrievePayment::new(id)), paid);
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(id)).status, 422);

    let plain = shop.send(&payment(&[dec!(1)]));
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(plain.id)).status, 422);
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(PaymentId::new(99))).status, 404);
}

#[test]
fn a_payment_with_three_ds_can_be_pre_authorized() {
    let shop = Shop::open();
    let mut start = start();
    start.payment.payment_phase = Some(PaymentPhase::PreAuth);
    let id = shop.send(&start).payment_id.unwrap();
    assert_eq!(shop.rejection(&PostAuthPayment::new(id)).status, 422);
    shop.send(&CompleteThreeDsPayment::new(id));
    assert_eq!(shop.send(&PostAuthPayment::new(id)).payment_phase, Some(PaymentPhase::PostAuth));
}

#[test]
fn the_payment_is_validated_at_the_start() {
    let shop = Shop::open();
    let mut wrong = start();
    wrong.payment.amounts.price = dec!(1);
    assert_eq!(shop.rejection(&wrong).status, 422);
    assert_eq!(shop.rejection(&RetrievePayment::new(PaymentId::new(1))).status, 404);
}

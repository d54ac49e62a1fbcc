//! Payments with 3D Secure, and their callbacks.

use craftgate_core::callback::{
    self, CallbackError, CallbackKey, CallbackVersion, CompleteStatus, NextStep, RetrievedNextStep, StartedPayment,
    ThreeDsCallback,
};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    AdditionalAction, CompleteThreeDsPayment, InitThreeDsPayment, MdStatus, PaymentPhase, PaymentStatus,
    PostAuthPayment, RetrievePayment,
};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Json, JsonMap};
use craftgate_emulator::{CallbackForm, Emulator, ThreeDsOutcome};
use rust_decimal_macros::dec;

use crate::common::{POOR_CARD, Shop, card, noon, payment};

const CALLBACK_URL: &str = "https://shop.example.com/3ds?order=17&from=\"web\"";

fn start() -> InitThreeDsPayment {
    InitThreeDsPayment::new(payment(&[dec!(60), dec!(40)]), "https://shop.example.com/3ds?order=17&try=1")
}

/// Starts a payment, and returns the form that the customer's browser posts.
fn finish(shop: &Shop, start: &InitThreeDsPayment, outcome: ThreeDsOutcome) -> CallbackForm {
    shop.emulator.authenticate(shop.send(start).payment_id.unwrap(), outcome).unwrap()
}

fn approve(shop: &Shop, start: &InitThreeDsPayment) -> CallbackForm {
    finish(shop, start, ThreeDsOutcome::Approved)
}

fn verify(shop: &Shop, form: &CallbackForm) -> ThreeDsCallback {
    callback::verify(&shop.emulator.callback_key().unwrap(), form.form_body().as_bytes()).unwrap()
}

#[test]
fn a_callback_of_version_1_verifies() {
    let shop = Shop::open();
    let started = shop.send(&start());
    assert_eq!(started.payment_status, Some(PaymentStatus::InitThreeDs));
    assert_eq!(started.additional_action, Some(AdditionalAction::ShowHtmlContent));
    let html = started.html_content.unwrap().decode().unwrap();
    assert!(html.contains("https://craftgate-emulator.invalid/three-ds/"), "{html}");
    assert!(html.contains("<title>3D Secure</title>"), "{html}");
    let id = started.payment_id.unwrap();
    let page = shop.approve(id);
    assert_eq!(page.action(), "https://shop.example.com/3ds?order=17&try=1");

    let callback = verify(&shop, &page);
    assert_eq!(callback.version(), CallbackVersion::V1);
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
    let page = approve(&shop, &start().callback_v2());
    let names = page.fields().iter().find(|(name, _)| name == "hashParams").unwrap();
    assert_eq!(names.1, "status:completeStatus:paymentId:conversationId:mdStatus");
    let callback = verify(&shop, &page);
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
        approve(&shop, &start).fields().iter().any(|(name, _)| name == "mdStatus")
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
        assert_eq!(verify(&shop, &approve(&shop, &start)).conversation_id(), None);
    }
}

#[test]
fn another_key_does_not_verify() {
    let shop = Shop::on(Emulator::builder().callback_key("merchantThreeDsCallbackKeySndbox").build());
    let form = approve(&shop, &start()).form_body();
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
    let callback = verify(&shop, &shop.approve(started.payment_id.unwrap()));
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
    let early = shop.rejection(&CompleteThreeDsPayment::new(id));
    assert_eq!((early.status, early.group), (422, None));
    shop.approve(id);
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::CallbackThreeDs);

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
    shop.approve(id);
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

#[test]
fn a_customer_who_is_not_authenticated_fails_the_payment() {
    let shop = Shop::open();
    let outcomes = [ThreeDsOutcome::Declined, ThreeDsOutcome::Cancelled, ThreeDsOutcome::TimedOut];
    let mut descriptions = Vec::new();
    for (outcome, start) in
        outcomes.into_iter().flat_map(|outcome| [(outcome, start()), (outcome, start().callback_v2())])
    {
        let started = shop.send(&start);
        let id = started.payment_id.unwrap();
        let form = shop.emulator.authenticate(id, outcome).unwrap();
        let callback = verify(&shop, &form);
        assert_eq!((callback.is_success(), callback.payment_id()), (false, None));
        assert!(callback.md_status().is_none_or(MdStatus::is_failure));
        // Without an id in it, a callback decides nothing about the payment.
        let started = start.started(&started).unwrap();
        let NextStep::Retrieve(retrieve) = callback.next_step(&started) else { panic!("{callback:?}") };
        let failed = shop.send(&retrieve);
        assert_eq!(started.next_step(&failed), RetrievedNextStep::Failed);
        assert_eq!((failed.payment_status, failed.md_status), (PaymentStatus::Failure, Some(MdStatus(0))));
        descriptions.push(failed.payment_error.unwrap().error_description.unwrap());
        let rejected = shop.rejection(&CompleteThreeDsPayment::new(id));
        assert_eq!((rejected.status, rejected.group, rejected.code < 10_000), (422, None, true));
    }
    descriptions.dedup();
    assert_eq!(descriptions.len(), 3, "{descriptions:?}");
    assert!(shop.emulator.events().iter().all(|event| event.status == WebhookStatus::Failure));
}

#[test]
fn a_partial_authentication_is_accepted_if_the_merchant_says_so() {
    let accepting = Shop::on(Emulator::builder().accept_partial_authentication(true).build());
    for shop in [&Shop::open(), &accepting] {
        for md_status in [MdStatus(2), MdStatus(3), MdStatus(4)] {
            let form = finish(shop, &start().callback_v2(), ThreeDsOutcome::Half(md_status));
            let callback = verify(shop, &form);
            assert_eq!((callback.is_success(), callback.md_status()), (true, Some(md_status)));
            let complete = CompleteThreeDsPayment::new(callback.payment_id().unwrap());
            if std::ptr::eq(shop, &accepting) {
                assert_eq!(shop.send(&complete).md_status, Some(md_status));
            } else {
                let rejected = shop.rejection(&complete);
                assert_eq!((rejected.status, rejected.group, rejected.code < 10_000), (422, None, true));
            }
        }
        let id = shop.send(&start()).payment_id.unwrap();
        for other in [0, 1, 5, -1] {
            assert!(shop.emulator.authenticate(id, ThreeDsOutcome::Half(MdStatus(other))).is_err());
        }
        assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::InitThreeDs);
    }
}

#[test]
fn a_customer_who_returns_again_changes_nothing() {
    let shop = Shop::open();
    for start in [start(), start().callback_v2()] {
        let started = shop.send(&start);
        let id = started.payment_id.unwrap();
        shop.approve(id);
        let before = shop.send(&RetrievePayment::new(id));
        let events = shop.emulator.events().len();
        for outcome in [ThreeDsOutcome::Approved, ThreeDsOutcome::Declined] {
            let callback = verify(&shop, &shop.emulator.authenticate(id, outcome).unwrap());
            assert!(callback.is_duplicate() && !callback.is_success());
            assert_eq!(
                callback.next_step(&start.started(&started).unwrap()),
                NextStep::Retrieve(RetrievePayment::new(id))
            );
        }
        assert_eq!((shop.send(&RetrievePayment::new(id)), shop.emulator.events().len()), (before, events));
        shop.send(&CompleteThreeDsPayment::new(id));
    }
    assert!(shop.emulator.authenticate(PaymentId::new(99), ThreeDsOutcome::Approved).is_err());
    let plain = shop.send(&payment(&[dec!(1)]));
    assert!(shop.emulator.authenticate(plain.id, ThreeDsOutcome::Approved).is_err());
}

#[test]
fn a_pos_of_three_ds_pay_charges_at_the_authentication() {
    let shop = Shop::open();
    assert!(!shop.emulator.set_three_ds_pay("yok", true));
    assert!(shop.emulator.set_three_ds_pay("emulator", true));
    let started = shop.send(&start());
    let id = started.payment_id.unwrap();
    let callback = verify(&shop, &shop.approve(id));
    assert_eq!(callback.complete_status(), Some(CompleteStatus::Completed));
    assert_eq!(callback.next_step(&start().started(&started).unwrap()), NextStep::Retrieve(RetrievePayment::new(id)));
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Success);
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(id)).status, 422);
    finish(&shop, &start(), ThreeDsOutcome::Declined);
    let half = shop.send(&start()).payment_id.unwrap();
    let callback = verify(&shop, &shop.emulator.authenticate(half, ThreeDsOutcome::Half(MdStatus(4))).unwrap());
    assert_eq!(callback.status(), PaymentStatus::Failure);
    let failed = shop.send(&RetrievePayment::new(half));
    assert_eq!((failed.payment_status, failed.md_status), (PaymentStatus::Failure, Some(MdStatus(4))));
    let description = failed.payment_error.unwrap().error_description.unwrap();
    assert_eq!(description, "Üye işyeri ayarı yarım 3D Secure doğrulamasını kabul etmiyor");
    assert_eq!(shop.rejection(&CompleteThreeDsPayment::new(half)).description, description);

    let events = shop.emulator.events();
    assert!(events.iter().all(|event| event.event_type == WebhookEventType::ApiVerifyAndAuth));
    let statuses: Vec<&WebhookStatus> = events.iter().map(|event| &event.status).collect();
    assert_eq!(statuses, [&WebhookStatus::Success, &WebhookStatus::Failure, &WebhookStatus::Failure]);
}

#[test]
fn a_pos_of_three_ds_pay_charges_a_partially_authenticated_customer_if_the_merchant_says_so() {
    let shop = Shop::on(Emulator::builder().accept_partial_authentication(true).build());
    shop.emulator.set_three_ds_pay("emulator", true);
    let callback = verify(&shop, &finish(&shop, &start(), ThreeDsOutcome::Half(MdStatus(4))));
    assert_eq!((callback.is_success(), callback.complete_status()), (true, Some(CompleteStatus::Completed)));
    let paid = shop.send(&RetrievePayment::new(callback.payment_id().unwrap()));
    assert_eq!(paid.payment_status, PaymentStatus::Success);
}

#[test]
fn a_pos_of_three_ds_pay_returns_the_error_on_completion() {
    let shop = Shop::open();
    shop.emulator.set_three_ds_pay("emulator", true);
    let poor = InitThreeDsPayment::new(payment(&[dec!(1)]).card(card(POOR_CARD)), "https://shop.example.com/3ds");
    let id = shop.send(&poor).payment_id.unwrap();
    shop.approve(id);
    let rejection = shop.rejection(&CompleteThreeDsPayment::new(id));
    assert_eq!((rejection.code, rejection.group.as_deref()), (10051, Some("NOT_SUFFICIENT_FUNDS")));
}

#[test]
fn a_failed_callback_has_the_payment_id_only_if_configured() {
    let named = Shop::on(Emulator::builder().clock(noon).name_failed_payments(true).build());
    for (shop, is_named) in [(Shop::open(), false), (named, true)] {
        for init in [start(), start().callback_v2()] {
            let started = init.started(&shop.send(&init)).unwrap();
            let form = shop.emulator.authenticate(started.payment_id, ThreeDsOutcome::Cancelled).unwrap();
            let callback = verify(&shop, &form);
            assert_eq!(callback.payment_id(), is_named.then_some(started.payment_id));
            match callback.next_step(&started) {
                NextStep::Failed => assert!(is_named),
                NextStep::Retrieve(retrieve) => {
                    assert!(!is_named);
                    assert_eq!(started.next_step(&shop.send(&retrieve)), RetrievedNextStep::Failed);
                }
                step => panic!("{step:?}"),
            }
        }
    }
}

//! Value lists, and payments under review.

use craftgate_core::id::{FraudCheckId, FraudValueId, PaymentId};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use craftgate_core::chrono::TimeDelta;
use craftgate_core::fraud::{
    AddCardFingerprintToValueList, AddValueToValueList, DeleteValueList, FraudCheckStatus, FraudOperation,
    FraudValueType, RemoveValueFromValueList, RetrieveAllValueLists, RetrieveValueList, SearchFraudChecks,
    SearchFraudRules, UpdateFraudCheckStatus,
};
use craftgate_core::masterpass::{GenerateMasterpassPaymentToken, MasterpassCustomer, MasterpassPayment};
use craftgate_core::payment::{
    ApmType, Basket, CompleteThreeDsPayment, FraudAction, FraudCheckParameters, InitApmPayment, InitCheckoutPayment,
    InitGarantiPayPayment, InitPosApmPayment, InitThreeDsPayment, PaymentMethod, PaymentStatus, PosApmPaymentProvider,
    RetrieveCheckoutPayment, RetrievePayment,
};
use craftgate_core::wallet::{CreateWallet, SendRemittance};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Currency, ErrorGroup, JsonMap};
use craftgate_emulator::{Emulator, MethodEntry};
use rust_decimal_macros::dec;

use crate::common::{CALLBACK_URL, Shop, amounts, card, items, member, noon, payment};

const LIST: &str = "kara liste/ğ";

fn email(value: &str) -> AddValueToValueList {
    AddValueToValueList::new(LIST, FraudValueType::Email).value(value)
}

fn values(shop: &Shop, list: &str) -> Vec<String> {
    shop.send(&RetrieveValueList::new(list)).values.into_iter().map(|value| value.value.unwrap()).collect()
}

#[test]
fn a_list_is_created_filled_emptied_and_deleted() {
    let shop = Shop::open();
    assert_eq!(shop.rejection(&RetrieveValueList::new(LIST)).status, 404);
    shop.send(&AddValueToValueList::new(LIST, FraudValueType::Email));
    assert_eq!(values(&shop, LIST), [""; 0]);
    for number in 0..12 {
        shop.send(&email(&format!("{number}@example.com")).label("Sahte"));
    }
    let listed = shop.send(&RetrieveValueList::new(LIST)).values;
    assert_eq!((listed.len(), listed[11].value.as_deref()), (12, Some("11@example.com")));
    assert_eq!((listed[0].label.as_deref(), listed[0].expire_in_seconds), (Some("Sahte"), None));
    shop.send(&RemoveValueFromValueList::new(LIST, listed[0].id.clone()));
    assert_eq!(values(&shop, LIST)[0], "1@example.com");

    shop.send(&AddValueToValueList::new("beyaz", FraudValueType::Ip).value("1.2.3.4"));
    let all = shop.send(&RetrieveAllValueLists::new());
    let names: Vec<_> = all.items.iter().map(|list| list.name.as_str()).collect();
    assert_eq!(names, ["beyaz", LIST]);
    shop.send(&DeleteValueList::new(LIST));
    assert_eq!(shop.send(&RetrieveAllValueLists::new()).items, all.items[..1]);
    assert_eq!(shop.rejection(&DeleteValueList::new(LIST)).status, 404);
    assert_eq!(shop.rejection(&email("a@example.com").duration_in_seconds(0)).status, 422);
    assert_eq!(shop.rejection(&AddValueToValueList::new("", FraudValueType::Ip)).status, 422);
}

#[test]
fn a_value_expires() {
    let seconds = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&seconds);
    let now = move || noon() + TimeDelta::seconds(clock.load(Ordering::Relaxed));
    let shop = Shop::on(Emulator::builder().clock(now).build());
    shop.send(&email("kısa@example.com").duration_in_seconds(60));
    shop.send(&email("uzun@example.com"));

    seconds.store(59, Ordering::Relaxed);
    assert_eq!(shop.send(&RetrieveValueList::new(LIST)).values[0].expire_in_seconds, Some(1));
    seconds.store(60, Ordering::Relaxed);
    assert_eq!(values(&shop, LIST), ["uzun@example.com"]);
    assert_eq!(shop.emulator.listed_values(LIST), ["uzun@example.com"]);
}

#[test]
fn a_card_is_listed_by_a_payment_never_by_its_number() {
    let shop = Shop::open();
    let paid = shop.send(&payment(&[dec!(1)]));
    let same = shop.send(&payment(&[dec!(2)]));
    let other = shop.send(&payment(&[dec!(1)]).card(card("4043080000000003")));
    let add = |payment_id: PaymentId| AddValueToValueList::new(LIST, FraudValueType::Card).payment_id(payment_id);
    shop.send(&add(paid.id).duration_in_seconds(86_400));
    shop.send(&add(other.id));
    let by_operation = AddCardFingerprintToValueList::new(LIST).operation(FraudOperation::Payment);
    shop.send(&by_operation.clone().operation_id(same.id.to_string()).label("Çalıntı"));

    let listed = shop.send(&RetrieveValueList::new(LIST)).values;
    assert_eq!(listed[0].value, listed[2].value);
    assert_ne!(listed[0].value, listed[1].value);
    assert_eq!(listed[0].expire_in_seconds, Some(7200));
    assert!(listed.iter().all(|value| !value.value.as_ref().unwrap().contains("5258640000000001")));

    assert_eq!(shop.rejection(&add(PaymentId::new(7))).status, 404);
    assert_eq!(shop.rejection(&add(PaymentId::new(1)).value("5258640000000001")).status, 422);
    let no_card = AddValueToValueList::new(LIST, FraudValueType::Ip).payment_id(PaymentId::new(1));
    assert_eq!(shop.rejection(&no_card).status, 422);
    assert_eq!(shop.rejection(&by_operation.clone()).status, 400);
    assert_eq!(shop.rejection(&by_operation.clone().operation_id("7")).status, 404);

    shop.send(&by_operation.operation_id("başka-yerde-17"));
    let listed = shop.send(&RetrieveValueList::new(LIST)).values;
    assert!(listed[..3].iter().all(|value| value.value != listed[3].value));
}

#[test]
fn the_merchant_decides_on_a_payment_under_review() {
    let shop = Shop::open();
    assert_eq!(shop.send(&SearchFraudChecks::new()).items, []);
    let paid = shop.send(&payment(&[dec!(12.50)]));
    let id = shop.emulator.review_payment(paid.id).unwrap();
    assert_eq!(shop.emulator.review_payment(PaymentId::new(7)), None);
    let payment = shop.send(&RetrievePayment::new(paid.id));
    assert_eq!((payment.fraud_id, payment.fraud_action), (Some(id), Some(FraudAction::Review)));

    let waiting = SearchFraudChecks::new().check_status(FraudCheckStatus::Waiting);
    let check = shop.send(&waiting).items.remove(0);
    assert_eq!((check.id, check.payment_id, check.action), (id, Some(paid.id), Some(FraudAction::Review)));
    let data = check.payment_data.unwrap();
    assert_eq!((data.paid_price, data.conversation_id.as_deref()), (Some(dec!(12.50)), Some("sipariş-17")));
    let rule = shop.send(&SearchFraudRules::new().operation(FraudOperation::Payment)).items.remove(0);
    assert_eq!((Some(rule.id), rule.name), (check.rule_id, check.rule_name));
    assert_eq!(shop.send(&SearchFraudRules::new().action(FraudAction::Block)).items, []);

    shop.send(&UpdateFraudCheckStatus::new(id, FraudCheckStatus::NotFraud));
    assert_eq!(shop.send(&waiting).items, []);
    let decided = shop.send(&SearchFraudChecks::new().payment_id(paid.id).min_created_date(noon()));
    assert_eq!(decided.items[0].check_status, FraudCheckStatus::NotFraud);
    assert_eq!(shop.rejection(&UpdateFraudCheckStatus::new(FraudCheckId::new(7), FraudCheckStatus::Fraud)).status, 404);
    assert_eq!(shop.rejection(&UpdateFraudCheckStatus::new(id, "MAYBE")).status, 422);
}

#[test]
fn a_listed_value_stops_a_payment_or_puts_it_under_review() {
    let shop = Shop::open();
    let card_of = |payment_id: PaymentId| {
        AddValueToValueList::new("blockList", FraudValueType::Card).payment_id(payment_id).duration_in_seconds(60)
    };
    let good = shop.send(&payment(&[dec!(1)]));
    shop.emulator.add_listed_value("blockList", "203.0.113.7");
    shop.emulator.add_listed_value("reviewList", "kotu@example.com");
    assert_eq!(shop.send(&SearchFraudRules::new().action(FraudAction::Block)).items.len(), 1);

    let blocked = shop.rejection(&payment(&[dec!(1)]).client_ip("203.0.113.7"));
    assert_eq!((blocked.status, blocked.group.as_deref()), (422, Some("FRAUD_BLOCK")));
    shop.send(&payment(&[dec!(1)]).client_ip("203.0.113.8"));

    let buyer = FraudCheckParameters::new().buyer_email("kotu@example.com");
    let suspect = shop.send(&payment(&[dec!(1)]).fraud_params(buyer.clone()));
    assert_eq!((suspect.payment_status, suspect.fraud_action), (PaymentStatus::Success, Some(FraudAction::Review)));
    let check = shop.send(&SearchFraudChecks::new().payment_id(suspect.id)).items.remove(0);
    assert_eq!((Some(check.id), check.rule_name.as_deref()), (suspect.fraud_id, Some("reviewList")));
    assert_eq!(check.payment_status, Some(PaymentStatus::Success));
    let of_status = |status| shop.send(&SearchFraudChecks::new().payment_status(status)).items;
    assert_eq!(of_status(PaymentStatus::Success), [check]);
    assert_eq!(of_status(PaymentStatus::Waiting), []);

    // What was stopped is recorded, too.
    let check = of_status(PaymentStatus::Failure).remove(0);
    assert_eq!((check.action, check.rule_name.as_deref()), (Some(FraudAction::Block), Some("blockList")));
    let stopped = shop.send(&RetrievePayment::new(check.payment_id.unwrap()));
    assert_eq!((stopped.fraud_id, stopped.fraud_action), (Some(check.id), Some(FraudAction::Block)));
    assert_eq!(stopped.payment_error.unwrap().error_group, Some(ErrorGroup::FraudBlock));

    // What is listed is the card, in whatever payment.
    shop.send(&card_of(good.id));
    assert_eq!(shop.rejection(&payment(&[dec!(1)])).group.as_deref(), Some("FRAUD_BLOCK"));
    let start = InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL);
    assert_eq!(shop.rejection(&start).group.as_deref(), Some("FRAUD_BLOCK"));
    shop.send(&payment(&[dec!(1)]).card(card("4043080000000003")));

    // A wallet's payment has a buyer, too.
    let member = shop.send(&member("alıcı-1")).id;
    shop.send(&CreateWallet::new(member));
    shop.send(&SendRemittance::new(member, "Hediye", dec!(50), Currency::Try));
    let mut by_wallet = payment(&[dec!(5)]).buyer_member_id(member).wallet_price(dec!(5)).fraud_params(buyer);
    by_wallet.card = None;
    assert_eq!(shop.send(&by_wallet.clone()).fraud_action, Some(FraudAction::Review));
    assert_eq!(shop.rejection(&by_wallet.client_ip("203.0.113.7")).group.as_deref(), Some("FRAUD_BLOCK"));
}

#[test]
fn the_rules_hold_for_cards_that_the_customer_has_elsewhere() {
    let shop = Shop::open();
    shop.emulator.add_listed_value("blockList", "203.0.113.7");
    shop.emulator.add_listed_value("reviewList", "kotu@example.com");
    let buyer = FraudCheckParameters::new().buyer_email("kotu@example.com");
    let wallet = InitPosApmPayment::new(
        Basket::new(amounts(), Currency::Try, items()),
        PosApmPaymentProvider::GarantiPay,
        CALLBACK_URL,
    );
    let wallet = wallet.additional_params(JsonMap::from([("integrationType", "WEB2APP")]));
    let suspect = shop.send(&wallet.clone().fraud_params(buyer)).payment_id.unwrap();
    let paid = shop.emulator.confirm_payment(suspect).unwrap();
    assert_eq!((paid.payment_status, paid.fraud_action), (PaymentStatus::Success, Some(FraudAction::Review)));
    let garanti = InitGarantiPayPayment::new(amounts(), Currency::Try, CALLBACK_URL, items());
    let token = |client_ip: &str| {
        let payment = MasterpassPayment::new(amounts(), Currency::Try, 1, items()).client_ip(client_ip);
        let customer = MasterpassCustomer { msisdn: "905551112233", user_id: "1" };
        GenerateMasterpassPaymentToken::new(customer, "52586400", false, payment)
    };
    for blocked in [
        shop.rejection(&wallet.client_ip("203.0.113.7")),
        shop.rejection(&garanti.clone().client_ip("203.0.113.7")),
        shop.rejection(&token("203.0.113.7")),
    ] {
        assert_eq!((blocked.status, blocked.group.as_deref()), (422, Some("FRAUD_BLOCK")));
    }
    shop.send(&garanti.client_ip("203.0.113.8"));

    // A card of a Masterpass account is known before it pays.
    let stolen = shop.send(&payment(&[dec!(1)])).id;
    shop.send(&AddValueToValueList::new("blockList", FraudValueType::Card).payment_id(stolen));
    assert_eq!(shop.rejection(&token("203.0.113.8")).group.as_deref(), Some("FRAUD_BLOCK"));
    shop.emulator.link_masterpass_account("905551112233");
    let checkout = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
    let page = shop.send(&checkout.masterpass_gsm_number("905551112233")).token;
    let entry = |last_four: &str| MethodEntry::new(PaymentMethod::Masterpass).account(last_four);
    let declined = shop.emulator.submit_checkout_method(&page, entry("0001")).unwrap_err();
    assert_eq!(declined.error().error_group, Some(ErrorGroup::FraudBlock));
    let stopped = shop.send(&RetrieveCheckoutPayment::new(page.clone()));
    assert_eq!((stopped.payment_status, stopped.fraud_action), (PaymentStatus::Failure, Some(FraudAction::Block)));
    let event = shop.emulator.events().pop().unwrap();
    assert_eq!((event.event_type, event.status), (WebhookEventType::CheckoutFormAuth, WebhookStatus::Failure));
    shop.emulator.submit_checkout_method(&page, entry("0003")).unwrap();

    // An alternative payment method has no card, and no document applies the rules to it.
    let papara = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items()).callback_url(CALLBACK_URL);
    assert!(shop.send(&papara.client_ip("203.0.113.7")).is_waiting());
}

#[test]
fn a_check_has_the_status_that_its_payment_has_now() {
    let shop = Shop::open();
    let start = InitThreeDsPayment::new(payment(&[dec!(1)]), CALLBACK_URL);
    let id = shop.send(&start).payment_id.unwrap();
    shop.emulator.review_payment(id);
    let status = || shop.send(&SearchFraudChecks::new().payment_id(id)).items.remove(0).payment_status;
    assert_eq!(status(), Some(PaymentStatus::InitThreeDs));
    shop.approve(id);
    assert_eq!(status(), Some(PaymentStatus::CallbackThreeDs));
    shop.send(&CompleteThreeDsPayment::new(id));
    assert_eq!(status(), Some(PaymentStatus::Success));
}

#[test]
fn a_value_is_removed_from_its_list() {
    let shop = Shop::open();
    let id = shop.emulator.add_listed_value("kara liste/ğ", "kotu@example.com");
    assert_eq!(shop.emulator.listed_values("kara liste/ğ"), ["kotu@example.com"]);
    let remove = RemoveValueFromValueList::new("kara liste/ğ", id);
    shop.send(&remove);
    assert_eq!(shop.emulator.listed_values("kara liste/ğ"), [""; 0]);
    assert_eq!(shop.rejection(&remove).status, 404);
    assert_eq!(shop.rejection(&RemoveValueFromValueList::new("yok", FraudValueId::new("1"))).status, 404);
}

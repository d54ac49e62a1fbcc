//! What customers, banks and Craftgate do.

use std::collections::BTreeSet;

use craftgate_core::Currency;
use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::id::{PaymentId, PayoutId};
use craftgate_core::pay_by_link::{CreateProduct, ProductText};
use craftgate_core::payment::{
    ApmType, ApprovePaymentTransactions, CompleteThreeDsPayment, InitApmPayment, InitCheckoutPayment,
    InitThreeDsPayment, PaymentStatus, RetrieveCheckoutPayment, RetrievePayment,
};
use craftgate_core::settlement_reporting::{BounceStatus, RetrievePayoutDetails};
use craftgate_core::wallet::{CreateWallet, SendRemittance};
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use super::{Controlled, card};
use crate::common::{CALLBACK_URL, amounts, items, member, payment, sale_of, seller};

fn approved() -> Value {
    json!({"outcome": "approved"})
}

#[test]
fn customers_and_banks_act() {
    let controlled = Controlled::open();
    let shop = &controlled.shop;
    let apm = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items());
    let id = shop.send(&apm).payment_id.unwrap();
    let confirmed = controlled.must("POST", &format!("/payments/{id}/confirm"), &Value::Null);
    assert_eq!(confirmed["paymentStatus"], "SUCCESS");
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Success);
    assert_eq!(controlled.must("POST", &format!("/payments/{id}/review"), &Value::Null), json!({"id": 1}));

    let page = shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
    let path = format!("/checkouts/{}/pay", page.token.expose());
    let paid = controlled.must("POST", &path, &json!({"card": card()}));
    assert_eq!(paid["paidPrice"], 100);
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(page.token)).paid_price, Some(dec!(100)));

    let page = shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
    let path = format!("/checkouts/{}/submit", page.token.expose());
    let step = controlled.must("POST", &path, &json!({"card": card(), "threeDs": true}));
    assert!(step["pageUrl"].as_str().unwrap().starts_with(&controlled.server.url()), "{step}");
    let form = controlled.must("POST", &format!("/payments/{}/authenticate", step["paymentId"]), &approved());
    assert_eq!(form["body"], format!("token={}", page.token.expose()));
    assert_eq!(shop.send(&RetrieveCheckoutPayment::new(page.token)).is_three_ds, Some(true));

    let id = shop.send(&apm).payment_id.unwrap();
    controlled.must("POST", &format!("/payments/{id}/visit"), &json!({"outcome": "later"}));
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Waiting);
    controlled.must("POST", &format!("/payments/{id}/visit"), &json!({"outcome": "declined"}));
    assert_eq!(shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Failure);
    let text = ProductText { name: "İpek şal", description: "El dokuması" };
    let product = CreateProduct::new(text, dec!(10), Currency::Try, [1]);
    let link = shop.send(&product).token.unwrap();
    let paid = controlled.must("POST", &format!("/links/{link}/pay"), &json!({"card": card()}));
    assert_eq!(paid["paidPrice"], 10);
    let link = shop.send(&product.multi_payment(true)).token.unwrap();
    let paid = controlled.must("POST", &format!("/links/{link}/pay"), &json!({"card": card(), "price": 3.5}));
    assert_eq!(paid["paidPrice"], 3.5);
    let step = controlled.must("POST", &format!("/links/{link}/submit"), &json!({"card": card()}));
    assert_eq!(step["form"]["target"], "_self");

    let ticket = shop.send(&InitBkmExpressPayment::new(amounts(), Currency::Try, items())).id;
    controlled.must("POST", &format!("/bkm-express/{ticket}/confirm"), &Value::Null);
    let transfer = json!({"amount": 12.5, "currency": "TRY", "senderName": "Çağrı Öz"});
    assert_eq!(controlled.must("POST", "/bank-transfers", &transfer), json!({"id": 1}));
    controlled.must("POST", "/value-lists/engelli%20ipler", &json!({"value": "127.0.0.1"}));
    assert_eq!(controlled.must("GET", "/value-lists/engelli%20ipler", &Value::Null), json!(["127.0.0.1"]));

    let events = controlled.must("GET", "/events", &Value::Null);
    let types: BTreeSet<&str> =
        events.as_array().unwrap().iter().map(|event| event["eventType"].as_str().unwrap()).collect();
    let expected = [
        "API_AUTH",
        "CHECKOUTFORM_AUTH",
        "MULTI_PAYMENT_COMPLETED",
        "BKM_EXPRESS_PAYMENT_NOTIFICATION",
        "BANK_ACCOUNT_TRACKING_RECORD",
    ];
    assert_eq!(types, BTreeSet::from(expected));
    let last = events.as_array().unwrap().last().unwrap();
    assert_eq!(last["payload"]["senderName"], "Çağrı Öz");
}

#[test]
fn the_bank_authenticates() {
    let controlled = Controlled::open();
    let start = || {
        let init = InitThreeDsPayment::new(payment(&[dec!(100)]), CALLBACK_URL);
        controlled.shop.send(&init).payment_id.unwrap()
    };
    let authenticate =
        |id: PaymentId, body: Value| controlled.must("POST", &format!("/payments/{id}/authenticate"), &body);
    let id = start();
    let form = authenticate(id, json!({"outcome": "approved"}));
    assert_eq!(form["url"], CALLBACK_URL);
    assert_eq!(form["fields"][0], json!({"name": "status", "value": "SUCCESS"}));
    assert!(form["body"].as_str().unwrap().starts_with("status=SUCCESS&"));
    assert_eq!(controlled.shop.send(&CompleteThreeDsPayment::new(id)).payment_status, PaymentStatus::Success);
    for body in [
        json!({"outcome": "declined"}),
        json!({"outcome": "cancelled"}),
        json!({"outcome": "timedOut"}),
        json!({"outcome": "half", "mdStatus": 3}),
    ] {
        let id = start();
        authenticate(id, body);
        controlled.shop.rejection(&CompleteThreeDsPayment::new(id));
    }
    controlled.must("PUT", "/pos/emulator/three-ds-pay", &json!({"enabled": true}));
    let id = start();
    authenticate(id, json!({"outcome": "approved"}));
    assert_eq!(controlled.shop.send(&RetrievePayment::new(id)).payment_status, PaymentStatus::Success);
}

#[test]
fn what_can_not_be_done_is_explained() {
    let controlled = Controlled::open();
    let none = Value::Null;
    let cases = [
        ("POST", "/payments/1/confirm", none.clone(), 422, "The payment was not found"),
        ("POST", "/payments/bir/confirm", none.clone(), 404, "there is no such payment"),
        ("POST", "/payments/1/review", none.clone(), 404, "there is no such payment"),
        ("POST", "/checkouts/yok/pay", json!({"card": card()}), 422, "The checkout payment was not found"),
        ("POST", "/checkouts/yok/pay", json!({"kart": 1}), 400, "kart: unknown field `kart`"),
        ("POST", "/bank-transfers", json!({"amount": "çok"}), 400, "amount"),
        ("PUT", "/clock", json!({"now": "dün"}), 400, "now: "),
        ("PUT", "/clock", json!({"now": "+12000-01-01T00:00:00"}), 422, "now: the year is not between"),
        ("POST", "/clock/advance", json!({"seconds": u64::MAX}), 422, "seconds: the year would be after 9999"),
        ("POST", "/faults", json!({"effect": "explode"}), 400, "effect: unknown variant"),
        ("POST", "/faults", json!({"times": 3}), 422, "effect: missing"),
        ("PUT", "/state", json!({"merchants": [{"apiKy": 1}]}), 422, "line 1: merchants[0].apiKy: "),
        ("PUT", "/state", json!({"merchants": []}), 422, "line 1: merchants: must not be empty"),
        ("POST", "/bank-transfers", json!({}), 400, "amount: missing field"),
        ("POST", "/bank-transfers", json!({"amount": -1}), 422, "amount: must be positive"),
        ("PUT", "/state", json!({"merchants": [{"apiKey": "x"}]}), 422, "was not started with a merchant"),
        ("GET", "/webhooks", none.clone(), 404, "without a webhook URL"),
        ("POST", "/webhooks/1/resend", none.clone(), 404, "no such webhook"),
        ("GET", "/clock?merchant=2", none.clone(), 404, "merchant: "),
        ("GET", "/nowhere", none.clone(), 404, "no such path"),
        ("DELETE", "/state", none, 404, "no such path"),
    ];
    for (method, path, body, expected, reason) in cases {
        let (status, response) = controlled.call(method, path, &body);
        assert_eq!(status, expected, "{method} {path}: {response}");
        let error: Value = serde_json::from_str(&response).unwrap();
        assert!(error["error"].as_str().unwrap().contains(reason), "{method} {path}: {response}");
    }
}

#[test]
fn a_code_is_entered_on_the_banks_page() {
    let controlled = Controlled::open();
    let init = InitThreeDsPayment::new(payment(&[dec!(100)]), CALLBACK_URL);
    let id = controlled.shop.send(&init).payment_id.unwrap();
    let enter = |code: &str| controlled.must("POST", &format!("/payments/{id}/code"), &json!({"code": code}));
    assert_eq!(enter("111111"), Value::Null, "the customer may try again");
    assert!(enter("123456")["body"].as_str().unwrap().starts_with("status=SUCCESS&"));
    assert!(enter("123456")["body"].as_str().unwrap().contains("callbackStatus=ALREADY_RETURNED"));
}

#[test]
fn a_checkout_page_is_paid_by_another_method() {
    let controlled = Controlled::open();
    let page = controlled.shop.send(&InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items()));
    let token = page.token.expose();
    let step = controlled.must("POST", &format!("/checkouts/{token}/method"), &json!({"method": "PAPARA"}));
    assert!(step["pageUrl"].as_str().unwrap().contains("/provider/"), "{step}");
    let posted = controlled.must("POST", &format!("/payments/{}/visit", step["paymentId"]), &approved());
    assert_eq!(posted["body"], format!("token={token}"));
    assert_eq!(controlled.must("GET", &format!("/checkouts/{token}/form"), &Value::Null), posted);
    let paid = controlled.shop.send(&RetrieveCheckoutPayment::new(page.token));
    assert_eq!(paid.payment_status, PaymentStatus::Success);
    assert_eq!(controlled.call("GET", "/checkouts/yok/form", &Value::Null).0, 404);
}

#[test]
fn a_checkout_page_is_paid_by_a_method_with_a_code_and_from_a_wallet() {
    let controlled = Controlled::open();
    let shop = &controlled.shop;
    let checkout = || InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
    let token = shop.send(&checkout()).token;
    let path = format!("/checkouts/{}/method", token.expose());
    assert_eq!(controlled.call("POST", &path, &json!({"method": "EDENRED"})).0, 422);
    let step = controlled.must("POST", &path, &json!({"method": "EDENRED", "account": "6036819041742253"}));
    let code = format!("/payments/{}/provider-code", step["paymentId"]);
    assert_eq!(controlled.call("POST", &code, &json!({"code": "000000"})).0, 422);
    let form = controlled.must("POST", &code, &json!({"code": "123456"}));
    assert_eq!(form["body"], format!("token={}", token.expose()));

    let buyer = shop.send(&member("alıcı-1")).id;
    shop.send(&CreateWallet::new(buyer));
    shop.send(&SendRemittance::new(buyer, "Hediye", dec!(130), Currency::Try));
    let token = shop.send(&checkout().buyer_member_id(buyer)).token;
    let paid = controlled.must("POST", &format!("/checkouts/{}/wallet", token.expose()), &Value::Null);
    assert_eq!(paid["paymentType"], "WALLET_PAYMENT");
    let token = shop.send(&checkout().buyer_member_id(buyer)).token;
    let entry = json!({"card": card(), "walletPrice": 30});
    let step = controlled.must("POST", &format!("/checkouts/{}/submit", token.expose()), &entry);
    assert_eq!(step["form"]["body"], format!("token={}", token.expose()));
    let paid = shop.send(&RetrieveCheckoutPayment::new(token));
    assert_eq!((paid.paid_price, paid.wallet_price), (Some(dec!(100)), Some(dec!(30))));
}

#[test]
fn the_customer_of_masterpass_consents() {
    let controlled = Controlled::open();
    let checkout = InitCheckoutPayment::new(amounts(), Currency::Try, CALLBACK_URL).items(items());
    let token = controlled.shop.send(&checkout.masterpass_gsm_number("905551112233")).token;
    let path = format!("/checkouts/{}/method", token.expose());
    let card = json!({"method": "MASTERPASS", "account": "0003"});
    let (status, response) = controlled.call("POST", &path, &card);
    assert!(status == 422 && response.contains("not consented"), "{status} {response}");
    controlled.must("POST", "/masterpass/link", &json!({"gsmNumber": "905551112233"}));
    let step = controlled.must("POST", &path, &card);
    let form =
        controlled.must("POST", &format!("/payments/{}/provider-code", step["paymentId"]), &json!({"code": "123456"}));
    assert_eq!(form["body"], format!("token={}", token.expose()));
}

#[test]
fn payouts_are_run_and_sent_back() {
    let controlled = Controlled::open();
    let shop = &controlled.shop;
    assert_eq!(controlled.must("POST", "/payouts/run", &Value::Null), json!({"ids": []}));
    let seller = shop.send(&seller("satıcı-1")).id;
    let sold = shop.send(&sale_of(seller));
    shop.send(&ApprovePaymentTransactions::new([sold.payment_transactions[0].id]));

    let payouts = controlled.must("POST", "/payouts/run", &Value::Null);
    assert_eq!(payouts, json!({"ids": [1]}));
    controlled.must("POST", "/payouts/1/bounce", &Value::Null);
    let bounced = shop.send(&RetrievePayoutDetails::new(PayoutId::new(1)));
    assert_eq!(bounced.bounce_status, Some(BounceStatus::Bounced));
    for id in ["1", "2", "bir"] {
        assert_eq!(controlled.call("POST", &format!("/payouts/{id}/bounce"), &Value::Null).0, 404, "{id}");
    }
}

#[test]
fn the_autopilot_closes_a_pos() {
    let controlled = Controlled::open();
    controlled.must("PUT", "/pos/emulator/autopilot", &json!({"up": false}));
    let events = controlled.must("GET", "/events", &Value::Null);
    assert_eq!(
        (&events[0]["eventType"], &events[0]["payload"]["threeDsStatus"]),
        (&json!("AUTOPILOT"), &json!("PASSIVE"))
    );
    assert_eq!(controlled.call("PUT", "/pos/yok/autopilot", &json!({"up": true})).0, 404);
}

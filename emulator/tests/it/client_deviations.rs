//! Requests of the official clients and their samples that deviate from the documentation. Any client may send them.

use craftgate_core::fraud::RetrieveValueList;
use craftgate_core::payment::{ApmType, CreateApmPayment, InitThreeDsPayment};
use craftgate_core::{Currency, Response};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use crate::common::{Shop, amounts, body_of, items, noon, payment, signed};

const URL: &str = "https://sandbox-api.craftgate.io";

fn call(emulator: &Emulator, method: &str, path: &str, body: &str) -> Response {
    emulator.handle(signed(emulator, method, &format!("{URL}{path}"), body))
}

fn status(shop: &Shop, method: &str, path: &str, body: &str) -> u16 {
    call(&shop.emulator, method, path, body).status().as_u16()
}

#[test]
fn flags_are_read_as_php_and_dotnet_write_them() {
    let shop = Shop::open();
    let search = |flag: &str| {
        let response = call(&shop.emulator, "GET", &format!("/payment-reporting/v1/payments?isThreeDS={flag}"), "");
        (
            response.status().as_u16(),
            serde_json::from_str::<Value>(body_of(&response)).unwrap()["data"]["totalSize"].clone(),
        )
    };
    shop.send(&payment(&[dec!(1)]));
    for flag in ["0", "False", "false"] {
        assert_eq!(search(flag), (200, json!(1)), "{flag}");
    }
    for flag in ["1", "True", "true"] {
        assert_eq!(search(flag), (200, json!(0)), "{flag}");
    }
    assert_eq!(search("2").0, 400);
}

#[test]
fn a_slash_at_the_end_of_a_path_is_one_too_many() {
    let shop = Shop::open();
    let report = "/file-reporting/v1/payment-reports";
    assert_eq!(status(&shop, "GET", &format!("{report}/?reportDate=2026-03-25&fileType=CSV"), ""), 200);
    assert_eq!(status(&shop, "GET", &format!("{report}//?reportDate=2026-03-25&fileType=CSV"), ""), 404);
}

#[test]
fn numbers_are_read_as_strings_with_their_own_digits() {
    let shop = Shop::open();
    let item = r#"{"price":1,"externalId":10.50}"#;
    let body = format!(
        r#"{{"apmType":"CHIPPIN","price":1,"paidPrice":1,"currency":"TRY","apmUserIdentity":1000000,"conversationId":7,"items":[{item}]}}"#
    );
    let response = call(&shop.emulator, "POST", "/payment/v1/apm-payments/init", &body);
    assert_eq!(response.status(), 200, "{}", body_of(&response));
    let found = call(&shop.emulator, "GET", "/payment/v1/card-payments/1", "");
    let found: Value = serde_json::from_str(body_of(&found)).unwrap();
    assert_eq!(found["data"]["conversationId"], "7");
    assert_eq!(found["data"]["paymentTransactions"][0]["externalId"], "10.50");
}

#[test]
fn a_callback_url_needs_no_scheme_but_must_not_have_another_one() {
    let shop = Shop::open();
    let init = |url: &str| InitThreeDsPayment::new(payment(&[dec!(1)]), url);
    for url in ["callback", "www.testCallbackUrl.com", "localhost:8080/3ds?a=b:c", "http://localhost:1/x", "https://a"]
    {
        shop.send(&init(url));
    }
    for url in ["", "javascript:alert(1)", "javascript://a/%0aalert(1)", "ftp://a", "http://", "boş luk"] {
        assert_eq!(shop.rejection(&init(url)).status, 422, "{url}");
    }
}

#[test]
fn payment_0_is_no_payment() {
    let shop = Shop::open();
    let body = r#"{"listName":"ipList","type":"IP","value":"127.0.0.1","paymentId":0}"#;
    assert_eq!(status(&shop, "POST", "/fraud/v1/value-lists", body), 204);
    assert_eq!(shop.send(&RetrieveValueList::new("ipList")).values.len(), 1);
}

#[test]
fn a_fingerprint_can_be_of_an_operation_that_is_unknown_here() {
    let fingerprint = r#"{"label":"Kart","operation":"PAYMENT","operationId":"bilinmeyen-17"}"#;
    let response = call(&Shop::open().emulator, "POST", "/fraud/v1/value-lists/kartlar/card-fingerprints", fingerprint);
    assert_eq!((response.status().as_u16(), body_of(&response)), (204, ""));
}

#[test]
fn amounts_of_offline_payments_have_eight_decimal_places() {
    let shop = Shop::open();
    let paid = shop.send(&CreateApmPayment::new(amounts(), ApmType::CashOnDelivery, Currency::Try, items()));
    assert_eq!(paid.price.unwrap().to_string(), "100.00000000");
}

#[test]
fn times_have_six_fractional_digits_at_most() {
    let nanos = craftgate_core::chrono::TimeDelta::nanoseconds(123_456_789);
    let shop = Shop::on(Emulator::builder().clock(move || noon() + nanos).build());
    shop.send(&payment(&[dec!(1)]));
    let found = call(&shop.emulator, "GET", "/payment/v1/card-payments/1", "");
    let found: Value = serde_json::from_str(body_of(&found)).unwrap();
    assert_eq!(found["data"]["createdDate"], "2026-03-25T12:00:00.123456");
}

#[test]
fn an_unknown_api_key_is_named_as_craftgate_names_it() {
    let shop = Shop::open();
    let mut request = signed(&shop.emulator, "GET", &format!("{URL}/installment/v1/bins/525864"), "");
    request.headers_mut().insert("x-api-key", "other".parse().unwrap());
    let response = shop.emulator.handle(request);
    assert_eq!(response.status(), 401);
    assert!(body_of(&response).contains("API credential not found"));
}

//! Malformed requests: every request gets a response in Craftgate's format.

use craftgate_core::{Request, Response};
use craftgate_emulator::Emulator;
use proptest::prelude::*;
use serde_json::Value;

use crate::common::{Shop, body_of, signed};

const PATHS: &[&str] = &[
    "/payment/v1/card-payments",
    "/payment/v1/card-payments/1",
    "/payment/v1/card-payments/3ds-init",
    "/payment/v1/card-payments/3ds-complete",
    "/payment/v1/card-payments/1/post-auth",
    "/payment/v1/checkout-payments/x",
    "/payment/v1/refunds",
    "/payment/v1/refunds/1",
    "/payment/v1/refund-transactions",
    "/payment/v1/cards",
    "/payment/v1/cards/update",
    "/payment/v1/cards/delete",
    "/installment/v1/installments",
    "/installment/v1/bins/52586400",
    "/onboarding/v1/members",
    "/onboarding/v1/members/1",
    "/onboarding/v1/merchants",
    "/wallet/v1/members/1/wallets",
    "/wallet/v1/members/1/wallets/1",
    "/wallet/v1/wallets/1/wallet-transactions",
    "/wallet/v1/merchants/me/wallet/reset-balance",
    "/wallet/v1/remittances/send",
    "/wallet/v1/withdraws",
    "/wallet/v1/withdraws/1/cancel",
    "/payment/v1/wallet-transactions/1/refunds",
    "/settlement/v1/instant-wallet-settlements",
    "/settlement/v1/payout-accounts",
    "/settlement-reporting/v1/settlement-file-rows",
    "/payment-reporting/v1/payments",
    "/payment-reporting/v1/payments/1",
    "/payment-reporting/v1/refunds",
    "/file-reporting/v1/payment-reports",
    "/file-reporting/v1/transaction-reports",
    "/file-reporting/v1/report-demands",
    "/file-reporting/v1/reports/1",
    "/fraud/v1/fraud-checks",
    "/fraud/v1/value-lists",
    "/fraud/v1/value-lists/x",
    "/fraud/v1/value-lists/x/card-fingerprints",
    "/fraud/v1/value-lists/x/values/y",
    "/craftlink/v1/products",
    "/craftlink/v1/products/1",
    "/merchant/v1/merchant-poses",
    "/merchant/v1/merchant-poses/1",
    "/merchant/v1/merchant-poses/1/status/ACTIVE",
    "/merchant/v1/merchant-poses/1/commissions",
    "/bank-account-tracking/v1/merchant-bank-account-trackings/records",
];

/// Asserts that a response is a 200 with `data` or a file, a 204 without content, or a 4xx with `errors`. The emulator
/// never fails.
fn assert_valid_response(response: &Response) {
    let status = response.status().as_u16();
    let json = || serde_json::from_str::<Value>(body_of(response)).unwrap();
    match status {
        200 if response.headers()["content-type"] == "application/json" => assert!(json().get("data").is_some()),
        200 => assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8"),
        204 => assert!(response.body().is_empty()),
        400..500 => {
            let errors = &json()["errors"];
            assert!(errors["errorCode"].as_str().unwrap().parse::<u32>().is_ok());
            assert!(!errors["errorDescription"].as_str().unwrap().is_empty());
        }
        _ => panic!("status {status}"),
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        prop::sample::select(vec![
            "5258640000000001",
            "TRY",
            "2044",
            "07",
            "000",
            "79228162514264337593543950335",
            "1E+28"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let name = prop_oneof![
            prop::sample::select(vec![
                "price",
                "paidPrice",
                "currency",
                "installment",
                "items",
                "card",
                "cardNumber",
                "cardHolderName",
                "expireYear",
                "expireMonth",
                "cvc",
                "callbackUrl",
                "paymentId",
                "paymentTransactionId",
                "refundPrice",
                "cardUserKey",
                "cardToken",
                "memberExternalId",
                "memberId",
                "description",
                "name",
                "email",
                "negativeAmountLimit",
                "walletAmount",
                "listName",
                "type",
                "value",
                "durationInSeconds",
                "enabledInstallments",
                "commissions",
                "status",
                "merchantPosUsers",
                "posIntegrator",
                "startDate",
                "endDate",
                "additionalParams",
                "threeDSCallbackVersion",
            ])
            .prop_map(str::to_owned),
            "\\PC{0,8}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..8).prop_map(Value::from_iter),
        ]
    })
}

fn any_name() -> impl Strategy<Value = String> {
    "(x-api-key|x-rnd-key|x-signature|x-auth-version|lang|host|content-type|x-idempotency-key)"
}

fn any_value() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(32_u8..=255, 0..20)
}

fn any_parameter() -> impl Strategy<Value = (String, String)> {
    let name = "(page|size|memberIds|isBuyer|price|binNumber|reportDate|fileType|cardType|minCreatedDate|minAmount|startDate|%[0-9A-F]{2})";
    let value = "(-?[0-9]{1,30}|true|false|TRY|CSV|2026-03-25|0000-00-00|1,2,x|,|\\+|%[0-9A-F]{2}|[a-z]*)";
    (name, value)
}

proptest! {
    #[test]
    fn any_json_gets_a_response(
        path in prop::sample::select(PATHS),
        json in any_json(),
        method in "(GET|POST|PUT|DELETE)",
    ) {
        let emulator = Emulator::new();
        let url = format!("http://127.0.0.1{path}");
        assert_valid_response(&emulator.handle(signed(&emulator, &method, &url, &json.to_string())));
    }

    #[test]
    fn any_bytes_get_a_response(path in prop::sample::select(PATHS), body in "\\PC*") {
        let emulator = Emulator::new();
        let url = format!("http://127.0.0.1{path}");
        assert_valid_response(&emulator.handle(signed(&emulator, "POST", &url, &body)));
    }

    #[test]
    fn any_query_gets_a_response(
        path in prop::sample::select(PATHS),
        query in prop::collection::vec(any_parameter(), 0..5),
    ) {
        let emulator = Emulator::new();
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let url = format!("http://127.0.0.1{path}?{}", query.join("&"));
        assert_valid_response(&emulator.handle(signed(&emulator, "GET", &url, "")));
    }

    #[test]
    fn any_path_gets_a_response(path in "(/([a-z0-9.-]|%[0-9A-F]{2}){0,12}){1,6}") {
        let emulator = Emulator::new();
        assert_valid_response(&emulator.handle(signed(&emulator, "GET", &format!("http://127.0.0.1{path}"), "")));
    }

    #[test]
    fn any_headers_get_a_response(headers in prop::collection::vec((any_name(), any_value()), 0..8)) {
        let mut request = Request::new("{}".into());
        for (name, value) in &headers {
            if let Ok(value) = http::HeaderValue::from_bytes(value) {
                request.headers_mut().append(http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value);
            }
        }
        assert_valid_response(&Emulator::new().handle(request));
    }
}

#[test]
fn a_body_of_another_media_type_is_rejected() {
    let shop = Shop::open();
    for content_type in [None, Some("text/plain"), Some("application/jsonp"), Some("application/x-www-form-urlencoded")]
    {
        let mut request = signed(&shop.emulator, "POST", "http://127.0.0.1/payment/v1/cards", "{}");
        request.headers_mut().remove("content-type");
        if let Some(content_type) = content_type {
            request.headers_mut().insert("content-type", content_type.parse().unwrap());
        }
        assert_eq!(shop.emulator.handle(request).status(), 415, "{content_type:?}");
    }
    let mut request = signed(&shop.emulator, "POST", "http://127.0.0.1/payment/v1/cards", "{}");
    request.headers_mut().insert("content-type", "Application/JSON; charset=utf-8".parse().unwrap());
    assert_eq!(shop.emulator.handle(request).status(), 400);
}

#[test]
fn unknown_endpoints_and_wrong_methods_are_distinguished() {
    let shop = Shop::open();
    let status = |method: &str, path: &str| {
        shop.emulator.handle(signed(&shop.emulator, method, &format!("http://127.0.0.1{path}"), "")).status().as_u16()
    };
    assert_eq!(status("GET", "/"), 404);
    assert_eq!(status("GET", "/payment/v1/card-payments/1/"), 404);
    assert_eq!(status("GET", "/payment/v1/card-payments/"), 404);
    assert_eq!(status("PUT", "/payment/v1/card-payments"), 405);
    assert_eq!(status("GET", "/payment/v1/card-payments"), 405);
    assert_eq!(status("DELETE", "/payment/v1/card-payments/1"), 405);
    assert_eq!(status("GET", "/payment/v1/card-payments/bir"), 400);
}

#[test]
fn a_body_over_one_mebibyte_is_rejected() {
    let shop = Shop::open();
    let body = " ".repeat((1 << 20) + 1);
    let response = shop.emulator.handle(signed(&shop.emulator, "POST", "http://127.0.0.1/payment/v1/cards", &body));
    assert_eq!(response.status(), 413);
}

#[test]
fn deep_nesting_gets_a_response() {
    let shop = Shop::open();
    let deep = format!(r#"{{"items":{},"additionalParams":{{"a":{}}}}}"#, "[".repeat(100_000), "[".repeat(100_000));
    let response =
        shop.emulator.handle(signed(&shop.emulator, "POST", "http://127.0.0.1/payment/v1/card-payments", &deep));
    assert_eq!(response.status(), 400);
}

//! Numbers that are too large, too small or too precise, in every numeric field of every request and in what follows
//! from it.

use craftgate_core::id::PaymentId;
use serde_json::{Value, json};

use crate::common::{Shop, body_of, signed};

/// The limits of amounts and ids, and numbers just beyond the valid ones.
const NUMBERS: [&str; 11] = [
    "79228162514264337593543950335",
    "-79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "-0.0000000000000000000000000001",
    "999999999999.99999999",
    "1000000000000",
    "0",
    "-1",
    "2147483647",
    "9223372036854775807",
    "-9223372036854775808",
];

/// Adds a member with wallets, a captured payment and a pre-authorized one, each with a seller.
fn fill(shop: &Shop) {
    for (method, path, body) in [
        ("POST", "/onboarding/v1/members", member("üye-1")),
        ("POST", "/wallet/v1/members/1/wallets", json!({"currency": "TRY", "negativeAmountLimit": 100})),
        ("POST", "/payment/v1/deposits", deposit()),
        ("POST", "/payment/v1/card-payments", payment("AUTH")),
        ("POST", "/payment/v1/card-payments", payment("PRE_AUTH")),
    ] {
        let status = send(shop, method, path, &body.to_string());
        assert_eq!(status, 200, "{path}");
    }
}

fn member(external_id: &str) -> Value {
    json!({"memberExternalId": external_id, "isBuyer": true, "contactName": "Gülşah", "contactSurname": "Işık",
        "address": "Kütahya", "email": "uye@example.com", "phoneNumber": "905551111111",
        "negativeWalletAmountLimit": 10, "subMerchantMaximumAllowedNegativeBalance": 10, "settlementDelayCount": 1})
}

fn payment(phase: &str) -> Value {
    json!({
        "price": 100, "paidPrice": 110, "walletPrice": 0, "currency": "TRY", "installment": 1, "paymentPhase": phase,
        "buyerMemberId": 1, "card": card(), "items": [
            {"price": 60, "subMerchantMemberId": 1, "subMerchantMemberPrice": 55, "blockageDay": 1},
            {"price": 40, "subMerchantMemberPrice": 30},
        ],
    })
}

fn deposit() -> Value {
    json!({"price": 100, "currency": "TRY", "buyerMemberId": 1, "card": card()})
}

fn card() -> Value {
    json!({"cardHolderName": "Gülşah Işık", "cardNumber": "5258640000000001", "expireYear": "2044",
        "expireMonth": "07", "cvc": "000"})
}

/// Requests that succeed, by method and path. Each of their numbers is replaced in turn.
fn requests() -> Vec<(&'static str, &'static str, Value)> {
    let items = json!([{"price": 100, "subMerchantMemberPrice": 1}]);
    let cart = json!([{"type": "OTHER", "unitPrice": 50, "quantity": 2, "name": "Çaydanlık"}]);
    vec![
        ("POST", "/payment/v1/card-payments", payment("AUTH")),
        ("POST", "/payment/v1/card-payments/3/post-auth", json!({"paidPrice": 120})),
        ("POST", "/payment/v1/refunds", json!({"paymentId": 2})),
        ("POST", "/payment/v1/refund-transactions", json!({"paymentTransactionId": 1, "refundPrice": 10})),
        ("PUT", "/payment/v1/payment-transactions/1", json!({"subMerchantMemberId": 1, "subMerchantMemberPrice": 50})),
        ("POST", "/payment/v1/payment-transactions/approve", json!({"paymentTransactionIds": [1, 2]})),
        (
            "POST",
            "/payment/v1/checkout-payments/init",
            json!({"price": 100, "paidPrice": 100, "currency": "TRY", "callbackUrl": "https://shop.example.com/",
                "ttl": 30, "items": items, "enabledInstallments": [1, 2],
                "customInstallments": [{"number": 2, "totalPrice": 110}]}),
        ),
        (
            "POST",
            "/payment/v1/multi-payments/init",
            json!({"price": 100, "currency": "TRY", "callbackUrl": "https://shop.example.com/", "ttl": 30,
                "maximumSplitPaymentCount": 3, "items": items}),
        ),
        (
            "POST",
            "/payment/v1/apm-payments/init",
            json!({"apmType": "PAPARA", "price": 100, "paidPrice": 100, "currency": "TRY", "items": items}),
        ),
        (
            "POST",
            "/payment/v1/bnpl-payments/offers",
            json!({"apmType": "MASLAK", "price": 100, "currency": "TRY", "merchantApmId": 1, "items": cart}),
        ),
        ("POST", "/payment/v1/deposits", json!({"price": 100, "currency": "TRY", "buyerMemberId": 1, "card": card()})),
        ("POST", "/payment/v1/deposits/fund-transfer", json!({"price": 100, "buyerMemberId": 1})),
        ("POST", "/payment/v1/card-payments/deposit-to-card", json!({"price": 100, "currency": "TRY", "card": card()})),
        ("POST", "/onboarding/v1/members", member("üye-2")),
        ("POST", "/wallet/v1/members/1/wallets", json!({"currency": "USD", "negativeAmountLimit": 10})),
        ("PUT", "/wallet/v1/members/1/wallets/1", json!({"negativeAmountLimit": 10})),
        (
            "POST",
            "/wallet/v1/remittances/send",
            json!({"memberId": 1, "price": 10, "currency": "TRY", "description": "iade"}),
        ),
        (
            "POST",
            "/wallet/v1/remittances/receive",
            json!({"memberId": 1, "price": 10, "currency": "TRY", "description": "tahsilat"}),
        ),
        ("POST", "/settlement/v1/instant-wallet-settlements", json!({"excludedSubMerchantMemberIds": [7]})),
        (
            "POST",
            "/fraud/v1/value-lists",
            json!({"listName": "kara", "type": "EMAIL", "value": "x", "durationInSeconds": 9}),
        ),
        (
            "POST",
            "/craftlink/v1/products",
            json!({"name": "Çaydanlık", "description": "İki demlik", "channel": "Mağaza", "price": 100, "currency": "TRY", "stock": 5,
                "enabledInstallments": [1, 2]}),
        ),
        (
            "POST",
            "/merchant/v1/merchant-poses/1/commissions",
            json!({"commissions": [{"installment": 1, "blockageDay": 1, "status": "ACTIVE", "bankOnUsCreditCardCommissionRate": 1.5}]}),
        ),
    ]
}

/// Sends further requests that calculate with the results of the first one.
fn follow_up(shop: &Shop) {
    for id in 1..=4 {
        send(shop, "POST", &format!("/payment/v1/card-payments/{id}/post-auth"), "{}");
        let _ = shop.emulator.confirm_payment(PaymentId::new(id));
    }
    send(shop, "POST", "/payment/v1/refund-transactions", r#"{"paymentTransactionId":1,"refundPrice":0.01}"#);
    send(shop, "POST", "/payment/v1/payment-transactions/approve", r#"{"paymentTransactionIds":[1,2,3,4,5,6]}"#);
    send(shop, "POST", "/settlement/v1/instant-wallet-settlements", "{}");
    send(shop, "GET", "/payment-reporting/v1/payments", "");
    send(shop, "POST", "/wallet/v1/remittances/send", r#"{"memberId":1,"price":1,"currency":"TRY","description":"a"}"#);
    send(shop, "POST", "/wallet/v1/withdraws", r#"{"memberId":1,"price":1,"currency":"TRY","description":"a"}"#);
    send(shop, "POST", "/payment/v1/wallet-transactions/1/refunds", r#"{"refundPrice":1}"#);
    for id in 1..=4 {
        send(shop, "POST", "/payment/v1/refunds", &format!(r#"{{"paymentId":{id}}}"#));
    }
    send(shop, "GET", "/wallet/v1/merchants/me/wallet", "");
    send(shop, "GET", "/file-reporting/v1/transaction-reports?reportDate=2026-03-25&fileType=CSV", "");
}

/// Returns the response's status, which is never a failure of the emulator itself.
fn send(shop: &Shop, method: &str, path: &str, body: &str) -> u16 {
    let url = format!("http://127.0.0.1{path}");
    let response = shop.emulator.handle(signed(&shop.emulator, method, &url, body));
    let status = response.status().as_u16();
    assert!(status < 500, "{method} {path} {body}: {}", body_of(&response));
    status
}

/// Returns `body` with each of its numbers in turn replaced by `number`.
fn replaced(body: &Value, number: &str) -> Vec<String> {
    const PLACEHOLDER: &str = "\"yer\"";
    let mut bodies = Vec::new();
    for path in paths(body, "") {
        let mut body = body.clone();
        *body.pointer_mut(&path).unwrap() = Value::from("yer");
        bodies.push(body.to_string().replace(PLACEHOLDER, number));
    }
    bodies
}

/// Returns where the numbers are, as JSON pointers.
fn paths(json: &Value, at: &str) -> Vec<String> {
    match json {
        Value::Number(_) => vec![at.to_owned()],
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(i, item)| paths(item, &format!("{at}/{i}"))).collect()
        }
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, field)| paths(field, &format!("{at}/{name}"))).collect()
        }
        _ => Vec::new(),
    }
}

fn filled() -> Shop {
    let shop = Shop::open();
    fill(&shop);
    shop
}

#[test]
fn every_unchanged_request_succeeds() {
    for (method, path, body) in requests() {
        let shop = filled();
        assert!(matches!(send(&shop, method, path, &body.to_string()), 200 | 204), "{method} {path} {body}");
        follow_up(&shop);
    }
}

#[test]
fn any_number_in_any_field_gets_a_response() {
    for (method, path, body) in requests() {
        for number in NUMBERS {
            for body in replaced(&body, number) {
                let shop = filled();
                send(&shop, method, path, &body);
                follow_up(&shop);
            }
        }
    }
}

/// Replaces all amounts at once, so that those that must agree do.
#[test]
fn any_amount_in_all_fields_gets_a_response() {
    for (method, path, body) in requests() {
        for number in NUMBERS {
            let shop = filled();
            let mut body = body.clone();
            for path in paths(&body, "").iter().filter(|path| path.to_lowercase().ends_with("price")) {
                *body.pointer_mut(path).unwrap() = Value::from("yer");
            }
            send(&shop, method, path, &body.to_string().replace("\"yer\"", number));
            follow_up(&shop);
        }
    }
}

//! Card numbers, security codes and keys are in no debug output and in no error.

use craftgate_core::http::Method;
use craftgate_core::payment::{
    Card, CardNumber, CompleteThreeDsPayment, InitThreeDsPayment, RefundPayment, SearchStoredCards, StoreCard,
};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;

use crate::common::{Shop, body_of, expiry, payment, signed};

const KEY: &str = "gizli-anahtar";

#[test]
fn debug_output_contains_no_secret() {
    let builder = Emulator::builder().api_key(KEY).secret_key(KEY).callback_key(KEY).webhook_key(KEY);
    assert!(!format!("{builder:?}").contains("gizli"));
    let shop = Shop::on(builder.build());
    let paid = shop.send(&payment(&[dec!(1)]));
    let stored = shop.send(&StoreCard::plain("Ali", CardNumber::new("5258640000000001"), expiry(2044, 7)));
    for debug in [
        format!("{:?}", shop.emulator),
        format!("{paid:?}"),
        format!("{stored:?}"),
        format!("{:?}", shop.emulator.events()),
    ] {
        assert!(!debug.contains("5258640000000001") && !debug.contains("gizli"), "{debug}");
    }
    #[cfg(feature = "server")]
    {
        let server = craftgate_emulator::Server::start(shop.emulator).unwrap();
        assert!(!format!("{server:?}").contains("gizli"));
    }
}

#[test]
fn errors_do_not_quote_the_request() {
    let shop = Shop::open();
    let number = "4912345678904444";
    let bad = Card::new("Ali", CardNumber::new(number), expiry(2044, 7), "98765");
    assert!(!shop.rejection(&payment(&[dec!(1)]).card(bad)).description.contains("49123"));

    let url = "http://127.0.0.1/payment/v1/card-payments";
    let secret = format!(r#""{number}""#);
    let bodies = [
        format!(r#"{{"price":{secret}x}}"#),
        format!(r#"{{"card":{secret}}}"#),
        format!(r#"{{"card":{{"cardNumber":{number}}}}}"#),
        format!(r#"{{"card":{{"cardNumber":[{secret}]}}}}"#),
        format!(r#"{{"items":{secret}}}"#),
        format!(r#"{{"installment":{secret}}}"#),
        format!(r#"{{"currency":{number}}}"#),
        format!(r#"{{{secret}:1,"price":{secret},"price":1}}"#),
        secret.clone(),
    ];
    for body in bodies {
        for path in ["", "/1/post-auth", "/3ds-init"] {
            let response = shop.emulator.handle(signed(&shop.emulator, "POST", &format!("{url}{path}"), &body));
            assert!(response.status().is_client_error());
            assert!(!body_of(&response).contains("49123"), "{body}: {}", body_of(&response));
        }
    }
}

/// A number that no response contains by itself.
const NUMBER: &str = "4912345678904444";

/// Fields of every kind, for any request.
const FIELDS: [&str; 44] = [
    "additionalParams",
    "apmType",
    "apmUserIdentity",
    "bankOrderId",
    "binNumber",
    "bkmExpressPaymentToken",
    "buyerMemberId",
    "callToken",
    "callbackUrl",
    "card",
    "cardBrandInstallments",
    "cardData",
    "cardHolderName",
    "cardNumber",
    "cardToken",
    "cardUserKey",
    "commissions",
    "conversationId",
    "currency",
    "cvc",
    "encryptedCard",
    "expireYear",
    "installment",
    "items",
    "mealVoucherCardTokenizationData",
    "memberExternalId",
    "merchantPosUsers",
    "paidPrice",
    "payment",
    "paymentGroup",
    "paymentId",
    "paymentPhase",
    "posPassword",
    "price",
    "refundPrice",
    "secretWord",
    "secureFieldsToken",
    "status",
    "threedsKey",
    "token",
    "tokenizedCard",
    "type",
    "validationCode",
    "value",
];

const PATHS: [&str; 40] = [
    "/payment/v1/card-payments",
    "/payment/v1/card-payments/3ds-init",
    "/payment/v1/card-payments/3ds-complete",
    "/payment/v1/card-payments/1/post-auth",
    "/payment/v1/card-payments/deposit-to-card",
    "/payment/v1/checkout-payments/init",
    "/payment/v1/checkout-card-verify/init",
    "/payment/v1/multi-payments/init",
    "/payment/v1/apm-payments/init",
    "/payment/v1/apm-payments/complete",
    "/payment/v1/pos-apm-payments/init",
    "/payment/v1/garanti-pay-payments",
    "/payment/v1/bnpl-payments/offers",
    "/payment/v1/bnpl-payments/init",
    "/payment/v1/apple-pay/merchant-sessions",
    "/payment/v1/card-loyalties/retrieve",
    "/payment/v1/bkm-express/init",
    "/payment/v1/bkm-express/complete",
    "/payment/v1/juzdan-payments/init",
    "/payment/v1/masterpass-payments/check-user",
    "/payment/v2/masterpass-payments/generate-token",
    "/payment/v2/masterpass-payments/complete",
    "/payment/v1/meal-voucher/card-tokenizations/init",
    "/payment/v1/meal-voucher/card-tokenizations/1/complete",
    "/payment/v1/payment-tokens",
    "/payment/v1/deposits",
    "/payment/v1/deposits/3ds-init",
    "/payment/v1/refunds",
    "/payment/v1/refund-transactions",
    "/payment/v1/cards",
    "/payment/v1/cards/update",
    "/payment/v1/cards/delete",
    "/payment/v1/cards/verify",
    "/payment/v1/cards/clone",
    "/onboarding/v1/members",
    "/onboarding/v1/merchants",
    "/wallet/v1/remittances/send",
    "/fraud/v1/value-lists",
    "/craftlink/v1/products",
    "/merchant/v1/merchant-poses",
];

/// Sends every request with a card number in each field, in every JSON type.
#[test]
fn no_error_quotes_any_field_of_any_request() {
    let shop = Shop::open();
    let shapes =
        [format!("\"{NUMBER}\""), NUMBER.to_owned(), format!("[\"{NUMBER}\"]"), format!("{{\"{NUMBER}\":[{NUMBER}]}}")];
    for path in PATHS {
        for field in FIELDS {
            for shape in &shapes {
                let body = format!("{{\"{field}\":{shape}}}");
                let request = signed(&shop.emulator, "POST", &format!("http://127.0.0.1{path}"), &body);
                let response = shop.emulator.handle(request);
                let is_quoted = body_of(&response).contains(NUMBER);
                assert!(response.status().is_success() || !is_quoted, "{path} {body}: {}", body_of(&response));
            }
        }
    }
}

#[test]
fn no_error_quotes_a_path_or_a_query() {
    let shop = Shop::open();
    for target in [
        "/payment/v1/card-payments/4912345678904444",
        "/installment/v1/bins/4912345678904444",
        "/payment/v1/checkout-payments/4912345678904444",
        "/4912345678904444",
        "/payment/v1/cards?page=4912345678904444",
        "/payment/v1/cards?cardType=4912345678904444&size=-1",
        "/installment/v1/installments?binNumber=4912345678904444&price=1",
        "/payment/v1/ivr-cards?callToken=4912345678904444",
        "/payment/v1/cards/provider-card-mappings?providerCardToken=4912345678904444",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let request = signed(&shop.emulator, method.as_str(), &format!("http://127.0.0.1{target}"), "");
            let response = shop.emulator.handle(request);
            assert!(
                response.status().is_success() || !body_of(&response).contains(NUMBER),
                "{target}: {}",
                body_of(&response)
            );
        }
    }
}

/// A result contains of a card only its first eight and its last four digits.
#[test]
fn no_result_contains_a_card_number_or_a_key() {
    let shop = Shop::on(Emulator::builder().secret_key(KEY).callback_key(KEY).webhook_key(KEY).build());
    let paid = shop.send(
        &payment(&[dec!(1)]).card(crate::common::card("4043080000000003").store_card_after_success_payment(true)),
    );
    let start = shop.send(&InitThreeDsPayment::new(payment(&[dec!(1)]), "https://shop.example.com/3ds"));
    let page = start.html_content.as_ref().unwrap().decode().unwrap();
    let form = shop.approve(start.payment_id.unwrap());
    let responses = [
        form.form_body(),
        serde_json::to_string(&paid).unwrap(),
        serde_json::to_string(&start).unwrap() + &page,
        serde_json::to_string(&shop.send(&CompleteThreeDsPayment::new(start.payment_id.unwrap()))).unwrap(),
        serde_json::to_string(&shop.send(&RefundPayment::new(paid.id))).unwrap(),
        serde_json::to_string(&shop.send(&SearchStoredCards::new())).unwrap(),
    ];
    for response in responses {
        for secret in ["4043080000000003", "5258640000000001", KEY] {
            assert!(!response.contains(secret), "{response}");
        }
    }
    let webhook = shop.emulator.webhook(&shop.emulator.events()[0], "https://shop.example.com/webhook").unwrap();
    assert!(!format!("{webhook:?}").contains(KEY));
    assert!(!std::str::from_utf8(webhook.body().as_bytes()).unwrap().contains(KEY));
}

//! Card numbers, security codes and keys are in no `Debug` text and in no refusal.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;

use common::{Shop, payment, signed, text};
use craftgate_core::http::Method;
use craftgate_core::payment::{
    Card, CompleteThreeDsPayment, InitThreeDsPayment, RefundPayment, SearchStoredCards, StoreCard,
};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;

const KEY: &str = "gizli-anahtar";

#[test]
fn debug_shows_nothing() {
    let builder = Emulator::builder().api_key(KEY).secret_key(KEY).callback_key(KEY).webhook_key(KEY);
    assert!(!format!("{builder:?}").contains("gizli"));
    let shop = Shop::on(builder.build());
    let paid = shop.get(&payment(&[dec!(1)]));
    let stored = shop.get(&StoreCard::new("Ali", "5258640000000001", "2044", "07"));
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
fn refusals_do_not_quote_what_was_sent() {
    let shop = Shop::open();
    let number = "4912345678904444";
    let bad = Card::new("Ali", number, "2044", "07", "98765");
    assert!(!shop.refused(&payment(&[dec!(1)]).card(bad)).text.contains("49123"));

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
            assert!(!text(&response).contains("49123"), "{body}: {}", text(&response));
        }
    }
}

/// A number that no answer of the emulator's holds by itself.
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

/// The refusals of every request whose field is a card's number, or holds one where something else is due.
#[test]
fn no_refusal_quotes_what_any_field_of_any_request_holds() {
    let shop = Shop::open();
    let shapes =
        [format!("\"{NUMBER}\""), NUMBER.to_owned(), format!("[\"{NUMBER}\"]"), format!("{{\"{NUMBER}\":[{NUMBER}]}}")];
    for path in PATHS {
        for field in FIELDS {
            for shape in &shapes {
                let body = format!("{{\"{field}\":{shape}}}");
                let request = signed(&shop.emulator, "POST", &format!("http://127.0.0.1{path}"), &body);
                let answer = shop.emulator.handle(request);
                let is_quoted = text(&answer).contains(NUMBER);
                assert!(answer.status().is_success() || !is_quoted, "{path} {body}: {}", text(&answer));
            }
        }
    }
}

#[test]
fn no_refusal_quotes_a_path_or_a_query() {
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
            let answer = shop.emulator.handle(request);
            assert!(answer.status().is_success() || !text(&answer).contains(NUMBER), "{target}: {}", text(&answer));
        }
    }
}

/// A result tells of a card what may be told: its first eight digits and its last four.
#[test]
fn no_result_holds_a_cards_number_or_the_merchants_keys() {
    let shop = Shop::on(Emulator::builder().secret_key(KEY).callback_key(KEY).webhook_key(KEY).build());
    let paid =
        shop.get(&payment(&[dec!(1)]).card(common::card("4043080000000003").store_card_after_success_payment(true)));
    let start = shop.get(&InitThreeDsPayment::new(payment(&[dec!(1)]), "https://shop.example.com/3ds"));
    let page = start.html_content.as_ref().unwrap().decode().unwrap();
    let answers = [
        serde_json::to_string(&paid).unwrap(),
        serde_json::to_string(&start).unwrap() + &page,
        serde_json::to_string(&shop.get(&CompleteThreeDsPayment::new(start.payment_id.unwrap()))).unwrap(),
        serde_json::to_string(&shop.get(&RefundPayment::new(paid.id))).unwrap(),
        serde_json::to_string(&shop.get(&SearchStoredCards::new())).unwrap(),
    ];
    for answer in answers {
        for secret in ["4043080000000003", "5258640000000001", KEY] {
            assert!(!answer.contains(secret), "{answer}");
        }
    }
    let webhook = shop.emulator.webhook(&shop.emulator.events()[0], "https://shop.example.com/webhook").unwrap();
    assert!(!format!("{webhook:?}").contains(KEY));
    assert!(!str::from_utf8(webhook.body().as_bytes()).unwrap().contains(KEY));
}

//! What the official clients' samples send against the documents. It passes if the emulator is lenient.

use craftgate_core::id::MemberId;
use craftgate_core::payment::{CreatePayment, PaymentStatus, RetrievePayment};
use craftgate_emulator::Emulator;
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use crate::common::{GOOD_CARD, Shop, body_of, card, card_to_store, noon, payment, signed};

fn shop(is_lenient: bool) -> Shop {
    Shop::on(Emulator::builder().clock(noon).lenient(is_lenient).build())
}

/// Returns the status and the result of a call.
fn call(shop: &Shop, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let url = format!("https://sandbox-api.craftgate.io{path}");
    let response = shop.emulator.handle(signed(&shop.emulator, method, &url, &body.to_string()));
    let mut content: Value = serde_json::from_str(body_of(&response)).unwrap_or_default();
    (response.status().as_u16(), content["data"].take())
}

#[test]
fn fields_may_be_missing_that_the_documents_require() {
    let member = json!({
        "memberExternalId": "üye-1", "address": "Kütahya", "email": "uye@example.com", "phoneNumber": "905551111111",
    });
    let card = json!({
        "cardNumber": GOOD_CARD, "cardHolderName": "Haluk Demir", "expireYear": "2044", "expireMonth": "07", "cvc": "000",
    });
    let deposit = json!({ "price": 100, "buyerMemberId": 1, "card": card, "callbackUrl": "https://shop.example.com" });
    let by_method = json!({ "apmType": "PAPARA", "price": 1, "currency": "TRY", "buyerMemberId": 1 });
    let remittance = json!({ "memberId": 1, "price": 50, "description": "Hediye" });
    let product = json!({ "name": "Küpe", "price": 10, "currency": "TRY", "enabledInstallments": [1] });
    for (is_lenient, expected) in [(false, 400), (true, 200)] {
        let shop = shop(is_lenient);
        assert_eq!(call(&shop, "POST", "/onboarding/v1/members", &member).0, 200);
        assert_eq!(call(&shop, "POST", "/wallet/v1/members/1/wallets", &json!({})).0, 200);
        for (path, body) in [
            ("/payment/v1/deposits", &deposit),
            ("/payment/v1/deposits/3ds-init", &deposit),
            ("/payment/v1/deposits/apm-init", &by_method),
            ("/wallet/v1/remittances/send", &remittance),
            ("/wallet/v1/remittances/receive", &remittance),
            ("/craftlink/v1/products", &product),
        ] {
            assert_eq!(call(&shop, "POST", path, body).0, expected, "{path}");
        }
    }
}

#[test]
fn a_transactions_seller_may_stay() {
    for (is_lenient, expected) in [(false, 400), (true, 200)] {
        let shop = shop(is_lenient);
        let mut sold: CreatePayment = payment(&[dec!(100)]);
        sold.items[0].sub_merchant_member_id = Some(MemberId::new(7));
        sold.items[0].sub_merchant_member_price = Some(dec!(90));
        let paid = shop.send(&sold);
        let path = format!("/payment/v1/payment-transactions/{}", paid.payment_transactions[0].id);
        let (status, _) = call(&shop, "PUT", &path, &json!({ "blockageResolvedDate": "2026-04-01T00:00:00" }));
        assert_eq!(status, expected);
        let line = shop.send(&RetrievePayment::new(paid.id)).payment_transactions.remove(0);
        assert_eq!(
            (line.sub_merchant_member_id, line.sub_merchant_member_price),
            (Some(MemberId::new(7)), Some(dec!(90)))
        );
        assert_eq!(line.blockage_resolved_date.is_some(), is_lenient);
    }
}

#[test]
fn a_loans_cart_may_differ_from_its_price() {
    let loan = json!({
        "apmType": "MASLAK", "price": 10000, "paidPrice": 10000, "currency": "TRY", "paymentType": "APM", "paymentGroup": "PRODUCT", "bankCode": "064",
        "items": [{ "price": 10000 }],
        "cartItems": [{ "type": "OTHER", "unitPrice": 17000, "quantity": 1 }],
    });
    for (is_lenient, expected) in [(false, 422), (true, 200)] {
        assert_eq!(call(&shop(is_lenient), "POST", "/payment/v1/bnpl-payments/init", &loan).0, expected);
    }
}

#[test]
fn an_expired_card_pays() {
    let mut old = card(GOOD_CARD);
    old.expire_year = Some("2025".to_owned());
    let expired = payment(&[dec!(1)]).card(old);
    assert_eq!(shop(false).rejection(&expired).status, 422);
    assert_eq!(shop(true).send(&expired).payment_status, PaymentStatus::Success);
}

#[test]
fn amounts_may_be_zero_and_a_sellers_share_above_the_price() {
    let path = "/payment/v1/checkout-payments/init";
    let free = json!({
        "price": 0, "paidPrice": 1, "currency": "TRY", "callbackUrl": "www.shop.example.com",
        "items": [{ "price": 0, "name": "Ürün" }],
    });
    let generous = json!({
        "price": 20, "paidPrice": 20, "currency": "TRY", "callbackUrl": "www.shop.example.com",
        "items": [{ "price": 20, "subMerchantMemberId": 1, "subMerchantMemberPrice": 27 }],
    });
    for (is_lenient, expected) in [(false, 422), (true, 200)] {
        assert_eq!(call(&shop(is_lenient), "POST", path, &free).0, expected);
        assert_eq!(call(&shop(is_lenient), "POST", path, &generous).0, expected);
    }
}

#[test]
fn bins_have_six_digits() {
    for (is_lenient, expected) in [(false, "52586400"), (true, "525864")] {
        let shop = shop(is_lenient);
        assert_eq!(shop.send(&payment(&[dec!(1)])).bin_number.as_deref(), Some(expected));
        assert_eq!(shop.send(&card_to_store(GOOD_CARD)).bin_number.as_deref(), Some(expected));
    }
}

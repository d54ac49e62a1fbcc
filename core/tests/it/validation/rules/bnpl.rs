//! Shopping loans.

use craftgate_core::ValidationError;
use craftgate_core::payment::{InitBnplPayment, RetrieveBnplPaymentOffers};
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use super::{disputed, invalid, missing, not_allowed, order_with, rules};

const PHONE: &str = "additionalParams.buyerPhoneNumber";
const BIRTHDATE: &str = "additionalParams.buyerBirthdate";
const IDENTITY: &str = "additionalParams.buyerIdentityNumber";
const HOSTED: &str = "additionalParams.fingate.isHostedPage";
const CAMPAIGN: &str = "additionalParams.campaignNumber";
const TURKISH_PHONE: &str = "10 digits, beginning with 5";

fn buyer() -> Value {
    json!({"buyerPhoneNumber": "5551112233", "buyerBirthdate": "1990-01-31", "buyerIdentityNumber": "11111111110"})
}

/// An application to this provider.
fn loan(apm_type: &str, params: Value) -> Value {
    order_with(json!({
        "apmType": apm_type, "paymentGroup": "PRODUCT", "additionalParams": params,
        "cartItems": [{"type": "OTHER", "unitPrice": 50, "quantity": 2, "id": "26020874", "brandName": "26010303"}],
    }))
}

fn with(mut params: Value, changes: Value) -> Value {
    super::merge(&mut params, &changes);
    params
}

fn zip() -> Value {
    loan("ZIP", json!({"buyerEmail": "gulsah@example.com", "buyerPhoneNumber": "5551112233"}))
}

fn haso() -> Value {
    loan("HASO", buyer())
}

fn paycell() -> Value {
    loan("PAYCELL", with(buyer(), json!({"term": 6})))
}

fn tom_finance() -> Value {
    loan("TOM_FINANCE", json!({"buyerPhoneNumber": "5551112233", "buyerName": "Gülşah Işık", "channelId": 3}))
}

fn fingate() -> Value {
    let mut loan = loan("MASLAK", with(buyer(), json!({"fingate": {"isHostedPage": false, "totalTerm": 12}})));
    loan["bankCode"] = json!("103");
    loan
}

fn hosted() -> Value {
    loan("MASLAK", json!({"fingate": {"isHostedPage": true}}))
}

fn commercial() -> Value {
    let mut loan = loan("MASLAK", json!({"campaignNumber": "kampanya123"}));
    loan["bankCode"] = json!("103");
    loan
}

fn offers() -> Value {
    json!({
        "apmType": "MASLAK", "price": 100, "currency": "TRY",
        "items": [{"type": "TABLET", "unitPrice": 50, "quantity": 2}],
    })
}

rules! {
    bnpl_types: InitBnplPayment, loan("ALFABANK", json!({})), {"apmType": "PAPARA"}
        => invalid("apmType", "a provider of shopping loans"), {};
    bnpl_offer_types: RetrieveBnplPaymentOffers, offers(), {"apmType": "HASO"}
        => invalid("apmType", "a provider of shopping loans that has offers"), {"apmType": "ZIP"};
    bnpl_currency: InitBnplPayment, zip(), {"currency": "USD"} => invalid("currency", "TRY or KZT"), {"currency": "KZT"};
    bnpl_currency_of_offers: RetrieveBnplPaymentOffers, offers(), {"currency": "KZT"} => invalid("currency", "TRY"), {};
    bnpl_group: InitBnplPayment, zip(), {"paymentGroup": null} => missing("paymentGroup"), {};
    bnpl_cart: InitBnplPayment, zip(), {"cartItems": [{"type": "OTHER", "unitPrice": 60, "quantity": 1}]}
        => ValidationError::ItemTotalMismatch { field: "cartItems", sum: dec!(60), price: dec!(100) }, {};
    bnpl_cart_by_quantity: InitBnplPayment, zip(), {"cartItems": [{"type": "OTHER", "unitPrice": 100, "quantity": 2}]}
        => disputed(ValidationError::ItemTotalMismatch { field: "cartItems", sum: dec!(200), price: dec!(100) }), {};
    bnpl_cart_not_empty: InitBnplPayment, zip(), {"cartItems": []} => ValidationError::NoItems { field: "cartItems" }, {};
    bnpl_cart_quantity: InitBnplPayment, zip(), {"cartItems": [
            {"type": "OTHER", "unitPrice": 100, "quantity": 1}, {"type": "OTHER", "unitPrice": 1, "quantity": 0},
        ]} => ValidationError::NotPositive { field: "cartItems.quantity" }, {};
    bnpl_offer_cart: RetrieveBnplPaymentOffers, offers(), {"price": 90}
        => ValidationError::ItemTotalMismatch { field: "items", sum: dec!(100), price: dec!(90) }, {};
    bnpl_offer_cart_not_empty: RetrieveBnplPaymentOffers, offers(), {"items": []}
        => ValidationError::NoItems { field: "items" }, {};
    fingate_preapproved_birthdate: RetrieveBnplPaymentOffers, pre_approved(),
        {"additionalParams": {"buyerBirthdate": null}} => missing(BIRTHDATE), {};
    fingate_preapproved_phone: RetrieveBnplPaymentOffers, pre_approved(),
        {"additionalParams": {"buyerPhoneNumber": "90555"}} => invalid(PHONE, TURKISH_PHONE), {};
    fingate_preapproved_identity: RetrieveBnplPaymentOffers, pre_approved(),
        {"additionalParams": {"buyerIdentityNumber": ""}} => missing(IDENTITY),
        {"additionalParams": {"buyerIdentityNumber": "", "fingate": {"isPreApproved": false}}};
    fingate_hosted_bank: InitBnplPayment, hosted(), {"bankCode": "103"} => not_allowed("bankCode", HOSTED), {};
    fingate_hosted_term: InitBnplPayment, hosted(), {"additionalParams": {"fingate": {"totalTerm": 12}}}
        => not_allowed("additionalParams.fingate.totalTerm", HOSTED), {};
    fingate_hosted_pre_approved: InitBnplPayment, hosted(),
        {"additionalParams": {"fingate": {"preApprovedApplicationId": "12345678"}}}
        => not_allowed("additionalParams.fingate.preApprovedApplicationId", HOSTED), {};
    fingate_hosted_birthdate: InitBnplPayment, hosted(), {"additionalParams": {"buyerBirthdate": "1990-01-31"}}
        => not_allowed(BIRTHDATE, HOSTED), {};
    fingate_hosted_phone: InitBnplPayment, hosted(), {"additionalParams": {"buyerPhoneNumber": "5551112233"}}
        => not_allowed(PHONE, HOSTED), {};
    fingate_hosted_identity: InitBnplPayment, hosted(), {"additionalParams": {"buyerIdentityNumber": "11111111110"}}
        => not_allowed(IDENTITY, HOSTED), {};
    fingate_direct_bank: InitBnplPayment, fingate(), {"bankCode": null} => missing("bankCode"), {};
    fingate_direct_term: InitBnplPayment, fingate(), {"additionalParams": {"fingate": {"totalTerm": null}}}
        => disputed(missing("additionalParams.fingate.totalTerm")), {};
    fingate_direct_buyer: InitBnplPayment, fingate(), {"additionalParams": {"buyerIdentityNumber": null}}
        => disputed(missing(IDENTITY)), {};
    fingate_direct_birthdate: InitBnplPayment, fingate(), {"additionalParams": {"buyerBirthdate": "31.01.1990"}}
        => invalid(BIRTHDATE, "a date such as 1990-01-31"), {};
    fingate_commercial_page: InitBnplPayment, commercial(),
        {"bankCode": null, "additionalParams": {"fingate": {"isHostedPage": true}}} => not_allowed(HOSTED, CAMPAIGN), {};
    fingate_commercial_buyer: InitBnplPayment, commercial(), {"additionalParams": {"buyerPhoneNumber": "5551112233"}}
        => not_allowed(PHONE, CAMPAIGN), {};
    fingate_channel: InitBnplPayment, fingate(), {"additionalParams": {"channel": "STORE"}}
        => invalid("additionalParams.channel", "WEB or MOBILE"), {"additionalParams": {"channel": "MOBILE"}};
    haso_params_phone: InitBnplPayment, haso(), {"additionalParams": {"buyerPhoneNumber": "+905551112233"}}
        => invalid(PHONE, TURKISH_PHONE), {};
    haso_params_birthdate: InitBnplPayment, haso(), {"additionalParams": {"buyerBirthdate": "1990-02-30"}}
        => invalid(BIRTHDATE, "a date such as 1990-01-31"), {};
    haso_params_identity: InitBnplPayment, haso(), {"additionalParams": {"buyerIdentityNumber": null}}
        => missing(IDENTITY), {};
    haso_params_product: InitBnplPayment, haso(),
        {"cartItems": [{"type": "OTHER", "unitPrice": 100, "quantity": 1, "brandName": "26010303"}]}
        => missing("cartItems.id"), {};
    haso_params_category: InitBnplPayment, haso(),
        {"cartItems": [{"type": "OTHER", "unitPrice": 100, "quantity": 1, "id": "26020874"}]}
        => missing("cartItems.brandName"), {};
    zip_params_email: InitBnplPayment, zip(), {"additionalParams": {"buyerEmail": null}}
        => missing("additionalParams.buyerEmail"), {};
    zip_params_phone: InitBnplPayment, zip(), {"additionalParams": {"buyerPhoneNumber": null}} => missing(PHONE), {};
    tomfinance_params_phone: InitBnplPayment, tom_finance(), {"additionalParams": {"buyerPhoneNumber": "555"}}
        => invalid(PHONE, TURKISH_PHONE), {};
    tomfinance_params_name: InitBnplPayment, tom_finance(), {"additionalParams": {"buyerName": null}}
        => missing("additionalParams.buyerName"), {};
    tomfinance_params_channel: InitBnplPayment, tom_finance(), {"additionalParams": {"channelId": null}}
        => disputed(missing("additionalParams.channelId")), {"additionalParams": {"channelId": "3"}};
    paycell_loan_params_phone: InitBnplPayment, paycell(), {"additionalParams": {"buyerPhoneNumber": null}}
        => missing(PHONE), {};
    paycell_loan_params_birthdate: InitBnplPayment, paycell(), {"additionalParams": {"buyerBirthdate": null}}
        => missing(BIRTHDATE), {};
    paycell_loan_params_identity: InitBnplPayment, paycell(), {"additionalParams": {"buyerIdentityNumber": null}}
        => missing(IDENTITY), {};
    paycell_loan_params_term: InitBnplPayment, paycell(), {"additionalParams": {"term": 0}}
        => invalid("additionalParams.term", "a whole number above zero"), {};
}

fn pre_approved() -> Value {
    with(offers(), json!({"additionalParams": with(buyer(), json!({"fingate": {"isPreApproved": true}}))}))
}

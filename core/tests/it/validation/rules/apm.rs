//! Alternative payment methods and banks' wallets.

use craftgate_core::ValidationError;
use craftgate_core::bkm_express::InitBkmExpressPayment;
use craftgate_core::juzdan::InitJuzdanPayment;
use craftgate_core::payment::{
    CompleteApmPayment, CreateApmPayment, InitApmDepositPayment, InitApmPayment, InitCheckoutPayment, InitPosApmPayment,
};
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use super::{disputed, invalid, missing, order, order_with, rules};

/// An order by this method.
fn apm(apm_type: &str, fields: Value) -> Value {
    let mut order = order_with(fields);
    order["apmType"] = json!(apm_type);
    order
}

/// An order by this method, with these additional parameters.
fn with_params(apm_type: &str, params: Value) -> Value {
    apm(apm_type, json!({"additionalParams": params}))
}

fn pluxee(apm_type: &str) -> Value {
    apm(apm_type, json!({"apmUserIdentity": "5551112233", "additionalParams": {"sodexoCode": "843195"}}))
}

fn tompay() -> Value {
    with_params("TOMPAY", json!({"phone": "5001112233", "channel": "web"}))
}

fn klarna() -> Value {
    let mut order = with_params("KLARNA", json!({"country": "de", "locale": "en-DE"}));
    order["currency"] = json!("EUR");
    order
}

fn klarna_page() -> Value {
    let mut page = order_with(json!({
        "enabledPaymentMethods": ["KLARNA"], "additionalParams": {"klarna": {"country": "de", "locale": "en-DE"}},
    }));
    page["currency"] = json!("EUR");
    page
}

fn metropol_completion() -> Value {
    json!({"paymentId": 1, "additionalParams": {"otpCode": "00000", "productId": "1", "walletId": "1"}})
}

fn pos_apm(provider: &str, params: Value) -> Value {
    order_with(json!({"paymentProvider": provider, "additionalParams": params}))
}

fn world_pay() -> Value {
    pos_apm("YKB_WORLD_PAY", json!({"sourceCode": "WEB2QR"}))
}

fn garanti_pay() -> Value {
    pos_apm("GARANTI_PAY", json!({"integrationType": "WEB2APP"}))
}

fn bkm_express() -> Value {
    order_with(json!({"callbackUrl": null}))
}

const TURKISH_PHONE: &str = "10 digits, beginning with 5";

rules! {
    checkout_klarna_country: InitCheckoutPayment, klarna_page(), {"additionalParams": {"klarna": {"country": null}}}
        => missing("additionalParams.klarna.country"), {};
    checkout_klarna_locale: InitCheckoutPayment, klarna_page(), {"additionalParams": {"klarna": {"locale": ""}}}
        => missing("additionalParams.klarna.locale"), {"enabledPaymentMethods": ["CARD"], "additionalParams": null};
    checkout_klarna_currency: InitCheckoutPayment, klarna_page(), {"currency": "TRY"}
        => disputed(invalid("currency", "the country's currency at Klarna")), {};
    apm_complete_params: CompleteApmPayment, json!({"paymentId": 1}), {"additionalParams": {}}
        => missing("additionalParams"), {"additionalParams": {"otpCode": "123456"}};
    apm_direct_types: CreateApmPayment, apm("FUND_TRANSFER", json!({})), {"apmType": "PAPARA"}
        => invalid("apmType", "FUND_TRANSFER or CASH_ON_DELIVERY"), {"apmType": "CASH_ON_DELIVERY"};
    edenred_card: InitApmPayment, apm("EDENRED", json!({"apmUserIdentity": "6036819041742253"})),
        {"apmUserIdentity": "603681904174225"} => invalid("apmUserIdentity", "16 digits"), {};
    edenred_card_missing: InitApmPayment, apm("EDENRED_GIFT", json!({})), {}
        => missing("apmUserIdentity"), {"apmUserIdentity": "6036819041742253"};
    edenred_card_of_a_deposit: InitApmDepositPayment, deposit("EDENRED"), {}
        => missing("apmUserIdentity"), {"apmUserIdentity": "6036819041742253"};
    edenred_otp: CompleteApmPayment, json!({"paymentId": 1}), {"additionalParams": {"otpCode": " "}}
        => missing("additionalParams.otpCode"), {"additionalParams": {"otpCode": "784294"}};
    setcard_card: InitApmPayment, with_params("SETCARD", json!({"cardNumber": "7599640961180814"})),
        {"additionalParams": {"cardNumber": "759964096118081"}}
        => disputed(invalid("additionalParams.cardNumber", "16 digits")), {};
    setcard_card_missing: InitApmPayment, with_params("SETCARD", json!({"cardNumber": "7599640961180814"})),
        {"additionalParams": {"cardNumber": " "}} => missing("additionalParams.cardNumber"), {};
    setcard_otp: CompleteApmPayment, json!({"paymentId": 1}), {"additionalParams": {"code": "123456"}}
        => disputed(missing("additionalParams.otpCode")), {"additionalParams": {"otpCode": "123456"}};
    pluxee_phone: InitApmPayment, pluxee("SODEXO"), {"apmUserIdentity": "905551112233"}
        => invalid("apmUserIdentity", TURKISH_PHONE), {};
    pluxee_phone_missing: InitApmPayment, pluxee("PLUXEE"), {"apmUserIdentity": null}
        => missing("apmUserIdentity"), {};
    pluxee_code: InitApmPayment, pluxee("SODEXO"), {"additionalParams": {"sodexoCode": null}}
        => missing("additionalParams.sodexoCode"), {"additionalParams": {"sodexoCode": 843195}};
    iwallet_card: InitApmPayment, with_params("IWALLET", json!({"cardNumber": "1111222233334444"})),
        {"additionalParams": null} => missing("additionalParams.cardNumber"), {};
    iwallet_card_as_the_identity: InitApmPayment, with_params("IWALLET", json!({"cardNumber": "1111222233334444"})),
        {"apmUserIdentity": "1111222233334444", "additionalParams": null}
        => disputed(missing("additionalParams.cardNumber")), {};
    iwallet_pass: CompleteApmPayment, json!({"paymentId": 1}), {"additionalParams": {"passCode": ""}}
        => missing("additionalParams.passCode"), {"additionalParams": {"passCode": "1122"}};
    metropol_init: InitApmPayment, with_params("METROPOL", json!({"cardNumber": "6375780115068760"})),
        {"additionalParams": {"cardNumber": null}} => missing("additionalParams.cardNumber"), {};
    metropol_complete_code: CompleteApmPayment, metropol_completion(), {"additionalParams": {"otpCode": null}}
        => missing("additionalParams.otpCode"), {};
    metropol_complete_product: CompleteApmPayment, metropol_completion(), {"additionalParams": {"productId": null}}
        => missing("additionalParams.productId"), {};
    metropol_complete_wallet: CompleteApmPayment, metropol_completion(), {"additionalParams": {"walletId": null}}
        => missing("additionalParams.walletId"), {};
    tompay_params_phone: InitApmPayment, tompay(), {"additionalParams": {"phone": "0555111223"}}
        => disputed(invalid("additionalParams.phone", TURKISH_PHONE)), {};
    tompay_params_phone_missing: InitApmPayment, tompay(), {"additionalParams": {"phone": null}}
        => missing("additionalParams.phone"), {};
    tompay_params_channel: InitApmPayment, tompay(), {"additionalParams": {"channel": null}}
        => missing("additionalParams.channel"), {};
    chippin_identity: InitApmPayment, apm("CHIPPIN", json!({"apmUserIdentity": "1000000"})), {"apmUserIdentity": null}
        => missing("apmUserIdentity"), {};
    bizum_phone: InitApmPayment, with_params("BIZUM", json!({"buyerPhoneNumber": "34700000000"})),
        {"additionalParams": {"buyerPhoneNumber": "905551112233"}}
        => invalid("additionalParams.buyerPhoneNumber", "5 to 15 digits, beginning with 34"), {};
    bizum_phone_missing: InitApmPayment, with_params("BIZUM", json!({"buyerPhoneNumber": "34700000000"})),
        {"additionalParams": {"buyerPhoneNumber": null}} => missing("additionalParams.buyerPhoneNumber"), {};
    paycell_dcb_phone: InitApmPayment, with_params("PAYCELL_DCB", json!({"paycellGsmNumber": "5305289290"})),
        {"additionalParams": {"paycellGsmNumber": "530528929"}}
        => invalid("additionalParams.paycellGsmNumber", TURKISH_PHONE), {};
    klarna_params_country: InitApmPayment, klarna(), {"additionalParams": {"country": null}}
        => missing("additionalParams.country"), {};
    klarna_params_locale: InitApmPayment, klarna(), {"additionalParams": {"locale": "tr-TR"}}
        => invalid("additionalParams.locale", "a language and the country, such as en-DE"),
        {"additionalParams": {"locale": "de-DE"}};
    klarna_params_currency: InitApmPayment, klarna(), {"currency": "USD"}
        => disputed(invalid("currency", "the country's currency at Klarna")),
        {"currency": "USD", "additionalParams": {"country": "US", "locale": "es-US"}};
    instant_transfer_params_bank: InitApmPayment,
        with_params("INSTANT_TRANSFER", json!({"bankCode": "0", "shopUrl": "https://çiçek.example.com"})),
        {"additionalParams": {"bankCode": null}} => missing("additionalParams.bankCode"), {};
    instant_transfer_params_shop: InitApmPayment,
        with_params("INSTANT_TRANSFER", json!({"bankCode": "0", "shopUrl": "https://çiçek.example.com"})),
        {"additionalParams": {"shopUrl": null}} => disputed(missing("additionalParams.shopUrl")), {};
    client_ip_of_a_bank_wallet: InitPosApmPayment, world_pay(), {"clientIp": "::1"}
        => invalid("clientIp", "an IPv4 address"), {"clientIp": "127.0.0.1"};
    pos_apm_auth_only: InitPosApmPayment, world_pay(), {"paymentPhase": "PRE_AUTH"}
        => invalid("paymentPhase", "AUTH"), {"paymentPhase": "AUTH"};
    pos_apm_auth_only_with_garanti_pay: InitPosApmPayment, garanti_pay(), {"paymentPhase": "PRE_AUTH"}
        => invalid("paymentPhase", "AUTH"), {};
    pos_apm_params: InitPosApmPayment, world_pay(), {"additionalParams": null}
        => missing("additionalParams.sourceCode"), {};
    pos_apm_params_of_garanti_pay: InitPosApmPayment, garanti_pay(), {"additionalParams": {"integrationType": null}}
        => missing("additionalParams.integrationType"), {};
    pos_apm_params_of_google_pay: InitPosApmPayment, pos_apm("GOOGLEPAY", json!({"token": "x"})),
        {"additionalParams": null} => missing("additionalParams"), {};
    pos_apm_params_between_applications: InitPosApmPayment, world_pay(), {"additionalParams": {"sourceCode": "APP2APP"}}
        => missing("additionalParams.redirectUrl"),
        {"additionalParams": {"sourceCode": "APP2APP", "redirectUrl": "com.example.shop://dönüş"}};
    pos_apm_params_between_applications_of_garanti_pay: InitPosApmPayment, garanti_pay(),
        {"additionalParams": {"integrationType": "APP2APP"}} => missing("additionalParams.mobileAppReturnUrl"),
        {"additionalParams": {"integrationType": "APP2APP", "mobileAppReturnUrl": "com.example.shop://dönüş"}};
    worldpay_loan: InitPosApmPayment, world_pay(), {"paymentProvider": "YKB_WORLD_PAY_SHOPPING_LOAN"}
        => missing("additionalParams.shoppingLoanProductCode"),
        {"paymentProvider": "YKB_WORLD_PAY_SHOPPING_LOAN", "additionalParams": {"shoppingLoanProductCode": "ürün-1"}};
    bkm_currency: InitBkmExpressPayment, bkm_express(), {"currency": "USD"} => invalid("currency", "TRY"), {};
    bkm_phase: InitBkmExpressPayment, bkm_express(), {"paymentPhase": "PRE_AUTH"}
        => invalid("paymentPhase", "AUTH"), {"paymentPhase": "AUTH"};
    bkm_installments: InitBkmExpressPayment, bkm_express(), {"enabledInstallments": [1, 0]}
        => ValidationError::NotPositive { field: "enabledInstallments" }, {"enabledInstallments": [1, 3]};
    juzdan_basket_adds_up: InitJuzdanPayment, order(), {"items": [{"price": 60}]}
        => ValidationError::ItemTotalMismatch { field: "items", sum: dec!(60), price: dec!(100) }, {};
    juzdan_paid_price: InitJuzdanPayment, order(), {"paidPrice": 100.005}
        => ValidationError::TooManyDecimals { field: "paidPrice", decimals: 2 }, {"paidPrice": 110.05};
    juzdan_seller_price: InitJuzdanPayment, order(),
        {"items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 101}]}
        => disputed(ValidationError::ExceedsAmount { field: "items.subMerchantMemberPrice", limit: "items.price" }),
        {"items": [{"price": 100, "subMerchantMemberId": 7, "subMerchantMemberPrice": 90}]};
    deposit_apm_callback: InitApmDepositPayment, deposit("PAPARA"), {"callbackUrl": null} => missing("callbackUrl"), {};
}

/// A deposit by this method.
fn deposit(apm_type: &str) -> Value {
    let mut deposit = order();
    super::merge(&mut deposit, &json!({"items": null, "paidPrice": null, "apmType": apm_type, "buyerMemberId": 7}));
    deposit
}

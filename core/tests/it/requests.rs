//! What operations send: every one as the catalog knows it, the most used ones to the byte.

use craftgate_core::id::{FraudValueId, PaymentId, PaymentRefundId, PaymentTransactionId, PaymentTransactionRefundId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use craftgate_core::file_reporting::{ReportFileType, RetrieveDailyPaymentReport};
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::http::Method;
use craftgate_core::installment::{RetrieveBinNumber, SearchInstallments};
use craftgate_core::merchant::{PosOperationType, PosUser, PosUserType};
use craftgate_core::onboarding::{CreateMember, SearchMembers};
use craftgate_core::payment::{
    Amounts, Card, CardNumber, CardToken, CardUserKey, CompleteThreeDsPayment, CreatePayment, EncryptedCard,
    InitThreeDsPayment, LoyaltyCard, PartialCardNumber, PaymentItem, PostAuthPayment, RefundPayment,
    RefundPaymentTransaction, RetrieveCheckoutPayment, RetrievePayment, RetrievePaymentRefund,
    RetrievePaymentTransactionRefund, SearchStoredCards, StoreCard, TokenizedCard, TokenizedCardType, UpdateCard,
};
use craftgate_core::transport::from_fn;
use craftgate_core::{Body, Client, Currency, JsonMap, Language, Operation, RandomKey, Request, RequestError, Secret};
use rust_decimal_macros::dec;
use serde::de::DeserializeOwned;

use crate::common::fixtures::{self, expiry};
use crate::common::{API_KEY, RANDOM_KEY, SECRET_KEY, canonical, random_key, request, signature_of, text};
use craftgate_core::with_every_operation;
use craftgate_test_support::operations::{filled, smallest};
use craftgate_test_support::run;

const NO_BODY: &str = "";

/// Holds the request of `operation` against its request line, its body and everything that a header may say.
#[track_caller]
fn expect<O: Operation>(operation: &O, line: &str, body: &str) {
    let request = request(operation);
    let (method, target) = line.split_once(' ').unwrap();
    assert_eq!(request.method(), method);
    assert_eq!(request.uri(), &*format!("https://api.craftgate.io{target}"));
    if body == NO_BODY {
        assert_eq!(text(request.body()), "");
    } else {
        assert_eq!(canonical(text(request.body())), canonical(body));
    }
    assert_eq!(headers(&request), expected_headers::<O>(&request));
}

fn headers(request: &Request) -> BTreeMap<String, String> {
    let headers = request.headers().iter();
    let headers: Vec<_> = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    let map: BTreeMap<_, _> = headers.iter().cloned().collect();
    assert_eq!(map.len(), headers.len(), "duplicate header");
    map
}

fn expected_headers<O: Operation>(request: &Request) -> BTreeMap<String, String> {
    use craftgate_core::Output as _;
    let mut headers = BTreeMap::from([
        ("x-api-key", API_KEY.to_owned()),
        ("x-rnd-key", RANDOM_KEY.to_owned()),
        ("x-auth-version", "V1".to_owned()),
        ("x-signature", signature_of(request, SECRET_KEY)),
        ("x-client-version", format!("craftgate-rust-client:{}", env!("CARGO_PKG_VERSION"))),
        ("accept", "application/json".to_owned()),
    ]);
    if !request.body().is_empty() {
        headers.insert("content-type", "application/json".to_owned());
    } else if O::Output::IS_FILE {
        headers.insert("content-type", "application/octet-stream".to_owned());
    }
    headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn number() -> CardNumber {
    CardNumber::new("5258640000000001")
}

fn smallest_payment() -> CreatePayment {
    CreatePayment::new(Amounts::same(dec!(100.00)), Currency::Try, 1, [PaymentItem::new(dec!(100.00))])
}

const FULLEST_PAYMENT: &str = r#"
    "price": 100.00, "paidPrice": 12345678901234567890.12345678, "currency": "TRY", "installment": 1,
    "items": [
        {"price": 60.00, "name": "Çift kişilik nevresim", "externalId": "satır/1",
         "subMerchantMemberId": 9007199254740993, "subMerchantMemberPrice": 55.5, "blockageDay": 0},
        {"price": 0.00000001}
    ],
    "walletPrice": 0.0, "posAlias": "6007-posAlias-1", "paymentGroup": "LISTING_OR_SUBSCRIPTION",
    "conversationId": "sipariş-17 \"ğ\"\n", "externalId": "dış-17", "clientIp": "127.0.0.1",
    "paymentPhase": "PRE_AUTH", "paymentChannel": "Mağaza", "buyerMemberId": 9223372036854775807,
    "bankOrderId": "banka-1",
    "card": {
        "cardHolderName": "Gülşah Işık", "cardNumber": "5258640000000001", "expireYear": "2044", "expireMonth": "07",
        "cvc": "000", "cardAlias": "İş kartı", "cardUserKey": "user-key-1", "secureFieldsToken": "secure-fields-1",
        "cardToken": "card-token-1", "binNumber": "52586400", "lastFourDigits": "0001",
        "cardHolderIdentityNumber": "11111111110",
        "loyalty": {
            "type": "REWARD_MONEY",
            "reward": {"cardRewardMoney": 1.10, "firmRewardMoney": 1.20, "mileRewardMoney": 1.30, "totalRewardMoney": 3.60},
            "message": "Şubat'a özel", "loyaltyParams": {"postponingPaymentCount": 2, "code": "K-2"},
            "loyaltyData": {
                "maxPostponingPaymentCount": 3, "minPostponingPaymentCount": 0, "unitType": "MONTH",
                "deferredPaymentEligible": false, "minAmount": 0.00, "maxAmount": 1000,
                "dueDateShiftDirection": "FORWARD", "singleTotalDueDateDayCount": 45.5, "code": "K-1"
            },
            "firmRewardMoney": 2.00, "totalRewardMoney": 5.60
        },
        "tokenizedCard": {"type": "APPLE_PAY", "data": {"snake_key": "tokenized-data-1"}},
        "encryptedCard": {"cardData": "encrypted-data-1", "type": "RSA"},
        "storeCardAfterSuccessPayment": false
    },
    "routingOptions": {"orderingRule": "IN_ORDER", "ignoreAdvancedPosRoutingRules": false, "posAliases": ["pos-b", "pos-a"]},
    "fraudParams": {"buyerExternalId": "alıcı-1", "buyerPhoneNumber": "905551111111",
                    "buyerEmail": "haluk@example.com", "customFraudVariable": "değişken"},
    "retry": false"#;

#[test]
fn create_payment() {
    let line = "POST /payment/v1/card-payments";
    expect(
        &smallest_payment(),
        line,
        r#"{"price": 100.00, "paidPrice": 100.00, "currency": "TRY", "installment": 1, "items": [{"price": 100.00}]}"#,
    );
    let params = r#""additionalParams": {"snake_key": 1.50, "İstek": "ğ"}"#;
    expect(&fixtures::create_payment(), line, &format!("{{{FULLEST_PAYMENT}, {params}}}"));
}

#[test]
fn price_and_paid_price_are_not_swapped() {
    let amounts = Amounts { price: dec!(100.00), paid_price: dec!(90.00) };
    let payment = CreatePayment::new(amounts, Currency::Try, 1, [PaymentItem::new(dec!(100.00))]);
    let request = request(&payment);
    assert!(text(request.body()).contains(r#""price":100.00"#), "{}", text(request.body()));
    assert!(text(request.body()).contains(r#""paidPrice":90.00"#), "{}", text(request.body()));
}

#[test]
fn a_card_goes_as_each_of_its_shapes() {
    let data = JsonMap::from([("version", "EC_v1")]);
    let digits = PartialCardNumber { bin_number: "52586400".into(), last_four_digits: "0001".into() };
    for (card, sent) in [
        (
            Card::new("Haluk Demir", number(), expiry(2044, 7), "000"),
            r#"{"cardHolderName": "Haluk Demir", "cardNumber": "5258640000000001", "expireYear": "2044",
                "expireMonth": "07", "cvc": "000"}"#,
        ),
        (
            Card::stored(CardUserKey::new("key-1"), CardToken::new("token-1")),
            r#"{"cardUserKey": "key-1", "cardToken": "token-1"}"#,
        ),
        (
            Card::by_identity(digits, "11111111110"),
            r#"{"binNumber": "52586400", "lastFourDigits": "0001", "cardHolderIdentityNumber": "11111111110"}"#,
        ),
        (Card::secure_fields("fields-1"), r#"{"secureFieldsToken": "fields-1"}"#),
        (
            Card::tokenized(TokenizedCard::new(TokenizedCardType::ApplePay, data)),
            r#"{"tokenizedCard": {"type": "APPLE_PAY", "data": {"version": "EC_v1"}}}"#,
        ),
        (
            Card::encrypted(EncryptedCard::new("data-1").encryption("RSA")),
            r#"{"encryptedCard": {"cardData": "data-1", "type": "RSA"}}"#,
        ),
    ] {
        let body = r#""price":100.00,"paidPrice":100.00,"currency":"TRY","installment":1,"items":[{"price":100.00}]"#;
        expect(
            &smallest_payment().card(card),
            "POST /payment/v1/card-payments",
            &format!("{{{body},\"card\":{sent}}}"),
        );
    }
}

#[test]
fn a_card_for_its_points_and_a_banks_user_go_as_they_were_given() {
    for (sent, json) in [
        (
            serde_json::to_string(&LoyaltyCard::new(number(), expiry(2044, 7))),
            r#"{"cardNumber":"5258640000000001","expireYear":"2044","expireMonth":"07"}"#,
        ),
        (
            serde_json::to_string(&LoyaltyCard::stored(CardUserKey::new("key-1"), CardToken::new("token-1"))),
            r#"{"cardUserKey":"key-1","cardToken":"token-1"}"#,
        ),
        (
            serde_json::to_string(&PosUser::new(
                "ad",
                Secret::from("parola"),
                PosUserType::Api,
                PosOperationType::Standard,
            )),
            r#"{"posUsername":"ad","posPassword":"parola","posUserType":"API","posOperationType":"STANDARD"}"#,
        ),
    ] {
        assert_eq!(canonical(&sent.unwrap()), canonical(json));
    }
}

#[test]
fn retrieve_payment() {
    expect(&RetrievePayment::new(PaymentId::new(1)), "GET /payment/v1/card-payments/1", NO_BODY);
    expect(&fixtures::retrieve_payment(), "GET /payment/v1/card-payments/9223372036854775807", NO_BODY);
}

#[test]
fn post_auth_payment() {
    expect(&PostAuthPayment::new(PaymentId::new(7)), "POST /payment/v1/card-payments/7/post-auth", "{}");
    expect(&fixtures::post_auth(), "POST /payment/v1/card-payments/1/post-auth", r#"{"paidPrice": 100.10}"#);
}

#[test]
fn retrieve_checkout_payment() {
    expect(&RetrieveCheckoutPayment::new("456d1297"), "GET /payment/v1/checkout-payments/456d1297", NO_BODY);
    let line = "GET /payment/v1/checkout-payments/a%2Fb%20%C5%9F%25%3F%23";
    expect(&fixtures::retrieve_checkout(), line, NO_BODY);
}

#[test]
fn init_three_ds_payment() {
    let line = "POST /payment/v1/card-payments/3ds-init";
    expect(
        &InitThreeDsPayment::new(smallest_payment(), "https://www.example.com/donus"),
        line,
        r#"{"price": 100.00, "paidPrice": 100.00, "currency": "TRY", "installment": 1, "items": [{"price": 100.00}],
            "callbackUrl": "https://www.example.com/donus"}"#,
    );
    let rest = r#""callbackUrl": "https://www.example.com/dönüş?a=1&b=2",
        "additionalParams": {"snake_key": 1.50, "İstek": "ğ", "threeDSCallbackVersion": 2}"#;
    expect(&fixtures::init_three_ds(), line, &format!("{{{FULLEST_PAYMENT}, {rest}}}"));
}

#[test]
fn complete_three_ds_payment() {
    let line = "POST /payment/v1/card-payments/3ds-complete";
    expect(&CompleteThreeDsPayment::new(PaymentId::new(1)), line, r#"{"paymentId": 1}"#);
    expect(&fixtures::complete_three_ds(), line, r#"{"paymentId": 9223372036854775807}"#);
}

#[test]
fn refund_payment() {
    let line = "POST /payment/v1/refunds";
    expect(&RefundPayment::new(PaymentId::new(1)), line, r#"{"paymentId": 1}"#);
    let full =
        r#"{"paymentId": 1, "conversationId": "iade-1", "refundDestinationType": "WALLET", "chargeFromMe": false}"#;
    expect(&fixtures::refund(), line, full);
}

#[test]
fn retrieve_payment_refund() {
    expect(&RetrievePaymentRefund::new(PaymentRefundId::new(1)), "GET /payment/v1/refunds/1", NO_BODY);
}

#[test]
fn refund_payment_transaction() {
    let line = "POST /payment/v1/refund-transactions";
    expect(&RefundPaymentTransaction::new(PaymentTransactionId::new(1)), line, r#"{"paymentTransactionId": 1}"#);
    expect(
        &fixtures::refund_transaction(),
        line,
        r#"{"paymentTransactionId": 3, "conversationId": "iade-2", "refundPrice": 20.00,
            "refundDestinationType": "PROVIDER", "chargeFromMe": true}"#,
    );
}

#[test]
fn retrieve_payment_transaction_refund() {
    expect(
        &RetrievePaymentTransactionRefund::new(PaymentTransactionRefundId::new(1)),
        "GET /payment/v1/refund-transactions/1",
        NO_BODY,
    );
}

#[test]
fn store_card() {
    let line = "POST /payment/v1/cards";
    expect(
        &StoreCard::plain("Haluk Demir", number(), expiry(2044, 7)),
        line,
        r#"{"cardHolderName": "Haluk Demir", "cardNumber": "5258640000000001", "expireYear": "2044", "expireMonth": "07"}"#,
    );
    expect(&StoreCard::secure_fields("fields-1"), line, r#"{"secureFieldsToken": "fields-1"}"#);
    let encrypted = StoreCard::encrypted(EncryptedCard::new("data-1").encryption("RSA"));
    expect(&encrypted, line, r#"{"encryptedCard": {"cardData": "data-1", "type": "RSA"}}"#);
    expect(
        &fixtures::store_card(),
        line,
        r#"{"cardHolderName": "Haluk Demir", "cardNumber": "5258640000000001", "expireYear": "2044", "expireMonth": "07",
            "secureFieldsToken": "secure-fields-1", "cardAlias": "İş kartı", "cardUserKey": "user-key-1",
            "encryptedCard": {"cardData": "encrypted-data-1", "type": "RSA"}}"#,
    );
}

#[test]
fn update_card() {
    let line = "POST /payment/v1/cards/update";
    let smallest = r#"{"cardUserKey": "k", "cardToken": "t", "expireYear": "2045", "expireMonth": "08"}"#;
    let update = UpdateCard::new(expiry(2045, 8), CardUserKey::new("k"), CardToken::new("t"));
    expect(&update, line, smallest);
    expect(
        &fixtures::update_card(),
        line,
        r#"{"cardUserKey": "user-key-1", "cardToken": "card-token-1", "expireYear": "2045", "expireMonth": "08",
            "cardAlias": "Ev kartı"}"#,
    );
}

#[test]
fn search_stored_cards() {
    expect(&SearchStoredCards::new(), "GET /payment/v1/cards", NO_BODY);
    expect(
        &fixtures::search_cards(),
        "GET /payment/v1/cards?cardAlias=%C4%B0%C5%9F%20kart%C4%B1&cardBrand=Bonus&cardType=CREDIT_CARD\
         &cardUserKey=user-key-1&cardToken=card-token-1&cardBankName=Garanti%20%26%20Co&cardAssociation=TROY\
         &cardExpiryStatus=WILL_EXPIRE_NEXT_MONTH&minCreatedDate=2026-01-01T00%3A00%3A00\
         &maxCreatedDate=2026-03-25T16%3A51%3A34.5&page=0&size=25",
        NO_BODY,
    );
}

#[test]
fn delete_stored_card() {
    let body = r#"{"cardUserKey": "user-key-1", "cardToken": "card-token-1"}"#;
    expect(&fixtures::delete_card(), "POST /payment/v1/cards/delete", body);
}

#[test]
fn search_installments() {
    expect(&SearchInstallments::new(dec!(100.00)), "GET /installment/v1/installments?price=100.00", NO_BODY);
    expect(
        &fixtures::search_installments(),
        "GET /installment/v1/installments?price=100.00&binNumber=52586400&currency=USD\
         &distinctCardBrandsWithLowestCommissions=false&loyaltyExists=true",
        NO_BODY,
    );
}

#[test]
fn retrieve_bin_number() {
    expect(&RetrieveBinNumber::new("52586400"), "GET /installment/v1/bins/52586400", NO_BODY);
}

#[test]
fn create_member() {
    let line = "POST /onboarding/v1/members";
    expect(&CreateMember::new("üye-1"), line, r#"{"memberExternalId": "üye-1"}"#);
    expect(
        &fixtures::create_member(),
        line,
        r#"{"memberExternalId": "üye-1", "name": "Çağla Ltd. Şti.",
            "address": "Beylerbeyi Cad. Lale Sok. No: 38 Daire: 3 Üsküdar", "email": "haluk.demir@example.com",
            "phoneNumber": "905551111111", "contactName": "Haluk", "contactSurname": "Demir",
            "memberType": "LIMITED_OR_JOINT_STOCK_COMPANY", "legalCompanyTitle": "Çağla Limited Şirketi",
            "taxOffice": "Erenköy", "taxNumber": "1111111114", "iban": "TR930006701000000001111111",
            "settlementEarningsDestination": "WALLET", "negativeWalletAmountLimit": -50.00,
            "subMerchantMaximumAllowedNegativeBalance": 0, "isBuyer": true, "isSubMerchant": false,
            "settlementDelayCount": 0}"#,
    );
}

#[test]
fn search_members() {
    expect(&SearchMembers::new(), "GET /onboarding/v1/members", NO_BODY);
    expect(
        &fixtures::search_members(),
        "GET /onboarding/v1/members?page=0&size=10&isBuyer=false&isSubMerchant=true\
         &name=%C3%87a%C4%9Fla%20%26%20I%C5%9F%C4%B1k&memberType=PERSONAL&memberExternalId=%C3%BCye%2B1\
         &memberIds=1%2C2",
        NO_BODY,
    );
}

#[test]
fn remove_value_from_value_list() {
    let operation = RemoveValueFromValueList::new("ipList", FraudValueId::new("1"));
    expect(&operation, "DELETE /fraud/v1/value-lists/ipList/values/1", NO_BODY);
    let line = "DELETE /fraud/v1/value-lists/kara%20liste%2F%C4%9F/values/de%C4%9Fer%3F1";
    expect(&fixtures::remove_value(), line, NO_BODY);
}

#[test]
fn retrieve_daily_payment_report() {
    let report = RetrieveDailyPaymentReport::new(fixtures::date("2026-01-02"), ReportFileType::Csv);
    expect(&report, "GET /file-reporting/v1/payment-reports?reportDate=2026-01-02&fileType=CSV", NO_BODY);
    let line = "GET /file-reporting/v1/payment-reports?reportDate=2026-03-25&fileType=XLSX";
    expect(&fixtures::daily_report(), line, NO_BODY);
}

#[test]
fn a_post_without_fields_sends_an_empty_body_and_no_content_type() {
    struct Retry;

    impl Operation for Retry {
        type Output = ();
        const METHOD: Method = Method::POST;

        fn path(&self) -> Result<String, RequestError> {
            Ok("/deneme/v1/tekrar".to_owned())
        }
    }

    expect(&Retry, "POST /deneme/v1/tekrar", NO_BODY);
}

#[test]
fn non_ascii_characters_are_sent_as_unescaped_utf_8() {
    let request = request(&CreateMember::new("ğüşıöç İ 💳"));
    assert_eq!(text(request.body()), r#"{"memberExternalId":"ğüşıöç İ 💳"}"#);
}

#[test]
fn the_language_is_sent_when_it_is_asked_for_and_a_call_may_ask_for_another() {
    let protocol = crate::common::protocol().language(Language::TURKISH);
    let operation = RetrievePayment::new(PaymentId::new(1));
    let request = protocol.exchange(&operation).request(&random_key()).unwrap();
    assert_eq!(request.headers()["lang"], "tr");
    let request = protocol.exchange(&operation).language(Language::ENGLISH).request(&random_key()).unwrap();
    assert_eq!(request.headers()["lang"], "en");
    assert_eq!(request.headers().get_all("lang").iter().count(), 1);
}

#[test]
fn a_client_asks_for_its_language_and_a_call_may_ask_for_another() {
    let asked = Mutex::new(Vec::new());
    let transport = from_fn(|request: Request| {
        asked.lock().unwrap().push(request.headers()["lang"].to_str().unwrap().to_owned());
        Ok(crate::common::http_response(200, r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#))
    });
    let client =
        Client::new(crate::common::protocol(), transport, || RandomKey::new(RANDOM_KEY)).language(Language::TURKISH);
    let operation = RetrievePayment::new(PaymentId::new(1));
    client.call(&operation).send().unwrap();
    client.call(&operation).language(Language::ENGLISH).send().unwrap();
    client.call(&operation).send().unwrap();
    assert_eq!(*asked.lock().unwrap(), ["tr", "en", "tr"]);
}

#[test]
fn the_smallest_request_of_every_operation_has_nothing_but_what_it_needs() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, needed) = smallest::<O>(name);
        assert_eq!(sent(&request(&operation)), needed, "{name}");
    }
    fn sent(request: &Request) -> BTreeSet<String> {
        let query = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let mut sent: BTreeSet<String> = query.map(|pair| pair.split_once('=').unwrap().0.to_owned()).collect();
        if !request.body().is_empty() {
            let body: BTreeMap<String, serde_json::Value> = serde_json::from_str(text(request.body())).unwrap();
            sent.extend(body.into_keys());
        }
        sent
    }
    with_every_operation!(run: check);
}

#[test]
fn an_idempotency_key_goes_into_its_header_and_nowhere_else() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        let protocol = crate::common::protocol();
        let plain = protocol.exchange(&operation).request(&random_key()).unwrap();
        let keyed = protocol.exchange(&operation).idempotency_key("sentinel-17").request(&random_key()).unwrap();
        compare(name, &plain, &keyed);
    }
    fn compare(name: &str, plain: &Request, keyed: &Request) {
        assert_eq!(keyed.uri(), plain.uri(), "{name}");
        assert_eq!(keyed.body(), plain.body(), "{name}");
        let mut expected = headers(plain);
        expected.insert("x-idempotency-key".to_owned(), "sentinel-17".to_owned());
        assert_eq!(headers(keyed), expected, "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn the_api_key_and_the_signature_are_marked_sensitive() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        for (header, value) in request(&operation).headers() {
            let sensitive = ["x-api-key", "x-signature"].contains(&header.as_str());
            assert_eq!(value.is_sensitive(), sensitive, "{header} of {name}");
        }
    }
    with_every_operation!(run: check);
}

#[test]
fn building_a_request_again_gives_the_same_request() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        let (first, second) = (request(&operation), request(&operation));
        assert_eq!(format!("{first:?}"), format!("{second:?}"), "{name}");
        assert_eq!(first.body(), second.body(), "{name}");
    }
    with_every_operation!(run: check);
}

/// So each of the fullest requests above leaves out nothing.
#[test]
fn each_fixture_sets_every_field_that_the_catalog_knows() {
    fn check<O: Operation>(name: &str, operation: O) {
        use craftgate_core::Output as _;
        let entry = &craftgate_test_support::catalog::operations()[name];
        let request = request(&operation);
        assert_eq!(request.method().as_str(), entry["method"], "{name}");

        let template = entry["path"].as_str().unwrap();
        let (expected, found) = (template.split('/'), request.uri().path().split('/'));
        assert_eq!(expected.clone().count(), found.clone().count(), "{name}");
        for (expected, found) in expected.zip(found) {
            assert!(expected.starts_with('{') || expected == found, "{name}: {expected} is {found}");
        }

        let names = |kind: &str| match entry[kind].as_str() {
            Some(object) => craftgate_test_support::catalog::fields(object).into_iter().map(|(name, _)| name).collect(),
            None => BTreeSet::new(),
        };
        let query = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query: BTreeSet<String> = query.map(|pair| pair.split_once('=').unwrap().0.to_owned()).collect();
        assert_eq!(query, names("query"), "the query of {name}");
        let body = if request.body().is_empty() { "{}" } else { text(request.body()) };
        let body: BTreeMap<String, serde_json::Value> = serde_json::from_str(body).unwrap();
        assert_eq!(body.into_keys().collect::<BTreeSet<_>>(), names("body"), "the body of {name}");

        assert_eq!(O::Output::IS_FILE, entry["response"]["kind"] == "bytes", "{name}");
        let honours_key = [Method::POST, Method::PATCH, Method::DELETE].contains(&O::METHOD);
        assert_eq!(entry["idempotency_key"], honours_key, "{name}");
    }
    crate::common::fixtures::with_every_fixture!(check);
}

#[test]
fn a_body_that_fails_to_serialize_is_a_typed_error() {
    struct Broken;

    impl Operation for Broken {
        type Output = ();
        const METHOD: Method = Method::POST;

        fn path(&self) -> Result<String, RequestError> {
            Ok("/deneme".to_owned())
        }

        fn body(&self) -> Result<Option<Body>, RequestError> {
            Body::json(&BTreeMap::from([((1, 2), "a key that is not a string")])).map(Some).map_err(RequestError::Body)
        }
    }

    let error = crate::common::protocol().exchange(&Broken).request(&random_key()).unwrap_err();
    assert!(matches!(error, RequestError::Body(_)), "{error:?}");
}

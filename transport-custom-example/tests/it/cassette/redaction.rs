//! Keys, card data, tokens and personal data are not in the cassette of any operation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use craftgate_core::encoding::percent_encode;
use craftgate_core::http::{Method, Request as HttpRequest};
use craftgate_core::payment::{
    Card, CardExpiry, CardNumber, CardToken, CardUserKey, DeleteStoredCard, EncryptedCard, InitCheckoutPayment,
    InitThreeDsPayment, PartialCardNumber, RetrieveCheckoutPayment, SearchStoredCards, StoreCard, TokenizedCard,
    TokenizedCardType,
};
use craftgate_core::payment_token::{CreatePaymentToken, DeletePaymentToken};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Body, Credentials, Json, JsonMap, Operation, Output, OutputError, Request, RequestError, Response, ResponseContent,
    Transport,
};
use craftgate_custom_transports::cassette::Recorder;
use craftgate_emulator::API_KEY;
use serde_json::{Value, json};

use super::catalog::{self, SENTINEL, sentinel};
use super::support::{APPROVED_CARD, CassetteFile, card, client, emulator, payment};

/// All fields with free text that a cassette keeps.
const KEPT: [&str; 21] = [
    "bankCode",
    "bankName",
    "binNumber",
    "cardBankName",
    "cardBrand",
    "cardBrandName",
    "cardIssuerBankName",
    "conversationId",
    "currency",
    "errorCode",
    "errorDescription",
    "errorGroup",
    "externalId",
    "memberExternalId",
    "merchantType",
    "posAlias",
    "posAliases",
    "requestedPosAlias",
    "settlementEarningsDestination",
    "settlementSource",
    "transactionType",
];

/// Returns the request of a catalog operation, with markers in path, query, headers and body.
fn request(operation: &Value) -> Request {
    let mut path = operation["path"].as_str().unwrap().to_owned();
    for param in operation["path_params"].as_array().unwrap() {
        let name = param["name"].as_str().unwrap();
        path = path.replace(&format!("{{{name}}}"), &percent_encode(&sentinel(name)));
    }
    if let Some(query) = operation["query"].as_str() {
        let fields = catalog::filled(query);
        let string = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let pairs = fields
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encode(&string(value))));
        path = format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"));
    }
    let body = operation["body"].as_str().map(|object| catalog::filled(object).to_string());
    let mut request = HttpRequest::builder()
        .method(operation["method"].as_str().unwrap())
        .uri(format!("https://{SENTINEL}.example.com{path}"));
    for header in ["x-api-key", "x-rnd-key", "x-signature", "x-idempotency-key", "cookie"] {
        request = request.header(header, sentinel(header));
    }
    request.body(Body::from(body.unwrap_or_default())).unwrap()
}

/// Returns the response of a catalog operation, with markers in all fields.
fn response(operation: &Value) -> Response {
    let kind = &operation["response"]["kind"];
    let object = || match operation["response"]["type"].as_str().unwrap() {
        "any" => json!({ "id": sentinel("any"), sentinel("any"): 1, "session": { "id": sentinel("any") } }),
        kind => catalog::filled(kind),
    };
    let body = match kind.as_str().unwrap() {
        "data" => json!({ "data": object() }).to_string(),
        "page" => json!({ "data": { "items": [object()], "page": 0, "size": 10, "totalSize": 1 } }).to_string(),
        _ => sentinel("file"),
    };
    let response = craftgate_core::http::Response::builder().header("set-cookie", SENTINEL).header("x-trace", SENTINEL);
    response.header("content-type", "application/json").body(Body::from(body)).unwrap()
}

/// Returns the fields whose markers are in a cassette.
fn marked_fields(cassette: &str) -> BTreeSet<String> {
    let cassette = cassette.replace("%3C", "<").replace("%3E", ">");
    let field =
        |rest: &str| rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(name, _)| name.to_owned());
    cassette
        .split(SENTINEL)
        .skip(1)
        .map(|rest| field(rest).unwrap_or_else(|| "a marker without a name".to_owned()))
        .collect()
}

#[test]
fn only_listed_fields_of_any_operation_are_kept() {
    let mut kept = BTreeSet::new();
    for operation in craftgate_test_support::catalog::list() {
        let recorder = Recorder::new(from_fn(|_| Ok(response(operation))));
        recorder.send(request(operation)).unwrap();
        let file = CassetteFile::of(&recorder);
        kept.extend(marked_fields(&file.content()));
    }
    assert_eq!(kept.iter().map(String::as_str).collect::<Vec<_>>(), KEPT);
}

#[test]
fn no_secret_of_core_is_kept() {
    let mut secrets = BTreeSet::new();
    collect_secrets(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"), &mut secrets);
    for known in ["cardNumber", "cvc", "cardToken", "cardUserKey", "secretKey", "threedsKey", "token", "posPassword"] {
        assert!(secrets.contains(known), "{known} is not found: {secrets:?}");
    }
    let listed: Vec<_> = KEPT.iter().filter(|name| secrets.contains(**name)).collect();
    assert!(listed.is_empty(), "{listed:?}");
}

/// Core's types of secrets.
const SECRET_TYPES: [&str; 4] = ["CardNumber", "CardToken", "CardUserKey", "Secret"];

/// Collects the wire names of all fields that core declares as `name: Secret`, or with another type of secrets.
fn collect_secrets(folder: &Path, secrets: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_secrets(&path, secrets);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let fields = source.lines().filter_map(|line| {
            let (field, kind) = line.trim().trim_end_matches(',').split_once(": ")?;
            SECRET_TYPES.contains(&kind).then(|| field.rsplit(' ').next().unwrap_or(field))
        });
        secrets.extend(fields.map(|field| {
            let (first, rest) = field.split_once('_').unwrap_or((field, ""));
            let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
            first.to_owned() + &rest.split('_').filter(|word| !word.is_empty()).map(capital).collect::<String>()
        }));
    }
}

#[test]
fn keys_card_data_and_tokens_of_a_recorded_flow_are_redacted() {
    let emulator = emulator();
    let client = client(emulator.credentials().unwrap(), Recorder::new(emulator));
    let price = Decimal::from(100);
    let bought = payment(price, card(APPROVED_CARD).store_card_after_success_payment(true));
    let bought = client.call(&bought).idempotency_key("siparis-17").send().unwrap();
    let start = client
        .call(&InitThreeDsPayment::new(
            payment(price, card(APPROVED_CARD)),
            "https://magaza.example.com/3ds?oturum=gizli",
        ))
        .send()
        .unwrap();
    let stored = client
        .call(&StoreCard::plain("Gülşah Işık", CardNumber::new(APPROVED_CARD), CardExpiry::new(2044, 7).unwrap()))
        .send()
        .unwrap();
    let (user, token) = (stored.card_user_key, stored.card_token);
    client.call(&SearchStoredCards::new().card_user_key(user.clone()).card_token(token.clone())).send().unwrap();
    client.call(&payment(price, Card::stored(user.clone(), token.clone()))).send().unwrap();
    client.call(&DeleteStoredCard::new(user.clone(), token.clone())).send().unwrap();
    let checkout = InitCheckoutPayment::new(
        craftgate_core::payment::Amounts::same(price),
        craftgate_core::Currency::Try,
        "https://magaza.example.com/geri",
    )
    .items([craftgate_core::payment::PaymentItem::new(price).name("Küpe")]);
    let checkout = client.call(&checkout).send().unwrap().token;
    client.call(&RetrieveCheckoutPayment::new(checkout.expose())).send().unwrap_err();
    let payment_token = client.call(&CreatePaymentToken::new("gizli-değer")).send().unwrap();
    client.call(&DeletePaymentToken::new(payment_token.token.expose())).send().unwrap();

    let cassette = CassetteFile::of(client.transport()).content();
    let page = start.html_content.unwrap();
    for secret in [
        API_KEY,
        APPROVED_CARD,
        "987",
        "2044",
        "\"07\"",
        user.expose(),
        token.expose(),
        "Gülşah",
        "magaza.example.com",
        checkout.expose(),
        page.as_base64(),
        "gizli",
        payment_token.token.expose(),
        "x-signature",
        "x-rnd-key",
        "siparis-17",
    ] {
        assert!(!cassette.contains(secret), "{secret} is in\n{cassette}");
        assert!(!cassette.contains(&percent_encode(secret)), "{secret} is in\n{cassette}");
    }
    assert!(cassette.contains("sipariş-17") && cassette.contains(&bought.id.to_string()), "ids are kept");
}

#[test]
fn every_kind_of_card_is_redacted() {
    let wallet = JsonMap::from([("data", Json::from(JsonMap::from([("id", SENTINEL)])))]);
    for card in [
        Card::new(SENTINEL, CardNumber::new(SENTINEL), CardExpiry::new(2044, 7).unwrap(), SENTINEL)
            .expire_year(SENTINEL)
            .expire_month(SENTINEL),
        Card::stored(CardUserKey::new(SENTINEL), CardToken::new(SENTINEL)).cvc(SENTINEL),
        Card::by_identity(
            PartialCardNumber { bin_number: "52586400".into(), last_four_digits: "0001".into() },
            SENTINEL,
        ),
        Card::secure_fields(SENTINEL),
        Card::tokenized(TokenizedCard::new(TokenizedCardType::ApplePay, wallet)),
        Card::encrypted(EncryptedCard::new(SENTINEL).encryption("RSA")),
    ] {
        let recorder =
            Recorder::new(from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#)))));
        let client = client(Credentials::new(SENTINEL, SENTINEL).unwrap(), recorder);
        let params = JsonMap::from([(SENTINEL, SENTINEL), ("paymentId", SENTINEL)]);
        client.call(&payment(Decimal::ONE, card).additional_params(params)).idempotency_key(SENTINEL).send().unwrap();
        let cassette = CassetteFile::of(client.transport()).content();
        assert!(!cassette.contains(SENTINEL) && !cassette.contains("0001"), "{cassette}");
    }
}

/// An operation whose fields are not in the allowlist.
struct CustomOperation;

#[derive(serde::Deserialize)]
struct Anything {}

impl Output for Anything {
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.json()
    }
}

impl Operation for CustomOperation {
    type Output = Anything;
    const METHOD: Method = Method::POST;

    fn path(&self) -> Result<String, RequestError> {
        Ok(format!("/gizli/v1/{APPROVED_CARD}"))
    }

    fn query(&self) -> Result<String, RequestError> {
        Ok(format!("page={APPROVED_CARD}&pin=gizli&conversationId=5258-6400-0000-0001&isBuyer=true"))
    }

    fn body(&self) -> Result<Option<Body>, RequestError> {
        let json = r#"{"pin":"gizli","pins":["gizli",1234],"wallet":{"id":"gizli"},"card":"gizli","price":5258640000000001,
            "conversationId":"5258 6400 0000 0001","externalId":{"id":"gizli"},"data":[["gizli"]],"id":"gizli","on":true,"gizli değer":1,"a5258640000000001":1}"#;
        Ok(Some(Body::from(json)))
    }
}

#[test]
fn a_custom_operation_is_blanked() {
    let recorder =
        Recorder::new(from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"pin":"gizli","wallet":{"id":1}}}"#)))));
    let client = client(Credentials::new("api-key", "secret-key").unwrap(), recorder);
    client.call(&CustomOperation).send().unwrap();
    let content = CassetteFile::of(client.transport()).content();
    for secret in ["gizli", "525864", "5258 6400", "1234"] {
        assert!(!content.contains(secret), "{content}");
    }
    let cassette: Value = serde_json::from_str(&content).unwrap();
    let request = &cassette["content"][0]["request"];
    assert_eq!(request["path"], "/[redacted]/v1/[redacted]");
    assert_eq!(request["query"], "page=[redacted]&pin=[redacted]&conversationId=[redacted]&isBuyer=true");
    let blank: Value = serde_json::from_str(
        r#"{"pin":"[redacted]","pins":["[redacted]",0],"wallet":{},"card":"[redacted]","price":0,
            "conversationId":"[redacted]","externalId":{},"data":[["[redacted]"]],"id":"[redacted]","on":true,"[redacted]":0}"#,
    )
    .unwrap();
    assert_eq!(request["body"]["json"], blank);
}

//! The rules of Craftgate's documents: which test holds the emulator to each, and why a rule is not kept, or not wholly.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::{GOOD_CARD, Shop, body_of, signed};

/// The rules: each with its test, with the reason why it is not kept, or with both if a part of it is kept.
const RULES: &str = include_str!("data/documented_rules.tsv");

/// The test of every rule that a request alone can break.
const BROKEN_REQUESTS: &str = "documented_rules::broken_requests_are_rejected";

struct Rule {
    id: &'static str,
    test: &'static str,
    reason: &'static str,
}

fn rules() -> Vec<Rule> {
    let rows = RULES.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.map(|row| Rule { id: row[0], test: row[1], reason: row[2] }).collect()
}

/// Returns true if a module of this binary has the test `module::name`.
fn exists(test: &str) -> bool {
    let (module, name) = test.rsplit_once("::").unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(module.replace("::", "/"));
    let source = fs::read_to_string(path.with_extension("rs")).or_else(|_| fs::read_to_string(path.join("mod.rs")));
    source.unwrap_or_default().contains(&format!("fn {name}("))
}

#[test]
fn every_rule_has_a_test_or_a_reason() {
    let rules = rules();
    assert_eq!(rules.len(), 192);
    assert_eq!(rules.iter().map(|rule| rule.id).collect::<BTreeSet<_>>().len(), rules.len());
    for rule in &rules {
        assert!(!rule.test.is_empty() || !rule.reason.is_empty(), "{}", rule.id);
        assert!(rule.test.is_empty() || exists(rule.test), "{}: there is no test {}", rule.id, rule.test);
    }
    let (kept, broken): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|rule| rule.reason.is_empty());
    let partly_kept = broken.iter().filter(|rule| !rule.test.is_empty());
    let counts = format!(
        "Of the {} rules that Craftgate's documents state, the emulator keeps {}, and a part of {} more.",
        rules.len(),
        kept.len(),
        partly_kept.count(),
    );
    assert_eq!(
        counts,
        "Of the 192 rules that Craftgate's documents state, the emulator keeps 166, and a part of 9 more."
    );
    let readme = include_str!("../../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(readme.contains(&counts), "{counts}");
}

/// A request that breaks one rule.
struct Broken {
    rule: &'static str,
    path: &'static str,
    /// A request that breaks none.
    request: Value,
    /// What is changed, as JSON pointers; `null` removes a field.
    change: Vec<(&'static str, Value)>,
    /// The field of the error.
    field: &'static str,
}

fn broken(
    rule: &'static str,
    (path, request): (&'static str, Value),
    change: impl Into<Vec<(&'static str, Value)>>,
    field: &'static str,
) -> Broken {
    Broken { rule, path, request, change: change.into(), field }
}

const CALLBACK: &str = "https://shop.example.com/";

fn with(mut request: Value, fields: Value) -> Value {
    request.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    request
}

fn basket(fields: Value) -> Value {
    with(json!({ "price": 100, "paidPrice": 100, "currency": "TRY", "items": [{ "price": 100 }] }), fields)
}

fn checkout(fields: Value) -> (&'static str, Value) {
    ("/payment/v1/checkout-payments/init", basket(with(json!({ "callbackUrl": CALLBACK }), fields)))
}

fn apm(method: &str, identity: Option<&str>, params: Value) -> (&'static str, Value) {
    let request = json!({
        "apmType": method, "apmUserIdentity": identity, "additionalParams": params, "callbackUrl": CALLBACK,
    });
    ("/payment/v1/apm-payments/init", basket(request))
}

fn loan(lender: &str, params: Value) -> (&'static str, Value) {
    let cart = json!([{ "id": "1", "brandName": "Marka", "type": "OTHER", "unitPrice": 100, "quantity": 1 }]);
    let request = json!({
        "apmType": lender, "paymentGroup": "PRODUCT", "cartItems": cart, "additionalParams": params,
    });
    ("/payment/v1/bnpl-payments/init", basket(request))
}

fn offers(params: Value) -> (&'static str, Value) {
    let items = json!([{ "type": "OTHER", "unitPrice": 100, "quantity": 1 }]);
    let request =
        json!({ "apmType": "MASLAK", "price": 100, "currency": "TRY", "items": items, "additionalParams": params });
    ("/payment/v1/bnpl-payments/offers", request)
}

fn buyer(fields: Value) -> Value {
    let buyer = json!({
        "buyerPhoneNumber": "5551112233", "buyerBirthdate": "1990-01-31", "buyerIdentityNumber": "11111111110",
    });
    with(buyer, fields)
}

fn seller(member_type: &str) -> (&'static str, Value) {
    let request = json!({
        "memberExternalId": "satıcı-1", "isSubMerchant": true, "memberType": member_type, "name": "Zeytin Ltd.",
        "address": "Kütahya", "email": "satici@example.com", "phoneNumber": "905551111111",
        "contactName": "Gülşah", "contactSurname": "Işık", "legalCompanyTitle": "Zeytin Ltd. Şti.",
        "taxOffice": "Kütahya", "taxNumber": "1234567890", "settlementEarningsDestination": "IBAN",
        "iban": "TR930006701000000001111111",
    });
    ("/onboarding/v1/members", request)
}

fn masterpass() -> (&'static str, Value) {
    let payment = basket(json!({ "installment": 1 }));
    let request = json!({
        "msisdn": "905551112233", "userId": "1", "binNumber": "404308", "forceThreeDS": false, "createPayment": payment,
    });
    ("/payment/v2/masterpass-payments/generate-token", request)
}

fn world_pay() -> (&'static str, Value) {
    let request = json!({
        "paymentProvider": "YKB_WORLD_PAY", "callbackUrl": CALLBACK, "additionalParams": { "sourceCode": "WEB2QR" },
    });
    ("/payment/v1/pos-apm-payments/init", basket(request))
}

fn klarna_page() -> (&'static str, Value) {
    let klarna = json!({ "klarna": { "country": "de", "locale": "en-DE" } });
    checkout(json!({ "enabledPaymentMethods": ["KLARNA"], "currency": "EUR", "additionalParams": klarna }))
}

/// A link under the path of its update.
fn link() -> (&'static str, Value) {
    let request = json!({
        "name": "Küpe", "description": "El yapımı", "price": 10, "currency": "TRY", "enabledInstallments": [1],
        "channel": "mağaza", "status": "ACTIVE",
    });
    ("/craftlink/v1/products/1", request)
}

fn stored_card() -> (&'static str, Value) {
    let request = json!({
        "cardUserKey": "emulator-card-user-1", "cardToken": "emulator-card-token-1", "expireYear": "2045",
        "expireMonth": "01",
    });
    ("/payment/v1/cards/update", request)
}

fn pages_and_wallets() -> Vec<Broken> {
    let juzdan = basket(json!({ "callbackUrl": CALLBACK, "clientType": "W" }));
    vec![
        broken("checkout-callback-required", checkout(json!({})), [("/callbackUrl", Value::Null)], "callbackUrl"),
        broken(
            "checkout-masterpass-number",
            checkout(json!({ "masterpassGsmNumber": "905551112233" })),
            [("/masterpassGsmNumber", json!("5551112233"))],
            "masterpassGsmNumber",
        ),
        broken(
            "checkout-payoneer-identity",
            checkout(json!({ "enabledPaymentMethods": ["PAYONEER"], "apmUserIdentity": "1" })),
            [("/apmUserIdentity", Value::Null)],
            "apmUserIdentity",
        ),
        broken("checkout-klarna", klarna_page(), [("/additionalParams/klarna/country", Value::Null)], "country"),
        broken(
            "juzdan-client-type",
            ("/payment/v1/juzdan-payments/init", juzdan),
            [("/clientType", json!("X"))],
            "clientType",
        ),
        broken("masterpass-required", masterpass(), [("/msisdn", Value::Null)], "msisdn"),
        broken("pos-apm-params", world_pay(), [("/additionalParams", Value::Null)], "additionalParams"),
        broken("update-card-required", stored_card(), [("/expireYear", Value::Null)], "expireYear"),
        broken("link-update-required", link(), [("/channel", Value::Null)], "channel"),
    ]
}

fn methods() -> Vec<Broken> {
    let number = "/additionalParams/cardNumber";
    let phone = "/additionalParams/buyerPhoneNumber";
    let tompay = json!({ "phone": "5551112233", "channel": "WEB" });
    let klarna = json!({ "country": "de", "locale": "en-DE" });
    let transfer = json!({ "bankCode": "046", "shopUrl": CALLBACK });
    let edenred = "6036819041742253";
    vec![
        broken(
            "edenred-card",
            apm("EDENRED", Some(edenred), json!({})),
            [("/apmUserIdentity", json!("1"))],
            "apmUserIdentity",
        ),
        broken(
            "setcard-card",
            apm("SETCARD", None, json!({ "cardNumber": "7599640961180814" })),
            [(number, Value::Null)],
            "cardNumber",
        ),
        broken(
            "iwallet-card",
            apm("IWALLET", None, json!({ "cardNumber": "1111222233334444" })),
            [(number, Value::Null)],
            "cardNumber",
        ),
        broken(
            "metropol-init",
            apm("METROPOL", None, json!({ "cardNumber": "6375780115068760" })),
            [(number, Value::Null)],
            "cardNumber",
        ),
        broken("tompay-params", apm("TOMPAY", None, tompay), [("/additionalParams/channel", Value::Null)], "channel"),
        broken(
            "chippin-identity",
            apm("CHIPPIN", Some("1000000"), json!({})),
            [("/apmUserIdentity", Value::Null)],
            "apmUserIdentity",
        ),
        broken(
            "bizum-phone",
            apm("BIZUM", None, json!({ "buyerPhoneNumber": "34700000000" })),
            [(phone, json!("700000000"))],
            "buyerPhoneNumber",
        ),
        broken(
            "paycell-dcb-phone",
            apm("PAYCELL_DCB", None, json!({ "paycellGsmNumber": "5305289290" })),
            [("/additionalParams/paycellGsmNumber", json!("05305289290"))],
            "paycellGsmNumber",
        ),
        broken("klarna-params", apm("KLARNA", None, klarna), [("/additionalParams/locale", Value::Null)], "locale"),
        broken(
            "instant-transfer-params",
            apm("INSTANT_TRANSFER", None, transfer),
            [("/additionalParams/bankCode", Value::Null)],
            "bankCode",
        ),
    ]
}

fn loans() -> Vec<Broken> {
    let hosted = || loan("MASLAK", json!({ "fingate": { "isHostedPage": true } }));
    let commercial = || {
        let (path, request) = loan("MASLAK", json!({ "campaignNumber": "kampanya-1", "fingate": { "totalTerm": 12 } }));
        (path, with(request, json!({ "bankCode": "064" })))
    };
    let pre_approved = || offers(buyer(json!({ "fingate": { "isPreApproved": true } })));
    let phone = "/additionalParams/buyerPhoneNumber";
    let tom = json!({ "buyerPhoneNumber": "5551112233", "buyerName": "Gülşah Işık", "channelId": 1 });
    let zip = json!({ "buyerPhoneNumber": "5551112233", "buyerEmail": "gulsah@example.com" });
    vec![
        broken("bnpl-group", hosted(), [("/paymentGroup", Value::Null)], "paymentGroup"),
        broken("bnpl-offer-types", offers(json!({})), [("/apmType", json!("HASO"))], "apmType"),
        broken(
            "fingate-preapproved",
            pre_approved(),
            [("/additionalParams/buyerBirthdate", Value::Null)],
            "buyerBirthdate",
        ),
        broken("fingate-hosted", hosted(), [("/bankCode", json!("064"))], "bankCode"),
        broken("fingate-commercial", commercial(), [(phone, json!("5551112233"))], "buyerPhoneNumber"),
        broken("fingate-channel", hosted(), [("/additionalParams/channel", json!("TV"))], "channel"),
        broken(
            "haso-params",
            loan("HASO", buyer(json!({}))),
            [("/additionalParams/buyerBirthdate", json!("31.01.1990"))],
            "buyerBirthdate",
        ),
        broken(
            "haso-params",
            loan("HASO", buyer(json!({}))),
            [("/cartItems/0/brandName", Value::Null)],
            "cartItems.brandName",
        ),
        broken("zip-params", loan("ZIP", zip), [("/additionalParams/buyerEmail", Value::Null)], "buyerEmail"),
        broken("tomfinance-params", loan("TOM_FINANCE", tom), [(phone, json!("905551112233"))], "buyerPhoneNumber"),
    ]
}

fn members() -> Vec<Broken> {
    let company = || seller("LIMITED_OR_JOINT_STOCK_COMPANY");
    let iban = "/iban";
    vec![
        broken("member-required", company(), [("/address", Value::Null)], "address"),
        broken("member-required", company(), [("/email", Value::Null)], "email"),
        broken("member-required", company(), [("/phoneNumber", json!(" "))], "phoneNumber"),
        broken("seller-type", company(), [("/memberType", Value::Null)], "memberType"),
        broken("seller-name", company(), [("/name", Value::Null)], "name"),
        broken("seller-title-tax", company(), [("/legalCompanyTitle", Value::Null)], "legalCompanyTitle"),
        broken("seller-title-tax", seller("PRIVATE_COMPANY"), [("/taxOffice", Value::Null)], "taxOffice"),
        broken("seller-title-tax", seller("PRIVATE_COMPANY"), [("/taxNumber", Value::Null)], "taxNumber"),
        broken("member-contact", seller("PERSONAL"), [("/contactName", Value::Null)], "contactName"),
        broken("member-contact", seller("PERSONAL"), [("/contactSurname", Value::Null)], "contactSurname"),
        broken("seller-iban", seller("PERSONAL"), [(iban, Value::Null)], "iban"),
        broken("seller-iban", seller("PERSONAL"), [(iban, json!("DE89370400440532013000"))], "iban"),
    ]
}

impl Broken {
    fn changed(&self) -> Value {
        let mut request = self.request.clone();
        for (pointer, value) in &self.change {
            let (object, field) = pointer.rsplit_once('/').unwrap();
            let fields = request.pointer_mut(object).unwrap().as_object_mut().unwrap();
            match value {
                Value::Null => fields.remove(field),
                value => fields.insert(field.to_owned(), value.clone()),
            };
        }
        request
    }

    /// Sends the request as it should be, which succeeds, and as it is broken, which is rejected with the field. Returns
    /// what is wrong with the responses, if something is.
    fn problem(&self) -> Option<String> {
        let (status, body) = call(&open(), self.path, &self.request);
        let (broken_status, broken_body) = call(&open(), self.path, &self.changed());
        let is_rejected = [400, 422].contains(&broken_status) && broken_body.contains(self.field);
        (status != 200 || !is_rejected).then(|| format!("{}: {body} / {broken_body}", self.rule))
    }
}

/// Opens a shop with a member, a link and a stored card.
fn open() -> Shop {
    let shop = Shop::open();
    let (path, member) = seller("PERSONAL");
    let member = with(member, json!({ "memberExternalId": "ilk" }));
    let card = json!({
        "cardHolderName": "Gülşah Işık", "cardNumber": GOOD_CARD, "expireYear": "2044", "expireMonth": "07",
    });
    for (path, body) in [(path, member), ("/payment/v1/cards", card), ("/craftlink/v1/products", link().1)] {
        assert_eq!(call(&shop, path, &body).0, 200, "{path}");
    }
    shop
}

fn call(shop: &Shop, path: &str, body: &Value) -> (u16, String) {
    let is_update = path.ends_with("/1");
    let url = format!("https://sandbox-api.craftgate.io{path}");
    let method = if is_update { "PUT" } else { "POST" };
    let response = shop.emulator.handle(signed(&shop.emulator, method, &url, &body.to_string()));
    (response.status().as_u16(), body_of(&response).to_owned())
}

/// Returns requests that break the part of a rule that is not kept.
fn accepted() -> Vec<Broken> {
    let number = "/additionalParams/cardNumber";
    let tompay = json!({ "phone": "5551112233", "channel": "WEB" });
    let klarna = json!({ "country": "de", "locale": "en-DE" });
    let transfer = json!({ "bankCode": "046", "shopUrl": CALLBACK });
    let tom = json!({ "buyerPhoneNumber": "5551112233", "buyerName": "Gülşah Işık", "channelId": 1 });
    let direct = || {
        let (path, request) = loan("MASLAK", buyer(json!({ "fingate": { "totalTerm": 12 } })));
        (path, with(request, json!({ "bankCode": "064" })))
    };
    vec![
        broken(
            "setcard-card",
            apm("SETCARD", None, json!({ "cardNumber": "7599640961180814" })),
            [(number, json!("77500131700998087"))],
            "",
        ),
        broken("tompay-params", apm("TOMPAY", None, tompay), [("/additionalParams/phone", json!("phone"))], ""),
        broken(
            "iwallet-card",
            apm("IWALLET", Some("1111222233334444"), json!({ "cardNumber": "1111222233334444" })),
            [(number, Value::Null)],
            "",
        ),
        broken("klarna-params", apm("KLARNA", None, klarna), [("/currency", json!("TRY"))], ""),
        broken("checkout-klarna", klarna_page(), [("/currency", json!("TRY"))], ""),
        broken(
            "instant-transfer-params",
            apm("INSTANT_TRANSFER", None, transfer),
            [("/additionalParams/shopUrl", Value::Null)],
            "",
        ),
        broken("tomfinance-params", loan("TOM_FINANCE", tom), [("/additionalParams/channelId", Value::Null)], ""),
        broken("fingate-hosted", direct(), [("/additionalParams", json!({}))], ""),
    ]
}

#[test]
fn what_a_rule_does_not_keep_is_accepted() {
    for case in accepted() {
        let (status, body) = call(&open(), case.path, &case.changed());
        assert_eq!(status, 200, "{}: {body}", case.rule);
    }
    // A search: its test is that of the rule itself.
    let tested = accepted().into_iter().map(|case| case.rule).chain(["payout-completed-defaults"]);
    let partly_kept = rules().into_iter().filter(|rule| !rule.test.is_empty() && !rule.reason.is_empty());
    assert_eq!(tested.collect::<BTreeSet<_>>(), partly_kept.map(|rule| rule.id).collect());
}

#[test]
fn broken_requests_are_rejected() {
    let cases: Vec<Broken> = [pages_and_wallets(), methods(), loans(), members()].into_iter().flatten().collect();
    let problems: Vec<String> = cases.iter().filter_map(Broken::problem).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let tested: BTreeSet<&str> = cases.iter().map(|case| case.rule).collect();
    let named = rules().into_iter().filter(|rule| rule.test == BROKEN_REQUESTS).map(|rule| rule.id);
    assert_eq!(tested, named.collect());
}

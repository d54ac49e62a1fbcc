//! Every type that can hold a key, a card's data or a token hides it, and a new one can't be forgotten here.
//!
//! A rule on the catalog's names says what has to be hidden; its exceptions stand below, with their reasons. The
//! types come from this crate's sources.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::time::Duration;

use craftgate_core::callback::{self, CallbackKey, CheckoutCallback, ThreeDsCallback};
use craftgate_core::encoding::percent_encode;
use craftgate_core::payment::bnpl_params::{FingateApplication, LoanBuyer};
use craftgate_core::payment::{CardNumber, CardToken, ProviderStoredCard, SearchStoredCards};
use craftgate_core::resolution::{NotDone, Resolution};
use craftgate_core::transport::from_fn;
use craftgate_core::webhook::{self, MultiPaymentCompletedPayload, UnverifiedPayload, Webhook, WebhookKey};
use craftgate_core::{
    Body, Client, Credentials, Error, File, Json, JsonMap, Operation, RandomKey, Request, RequestError, Response,
    RetryPolicy, Secret, TransportError,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::common::{LastCompletion, http_response, protocol, random_key};
use craftgate_core::with_every_operation;
use craftgate_test_support::catalog;
use craftgate_test_support::operations::full_data;
use craftgate_test_support::{run, shown};

/// Whether a catalog field holds what can pay, sign or log in, by its name. Free-form fields show no value at all.
fn is_sensitive(name: &str, kind: &str) -> bool {
    let words =
        ["carddata", "cardnumber", "cvc", "fingerprint", "identity", "password", "secret", "token", "validationcode"];
    let name = name.to_lowercase();
    kind == "string" && (name.ends_with("key") || words.iter().any(|word| name.contains(word)))
}

/// Fields that the rule finds and that may show: all that have this name, or those of one type.
const NO_SECRETS: &[(Option<&str>, &str, &str)] = &[
    (None, "maskedCardNumber", "lacks the digits that would make it a card's"),
    (Some("ProductResponse"), "token", "stands in the address that customers are given"),
    (Some("BankAccountTrackingRecordResponse"), "key", "distinguishes transfers"),
];

/// Fields that the rule does not find and that have to be hidden all the same.
const ALSO_SECRET: &[(&str, &str)] = &[("CreatePaymentTokenRequest", "value")];

/// Operations whose URL has a secret in it, as `Secret` says. Their request's `Debug` shows it, and nothing else does.
const SECRETS_IN_URLS: &[&str] = &[
    "bkm_express::RetrieveBkmExpressPaymentByToken",
    "payment::ExpireCheckoutPayment",
    "payment::RetrieveCardFromIvr",
    "payment::RetrieveCheckoutCardVerify",
    "payment::RetrieveCheckoutPayment",
    "payment::RetrieveMultiPayment",
    "payment::RetrieveProviderCards",
    "payment::SearchStoredCards",
    "payment_token::DeletePaymentToken",
];

/// A field of an object, or of an operation's path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    owner: String,
    name: String,
}

impl Field {
    fn is_no_secret(&self) -> bool {
        let is_this =
            |owner: &Option<&str>, name: &str| owner.is_none_or(|owner| owner == self.owner) && name == self.name;
        NO_SECRETS.iter().any(|(owner, name, _)| is_this(owner, name))
    }
}

/// The fields that the rule finds in an operation and in its response.
fn sensitive_fields(operation: &str) -> BTreeSet<Field> {
    let entry = &catalog::operations()[operation];
    let mut found = BTreeSet::new();
    for param in entry["path_params"].as_array().unwrap() {
        let (name, kind) = (param["name"].as_str().unwrap(), param["type"].as_str().unwrap());
        if is_sensitive(name, kind) {
            found.insert(Field { owner: operation.to_owned(), name: name.to_owned() });
        }
    }
    for object in [&entry["query"], &entry["body"], &entry["response"]["type"]] {
        object.as_str().into_iter().for_each(|object| add_fields(object, &mut found));
    }
    found
}

fn add_fields(kind: &str, found: &mut BTreeSet<Field>) {
    let kind = kind.trim_start_matches("{string: ").trim_matches(['[', ']', '{', '}']);
    if catalog::types()[kind]["fields"].is_null() {
        return;
    }
    for (name, kind_of_field) in catalog::fields(kind) {
        if is_sensitive(&name, &kind_of_field) || ALSO_SECRET.contains(&(kind, name.as_str())) {
            found.insert(Field { owner: kind.to_owned(), name });
        } else {
            add_fields(&kind_of_field, found);
        }
    }
}

/// The operation with every field, each string ending in its field's name, so that it is found wherever it shows.
fn with_sentinels<O: DeserializeOwned>(name: &str) -> O {
    let mut entry = craftgate_test_support::operations::entry(name);
    for (param, value) in entry.path.iter_mut().filter(|(_, value)| value.starts_with('"')) {
        *value = catalog::value(param, "string");
    }
    serde_json::from_str(&entry.stored()).unwrap()
}

fn shows(text: &str, field: &str) -> bool {
    text.contains(&format!("İ {field}\""))
}

fn shows_in_url(request: &Request, field: &str) -> bool {
    request.uri().to_string().contains(&percent_encode(&format!("İ {field}")))
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

/// All that an operation, its call, its request without a URL, and its response show.
fn shown_by<O: Operation + DeserializeOwned + Debug>(name: &str) -> String
where
    O::Output: Debug,
{
    let (operation, protocol) = (with_sentinels::<O>(name), protocol());
    let call = protocol.exchange(&operation);
    let mut request = call.request(&random_key()).unwrap();
    *request.uri_mut() = "/".parse().unwrap();
    let data = full_data(name).unwrap_or_else(|| "null".to_owned());
    let response = call.parse_with_meta(http_response(200, format!("{{\"data\":{data}}}"))).unwrap();
    [debug(&operation), debug(&call), debug(&request), debug(&response)].concat()
}

#[test]
fn every_operation_and_every_response_hides_sensitive_fields() {
    fn check<O: Operation + DeserializeOwned + Debug>(name: &str)
    where
        O::Output: Debug,
    {
        check_shown(name, &shown_by::<O>(name));
    }
    fn check_shown(name: &str, shown: &str) {
        let hidden = sensitive_fields(name).into_iter().filter(|field| !field.is_no_secret());
        let seen: Vec<Field> = hidden.filter(|field| shows(shown, &field.name)).collect();
        assert_eq!(seen, [], "{name} shows them");
    }
    with_every_operation!(run: check);
}

#[test]
fn every_exception_from_the_rule_is_needed() {
    thread_local! {
        static FOUND: RefCell<BTreeMap<Field, bool>> = const { RefCell::new(BTreeMap::new()) };
    }
    fn collect<O: Operation + DeserializeOwned + Debug>(name: &str)
    where
        O::Output: Debug,
    {
        collect_shown(name, &shown_by::<O>(name));
    }
    fn collect_shown(name: &str, shown: &str) {
        for field in sensitive_fields(name) {
            let shows = shows(shown, &field.name);
            FOUND.with_borrow_mut(|found| *found.entry(field).or_default() |= shows);
        }
    }
    with_every_operation!(run: collect);
    FOUND.with_borrow(|found| {
        for (owner, name, _) in NO_SECRETS {
            let is_it = |field: &Field| owner.is_none_or(|owner| owner == field.owner) && field.name == *name;
            assert!(found.iter().any(|(field, shows)| is_it(field) && *shows), "{owner:?} {name} is hidden, or gone");
        }
    });
}

#[test]
fn only_these_urls_hold_a_secret() {
    thread_local! {
        static FOUND: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    }
    fn collect<O: Operation + DeserializeOwned>(name: &str) {
        collect_url(name, &protocol().exchange(&with_sentinels::<O>(name)).request(&random_key()).unwrap());
    }
    fn collect_url(name: &str, request: &Request) {
        let fields = sensitive_fields(name);
        if fields.iter().any(|field| !field.is_no_secret() && shows_in_url(request, &field.name)) {
            FOUND.with_borrow_mut(|found| found.insert(name.to_owned()));
        }
    }
    with_every_operation!(run: collect);
    FOUND.with_borrow(|found| assert_eq!(found, &SECRETS_IN_URLS.iter().copied().map(str::to_owned).collect()));
}

/// Whatever stands in the place of an expected value, a response that can't be read is not quoted: not by the error,
/// not by its causes, and not by the panic of whoever unwraps it.
#[test]
fn no_response_is_quoted_by_its_error() {
    fn check<O: Operation + DeserializeOwned>(name: &str)
    where
        O::Output: Debug,
    {
        let Some(data) = full_data(name) else { return };
        let (operation, protocol) = (with_sentinels::<O>(name), protocol());
        for data in corrupted(&data) {
            let result = protocol.exchange(&operation).parse(http_response(200, format!("{{\"data\":{data}}}")));
            check_error(name, result.err());
        }
    }
    fn check_error(name: &str, error: Option<Error>) {
        if let Some(error) = error {
            assert_silent(&shown(&error), name);
        }
    }
    with_every_operation!(run: check);
}

/// Nor is what waited in a queue, by the error of reading it back.
#[test]
fn no_operation_is_quoted_by_its_error() {
    fn check<O: Operation + Serialize + DeserializeOwned>(name: &str) {
        let operation = serde_json::to_string(&with_sentinels::<O>(name)).unwrap();
        for operation in corrupted(&operation) {
            if let Err(error) = serde_json::from_str::<O>(&operation) {
                assert_silent(&shown(&error), name);
            }
        }
    }
    with_every_operation!(run: check);
}

/// A part of every secret in the tests below.
const SENTINEL: &str = "gizli5258640000000001";

#[track_caller]
fn assert_silent(text: &str, about: &str) {
    assert!(!text.contains(SENTINEL) && !text.contains("5258640000000001"), "{about} shows a secret: {text}");
}

/// `json` with a secret, as a string and as a number, in the place of each of its values in turn.
fn corrupted(json: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).unwrap();
    let secrets = [Value::from(SENTINEL), Value::from(5_258_640_000_000_001_i64)];
    let places = places(&json, "");
    let corrupt = |(place, secret): (&String, &Value)| {
        let mut json = json.clone();
        *json.pointer_mut(place).unwrap() = secret.clone();
        json.to_string()
    };
    places.iter().flat_map(|place| secrets.iter().map(move |secret| (place, secret))).map(corrupt).collect()
}

/// Where the values are, as JSON pointers: the whole, and every part of it.
fn places(json: &Value, at: &str) -> Vec<String> {
    let parts: Vec<String> = match json {
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, item)| places(item, &format!("{at}/{index}"))).collect()
        }
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, field)| places(field, &format!("{at}/{name}"))).collect()
        }
        _ => Vec::new(),
    };
    [vec![at.to_owned()], parts].concat()
}

#[test]
fn a_panic_over_an_error_shows_no_more_than_the_error() {
    let operation = crate::common::fixtures::update_card();
    let result = protocol().exchange(&operation).parse(http_response(200, format!(r#"{{"data":"{SENTINEL}"}}"#)));
    let panic = std::panic::catch_unwind(AssertUnwindSafe(|| drop(result.unwrap()))).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("ResponseError"), "{message}");
    assert_silent(message, "the panic");
}

/// What the types show that no operation holds, by their names.
fn shown_without_an_operation() -> Vec<(&'static str, String)> {
    let secret = || format!("{SENTINEL}-anahtar");
    let transport = || from_fn(|_| Err::<Response, _>(TransportError::not_sent("no network here")));
    let credentials = || Credentials::new(&secret(), secret()).unwrap();
    let protocol = || craftgate_core::Protocol::new(credentials(), craftgate_core::Environment::Sandbox);
    let client = Client::new(protocol(), transport(), || RandomKey::new("Xa15Fp11T"));
    let operation = crate::common::fixtures::update_card();
    let webhook = webhook();
    let provider_card = ProviderStoredCard { card_user_key: secret().into(), card_token: secret().into() };
    let birthdate = "1990-01-01".parse().unwrap();
    let buyer = LoanBuyer { birthdate, phone_number: "5555555555".into(), identity_number: secret().into() };
    let application = FingateApplication { buyer, total_term: 12, pre_approved_application_id: None };
    let rejection = format!(
        r#"{{"errors":{{"errorCode":"1","providerError":["{SENTINEL}"]}},"data":null,"cardToken":"{SENTINEL}"}}"#
    );
    let error = |status, body: &str| {
        crate::common::protocol().exchange(&operation).parse(http_response(status, body)).unwrap_err()
    };
    let (api, response) = (error(422, &rejection), error(200, SENTINEL));
    let unread = api.as_api_error().unwrap().unread_fields().to_vec();
    assert!(unread[0].json().as_str().contains(SENTINEL), "what is hidden is still kept");
    let partial = || TransportError::maybe_sent("reset").with_partial_response(http_response(200, SENTINEL));
    let mut retries = protocol().exchange(&operation).idempotency_key("1").retry_state(RetryPolicy::default());
    retries.next_backoff(Error::from(partial()), None).unwrap();
    vec![
        ("Secret", debug(&Secret::from(secret()))),
        ("CardNumber", debug(&CardNumber::new(secret()))),
        ("ProviderStoredCard", debug(&provider_card)),
        ("LoanBuyer", debug(&application.buyer)),
        ("FingateApplication", debug(&application)),
        ("Credentials", debug(&credentials())),
        ("Craftgate", debug(&protocol())),
        ("Call", debug(&protocol().exchange(&operation))),
        ("Client", debug(&client)),
        ("Call", debug(&client.call(&operation))),
        ("Pages", debug(&client.pages(search()))),
        ("Items", debug(&client.items(search()))),
        ("CallbackKey", debug(&CallbackKey::new(secret()).unwrap())),
        ("WebhookKey", debug(&WebhookKey::new(secret()).unwrap())),
        ("Body", debug(&Body::from(secret()))),
        ("File", debug(&file())),
        ("Json", debug(&Json::from(secret()))),
        ("JsonMap", debug(&JsonMap::from([("a", secret())]))),
        ("Webhook", debug(&webhook)),
        ("Unverified", debug(webhook.unverified())),
        ("ThreeDsCallback", debug(&three_ds_callback())),
        ("CheckoutCallback", debug(&CheckoutCallback::parse(format!("token={SENTINEL}").as_bytes()).unwrap())),
        ("MultiPaymentCompletedPayload", debug(&multi_payment_payload())),
        ("UnverifiedPayload", debug(&UnverifiedPayload::MultiPaymentCompleted(multi_payment_payload()))),
        ("ApiError", shown(&api)),
        ("Completion", completion(&rejection)),
        ("UnreadField", format!("{:?} {}", unread[0], unread[0])),
        ("Error", shown(&Error::from(partial()))),
        ("TransportError", shown(&partial())),
        ("RequestError", shown(&RequestError::RandomKey("none left".into()))),
        ("RetryState", debug(&retries)),
        ("NotDone", debug(&NotDone::<()>::Rejected(error(422, &rejection)))),
        ("Resolution", debug(&Resolution::<()>::Open { after: Duration::ZERO, error: Some(error(200, SENTINEL)) })),
        ("ResponseError", shown(&response)),
    ]
}

/// What the types of operations by name show.
#[cfg(feature = "catalog")]
fn shown_by_name() -> Vec<(&'static str, String)> {
    use craftgate_core::catalog::{AnyOperation, AnyOutput, ReadError, operation};

    let secret = format!("{SENTINEL}-anahtar");
    let in_a_field = AnyOperation::from_json("payment::RetrievePayment", &format!(r#"{{"paymentId":"{secret}"}}"#));
    let errors: [ReadError; 2] = [AnyOperation::from_json(&secret, "{}").unwrap_err(), in_a_field.unwrap_err()];
    vec![
        ("AnyOutput", debug(&AnyOutput::Json(Body::from(secret)))),
        ("OperationInfo", debug(operation("payment::RetrievePayment").unwrap())),
        ("ReadError", errors.iter().map(|error| shown(error)).collect()),
    ]
}

/// Without the feature there are none of them.
#[cfg(not(feature = "catalog"))]
fn shown_by_name() -> Vec<(&'static str, String)> {
    ["AnyOutput", "OperationInfo", "ReadError"].map(|name| (name, String::new())).to_vec()
}

/// What an observer shows of a call with this rejection.
fn completion(rejection: &str) -> String {
    let last = LastCompletion::default();
    let transport = from_fn(|_| Ok(http_response(422, rejection)));
    let client = Client::new(protocol(), transport, || RandomKey::new("Xa15Fp11T"));
    client.observer(last.clone()).call(&search()).send().unwrap_err();
    let shown = last.shown();
    assert!(shown.contains("rejected"), "{shown}");
    shown
}

fn search() -> SearchStoredCards {
    SearchStoredCards::new().card_token(CardToken::new(SENTINEL))
}

fn webhook() -> Webhook {
    let key = WebhookKey::new("Aoh7tReTybO6wOjBmOJFFsOR53SBojEp").unwrap();
    let body = format!(
        r#"{{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584","payload":{{"cardToken":"{SENTINEL}"}}}}"#
    );
    webhook::verify_ignoring_age(&key, "0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094=", body.as_bytes()).unwrap()
}

/// The bank's own data is whatever the bank puts there.
fn three_ds_callback() -> ThreeDsCallback {
    let hashed = format!("anahtar###SUCCESS######17###{SENTINEL}######");
    let hash = Sha256::digest(hashed).iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
    let form = format!("status=SUCCESS&paymentId=17&conversationData={SENTINEL}&hash={hash}");
    callback::verify(&CallbackKey::new("anahtar").unwrap(), form.as_bytes()).unwrap()
}

fn multi_payment_payload() -> MultiPaymentCompletedPayload {
    serde_json::from_str(&format!(r#"{{"token":"{SENTINEL}"}}"#)).unwrap()
}

fn file() -> File {
    protocol().exchange(&crate::common::fixtures::daily_report()).parse(http_response(200, SENTINEL)).unwrap()
}

#[test]
fn the_types_that_no_operation_holds_show_nothing() {
    for (name, shown) in shown_without_an_operation().into_iter().chain(shown_by_name()) {
        assert_silent(&shown, name);
    }
}

mod sources {
    use super::*;

    /// What a secret is kept in, or may be.
    const SECRETS: [&str; 10] = [
        "Secret",
        "CardToken",
        "CardUserKey",
        "Body",
        "Json",
        "JsonMap",
        "RawValue",
        "HeaderValue",
        "HtmlContent",
        "Zeroizing",
    ];

    /// Headers that are no secret: they are sent as they are, and say nothing without the keys.
    const IN_THE_CLEAR: [&str; 2] = ["Language", "RandomKey"];

    /// Public types by name, each with its source from its name to its end, without comments.
    fn types() -> BTreeMap<String, String> {
        let mut types = BTreeMap::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut types);
        types
    }

    fn read(folder: &Path, types: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, types);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                add_types(&std::fs::read_to_string(&path).unwrap(), types);
            }
        }
    }

    fn add_types(source: &str, types: &mut BTreeMap<String, String>) {
        let code: String = source.lines().map(|line| line.split("//").next().unwrap().to_owned() + "\n").collect();
        let code = code.split("#[cfg(test)]").next().unwrap();
        for head in ["pub struct ", "pub enum "] {
            for declaration in code.split(head).skip(1) {
                let name: String = declaration.chars().take_while(|character| character.is_alphanumeric()).collect();
                // A macro's `$name` is no type.
                if name.is_empty() {
                    continue;
                }
                types.insert(name, declaration[..end_of(declaration)].to_owned());
            }
        }
    }

    /// Where a declaration ends: at its closing brace, or at a semicolon outside of braces.
    fn end_of(declaration: &str) -> usize {
        let mut depth = 0;
        for (index, character) in declaration.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 1 => return index,
                '}' => depth -= 1,
                ';' if depth == 0 => return index,
                _ => {}
            }
        }
        declaration.len()
    }

    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty())
    }

    /// The names in the types of a declaration's fields: what stands behind a colon or in parentheses.
    fn held(declaration: &str) -> impl Iterator<Item = &str> {
        declaration.lines().filter_map(|line| line.split_once([':', '('])).flat_map(|(_, types)| words(types))
    }

    /// The types that hold one of these, themselves or by way of others.
    fn holding(types: &BTreeMap<String, String>, secrets: &[&str]) -> BTreeSet<String> {
        let mut holding: BTreeSet<String> = secrets.iter().copied().map(str::to_owned).collect();
        loop {
            let found = types.iter().filter(|(_, source)| held(source).any(|word| holding.contains(word)));
            let found: BTreeSet<String> = found.map(|(name, _)| name.clone()).collect();
            let before = holding.len();
            holding.extend(found);
            if holding.len() == before {
                return holding.into_iter().filter(|name| types.contains_key(name)).collect();
            }
        }
    }

    /// The names of types in what operations, their requests and their responses show.
    fn shown_by_operations() -> BTreeSet<String> {
        thread_local! {
            static NAMES: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
        }
        fn collect<O: Operation + DeserializeOwned + Debug>(name: &str)
        where
            O::Output: Debug,
        {
            let shown = shown_by::<O>(name);
            NAMES.with_borrow_mut(|names| names.extend(words(&shown).map(str::to_owned)));
        }
        with_every_operation!(run: collect);
        NAMES.take()
    }

    #[test]
    fn no_type_that_holds_a_secret_is_forgotten() {
        let types = types();
        assert!(types.len() > 300, "only {} types were found", types.len());
        let holding = holding(&types, &SECRETS);
        let mut shown = shown_by_operations();
        shown.extend(IN_THE_CLEAR.map(str::to_owned));
        shown.extend(shown_without_an_operation().into_iter().chain(shown_by_name()).map(|(name, _)| name.to_owned()));
        let forgotten: Vec<&String> = holding.iter().filter(|name| !shown.contains(*name)).collect();
        assert_eq!(forgotten, [] as [&String; 0]);
    }
}

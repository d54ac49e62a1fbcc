//! Every operation by its name: described as the catalog has it, and the same as JSON as it is as a struct.

use std::collections::BTreeSet;

use craftgate_core::catalog::{
    self, AnyOperation, AnyOutput, Field, NamedOperation, OperationInfo, OutputType, Place, ReadError, Type,
};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{CreatePayment, RetrievePayment};
use craftgate_core::transport::from_fn;
use craftgate_core::{Client, Paged as _, RandomKey, Request};
use serde_json::Value;

use crate::common::{RANDOM_KEY, http_response, protocol, random_key, text};
use craftgate_core::with_every_operation;
use craftgate_test_support::catalog as data;
use craftgate_test_support::operations::{entry, filled, full_data, smallest};
use craftgate_test_support::run;

fn info(name: &str) -> &'static OperationInfo {
    catalog::operation(name).unwrap()
}

fn read(name: &str, json: &str) -> Result<AnyOperation, String> {
    AnyOperation::from_json(name, json).map_err(|error| error.to_string())
}

/// The request line, the headers and the body.
fn described(request: &Request) -> (String, Vec<u8>) {
    (format!("{request:?}"), request.body().as_bytes().to_vec())
}

#[test]
fn the_list_is_the_catalogs() {
    let listed = catalog::operations().iter().map(|info| {
        let output = match info.output() {
            OutputType::Json(_) => "json",
            OutputType::File => "bytes",
            OutputType::Empty => "empty",
            other => panic!("{other:?}"),
        };
        (info.name(), info.method().as_str(), info.path(), output, info.honours_idempotency_key())
    });
    let expected = data::list().iter().map(|entry| {
        let string = |value: &'static Value| value.as_str().unwrap();
        let honours_key = entry["idempotency_key"].as_bool().unwrap();
        let output = match string(&entry["response"]["kind"]) {
            "data" | "page" => "json",
            other => other,
        };
        (string(&entry["operation"]), string(&entry["method"]), string(&entry["path"]), output, honours_key)
    });
    assert!(listed.eq(expected));
}

#[test]
fn every_field_is_described_with_its_place_and_whether_it_is_required() {
    fn check<O: NamedOperation>(name: &str) {
        check_fields(name, smallest::<O>(name).1);
    }
    fn check_fields(name: &str, needed: BTreeSet<String>) {
        let (info, entry) = (info(name), entry(name));
        let named = |place| {
            let fields = info.fields().filter(move |field| info.place(field) == place);
            fields.map(|field| field.name().to_owned()).collect::<BTreeSet<_>>()
        };
        let in_path: BTreeSet<String> = entry.path.iter().map(|(name, _)| name.clone()).collect();
        let content: BTreeSet<String> = entry.content.iter().map(|(name, _)| name.clone()).collect();
        let place = if entry.entry["query"].is_null() { Place::Body } else { Place::Query };
        assert_eq!(named(Place::Path), in_path, "{name}");
        let expected = content.difference(&in_path).cloned().collect();
        assert!(named(place).is_superset(&expected), "{name}: {:?}", named(place));

        let required = info.fields().filter(|field| field.is_required()).map(|field| field.name().to_owned());
        assert_eq!(required.collect::<BTreeSet<_>>(), needed.union(&in_path).cloned().collect(), "{name}");
        for field in info.fields() {
            assert!(field.summary().len() > 3, "{name}.{}: {:?}", field.name(), field.summary());
        }
        assert!(info.summary().ends_with('.'), "{name}: {:?}", info.summary());
    }
    with_every_operation!(run: check);
}

/// Compares a type with the catalog's, at every depth.
fn check_type(at: &str, found: Type, expected: &str) {
    if let Some(item) = expected.strip_prefix('[').and_then(|expected| expected.strip_suffix(']')) {
        let Type::List(found) = found else { panic!("{at}: {found:?}, not {expected}") };
        return check_type(at, *found, item);
    }
    let fits = match found {
        Type::Integer => ["int64", "int32", "string"].contains(&expected),
        Type::Decimal => expected == "decimal",
        Type::Float => expected == "float64",
        Type::Boolean => expected == "boolean",
        Type::Date => expected == "date",
        Type::DateTime => expected == "datetime",
        Type::String => ["string", "int32", "int64"].contains(&expected),
        Type::Secret => expected == "string",
        Type::Enum(values) => match data::enums()[expected]["values"].as_array() {
            Some(expected) => expected.iter().all(|value| values.contains(&value.as_str().unwrap())),
            None => expected == "string",
        },
        Type::Json => expected == "any",
        Type::JsonObject | Type::Map(_) => expected.starts_with("{string: "),
        Type::Object(object) => {
            for (name, kind) in data::fields(expected) {
                let field = object.field(&name).unwrap_or_else(|| panic!("{at}: no field {name}"));
                check_type(&format!("{at}.{name}"), field.kind(), &kind);
            }
            true
        }
        _ => false,
    };
    assert!(fits, "{at}: {found:?}, not {expected}");
}

#[test]
fn every_type_is_the_catalogs_at_every_depth() {
    for entry in data::list() {
        let name = entry["operation"].as_str().unwrap();
        if let Some(object) = entry["query"].as_str().or(entry["body"].as_str()) {
            for (field, kind) in data::fields(object) {
                let described = info(name).fields().find(|described| described.name() == field).unwrap();
                check_type(&format!("{name}.{field}"), described.kind(), &kind);
            }
        }
        match (info(name).output(), entry["response"]["type"].as_str()) {
            (OutputType::Json(Type::Page(item)), Some(object)) => match data::fields(object).first() {
                Some((items, list)) if items == "items" => check_type(name, Type::List(item), list),
                _ => check_type(name, *item, object),
            },
            (OutputType::Json(output), Some(object)) => check_type(name, output, object),
            (OutputType::File | OutputType::Empty, None) => {}
            (output, object) => panic!("{name}: {output:?}, not {object:?}"),
        }
    }
}

#[test]
fn card_details_and_keys_are_secrets() {
    fn field(fields: impl Iterator<Item = &'static Field>, name: &str) -> &'static Field {
        fields.into_iter().find(|field| field.name() == name).unwrap()
    }
    let card = field(info("payment::CreatePayment").fields(), "card").kind();
    let Type::Object(card) = card else { panic!("{card:?}") };
    for name in ["cardNumber", "cvc", "cardToken", "cardUserKey"] {
        assert!(matches!(field(card.fields(), name).kind(), Type::Secret), "{name}");
    }
    assert!(matches!(field(card.fields(), "cardHolderName").kind(), Type::String));
}

#[test]
fn every_operation_is_the_same_from_json_as_from_a_struct() {
    fn check<O: NamedOperation>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        let any = read(name, &entry.stored()).unwrap();
        assert_eq!(any.downcast_ref::<O>(), Some(&operation), "{name}");
        assert_eq!(any.info().name(), name);
        assert_eq!(any.to_json().unwrap().as_bytes(), serde_json::to_vec(&operation).unwrap(), "{name}");
        assert_eq!(format!("{any:?}"), format!("{operation:?}"), "{name}");

        let protocol = protocol();
        let (by_name, typed) = (protocol.exchange(&any), protocol.exchange(&operation));
        let (by_name, typed) = (by_name.idempotency_key("k-1"), typed.idempotency_key("k-1"));
        assert_eq!(by_name.is_repeatable(), typed.is_repeatable(), "{name}");
        let requests = (by_name.request(&random_key()).unwrap(), typed.request(&random_key()).unwrap());
        assert_eq!(described(&requests.0), described(&requests.1), "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn every_operation_returns_from_a_queue_as_any() {
    fn check<O: NamedOperation>(name: &str) {
        let (operation, _) = filled::<O>(name);
        let any = AnyOperation::from(operation);
        let job = serde_json::to_string(&any).unwrap();
        assert!(job.starts_with(&format!("{{\"operation\":\"{name}\",\"request\":{{")), "{job}");
        assert_eq!(serde_json::from_str::<AnyOperation>(&job).unwrap(), any, "{name}");
        assert_eq!(serde_json::from_reader::<_, AnyOperation>(job.as_bytes()).unwrap(), any.clone(), "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn every_response_is_read_as_its_operation_reads_it_and_kept_as_it_came() {
    fn check<O: NamedOperation>(name: &str) {
        let (operation, protocol) = (smallest::<O>(name).0, protocol());
        let any = AnyOperation::from(operation.clone());
        let error = r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#;
        let data = full_data(name).unwrap_or_else(|| "{}".to_owned());
        let unknown = data.replacen('{', r#"{"yeni_alan" : 1.500, "#, 1).replace(", }", "}");
        for (status, body) in [
            (200, format!("{{\"data\":{data}}}")),
            (200, format!("{{\"data\": {unknown}}}")),
            (200, "{\"data\":{\"id\":424242}}".to_owned()),
            (200, "{\"data\":7}".to_owned()),
            (200, "{\"data\":".to_owned()),
            (200, String::new()),
            (200, "<html>".to_owned()),
            (302, String::new()),
            (422, error.to_owned()),
            (200, error.to_owned()),
        ] {
            let typed = protocol.exchange(&operation).parse_with_meta(http_response(status, body.as_str()));
            let by_name = protocol.exchange(&any).parse_with_meta(http_response(status, body.as_str()));
            match (typed, by_name) {
                (Ok(typed), Ok(by_name)) => {
                    assert_eq!((typed.status, typed.headers), (by_name.status, by_name.headers));
                    assert_eq!(info(name).parse(http_response(status, body.as_str())).unwrap().output, by_name.output);
                    match by_name.output {
                        AnyOutput::Json(json) => {
                            assert_eq!(
                                body.replace("{\"data\": ", "{\"data\":"),
                                format!("{{\"data\":{}}}", text(&json)),
                                "{name}"
                            );
                        }
                        AnyOutput::File(file) => assert_eq!(file.as_bytes(), body.as_bytes(), "{name}"),
                        AnyOutput::Empty => assert!(matches!(info(name).output(), OutputType::Empty), "{name}"),
                        other => panic!("{name}: {other:?}"),
                    }
                }
                (Err(typed), Err(by_name)) => {
                    assert_eq!(format!("{typed:?}"), format!("{by_name:?}"), "{name}: {body}");
                    assert_eq!(typed.outcome(), by_name.outcome());
                }
                (typed, by_name) => panic!("{name}: {body}: {:?} {:?}", typed.err(), by_name.err()),
            }
        }
    }
    with_every_operation!(run: check);
}

#[test]
fn a_result_about_something_else_is_an_error_as_it_is_to_the_operation_itself() {
    let any = AnyOperation::from(RetrievePayment::new(PaymentId::new(17)));
    let response = http_response(200, r#"{"data":{"id":18,"paymentStatus":"SUCCESS"}}"#);
    let error = protocol().exchange(&any).parse(response).unwrap_err().to_string();
    assert!(error.contains("id"), "{error}");
}

#[test]
fn errors_name_the_field_and_quote_no_value() {
    let basket = r#""price":1,"paidPrice":1,"currency":"TRY","installment":1"#;
    for (name, json, error) in [
        ("payment::RetrievePayment", "{}", "missing field `id` at line 1 column 2"),
        ("payment::RetrievePayment", r#"{"id":"5258640000000001x"}"#, "id: not a whole number at line 1 column 26"),
        ("payment::RetrievePayment", r#"{"id":1,"di":2}"#, "di: unknown field at line 1 column 12"),
        ("payment::RetrievePayment", r#"{"id":1,"5258640000000001":2}"#, "a field: unknown field at line 1 column 26"),
        ("payment::RetrievePayment", r#"{"id":1,"operation":"a"}"#, "operation: unknown field at line 1 column 19"),
        ("payment::RetrievePayment", "[17]", "invalid type: sequence, expected an object at line 1 column 1"),
        ("payment::RetrievePayment", "{", "EOF while parsing an object at line 1 column 1"),
        ("payment::RetrievePayment", "{} {}", "trailing characters at line 1 column 4"),
        ("payment::Retrieve", "{}", "operation: unknown operation `payment::Retrieve`"),
        ("5258640000000001", "{}", "operation: not the name of an operation"),
    ] {
        assert_eq!(read(name, json).unwrap_err(), error, "{json}");
    }
    for (field, error) in [
        (r#""card":{"cardNumbr":"5258640000000001"}"#, "card: cardNumbr: unknown field"),
        (r#""items":[{"price":1},{"price":1,"prise":2}]"#, "items: prise: unknown field"),
    ] {
        let json = format!(r#"{{{basket},{field}}}"#);
        let found = read("payment::CreatePayment", &json).unwrap_err();
        assert!(found.starts_with(error), "{found}");
    }
}

#[test]
fn free_form_fields_take_any_key() {
    let json = r#"{"price":1,"paidPrice":1,"currency":"TRY","installment":1,"items":[{"price":1}],
        "additionalParams":{"İç":{"a":[1.50]}}}"#;
    let any = read("payment::CreatePayment", json).unwrap();
    let params = any.downcast_ref::<CreatePayment>().unwrap().additional_params.as_ref().unwrap();
    assert_eq!(params.get("İç").unwrap().as_str(), r#"{"a":[1.50]}"#);
}

#[test]
fn a_job_needs_a_name_that_is_known() {
    for (json, error) in [
        (r#"{"request":{}}"#, "missing field `operation`"),
        (r#"{"operation":"payment::Retrieve","id":17}"#, "operation: unknown operation `payment::Retrieve`"),
        (r#"{"operation":"payment::RetrievePayment","operation":"a"}"#, "operation: duplicate field"),
        (r#"{"operation":true}"#, "operation: not a string"),
        (r#"{"operation":"payment::RetrievePayment"}"#, "missing field `id`"),
        (r#"{"operation":"payment::RetrievePayment","request":{"id":17,"di":1}}"#, "di: unknown field"),
        (r#"{"request":{"id":17},"request":{}}"#, "request: duplicate field"),
        ("[]", "invalid type: sequence, expected an operation's name and request"),
    ] {
        let found = serde_json::from_str::<AnyOperation>(json).unwrap_err().to_string();
        assert!(found.starts_with(error), "{json}: {found}");
    }
    assert!(matches!(AnyOperation::from_json("a", "{}"), Err(ReadError::UnknownOperation(name)) if name == "a"));
}

#[test]
fn a_job_returns_from_a_tagged_message() {
    #[derive(Debug, PartialEq, serde_derive::Serialize, serde_derive::Deserialize)]
    struct Job {
        sıra: u32,
        #[serde(flatten)]
        operation: AnyOperation,
    }
    let job = Job { sıra: 7, operation: AnyOperation::from(RetrievePayment::new(PaymentId::new(17))) };
    let json = serde_json::to_string(&job).unwrap();
    assert_eq!(json, r#"{"sıra":7,"operation":"payment::RetrievePayment","request":{"id":17}}"#);
    assert_eq!(serde_json::from_str::<Job>(&json).unwrap(), job);
}

#[test]
fn any_search_is_walked_page_by_page() {
    fn check<O: NamedOperation>(name: &str) {
        let search = AnyOperation::from(filled::<O>(name).0).into_search();
        assert_eq!(search.is_ok(), info(name).is_paged(), "{name}");
        let Ok(search) = search else { return };
        let query = |page| {
            let search = search.clone().at_page(page);
            protocol().exchange(&search).request(&random_key()).unwrap().uri().query().unwrap().to_owned()
        };
        assert_eq!(search.page_number(), Some(4), "{name}");
        assert!(query(7).contains("page=7") && !query(7).contains("page=4"), "{name}");
        assert_eq!(info(name).method(), "GET", "{name}");
    }
    with_every_operation!(run: check);

    let transport = from_fn(|request: Request| {
        let page: i32 = if request.uri().query().unwrap().contains("page=1") { 1 } else { 0 };
        let body = format!(r#"{{"data":{{"items":[{{"id":{page}}}],"page":{page},"size":1,"totalSize":2}}}}"#);
        Ok(http_response(200, body))
    });
    let client = Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY));
    let search = read("onboarding::SearchMembers", r#"{"size":1}"#).unwrap().into_search().unwrap();
    let items = client.items(search).map(|item| item.unwrap().as_str().to_owned());
    assert_eq!(items.collect::<Vec<_>>(), [r#"{"id":0}"#, r#"{"id":1}"#]);
}

#[test]
fn a_client_calls_any_operation() {
    let transport =
        from_fn(|_| Ok(http_response(200, r#"{"data":{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}}"#)));
    let client = Client::new(protocol(), transport, || RandomKey::new(RANDOM_KEY));
    let any = AnyOperation::from(RetrievePayment::new(PaymentId::new(17)));
    let output = client.call(&any).send().unwrap();
    assert_eq!(output.as_json(), Some(r#"{"id":17,"paymentStatus":"SUCCESS","paidPrice":1.500}"#));
}
